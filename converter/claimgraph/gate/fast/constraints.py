"""Constraints of SHACL Core in the form in which the fast engine uses them.

Each finds its violations among the value nodes of a focus node; tells from the counts of a node's
statements and its types alone, where it can, whether it holds; and, where it judges each value by
itself, has the test of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from claimgraph.gate import terms
from claimgraph.gate.described import Data, Nodes
from claimgraph.gate.fast import literals
from claimgraph.gate.fast.routes import bounds
from claimgraph.gate.fast.values import Test
from claimgraph.gate.paths import Path
from claimgraph.statements.alike import TYPE


class Found(NamedTuple):
    """A violation: its value, its path where that is not the shape's; "" for none."""

    value: str = ""
    path: str = ""


class View(NamedTuple):
    """What all nodes with the same predicates, counts of values, and types have in common."""

    counts: Mapping[str, int]
    types: tuple[str, ...]


Find = Callable[[Data, str, Sequence[str]], Iterable[Found]]  # of focus node and value nodes
Known = Callable[[View, Path | None], bool | None]  # None: the view does not tell


class Constraint(NamedTuple):
    """`component` is short: `MinCount`. `test` is there if each value is judged by itself.

    `argument` is the one class or datatype that is asked for; "" of other constraints.
    """

    component: str
    find: Find
    known: Known
    test: Test | None = None
    argument: str = ""


def number(view: View, path: Path | None) -> tuple[int, int]:
    """At least and at most how many value nodes there are."""
    return (1, 1) if path is None else bounds(path, view.counts)


def each(
    component: str,
    test: Test,
    argument: str = "",
    focus: Callable[[View], bool | None] | None = None,
) -> Constraint:
    """A constraint on each value; `focus` tells what is known where the value is the focus node."""

    def find(data: Data, node: str, values: Sequence[str]) -> Iterator[Found]:
        return map(Found, test(data, values))

    def known(view: View, path: Path | None) -> bool | None:
        if path is None:
            return focus(view) if focus else None
        if path == TYPE and component in _OF_THE_VALUE:
            return not test(_NO_DATA, view.types)
        return None if number(view, path)[1] else True

    return Constraint(component, find, known, test, argument)


def least(minimum: int, component: str = "MinCount") -> Constraint:
    def known(view: View, path: Path | None) -> bool | None:
        least, most = number(view, path)
        return True if least >= minimum else False if most < minimum else None

    return Constraint(component, lambda d, n, v: [Found()] * (len(v) < minimum), known)


def most(maximum: int) -> Constraint:
    def known(view: View, path: Path | None) -> bool | None:
        least, most = number(view, path)
        return True if most <= maximum else False if least > maximum else None

    return Constraint("MaxCount", lambda d, n, v: [Found()] * (len(v) > maximum), known)


def qualified(component: str, minimum: int, maximum: int | None, test: Test) -> Constraint:
    """sh:qualifiedMinCount or sh:qualifiedMaxCount; `test` tells which values do not count."""

    def find(data: Data, node: str, values: Sequence[str]) -> Iterable[Found]:
        counted = len(values) - len(test(data, values))
        return [Found()] * (counted < minimum or (maximum is not None and counted > maximum))

    def known(view: View, path: Path | None) -> bool | None:
        most = number(view, path)[1]
        if most < minimum:
            return False
        return True if minimum == 0 and (maximum is None or most <= maximum) else None

    return Constraint(component, find, known)


def has_value(term: str) -> Constraint:
    def known(view: View, path: Path | None) -> bool | None:
        if path == TYPE:
            return term in view.types
        return None if number(view, path)[1] else False

    return Constraint("HasValue", lambda d, n, v: [Found()] * (term not in v), known)


def unique_language() -> Constraint:
    def find(data: Data, node: str, values: Sequence[str]) -> Iterable[Found]:
        used = Counter(filter(None, map(terms.language, values)))
        return [Found()] * any(times > 1 for times in used.values())

    return Constraint("UniqueLang", find, lambda view, path: number(view, path)[1] < 2 or None)


def equals(other: str) -> Constraint:
    def find(data: Data, node: str, values: Sequence[str]) -> Iterable[Found]:
        others = data.out(node).get(other, ())
        one, two = set(values), set(others)
        yield from (Found(value) for value in values if value not in two)
        yield from (Found(value) for value in others if value not in one)

    def known(view: View, path: Path | None) -> bool | None:
        return None if number(view, path)[1] or view.counts.get(other) else True

    return Constraint("Equals", find, known)


def disjoint(other: str) -> Constraint:
    def find(data: Data, node: str, values: Sequence[str]) -> Iterable[Found]:
        others = set(data.out(node).get(other, ()))
        return [Found(value) for value in values if value in others]

    return Constraint("Disjoint", find, _known_pair(other))


def less_than(other: str, component: str) -> Constraint:
    """sh:lessThan or sh:lessThanOrEquals, by the name of the component"""
    or_equal = component == "LessThanOrEquals"

    def find(data: Data, node: str, values: Sequence[str]) -> Iterable[Found]:
        others = data.out(node).get(other, ())
        return [
            Found(value)
            for value in values
            if not all(literals.is_less(value, one, or_equal) for one in others)
        ]

    return Constraint(component, find, _known_pair(other))


def closed(allowed: Iterable[str]) -> Constraint:
    predicates = frozenset(allowed)

    def find(data: Data, node: str, values: Sequence[str]) -> Iterator[Found]:
        for value in values:
            for predicate, objects in data.out(value).items():
                if predicate not in predicates:
                    yield from (Found(one, predicate) for one in objects)

    def known(view: View, path: Path | None) -> bool | None:
        if path is None:
            return not any(n for p, n in view.counts.items() if p not in predicates)
        return None if number(view, path)[1] else True

    return Constraint("Closed", find, known)


def _known_pair(other: str) -> Known:
    """Nothing to compare is no violation."""
    return lambda view, path: None if number(view, path)[1] and view.counts.get(other) else True


_NO_DATA = Nodes({})
# those whose test looks at nothing but the value
_OF_THE_VALUE = frozenset(
    """Datatype In LanguageIn MaxExclusive MaxInclusive MaxLength MinExclusive MinInclusive
    MinLength NodeKind Pattern""".split()
)
