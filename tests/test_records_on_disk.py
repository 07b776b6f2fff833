"""Records that are read in place are those that are read at once, wherever lines and pages end."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimgraph.errors import ClaimgraphError
from claimgraph.records import index, stored, survey
from claimgraph.records.held import FROM_SETTINGS, Held, InMemory, own_key
from claimgraph.records.lines import lines as read_lines
from claimgraph.records.on_disk import OnDisk
from claimgraph.records.outcome import Entry, Refusal
from claimgraph.records.settings import Settings
from claimgraph.records.spool import File
from claimgraph.release.workers import each
from releases import faulty, pages_of

PLACE = b'{"kind":"place","id":"%s","name":"P"}'
SOURCE = b'{"kind":"settings","source":"%s","publisher":{"id":"desk","name":"Desk"}}'
CLAIM = b'{"kind":"claim","id":"%s","text":"T"}'
REVIEW = b'{"kind":"review","id":"%s","claim":"%s","desk":"d","url":"https://example.org/"}'
LINK = b'{"kind":"link","id":"l","event":"a","same":["b","c"],"by":"desk","decided":"2024"}'
SPANS = b'[{"start":1,"end":2,"sha256":"%s"}]' % (b"a" * 64)
ATTRIBUTION = b'{"speaker":"s","article":"a","stance":"asserts","form":"direct",%s:%s}'
TOLD = b'{"kind":"claim","id":"c","text":"T","attributions":[' + ATTRIBUTION + b"]}"


def on_disk(folder: Path, *texts: bytes) -> OnDisk:
    """The records of files called 0, 1 …"""
    files = []
    for number, text in enumerate(texts):
        (folder / str(number)).write_bytes(text)
        files.append(File(folder / str(number), str(number), Settings()))
    return OnDisk(files, folder)


def in_memory(*texts: bytes) -> InMemory:
    """The same, read at once."""
    found = (read_lines(str(n), text, Settings()) for n, text in enumerate(texts))
    return InMemory(one for each in found for one in each)


def told(held: Held) -> list[object]:
    """All that is held of each record."""
    every = held.read(range(len(held)))
    behind = {n: one for n, one in every.items() if one.origin == FROM_SETTINGS}
    lines = {n: one for n, one in every.items() if n not in behind}
    numbers = {key: list(held.numbers(key)) for key in map(own_key, every.values()) if key[1]}
    return [
        lines,
        {own_key(one): one for one in behind.values()},
        dict(held.settings),
        {source: list(links) for source, links in held.links.items() if links},
        {
            k: [n for n in some if n in lines and own_key(lines[n]) == k]
            for k, some in numbers.items()
        },
        {k: [own_key(behind[n]) for n in some if n in behind] for k, some in numbers.items()},
        {source: set(held.kinds(source)) for source in held.settings},
    ]


def all_referring(held: Held, key: tuple[str, str]) -> set[int]:
    """Those that tell more of a record, from wherever they are held."""
    around = {n for number in held.numbers(key) for n in held.page(number)}
    return {*held.referring(key), *around}


FILES: dict[str, tuple[bytes, ...]] = {
    "nothing": (b"",),
    "a record": (PLACE % b"a",),
    "its line ended": (PLACE % b"a" + b"\n",),
    "blank lines": (b"\n \n" + PLACE % b"a" + b"\n\t\n\n" + PLACE % b"b" + b"\n\n",),
    "a byte order mark": (b"\xef\xbb\xbf" + PLACE % b"a" + b"\n" + PLACE % b"b",),
    "a byte order mark alone": (b"\xef\xbb\xbf\n" + PLACE % b"b",),
    "CR LF": (PLACE % b"a" + b"\r\n\r\n" + PLACE % b"b" + b"\r\n",),
    "settings first": (SOURCE % b"x" + b"\n" + PLACE % b"a",),
    "settings between": (
        b"\n".join((PLACE % b"a", SOURCE % b"x", PLACE % b"b", b"", SOURCE % b"y", PLACE % b"a")),
    ),
    "settings last": (PLACE % b"a" + b"\n" + SOURCE % b"x",),
    "settings alone": (SOURCE % b"x",),
    "settings that are none": (b'{"kind":"settings","id":"a","odd":1}\n' + PLACE % b"b",),
    "settings of nothing but mistakes": (
        SOURCE % b"x" + b'\n{"kind":"place"}\n' + SOURCE % b"y" + b"\n" + PLACE % b"a",
    ),
    "a publisher that is told": (
        SOURCE % b"x" + b'\n{"kind":"actor","id":"desk","type":"news","name":"D"}',
    ),
    "a publisher that is told badly": (
        SOURCE % b"x" + b'\n{"kind":"actor","id":"desk"}\n' + PLACE % b"a",
    ),
    "lines that are none": (
        b"\n".join((b"{", b'"a"', b"[]", b"null", b"\xff", b"{}", PLACE % b"a", b"[" * 9999)),
    ),
    "ids that are none": (b'{"kind":"place","name":"P"}\n{"kind":"place","id":7}\n' + PLACE % b"",),
    "half a surrogate pair": (b'{"kind":"place","id":"\\ud800","name":"P"}\n' + PLACE % b"a",),
    "an id twice in a line": (b'{"kind":"place","id":"a","id":"b","name":"P"}\n' + PLACE % b"b",),
    "no UTF-8 behind an id": (b'{"kind":"place","id":"a","name":"\xff"}\n' + PLACE % b"a",),
    "twins": (PLACE % b"a" + b"\n" + PLACE % b"b", PLACE % b"a" + b"\n" + CLAIM % b"a"),
    "several files": (PLACE % b"a", b"", PLACE % b"b" + b"\n", b"\n\n", PLACE % b"c"),
    "links": (LINK,),
    "a file without a last line feed before another": (PLACE % b"a", PLACE % b"b"),
}


@pytest.mark.parametrize("page", [-1, 1, 1 << 16])
@pytest.mark.parametrize("name", FILES)
def test_the_same_is_held(tmp_path: Path, name: str, page: int) -> None:
    with pages_of(page):
        assert told(on_disk(tmp_path, *FILES[name])) == told(in_memory(*FILES[name]))


@settings(max_examples=30, suppress_health_check=[*HealthCheck], deadline=None)
@given(faulty(), st.sampled_from([-1, 1, 300, 1 << 16]))
def test_the_same_is_held_of_any_records(
    tmp_path_factory: pytest.TempPathFactory, text: bytes, page: int
) -> None:
    known = in_memory(text)
    with pages_of(page):
        held = on_disk(tmp_path_factory.mktemp("files"), text)
    assert told(held) == told(known)
    assert known.twins.keys() <= held.twins.keys()
    for key in map(own_key, known.outcomes):
        assert set(known.referring(key)) <= all_referring(held, key)


@given(st.integers(1, 30), st.integers(1, 40), st.sampled_from([-1, 1, 90, 1 << 16]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_batches_are_all_records_and_end_between_pages(
    tmp_path: Path, number: int, parts: int, page: int
) -> None:
    text = b"\n".join(PLACE % str(n).encode() for n in range(number))
    with pages_of(page):
        held = on_disk(tmp_path, SOURCE % b"x" + b"\n" + text)
        batches = held.batches(parts)
    assert [n for one in batches for n in one] == list(range(number + 1))
    assert all(one for one in batches)
    for one in batches:
        assert all(set(held.page(n)) <= set(one) for n in one)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (LINK, ["a", "b", "c"]),
        (b'{"kind":"contradiction","id":"x","claims":["a","b"],"aspect":"date"}', ["a", "b"]),
        (REVIEW % (b"r", b"a"), ["a"]),
        (TOLD % (b'"evidence"', SPANS), ["a"]),
        (TOLD % (b'"\\u0065vidence"', SPANS), ["a"]),
        (TOLD % (b'"e\\u0076\\u0069dence"', SPANS), ["a"]),
        (TOLD % (b'"said"', b'"2024"'), []),
    ],
)
def test_who_tells_more_of_another_record(tmp_path: Path, line: bytes, wanted: list[str]) -> None:
    held = on_disk(tmp_path, line)
    source = Settings().source
    assert [id_ for id_ in "abcd" if held.referring((source, id_))] == wanted


def test_reviews_in_the_page_of_their_claim_are_not_indexed(tmp_path: Path) -> None:
    text = b"\n".join((CLAIM % b"a", REVIEW % (b"r", b"a")))
    key = (Settings().source, "a")
    assert on_disk(tmp_path, text).referring(key) == ()
    with pages_of(-1):
        assert list(on_disk(tmp_path, text).referring(key)) == [1]


def changed(held: OnDisk, keep: int, *drop: int) -> None:
    """Hold one record in the place of several."""
    entry = held.read([keep])[keep]
    assert isinstance(entry, Entry)
    held.change([(entry, [keep, *drop])])


def test_one_record_in_the_place_of_several(tmp_path: Path) -> None:
    texts = [PLACE % b"a", PLACE % b"b", PLACE % b"a", CLAIM % b"a"]
    held = on_disk(tmp_path, b"\n".join(texts))
    key = (Settings().source, "a")
    changed(held, 0, 2)
    assert held.numbers(key) == [0, 3]
    assert dict(held.twins) == {key: [0, 3]}
    assert list(held.read(range(4))) == [0, 1, 3]


def test_reviews_beside_a_claim_that_is_dropped(tmp_path: Path) -> None:
    texts = [CLAIM % b"a", PLACE % b"p", CLAIM % b"a", REVIEW % (b"r", b"a"), PLACE % b"q"]
    with pages_of(30):
        held = on_disk(tmp_path, b"\n".join(texts))
    assert held.page(2) == range(2, 4)
    key = (Settings().source, "a")
    assert held.referring(key) == ()
    changed(held, 0, 2)
    assert list(held.referring(key)) == [3]


def test_a_line_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "LONGEST", 60)
    monkeypatch.setattr(stored, "LONGEST", 60)
    texts = (PLACE % b"a", b"", PLACE % (b"b" * 60), PLACE % b"c", b"x" * 300)
    held = on_disk(tmp_path, b"\n".join(texts))
    (first, long, other, last) = held.read(range(4)).values()
    assert [own_key(one)[1] for one in (first, other)] == ["a", "c"]
    for one, line in ((long, 3), (last, 5)):
        assert isinstance(one, Refusal)
        assert [str(p) for p in one.problems] == [f"0:{line}: a line of more than 0 MiB"]


def test_a_long_line(tmp_path: Path) -> None:
    name = "x" * 3_000_000
    line = json.dumps({"kind": "place", "id": "a", "name": name}).encode()
    held = on_disk(tmp_path, b"\n".join((PLACE % b"z", line, PLACE % b"b")))
    assert [own_key(one)[1] for one in held.read(range(3)).values()] == ["z", "a", "b"]


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    held = on_disk(tmp_path, PLACE % b"a" + b" " * 99)
    (tmp_path / "0").write_bytes(SOURCE % b"x")
    with pytest.raises(ClaimgraphError, match="changed while it was read"):
        held.read([0])


def keys(found: Iterable[tuple[str, int]]) -> list[tuple[tuple[str, str], int]]:
    return [((id_[:1], id_), number) for id_, number in found]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(st.sampled_from(["", "a", "b", "ä", "\0", "b\0", "x" * 99, "'"]))),
    st.integers(0, 9),
)
def test_an_index_on_disk_is_one_in_memory(
    tmp_path_factory: pytest.TempPathFactory, added: list[list[str]], many: int
) -> None:
    known: dict[tuple[str, str], list[int]] = {}
    folder = tmp_path_factory.mktemp("index")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(index, "MANY", many)
        found, number = index.Index(folder / "names"), 0
        for ids in added:
            pairs = keys((id_, number + place) for place, id_ in enumerate(ids))
            number += len(ids)
            found.add(pairs)
            for key, one in pairs:
                known.setdefault(key, []).append(one)
        found.close()
    assert {key: list(found.numbers(key)) for key in known} == known
    assert list(found.numbers(("a", "nobody"))) == []
    several = [(key, list(numbers)) for key, numbers in found.several()]
    assert dict(several) == {key: numbers for key, numbers in known.items() if len(numbers) > 1}
    assert several == sorted(several, key=lambda one: one[1][0])
    assert (folder / "names").exists() == (len(known) > many)


def test_an_index_on_disk_is_asked_by_other_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "MANY", 1)
    found = index.Index(tmp_path / "names")
    found.add(keys((str(n % 50), n) for n in range(100)))
    found.close()

    def asked(number: int) -> tuple[int, list[int]]:
        return number, list(found.numbers((str(number)[:1], str(number))))

    assert sorted(each(asked, range(50), 2)) == [(n, [n, n + 50]) for n in range(50)]


def test_an_index_without_space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MANY", 1)
    opened = index._opened

    def full(path: Path) -> object:
        database = opened(path)
        database.execute("PRAGMA max_page_count = 4")
        return database

    monkeypatch.setattr(index, "_opened", full)
    found = index.Index(tmp_path / "names")
    with pytest.raises(ClaimgraphError, match="is there space on the disk"):
        found.add(keys((f"{n:0200}", n) for n in range(5000)))


def plain(number: int) -> bytes:
    return b"".join(PLACE % b"p%d" % n + b"\n" for n in range(number))


def test_plain_lines_are_decoded_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = on_disk(tmp_path, plain(9))
    singly = held.read([*range(9)])

    def read_line(*_: object) -> Entry:
        raise AssertionError

    monkeypatch.setattr(stored, "read_line", read_line)
    assert held.read(range(9)) == singly


@pytest.mark.parametrize("page", [1, 100, 1000])
def test_reading_begins_and_ends_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr(survey, "PAGE", page)
    odd = b'{"kind":"place","id":"x","id":"y","name":"P"}\n'
    held = on_disk(tmp_path, plain(5) + odd + SOURCE % b"s" + b"\n" + plain(3), plain(2)[:-1])
    for first in range(len(held)):
        for end in range(first, len(held) + 1):
            assert held.read(range(first, end)) == held.read([*range(first, end)])


def test_a_record_in_the_place_of_another_is_read_from_its_page(tmp_path: Path) -> None:
    held = on_disk(tmp_path, plain(4))
    known = held.read([2])[2]
    assert isinstance(known, Entry)
    changed = known._replace(record=msgspec.structs.replace(known.record, name="Q"))
    held.change([(changed, [2])])
    assert held.read(range(4)) == held.read([*range(4)])
    assert held.read(range(4))[2] == changed
