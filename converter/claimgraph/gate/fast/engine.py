"""The fast engine: SHACL Core compiled once, run over nodes as they come.

What follows from a node's predicates, the counts of their values and its types is worked out once
for all nodes that have them in common. What is left to look at are values; only where one fails
its test, or where a view tells that something fails, are results made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from claimgraph.gate.described import SUBCLASS, Data, Description, Nodes, superclasses
from claimgraph.gate.fast.constraints import View
from claimgraph.gate.fast.plan import Plan, plan, unmet
from claimgraph.gate.fast.reading import Reader, check_vocabulary
from claimgraph.gate.fast.shape import Shape
from claimgraph.gate.report import SH, Result
from claimgraph.statements.alike import TYPE, Alike

MOST = 5_000  # plans kept


class Target(NamedTuple):
    """A shape with the IRIs by which it chooses focus nodes."""

    shape: Shape
    classes: frozenset[str]
    subjects_of: frozenset[str]
    objects_of: frozenset[str]
    nodes: tuple[str, ...]


class Compiled:
    """Shapes ready to run, in as many calls and forked processes as wanted.

    backwards: the predicates by which a graph is asked who refers to a node.
    """

    def __init__(self, targets: Iterable[Target], backwards: frozenset[str]) -> None:
        self._targets = tuple(targets)
        self.backwards = backwards
        self._plans: dict[tuple[object, ...], Plan] = {}
        self._by_object = [target for target in self._targets if target.objects_of]

    def results(self, data: Data, nodes: Iterable[Alike]) -> list[Result]:
        """The results, each once, that the statements of some nodes of the data give rise to.

        Focus nodes are the nodes themselves, by class or predicate, and the objects of their
        statements where shapes have sh:targetObjectsOf. Of a partition of all subjects the results
        together are those of the whole, but for sh:targetNode; see `named`.
        """
        found: dict[Result, None] = {}
        objects: dict[tuple[Target, str], None] = {}
        classes: dict[tuple[str, ...], tuple[str, ...]] = {}
        for some in nodes:
            if some.types not in classes:
                classes[some.types] = tuple(superclasses(data, some.types))
            due = self._planned(some, classes[some.types])
            for node, dues in unmet(due, data, some).items():
                for one in dues:
                    found.update(dict.fromkeys(one.results(data, node)))
            for target in self._by_object:
                for predicate in filter(target.objects_of.__contains__, some.columns):
                    objects |= dict.fromkeys((target, one) for one in some.columns[predicate])
        for target, value in objects:
            found.update(dict.fromkeys(target.shape.results(data, value)))
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
        return list(dict.fromkeys([*self.results(data, data.alike), *self.named(data)]))

    def _planned(self, some: Alike, classes: tuple[str, ...]) -> Plan:
        key = (tuple(some.numbers.items()), some.types, classes)
        if key in self._plans:
            return self._plans[key]
        if len(self._plans) >= MOST:
            self._plans.clear()
        stated = {predicate for predicate, number in some.numbers.items() if number}
        shapes = [
            target.shape
            for target in self._targets
            if not target.classes.isdisjoint(classes) or not target.subjects_of.isdisjoint(stated)
        ]
        return self._plans.setdefault(key, plan(View(some.numbers, some.types), shapes))


def compiled(shapes: Nodes) -> Compiled:
    """The shapes of a graph; raises Unsupported, which names what is not plain SHACL Core."""
    check_vocabulary(shapes)
    reader = Reader(shapes)
    return Compiled([_target(reader, node) for node in _targeted(shapes)], reader.backwards())


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


TARGETS = ("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf")
_CLASS = "<http://www.w3.org/2000/01/rdf-schema#Class>"
_OWL_CLASS = "<http://www.w3.org/2002/07/owl#Class>"
_KINDS = frozenset((f"<{SH}NodeShape>", f"<{SH}PropertyShape>"))
