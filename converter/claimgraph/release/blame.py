"""Which records caused the results of a validation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from claimgraph.errors import Problem
from claimgraph.gate.report import Report, Result
from claimgraph.statements.mapping import Mapped
from claimgraph.statements.terms import term

Index = dict[tuple[str, ...], list[int]]


def blame(report: Report, done: Sequence[Mapped]) -> dict[int, list[Problem]]:
    """Problems by the place of a record in `done`, for all results worse than a warning.

    A result that no record caused stands under the place behind the last one.
    """
    index = _index(done)
    found: dict[int, list[Problem]] = defaultdict(list)
    for result in report.results:
        if result.severity not in ("Warning", "Info"):
            for place in _culprits(result, index) or [len(done)]:
                found[place].append(_problem(result, done[place : place + 1]))
    return dict(found)


def _problem(result: Result, culprit: Sequence[Mapped]) -> Problem:
    file, line = culprit[0].entry.origin[:2] if culprit else ("", 0)
    return Problem(file, line, "", message(result))


def message(result: Result) -> str:
    """One line: what the rule says, of which node, with the value that breaks it."""
    path = f" {result.path}" if result.path else ""
    value = f" has {result.value}" if result.value and result.path else ""
    return f"{result.message} ({result.focus}{path}{value})"


def _index(done: Sequence[Mapped]) -> Index:
    """Places of the records that state a subject, with a predicate, with an object."""
    index: Index = defaultdict(list)
    for place, one in enumerate(done):
        for subject, pairs in (*one.descriptions, one.provenance):
            index[subject,].append(place)
            for predicate, object_ in pairs:
                index[subject, predicate].append(place)
                index[subject, predicate, object_].append(place)
    return index


def _culprits(result: Result, index: Index) -> list[int]:
    """Those that state the value, else the property, else the focus node's type, else the node."""
    keys = (
        (result.focus, result.path, result.value),
        (result.focus, result.path),
        (result.focus, term("rdf:type")),
        (result.focus,),
    )
    return sorted(set(next((index[key] for key in keys if key in index), ())))
