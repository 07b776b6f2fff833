"""Where records are read from: standard input, folders and files, with their base."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from claimgraph.errors import ClaimgraphError
from claimgraph.records import Event, Place
from claimgraph.records.read import read
from claimgraph.records.settings import BASE
from record_sources import PLACE, found, ids, write

pytestmark = pytest.mark.usefixtures("folder")


def stdin(monkeypatch: pytest.MonkeyPatch, text: str | bytes) -> None:
    """Give the text to standard input."""
    data = text if isinstance(text, bytes) else text.encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


STDIN = [
    ("places: [{id: p, name: P}]", ["p"]),
    ("# yaml\nplaces:\n- id: p\n  name: P", ["p"]),
    ('{"places": [{"id": "p", "name": "P"}]}', ["p"]),
    ('\n {\n"places": [\n{"id": "p", "name": "P"}]}', ["p"]),
    ('{"kind":"place","id":"p","name":"P"}', ["p"]),
    ('{"kind":"place","id":"p","name":"P"}\n\n{"kind":"place","id":"q","name":"Q"}\n', ["p", "q"]),
    ('\n{"id":"p","name":"P","kind":"place"}\r\n{"kind":"place","id":"q","name":"Q"}', ["p", "q"]),
    ("\ufeffplaces: [{id: p, name: P}]", ["p"]),
]


@pytest.mark.parametrize(("text", "expected"), STDIN, ids=range(len(STDIN)))
def test_standard_input(monkeypatch: pytest.MonkeyPatch, text: str, expected: list[str]) -> None:
    stdin(monkeypatch, text)
    reading = read(["-"])
    assert ids(reading) == expected
    assert {entry.origin.file for entry in reading.entries} == {"-"}
    assert reading.entries[0].settings.base == BASE


BAD_STDIN = [
    ("", "no records in -"),
    ("{", "-:1: not JSON: a key in quotes expected"),
    ('{"places": [{"id": "p"}]\n', "-:2: not JSON: `,` or `}` expected"),
    ("[1]", "-:1: expected lists under"),
    ("places: [", "-:2: not YAML"),
    ("{" * 100_000, "-:1: not JSON: a key in quotes expected"),
    ('{"a":' * 100_000, "-:1: nested too deep"),
    (b"\xff", "-:1: not UTF-8"),
]


@pytest.mark.parametrize(("text", "expected"), BAD_STDIN, ids=range(len(BAD_STDIN)))
def test_bad_standard_input(
    monkeypatch: pytest.MonkeyPatch, text: str | bytes, expected: str
) -> None:
    stdin(monkeypatch, text)
    with pytest.raises(ClaimgraphError) as caught:
        read(["-"])
    assert str(caught.value).startswith(expected)


def test_standard_input_beside_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, "events: [{id: e, name: E, where: [p]}]")
    write({"a.yaml": PLACE})
    reading = read(["-", "a.yaml"])
    assert [type(entry.record) for entry in reading.entries] == [Event, Place]
    assert found(reading) == []


# ---- sources


def test_a_base_overrides_that_of_every_source() -> None:
    write({"a.yaml": PLACE, "b/c.yaml": PLACE, "b/claimgraph.toml": "base = 'https://b/'"})
    bases = [entry.settings.base for entry in read(["."]).entries]
    assert bases == [BASE, "https://b/"]
    bases = [entry.settings.base for entry in read(["."], base="https://x/").entries]
    assert bases == ["https://x/", "https://x/"]
    with pytest.raises(ClaimgraphError, match="the base IRI `x y` is not"):
        read(["."], base="x y")


def test_what_no_reader_knows_is_listed() -> None:
    write({"a.yaml": PLACE, "README.md": "", "old/manifest.json": '{"generator": "claimgraph"}'})
    assert read(["."]).skipped == ["README.md", "old"]


def test_a_file_that_may_not_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    write({"a.yaml": PLACE})
    monkeypatch.setattr(Path, "read_bytes", closed)
    with pytest.raises(ClaimgraphError, match=r"a\.yaml: Permission denied"):
        read(["a.yaml"])
