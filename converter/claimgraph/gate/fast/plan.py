"""What is left to look at in a node, once its predicates, counts and types are known.

A view settles many constraints for all its nodes at once. The others are tests: of the values of a
predicate, all its shapes in one, and of the node itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from claimgraph.gate.described import Data
from claimgraph.gate.fast.constraints import Constraint, View, number
from claimgraph.gate.fast.shape import Shape
from claimgraph.gate.fast.values import Test, every
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
    """What is left to do for a node of a view: tests of values, tests of the node, sure results."""

    values: tuple[tuple[str, Test, tuple[Due, ...]], ...]
    node: tuple[tuple[Test, tuple[Due, ...]], ...]
    sure: tuple[Due, ...]


def plan(view: View, shapes: Iterable[Shape]) -> Plan:
    """The plan for all nodes of a view that are focus nodes of the shapes."""
    values: dict[str, list[tuple[Due, Test]]] = {}
    node: list[Due] = []
    sure: list[Due] = []
    for due in dict.fromkeys(due for shape in shapes for due in _dues(view, shape)):
        path, test = due.shape.path, due.constraint and due.constraint.test
        if due.known(view) is False:
            sure.append(due)
        elif test and isinstance(path, str):
            values.setdefault(path, []).append((due, test))
        else:
            node.append(due)
    return Plan(
        tuple(
            (path, every([test for _, test in dues]), tuple(due for due, _ in dues))
            for path, dues in values.items()
        ),
        tuple((_node_test(due), (due,)) for due in node),
        tuple(sure),
    )


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
    """Whether a focus node meets what is due."""
    shape, constraint = due
    if constraint is None:
        return lambda data, node: next(due.results(data, node), None) is None
    if constraint.test and shape.path is None:
        return constraint.test
    route, find = shape.route, constraint.find

    def test(data: Data, node: str) -> bool:
        return not any(True for _ in find(data, node, route(data, node)))

    return test


def unmet(plan: Plan, data: Data, some: Alike) -> dict[str, tuple[Due, ...]]:
    """Those of the nodes of a view that do not meet all, with what may be at fault.

    What stands beside it in one test is told too.
    """
    left = dict.fromkeys(some.subjects, plan.sure) if plan.sure else {}
    for predicate, test, dues in plan.values:
        number = some.numbers[predicate]
        for place, value in enumerate(some.columns[predicate]):
            if not test(data, value):
                node = some.subjects[place // number]
                left[node] = (*left.get(node, ()), *dues)
    for test, dues in plan.node:
        for node in some.subjects:
            if not test(data, node):
                left[node] = (*left.get(node, ()), *dues)
    return left
