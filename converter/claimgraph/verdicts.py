"""What a desk's label or number means, by tables that anybody can read and question.

`ontology/labels.tsv` has one row a label: the desk (its site: host without `www.`), the language
(BCP 47), the label as published, one concept of `ontology/values.ttl` on each axis that the label
speaks of, how well these render it (exact, close or broad, as in SKOS), source and date. `*` is
any desk, or any language where the word means the same in all that have it. A row without axes
is a label that says nothing of the claim, and its note tells what it says. The source is the page
on which the desk explains its scale, the data set where the label was met, or `plain words`.
`ontology/scales.tsv` has the numeric scales that desks publish, a row a step.

A label matches whole or not at all. What no row knows stays unknown.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import NamedTuple
from unicodedata import normalize

from claimgraph.resources import text

AXES = ("truth", "context", "alteration", "satire", "proof")
ANY = "*"
EDGES = " \"'“”„‟‘’‚‛«»‹›「」『』.!¡,;:،؛。、"
# Marks of writing direction and the byte order mark: nobody sees them.
UNSEEN = dict.fromkeys(
    (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
)
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


class Row(NamedTuple):
    """Which row of a table; of a scale, `label` tells step and ends."""

    desk: str
    language: str
    label: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a row says: a concept on each axis that it speaks of (maybe none), and whence."""

    axes: dict[str, str]
    row: Row
    match: str
    source: str
    date: str
    note: str


class Step(NamedTuple):
    """One step of a numeric scale; `low` and `high` belong to it."""

    worst: float
    best: float
    low: float
    high: float
    verdict: Verdict


def explain(label: str, desk: str = "", language: str = "") -> Verdict | None:
    """The verdict of the first row that matches `label`, or None.

    The desk's own rows come before those of any desk; the language (with `pt-BR` also `pt`:
    RFC 4647, 3.4) before any language. A bare number is a value on the desk's own scale.
    """
    folded = fold(label)
    for own, tag in product((_site(desk), ANY), _tags(language)):
        if verdict := labels().get(Row(own, tag, folded)):
            return verdict
    steps = scales().get(_site(desk), ())
    return _on(steps, float(folded)) if NUMBER.fullmatch(folded) else None


def scale(value: float, best: float, worst: float, desk: str) -> Verdict | None:
    """The verdict of `value` on the scale that `desk` publishes, or None.

    `best` and `worst` must be that scale's: with other ends a number means something else.
    """
    steps = scales().get(_site(desk), ())
    return _on(tuple(step for step in steps if (step.best, step.worst) == (best, worst)), value)


def fold(label: str) -> str:
    """The form in which labels are compared.

    Unicode's compatibility caseless match (The Unicode Standard, D146) without marks of writing
    direction; white space squeezed; quotation marks, full stops, exclamation marks, commas,
    colons and semicolons stripped from the ends, but never a question mark.
    """
    seen = normalize("NFD", label.translate(UNSEEN)).casefold()
    folded = normalize("NFKC", normalize("NFKC", seen).casefold())
    return " ".join(folded.split()).strip(EDGES)


@cache
def labels() -> dict[Row, Verdict]:
    """The verdicts of `labels.tsv`, by desk, language and folded label."""
    rows = ((line, Row(line["desk"], line["language"], line["label"])) for line in _lines("labels"))
    return {row._replace(label=fold(row.label)): _verdict(line, row) for line, row in rows}


@cache
def scales() -> dict[str, tuple[Step, ...]]:
    """The steps of each desk's scale, from `scales.tsv`."""
    found: dict[str, tuple[Step, ...]] = {}
    for line in _lines("scales"):
        row = Row(line["desk"], ANY, "{low} to {high} of {worst} to {best}".format(**line))
        worst, best, low, high = (float(line[end]) for end in ("worst", "best", "low", "high"))
        step = Step(worst, best, low, high, _verdict(line, row))
        found[row.desk] = (*found.get(row.desk, ()), step)
    return found


def _lines(name: str) -> Iterator[dict[str, str]]:
    lines = text("ontology", f"{name}.tsv").split("\n")
    yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _verdict(line: Mapping[str, str], row: Row) -> Verdict:
    axes = {axis: line[axis] for axis in AXES if line.get(axis)}
    return Verdict(axes, row, line["match"], line["source"], line["date"], line.get("note", ""))


def _on(steps: tuple[Step, ...], value: float) -> Verdict | None:
    return next((step.verdict for step in steps if step.low <= value <= step.high), None)


def _site(desk: str) -> str:
    return desk.lower().removeprefix("www.")


def _tags(language: str) -> list[str]:
    subtags = language.lower().split("-")
    return ["-".join(subtags[:n]) for n in range(len(subtags), 0, -1)] + [ANY]
