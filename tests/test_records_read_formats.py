"""Record files of all formats, encodings and scripts: the same records, each with its line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimgraph.records import Place, kind
from claimgraph.records.outcome import Entry
from claimgraph.records.read import read
from record_sources import PLACE, as_yaml, builtins, ids, in_lines, lists, problems, write
from strategies import record_sets

pytestmark = pytest.mark.usefixtures("folder")

# the folder may be used again: each example writes all the files that it reads
quick = settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


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
