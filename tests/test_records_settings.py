"""claimgraph.toml: what it may hold, and its mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimgraph.errors import ClaimgraphError, RecordErrors
from claimgraph.records.settings import BASE, Publisher, Settings, based, read

FULL = """
base = "https://desk.example/data/"
source = "az-ru"
title = { en = "Claims", ar = "ادعاءات" }
description = "All of them."
language = "en"
license = "https://creativecommons.org/licenses/by/4.0/"

date_order = "dmy"
[publisher]
id = "desk"
name = "The desk"
url = "https://desk.example/"
"""
FULL_SETTINGS = Settings(
    base="https://desk.example/data/",
    source="az-ru",
    title={"en": "Claims", "ar": "ادعاءات"},
    description="All of them.",
    language="en",
    license="https://creativecommons.org/licenses/by/4.0/",
    date_order="dmy",
    publisher=Publisher(id="desk", name="The desk", url="https://desk.example/"),
)


def write(folder: Path, text: str | bytes) -> None:
    """Write claimgraph.toml into the folder."""
    data = text if isinstance(text, bytes) else text.encode()
    (folder / "claimgraph.toml").write_bytes(data)


@pytest.mark.parametrize(
    "data",
    [FULL.encode(), FULL.encode("utf-8-sig"), FULL.replace("\n", "\r\n").encode()],
    ids=["plain", "byte order mark", "CRLF"],
)
def test_everything(tmp_path: Path, data: bytes) -> None:
    write(tmp_path, data)
    assert read(tmp_path) == FULL_SETTINGS


def test_every_key_is_tried() -> None:
    defaults = Settings()
    for name in Settings.__struct_fields__:
        assert getattr(FULL_SETTINGS, name) != getattr(defaults, name)


@pytest.mark.parametrize("text", [None, "", "# nothing\n"])
def test_everything_may_be_left_out(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        write(tmp_path, text)
    assert read(tmp_path) == Settings()
    assert Settings().base == BASE


WRONG = [
    ("base = 'desk.example'", ["base: `desk.example` is not an http(s) IRI that ends in `/`"]),
    ("base = 'https://a/../'", ["base: `https://a/../` is not an http(s) IRI that ends in `/`"]),
    ('base = "https://a/\\n"', ["base: `https://a/\\n` is not an http(s) IRI that ends in `/`"]),
    ("source = '..'", ["source: `..` is not an id: letters, digits, `-`, `.`, `_`"]),
    ("title = 3", ["title: expected text or fields, got `3`"]),
    ("title = ''", ["title: expected text of length >= 1"]),
    ("title = {}", ["title: expected fields of length >= 1"]),
    ("title = {en = '', e = 'x'}", ["title.e: `e` is not a BCP 47", "title.en: expected text of"]),
    ("title = 2025-07-04", ["title: expected text or fields, got `2025-07-04`"]),
    ("title = 1979-05-27T07:32:00Z", ["title: expected text or fields, got `1979-05-27 07:32:00"]),
    ("title = [inf, nan]", ["title: expected text or fields, got a list"]),
    ("language = 'english language'", ["language: `english language` is not a BCP 47 language"]),
    ("license = 'CC BY 4.0'", ["license: `CC BY 4.0` is not an http(s) URL without user name"]),
    ("publisher = 'desk'", ["publisher: expected fields, got the text `desk`"]),
    ("[publisher]\nid = 'a b'", ["publisher.id: `a b` is not an id", "publisher.name: is missing"]),
    ("[publisher]\nid = 'a'\nname = 'A'\nur = 'x'", ["publisher.ur: unknown field; did you mean"]),
    ("licence = 'x'\ntile = 'y'", ["licence: unknown field; did", "tile: unknown field; did you"]),
    ("titel = 'x", ["not TOML: "]),
    ("title = 'x'\ntitle = 'y'", ["not TOML: Cannot overwrite a value"]),
    (b"title = '\xff'", ["not TOML: 'utf-8' codec can't decode byte 0xff"]),
    (b"\xff\xfet\x00", ["not TOML: 'utf-8' codec can't decode byte 0xff"]),
    ("a = " + "[" * 100_000, ["not TOML: "]),
]


@pytest.mark.parametrize(("text", "expected"), WRONG, ids=range(len(WRONG)))
def test_mistakes(tmp_path: Path, text: str | bytes, expected: list[str]) -> None:
    write(tmp_path, text)
    with pytest.raises(RecordErrors) as caught:
        read(tmp_path)
    prefix = f"{tmp_path / 'claimgraph.toml'}: "
    found = [str(problem).removeprefix(prefix) for problem in caught.value.problems]
    assert [text[: len(start)] for text, start in zip(found, expected, strict=True)] == expected


def test_a_folder_of_that_name(tmp_path: Path) -> None:
    (tmp_path / "claimgraph.toml").mkdir()
    with pytest.raises(ClaimgraphError, match=r"claimgraph\.toml: Is a directory"):
        read(tmp_path)


def test_another_base() -> None:
    assert based(FULL_SETTINGS, None) is FULL_SETTINGS
    changed = based(FULL_SETTINGS, "http://x.example:8080/a/")
    assert (changed.base, changed.source) == ("http://x.example:8080/a/", "az-ru")
    assert FULL_SETTINGS.base == "https://desk.example/data/"


@pytest.mark.parametrize("base", ["", "x", "https://a", "https://a/b", "https://a/\n", "ftp://a/"])
def test_no_base(base: str) -> None:
    with pytest.raises(ClaimgraphError, match="is not an http\\(s\\) IRI that ends in `/`"):
        based(Settings(), base)
