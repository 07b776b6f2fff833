"""The fast engine: SHACL Core compiled once, run over nodes as they come.

What follows from a node's predicates, the counts of their values and its types is worked out once
for all nodes that have them in common. What is left to look at are values; only where one fails
its test, or where a view tells that something fails, are results made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from claimgraph.gate.described import SUBCLASS, TYPE, Data, Description, Nodes, superclasses
from claimgraph.gate.fast.constraints import Constraint, View, number
from claimgraph.gate.fast.reading import TARGETS, Reader, check_vocabulary
from claimgraph.gate.fast.shape import Shape
from claimgraph.gate.fast.values import Test, every
from claimgraph.gate.report import SH, Result

MOST = 20_000  # plans kept


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


class Target(NamedTuple):
    """A shape with the IRIs by which it chooses focus nodes."""

    shape: Shape
    classes: frozenset[str]
    subjects_of: frozenset[str]
    objects_of: frozenset[str]
    nodes: tuple[str, ...]


class Compiled:
    """Shapes ready to run, in as many calls and forked processes as wanted."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self._targets = tuple(targets)
        self._plans: dict[tuple[object, ...], Plan] = {}
        self._by_object = [target for target in self._targets if target.objects_of]

    def results(self, data: Data, subjects: Iterable[str]) -> list[Result]:
        """The results, each once, that the statements of `subjects` give rise to.

        Focus nodes are subjects themselves, by class or predicate, and the objects of their
        statements where shapes have sh:targetObjectsOf. Of a partition of all subjects the results
        together are those of the whole, but for sh:targetNode; see `named`.
        """
        found: dict[Result, None] = {}
        plans, out = self._plans, data.out
        kinds: dict[tuple[str, ...], tuple[str, ...]] = {}
        met: set[tuple[Target, str]] = set()
        for node in subjects:
            described = out(node)
            types = tuple(described.get(TYPE, ()))
            kind = kinds.get(types)
            if kind is None:
                kind = kinds[types] = tuple(superclasses(data, types))
            key = (tuple(described), tuple(map(len, described.values())), types, kind)
            plan = plans.get(key)
            if plan is None:
                plan = self._planned(key, View(dict(zip(key[0], key[1], strict=True)), types), kind)
            for due in _unmet(plan, data, node, described):
                found.update(dict.fromkeys(due.results(data, node)))
            if self._by_object:
                self._add_objects(found, met, data, described)
        return list(found)

    def named(self, data: Data) -> list[Result]:
        """The results for the nodes that sh:targetNode names: to be asked for once."""
        return list(
            dict.fromkeys(
                result
                for target in self._targets
                for node in target.nodes
                for result in target.shape.results(data, node)
            )
        )

    def whole(self, data: Nodes) -> list[Result]:
        """All results of a graph."""
        return list(dict.fromkeys([*self.results(data, data.described), *self.named(data)]))

    def _add_objects(
        self,
        found: dict[Result, None],
        met: set[tuple[Target, str]],
        data: Data,
        described: Description,
    ) -> None:
        for target in self._by_object:
            for predicate in sorted(target.objects_of.intersection(described)):
                for value in described[predicate]:
                    if (target, value) not in met:
                        met.add((target, value))
                        found.update(dict.fromkeys(target.shape.results(data, value)))

    def _planned(self, key: tuple[object, ...], view: View, classes: Sequence[str]) -> Plan:
        if len(self._plans) >= MOST:
            self._plans.clear()
        stated = {predicate for predicate, number in view.counts.items() if number}
        shapes = [
            target.shape
            for target in self._targets
            if not target.classes.isdisjoint(classes) or not target.subjects_of.isdisjoint(stated)
        ]
        plan = self._plans[key] = _plan(view, shapes)
        return plan


def compiled(shapes: Nodes) -> Compiled:
    """The shapes of a graph; raises Unsupported, which names what is not plain SHACL Core."""
    check_vocabulary(shapes)
    reader = Reader(shapes)
    return Compiled([_target(reader, node) for node in _targeted(shapes)])


def _target(reader: Reader, node: str) -> Target:
    described = reader.graph.out(node)
    classes, nodes, objects, subjects = (described.get(f"<{SH}{name}>", ()) for name in TARGETS)
    own = [node] if _is_class(reader.graph, described) else []  # implicit (§2.1.3.3)
    return Target(
        reader.shape(node),
        frozenset([*classes, *own]),
        frozenset(subjects),
        frozenset(objects),
        tuple(nodes),
    )


def _targeted(shapes: Nodes) -> Iterator[str]:
    for node, described in shapes.described.items():
        implicit = not _KINDS.isdisjoint(described.get(TYPE, ())) and _is_class(shapes, described)
        if implicit or any(f"<{SH}{name}>" in described for name in TARGETS):
            yield node


def _is_class(shapes: Nodes, described: Description) -> bool:
    """Whether a shape is an instance of rdfs:Class; owl:Class is known to be one."""
    kinds = {_CLASS, _OWL_CLASS, *shapes.incoming(_CLASS, SUBCLASS)}
    return not kinds.isdisjoint(described.get(TYPE, ()))


def _plan(view: View, shapes: Iterable[Shape]) -> Plan:
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


def _unmet(plan: Plan, data: Data, node: str, described: Description) -> Sequence[Due]:
    """What a node does not meet, and what stands beside that in one test."""
    unmet = plan.sure
    for predicate, test, dues in plan.values:
        for value in described[predicate]:
            if not test(data, value):
                unmet += dues
                break
    for test, dues in plan.node:
        if not test(data, node):
            unmet += dues
    return unmet


_CLASS = "<http://www.w3.org/2000/01/rdf-schema#Class>"
_OWL_CLASS = "<http://www.w3.org/2002/07/owl#Class>"
_KINDS = frozenset((f"<{SH}NodeShape>", f"<{SH}PropertyShape>"))
