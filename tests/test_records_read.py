"""Record files of all formats: what is read, what is refused, and where it stands."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimgraph.errors import ClaimgraphError, RecordErrors
from claimgraph.records import KINDS, Claim, Event, Place, kind
from claimgraph.records.outcome import Entry
from claimgraph.records.read import Reading, read
from claimgraph.records.settings import BASE
from record_sources import as_yaml, builtins, found, lists, problems, write
from strategies import record_sets

pytestmark = pytest.mark.usefixtures("folder")

# the folder may be used again: each example writes all the files that it reads
quick = settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

PLACE = "places: [{id: p, name: Ort}]\n"


def stdin(monkeypatch: pytest.MonkeyPatch, text: str | bytes) -> None:
    """Give the text to standard input."""
    data = text if isinstance(text, bytes) else text.encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def ids(reading: Reading) -> list[str]:
    """The ids of the records read, in order."""
    return [entry.record.id for entry in reading.entries]


# ---- formats


def in_lines(entries: Sequence[Entry]) -> str:
    """JSON Lines, as machines write them."""
    return "".join(json.dumps(builtins(entry.record)) + "\n" for entry in entries)


@quick
@given(record_sets(), st.sampled_from([None, 1]))
def test_any_record_reads_the_same_from_every_format(
    entries: list[Entry], indent: int | None
) -> None:
    records = [entry.record for entry in entries]
    held = lists(records)
    names = ("r.yaml", "r.json", "r.jsonl", "flat.yaml")
    write({"r.jsonl": in_lines(entries), "r.json": json.dumps(held, indent=indent)})
    write({"r.yaml": as_yaml(held), "flat.yaml": in_block_style(held)})
    if not records:
        return
    for name in names:
        again = read([name])
        assert again.refusals == []
        expected = records if name == "r.jsonl" else by_kind(records)
        assert [entry.record for entry in again.entries] == expected


def by_kind(records: list[Any]) -> list[Any]:
    """In the order of the lists, which is that of the first of each kind."""
    order = list(dict.fromkeys(map(kind, records)))
    return sorted(records, key=lambda record: order.index(kind(record)))


def in_block_style(held: dict[str, list[dict[str, Any]]]) -> str:
    """Record files as people write them: a line for each field."""
    lines = []
    for name, records in held.items():
        lines.append(f"{name}:\n")
        for record in records:
            first, *others = (f"{field}: {as_yaml(value)}\n" for field, value in record.items())
            lines += [f"  - {first}", *(f"    {line}" for line in others)]
    return "".join(lines)


def test_lines_of_records() -> None:
    write(
        {
            "a.yaml": "# one\nplaces:\n\n  - id: p\n    name: P\n  - {id: q, name: Q}\n",
            "b.json": '{"places": [\n\n{"id": "r",\n"name": "R"}]}',
            "c.jsonl": '\n{"kind":"place","id":"s","name":"S"}\n',
        }
    )
    held = [(entry.origin.file, entry.origin.line) for entry in read(["."]).entries]
    assert held == [("a.yaml", 4), ("a.yaml", 6), ("b.json", 3), ("c.jsonl", 2)]


def test_a_problem_finds_the_line_of_its_field() -> None:
    write({"a.yaml": "events:\n  - id: e\n    name: E\n    where:\n      - p\n      - [q]\n"})
    write({"b.yaml": "events:\n  - id: e\n    name:\n      en: E\n    where: [p,\n      q]\n"})
    with_node = read(["b.yaml"]).entries[0].origin
    fields = {"id": 2, "name": 3, "name.en": 4, "where": 5, "where[0]": 5, "where[1]": 6, "": 2}
    assert {name: with_node.problem(name, "x").line for name in fields} == fields
    assert with_node.problem("part_of", "x").line == 2  # a field that is not there
    assert with_node.problem("where[1]", "x").field == "where[1]"


# ---- encodings and line ends


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_byte_order_marks(encoding: str, end: str) -> None:
    lines = ["places:", "  - id: بحر", "    name: |", "      Ört", "      ort", "  - {id: ''}"]
    write({"a.yaml": end.join(lines).encode(encoding)})
    reading = read(["a.yaml"])
    assert reading.entries[0].record == Place(id="بحر", name="Ört\nort\n")
    assert [problem.line for one in reading.refusals for problem in one.problems] == [6, 6]
    text = f'{{"kind":"place",{end[:-1]}"id":"ж","name":"Ж"}}{end}{end}{{}}{end}'
    write({"b.jsonl": text.encode(encoding)})
    reading = read(["b.jsonl"])
    assert ids(reading) == ["ж"]
    assert reading.refusals[0].origin.line == 3


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.jsonl"])
def test_what_is_not_utf_8(name: str) -> None:
    write({name: b"# x\r\n# \xc3\xa9\n# caf\xe9\n"})
    assert problems()[-1:] == [f"{name}:3: not UTF-8; save the file in that encoding"]
    write({name: PLACE.encode("utf-16")})
    assert problems()[:1] == [f"{name}:1: not UTF-8; save the file in that encoding"]


NAMES = [
    ("وزارة-الخارجية", "وزارة الخارجية"),
    ("משרד", "משרד החוץ"),
    ("Азербайджан", "Азербайджан"),
    ("アゼルバイジャン", "アゼルバイジャン"),
    ("हिन्दी", "हिन्दी"),
    ("می\u200cخواهم", "می\u200cخواهم \u202bab\u202c"),
    ("😀", "👩\u200d🚀 \U000e0067"),
    ("no", "no"),
    ("12", "12"),
    ("1e3", "0x10"),
    ("null", "~"),
]


@pytest.mark.parametrize("suffix", ["yaml", "json", "jsonl"])
@pytest.mark.parametrize(("id_", "name"), NAMES)
def test_names_and_ids_of_any_script(suffix: str, id_: str, name: str) -> None:
    place = Place(id=id_, name={"und": name}, aliases=(name,), inside=f"{id_}.x")
    other = Place(id=f"{id_}.x", name=name)
    text = {
        "yaml": as_yaml(lists([place, other])),
        "json": json.dumps(lists([place, other]), ensure_ascii=False),
        "jsonl": "\n".join(json.dumps(builtins(one), ensure_ascii=False) for one in (place, other)),
    }[suffix]
    write({f"a.{suffix}": text})
    assert [entry.record for entry in read(["."]).entries] == [place, other]
    assert problems() == []


# ---- files that hold nothing, or nothing known

EMPTY = ["", "\n\n", "# nothing", "---", "{}", "articles:", "articles: []\nclaims: ~\n"]


@pytest.mark.parametrize("text", EMPTY)
def test_no_records(text: str) -> None:
    write({"a.yaml": text})
    with pytest.raises(ClaimgraphError, match=r"no records in a\.yaml; `claimgraph") as caught:
        read(["a.yaml"])
    assert caught.value.exit_code == 2
    write({"b.yaml": PLACE})
    assert ids(read(["."])) == ["p"]


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_an_empty_file_of_json(name: str) -> None:
    write({name: "", "b.yaml": PLACE})
    expected = ["a.json:1: not JSON: Expecting value"] if name == "a.json" else []
    assert problems() == expected


def test_an_empty_folder() -> None:
    with pytest.raises(ClaimgraphError, match="no records in "):
        read(["."])


LISTS = ", ".join(KINDS)
UNREADABLE = [
    ("- id: x", [f"1: expected lists under {LISTS}"]),
    ("claims", [f"1: expected lists under {LISTS}"]),
    ("x: 1\nclaim: []", ["1: x: unknown list; known are articles,", "2: claim: unknown list; did"]),
    ("claims: {id: x}", ["1: claims: must be a list of records"]),
    ("claims: x\nevents: 1", ["1: claims: must be a list of", "2: events: must be a list of"]),
    ("claims: [\n", ["2: not YAML: "]),
    ("claims: [{id: c}]\nclaims: []", ["2: the key `claims` stands here twice"]),
]


@pytest.mark.parametrize(("text", "expected"), UNREADABLE, ids=range(len(UNREADABLE)))
def test_files_that_are_no_record_files(text: str, expected: list[str]) -> None:
    write({"a.yaml": text})
    found = [text.removeprefix("a.yaml:") for text in problems()]
    assert [text[: len(start)] for text, start in zip(found, expected, strict=True)] == expected


def test_files_that_cannot_be_read_are_told_with_all_else() -> None:
    write(
        {
            "a.yaml": "claims: [\n",
            "b.json": "{\n",
            "c.yaml": "claimes: []\nclaims:\n  - {id: c}\n",
            "d.yaml": b"\xff",
            "e.jsonl": '{"kind":"claim"}\n{\n',
            "f.yaml": PLACE,
        }
    )
    assert problems() == [
        "a.yaml:2: not YAML: did not find expected node content",
        "b.json:2: not JSON: a key in quotes expected",
        "c.yaml:1: claimes: unknown list; did you mean `claims`?",
        "c.yaml:3: text: is missing",
        "d.yaml:1: not UTF-8; save the file in that encoding",
        "e.jsonl:1: id: is missing",
        "e.jsonl:1: text: is missing",
        "e.jsonl:2: not JSON: a key in quotes expected",
    ]


# ---- JSON Lines

BAD_LINES = r"""
{"kind":"place","id":"p","name":"P"}
{"kind":"place","id":"q"}
{"kind":"plaice","id":"r","name":"R"}
{"id":"s","name":"S"}
{"kind":7,"id":"s"}

not JSON
{"kind":"place","id":"t","name":"T"
["kind"]
{"kind":"place","id":"u","name":"\ud800"}
{"kind":"place","id":"v","name":"V","id":3}
{"kind":"event","id":"w w","name":{},"when":987}
{"kind":"review","id":"x","claim":"c","desk":"d","url":"http://a","rating":{"value":1e999}}
{"name":"Z","id":"z","kind":"place"}
null
""".lstrip("\n")
KNOWN = "known are article, actor, place, event, claim, contradiction, review, link"


def test_bad_lines_leave_the_others_alone() -> None:
    deep = '{"a":' * 10_000 + "1" + "}" * 10_000
    write({"a.jsonl": BAD_LINES + deep + '\n{"kind":"place","id":"last","name":"L"}'})
    reading = read(["a.jsonl"])
    assert ids(reading) == ["p", "z", "last"]
    assert found(reading) == [
        "a.jsonl:2: name: is missing",
        "a.jsonl:3: kind: `plaice` is no kind of record; did you mean `place`?",
        f"a.jsonl:4: kind: is missing; {KNOWN}",
        f"a.jsonl:5: kind: `7` is no kind of record; {KNOWN}",
        "a.jsonl:7: not JSON: Expecting value",
        "a.jsonl:8: not JSON: `,` or `}` expected",
        f"a.jsonl:9: kind: is missing; {KNOWN}",
        "a.jsonl:10: half of a surrogate pair in a text",
        "a.jsonl:11: the key `id` stands here twice",
        "a.jsonl:12: id: `w w` is not an id: letters, digits, `-`, `.`, `_`",
        "a.jsonl:12: name: expected fields of length >= 1",
        "a.jsonl:12: when: expected a date as text, got `987`; put it in quotes",
        "a.jsonl:13: `1e999` is no number that a record can hold",
        f"a.jsonl:15: kind: is missing; {KNOWN}",
        "a.jsonl:16: nested too deep",
    ]


def test_refusals_hold_what_was_read() -> None:
    write({"a.jsonl": BAD_LINES, "claimgraph.toml": "source = 'mine'"})
    refusals = {one.origin.line: one for one in read(["."]).refusals}
    assert {one.source for one in refusals.values()} == {"mine"}
    assert (refusals[2].kind, refusals[2].raw) == ("place", {"kind": "place", "id": "q"})
    assert (refusals[3].kind, refusals[3].raw["kind"]) == ("", "plaice")
    assert (refusals[7].kind, refusals[7].raw) == ("", "not JSON")
    assert (refusals[12].kind, refusals[12].raw["when"]) == ("event", 987)
    assert refusals[9].raw == ["kind"]
    for one in refusals.values():
        assert json.loads(json.dumps(one.raw, allow_nan=False)) == one.raw


def test_a_record_of_json_lines_needs_no_order_of_fields() -> None:
    write({"a.ndjson": '{"id":"c","text":"x","kind":"claim"}'})
    assert read(["a.ndjson"]).entries[0].record == Claim(id="c", text="x")


# ---- standard input

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


# ---- order

WRONG: list[dict[str, Any]] = [
    {"kind": "place", "id": "p", "name": "P", "inside": "q"},
    {"kind": "place", "id": "q", "name": "Q", "inside": "nowhere"},
    {"kind": "place", "id": "p", "name": "P again"},
    {"kind": "event", "id": "e", "name": "E", "where": ["p", "q", "c", "eE"], "part_of": ["e"]},
    {"kind": "event", "id": "f", "name": "F"},
    {"kind": "event", "id": "p", "name": "P, an event"},
    {"kind": "event", "id": "broken", "when": "2025-13"},
    {"kind": "claim", "id": "c", "text": "x", "about": ["broken", "f"], "variant_of": "d"},
    {"kind": "claim", "id": "d", "text": " ", "supports": ["c"], "variant_of": "c"},
    {"kind": "link", "id": "l", "event": "e", "same": ["f"], "by": "desk", "decided": "2025"},
    {"kind": "link", "id": "m", "event": "f", "same": ["e"], "by": "desck", "decided": "2025"},
    {"kind": "actor", "id": "desk", "type": "news", "name": "Desk"},
    {"kind": "actor", "id": "c.x", "type": "news", "name": "N", "parent": "desc"},
]


def outcome(sources: Sequence[str]) -> tuple[set[str], list[str]]:
    """The records that are read, and all problems."""
    reading = read(sources)
    return {repr(entry.record) for entry in reading.entries}, found(reading)


def test_these_are_the_problems() -> None:
    write({f"{index:02}.jsonl": json.dumps(record) for index, record in enumerate(WRONG)})
    assert outcome(["."])[1] == [
        "00.jsonl:1: id: `p` is also the id of the place at 02.jsonl:1, and of 1 more",
        "01.jsonl:1: inside: there is no place `nowhere`",
        "02.jsonl:1: id: `p` is also the id of the place at 00.jsonl:1, and of 1 more",
        "03.jsonl:1: part_of[0]: refers to its own record: remove it",
        "03.jsonl:1: where[2]: `c` is a claim; expected a place",
        "03.jsonl:1: where[3]: there is no place `eE`",
        "05.jsonl:1: id: `p` is also the id of the place at 00.jsonl:1, and of 1 more",
        "06.jsonl:1: name: is missing",
        "06.jsonl:1: when: '2025-13' cannot be read as a date: there is no month 13; "
        "write 2025-07, or a season as 2025-21",
        "07.jsonl:1: variant_of: `d` is a variant itself: name `c`",
        "08.jsonl:1: text: is blank: write it, or leave it out",
        "08.jsonl:1: variant_of: `c` is a variant itself: name `d`",
        "09.jsonl:1: event: `m` links `e` to `f`: link all to one event",
        "10.jsonl:1: by: there is no actor `desck`; did you mean `desk`?",
        "10.jsonl:1: event: `l` links `f` to `e`: link all to one event",
        "12.jsonl:1: parent: there is no actor `desc`; did you mean `desk`?",
    ]


@quick
@given(st.permutations(range(len(WRONG))))
def test_any_order_of_files_gives_the_same(order: list[int]) -> None:
    write({f"{index:02}.jsonl": json.dumps(record) for index, record in enumerate(WRONG)})
    assert outcome([f"{index:02}.jsonl" for index in order]) == outcome(["."])


@quick
@given(st.permutations(WRONG), st.integers(0, len(WRONG)))
def test_any_order_of_records_gives_the_same(order: list[dict[str, Any]], cut: int) -> None:
    """Of problems with an id that stands twice, the place it names is left out."""
    plain = {json.dumps(record): index for index, record in enumerate(WRONG)}

    def told(records: list[dict[str, Any]], cut: int) -> tuple[set[str], set[tuple[int, str]]]:
        parts = {"a.jsonl": records[:cut], "b.jsonl": records[cut:]}
        write({name: "".join(map(line, held)) for name, held in parts.items()})
        reading = read(list(parts))
        texts = [text.split(" at ")[0].split(":", 2) for text in found(reading)]
        return (
            {repr(entry.record) for entry in reading.entries},
            {(plain[json.dumps(parts[name][int(at) - 1])], text) for name, at, text in texts},
        )

    def line(record: dict[str, Any]) -> str:
        return json.dumps(record) + "\n"

    told_in_order = told(WRONG, len(WRONG))
    assert len(told_in_order[1]) == 16
    read_again, problems_again = told(order, cut)
    assert read_again == told_in_order[0]
    assert {at for at, _ in problems_again} == {at for at, _ in told_in_order[1]}
    anywhere = {(at, text) for at, text in told_in_order[1] if "is also the id" not in text}
    assert {(at, text) for at, text in problems_again if "is also the id" not in text} == anywhere


@quick
@given(record_sets(), st.randoms(use_true_random=False))
def test_any_order_of_good_records_gives_the_same_entries(entries: list[Entry], rng: Any) -> None:
    if not entries:
        return
    shuffled = list(entries)
    rng.shuffle(shuffled)
    write({"a.jsonl": in_lines(entries), "b.jsonl": in_lines(shuffled)})
    first, second = (outcome([name])[0] for name in ("a.jsonl", "b.jsonl"))
    assert first == second


def test_all_problems_are_raised_at_once() -> None:
    write({"a.yaml": "x", "b.jsonl": "{}"})
    with pytest.raises(RecordErrors) as caught:
        read(["."])
    assert caught.value.exit_code == 1
    assert len(caught.value.problems) == 2
