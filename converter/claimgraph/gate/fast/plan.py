"""What is left to look at in a node, once its predicates, counts and types are known.

A view settles many constraints for all its nodes at once. The others are tests: of all values of a
predicate, or of the nodes themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from claimgraph.gate.described import Data
from claimgraph.gate.fast.constraints import Constraint, View, number
from claimgraph.gate.fast.shape import Shape
from claimgraph.gate.fast.values import Test
from claimgraph.gate.report import Result
from claimgraph.statements.alike import Alike


class Due(NamedTuple):
    """A constraint of a shape that a node has to meet; None: the shapes of sh:property."""

    shape: Shape
    constraint: Constraint | None

    def results(self, data: Data, node: str) -> Iterator[Result]:
        values = self.shape.route(data, node)
        if self.constraint:
            yield from self.shape.results_of(self.constraint, data, node, values)
        else:
            yield from self.shape.results_of_parts(data, values)

    def known(self, view: View) -> bool | None:
        return self.constraint.known(view, self.shape.path) if self.constraint else None


class Plan(NamedTuple):
    """What is left to do for nodes of a view: tests of values, tests of the nodes, sure results."""

    values: tuple[tuple[str, Test, Due], ...]
    nodes: tuple[tuple[Test, Due], ...]
    sure: tuple[Due, ...]


def plan(view: View, shapes: Iterable[Shape]) -> Plan:
    """The plan for all nodes of a view that are focus nodes of the shapes."""
    values: list[tuple[str, Test, Due]] = []
    nodes: list[tuple[Test, Due]] = []
    sure: list[Due] = []
    for due in dict.fromkeys(due for shape in shapes for due in _dues(view, shape)):
        path, test = due.shape.path, due.constraint and due.constraint.test
        if due.known(view) is False:
            sure.append(due)
        elif test and isinstance(path, str):
            values.append((path, test, due))
        else:
            nodes.append((_node_test(due), due))
    return Plan(tuple(values), tuple(nodes), tuple(sure))


def _dues(view: View, shape: Shape) -> Iterator[Due]:
    """What nodes of a view have to meet, as far as the view does not tell that they do."""
    if not shape.active:
        return
    for constraint in shape.constraints:
        if constraint.known(view, shape.path) is not True:
            yield Due(shape, constraint)
    if shape.path is None:
        for part in shape.parts:
            yield from _dues(view, part)
    elif shape.parts and number(view, shape.path)[1]:
        yield Due(shape, None)


def _node_test(due: Due) -> Test:
    """Which focus nodes do not meet what is due."""
    shape, constraint = due
    if constraint and constraint.test and shape.path is None:
        return constraint.test

    def test(data: Data, nodes: Sequence[str]) -> Sequence[str]:
        return [node for node in nodes if next(due.results(data, node), None)]

    return test


def unmet(plan: Plan, data: Data, some: Alike) -> dict[str, list[Due]]:
    """Those of the nodes of a view that do not meet all, with what they do not meet."""
    left = {node: [*plan.sure] for node in some.subjects} if plan.sure else {}
    for predicate, test, due in plan.values:
        column, number = some.columns[predicate], some.numbers[predicate]
        if wrong := set(test(data, column)):
            places = (place // number for place, one in enumerate(column) if one in wrong)
            for place in dict.fromkeys(places):
                left.setdefault(some.subjects[place], []).append(due)
    for test, due in plan.nodes:
        for node in test(data, some.subjects):
            left.setdefault(node, []).append(due)
    return left
