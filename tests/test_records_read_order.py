"""The order of files and of records makes no difference to what is read and refused."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimgraph.records.outcome import Entry
from claimgraph.records.read import read
from record_sources import found, in_lines, write
from strategies import record_sets

pytestmark = pytest.mark.usefixtures("folder")

# the folder may be used again: each example writes all the files that it reads
quick = settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

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
