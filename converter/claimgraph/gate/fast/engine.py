"""The fast engine: SHACL Core compiled once, run over nodes as they come.

What follows from a node's predicates, the counts of their values and its types is worked out once
for all nodes that have them in common. What is left to look at are values; only where one fails
its test, or where a view tells that something fails, are results made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from claimgraph.gate.described import SUBCLASS, TYPE, Data, Description, Nodes, superclasses
from claimgraph.gate.fast.constraints import View
from claimgraph.gate.fast.plan import Plan, plan, unmet
from claimgraph.gate.fast.reading import Reader, check_vocabulary
from claimgraph.gate.fast.shape import Shape
from claimgraph.gate.report import SH, Result

MOST = 5_000  # plans kept
# what makes a view: predicates, the counts of their values, types
_Key = tuple[tuple[str, ...], tuple[int, ...], tuple[str, ...]]


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

    def results(self, data: Data, subjects: Iterable[str]) -> list[Result]:
        """The results, each once, that the statements of `subjects` give rise to.

        Focus nodes are subjects themselves, by class or predicate, and the objects of their
        statements where shapes have sh:targetObjectsOf. Of a partition of all subjects the results
        together are those of the whole, but for sh:targetNode; see `named`.
        """
        found: dict[Result, None] = {}
        for (names, numbers, types), nodes in _alike(data, subjects).items():
            classes = tuple(superclasses(data, types))
            view = View(dict(zip(names, numbers, strict=True)), types)
            for node, dues in unmet(self._planned(view, classes), data, nodes).items():
                for one in dues:
                    found.update(dict.fromkeys(one.results(data, node)))
            for target in self._by_object:
                values = _objects(nodes.values(), target.objects_of.intersection(names))
                for value in values:
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
        return list(dict.fromkeys([*self.results(data, data.described), *self.named(data)]))

    def _planned(self, view: View, classes: tuple[str, ...]) -> Plan:
        key = (tuple(view.counts.items()), view.types, classes)
        if key in self._plans:
            return self._plans[key]
        if len(self._plans) >= MOST:
            self._plans.clear()
        stated = {predicate for predicate, number in view.counts.items() if number}
        shapes = [
            target.shape
            for target in self._targets
            if not target.classes.isdisjoint(classes) or not target.subjects_of.isdisjoint(stated)
        ]
        return self._plans.setdefault(key, plan(view, shapes))


def _alike(data: Data, subjects: Iterable[str]) -> dict[_Key, dict[str, Description]]:
    """What is stated of each, those together that have the same view."""
    found: dict[_Key, dict[str, Description]] = defaultdict(dict)
    for node in subjects:
        held = data.out(node)
        key = (tuple(held), tuple(map(len, held.values())), tuple(held.get(TYPE, ())))
        found[key][node] = held
    return found


def _objects(descriptions: Iterable[Description], predicates: Collection[str]) -> set[str]:
    return {
        value
        for described in descriptions
        for predicate in predicates
        for value in described[predicate]
    }


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
