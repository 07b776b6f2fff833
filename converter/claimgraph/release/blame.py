"""Which records caused the results of a validation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from claimgraph.gate.report import Result
from claimgraph.statements.mapping import Mapped
from claimgraph.statements.terms import term

NOBODY = -1
Index = dict[tuple[str, ...], list[int]]


def blame(results: Iterable[Result], done: Mapping[int, Mapped]) -> dict[int, list[str]]:
    """Messages by the number of a record in `done`, for all results worse than a warning.

    A result that no record caused stands under NOBODY.
    """
    worse = [one for one in results if one.severity not in ("Warning", "Info")]
    if not worse:
        return {}
    index = _index(done)
    found: dict[int, list[str]] = defaultdict(list)
    for result in worse:
        for number in _culprits(result, index) or [NOBODY]:
            found[number].append(message(result))
    return dict(found)


def message(result: Result) -> str:
    """One line: what the rule says, of which node, with the value that breaks it."""
    path = f" {result.path}" if result.path else ""
    value = f" has {result.value}" if result.value and result.path else ""
    return f"{result.message} ({result.focus}{path}{value})"


def _index(done: Mapping[int, Mapped]) -> Index:
    """Numbers of the records that state a subject, with a predicate, with an object."""
    index: Index = defaultdict(list)
    for number, one in done.items():
        for subject, stated in (*one.descriptions, one.provenance):
            index[subject,].append(number)
            for predicate, objects in stated.items():
                index[subject, predicate].append(number)
                for object_ in objects:
                    index[subject, predicate, object_].append(number)
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
