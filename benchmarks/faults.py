"""Faults that real records have, planted one at a time into the records of a review."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

Record = dict[str, Any]
Planted = Iterator[tuple[bytes, str]]


def _of(kind: str, **changes: Any) -> Callable[[list[Record]], list[Record]]:
    """Sets fields of the records of that kind; None takes a field away."""

    def plant(records: list[Record]) -> list[Record]:
        return [_changed(one, changes) if one["kind"] == kind else one for one in records]

    return plant


def _changed(record: Record, changes: Record) -> Record:
    return {name: value for name, value in (record | changes).items() if value is not None}


def _twice(records: list[Record]) -> list[Record]:
    """Another claim by the id of the last one."""
    claim = next(one for one in records if one["kind"] == "claim")
    return [*records, {"kind": "claim", "id": claim["id"], "text": "Another claim."}]


def _equals(records: list[Record]) -> list[Record]:
    """Claims of one text that contradict each other: only the shapes see it."""
    claim = next(one for one in records if one["kind"] == "claim")
    twin = {"kind": "claim", "id": f"{claim['id']}.twin", "text": claim["text"]}
    both = {"kind": "contradiction", "id": f"{claim['id']}.equals", "aspect": "number"}
    return [*records, twin, both | {"claims": [claim["id"], twin["id"]]}]


# what is planted, by name; the first record that differs from before has the fault
FAULTS: dict[str, Callable[[list[Record]], list[Record]]] = {
    "reference": _of("review", claim="no-such-claim"),
    "missing": _of("review", desk=None),
    "date": _of("review", published="2024-13-45"),
    "url": _of("review", url="htp:/desk.example/1"),
    "verdict": _of("review", verdicts={"truth": "falsch"}),
    "blank": _of("claim", text="  "),
    "unknown": _of("claim", sayd="2024-01-01"),
    "type": _of("review", rating={"label": "False", "value": "two"}),
    "wrong-kind": _of("review", desk="e0"),
    "twice": _twice,
    "equals": _equals,
}
CUT = "cut"  # a line that ends in the middle


def plant(records: list[Record], chance: random.Random, encode: Callable[[Any], bytes]) -> Planted:
    """The lines of the records with one fault, and its name with the first line that has it."""
    name = chance.choice([*FAULTS, CUT])
    if name == CUT:
        *others, last = records
        yield from ((encode(one), "") for one in others)
        yield encode(last)[:-9], CUT
        return
    told = ""
    for index, one in enumerate(FAULTS[name](records)):
        new = not told and (index >= len(records) or one != records[index])
        told = name if new else told
        yield encode(one), name if new else ""
