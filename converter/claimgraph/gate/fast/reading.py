"""Shapes from a shapes graph, compiled; what is not plain SHACL Core is refused by name.

Refused are also shapes that are recursive or not well-formed: what they mean, or what is wrong
with them, the reference engine says.
"""

from __future__ import annotations

from claimgraph.errors import ClaimgraphError
from claimgraph.gate import messages, paths, terms
from claimgraph.gate.described import Description, Nodes
from claimgraph.gate.fast.own import Own, Unsupported
from claimgraph.gate.fast.parameters import MAKERS
from claimgraph.gate.fast.routes import backwards, route
from claimgraph.gate.fast.shape import Shape
from claimgraph.gate.report import SH, severity_name

DEEPEST = 50


class Reader:
    """Compiles the shapes of one graph, each once."""

    def __init__(self, graph: Nodes) -> None:
        self.graph = graph
        self._made: dict[str, Shape] = {}
        self._open: list[str] = []

    def shape(self, node: str) -> Shape:
        """The shape at a node; raises Unsupported."""
        if node not in self._made:
            if node in self._open:
                raise Unsupported(f"the shapes are recursive: {node} refers to itself")
            if terms.is_literal(node) or len(self._open) >= DEEPEST:
                raise Unsupported(f"{node} is no shape, or shapes are nested too deeply")
            self._open.append(node)
            self._made[node] = self._read(node, self.graph.out(node))
            self._open.pop()
        return self._made[node]

    def property_shape(self, node: str) -> Shape:
        shape = self.shape(node)
        if shape.path is None:
            raise Unsupported(f"sh:property needs a property shape, and {node} has no sh:path")
        return shape

    def node_shape(self, node: str) -> Shape:
        shape = self.shape(node)
        if shape.path is not None:
            raise Unsupported(f"sh:node needs a node shape, and {node} has sh:path")
        return shape

    def backwards(self) -> frozenset[str]:
        """The predicates that the paths of the shapes read so far go against their direction."""
        paths = [shape.path for shape in self._made.values() if shape.path]
        return frozenset().union(*map(backwards, paths))

    def _read(self, node: str, description: Description) -> Shape:
        own = Own(node, description)
        _check_kind(own)
        way = self._path(own.one("path"))
        found = tuple(
            made for name, make in MAKERS.items() if name in own for made in make(self, own)
        )
        return Shape(
            node=node,
            active=not own.flag("deactivated"),
            path=way,
            path_text=paths.text(way) if way else "",
            route=route(way),
            severity=severity_name(own.iri("severity") or f"<{SH}Violation>"),
            constraints=found,
            parts=tuple(map(self.property_shape, own["property"])),
            messages={
                one.component: messages.message(
                    self.graph, node, f"<{SH}{one.component}ConstraintComponent>"
                )
                for one in found
            },
        )

    def _path(self, node: str) -> paths.Path | None:
        try:
            return paths.read(self.graph, node) if node else None
        except ClaimgraphError as error:
            raise Unsupported(str(error)) from error


def check_vocabulary(graph: Nodes) -> None:
    """Raise Unsupported for what SHACL-SPARQL and others add to Core; Core itself ignores it."""
    used = {predicate for description in graph.described.values() for predicate in description}
    beyond = sorted(name for name in BEYOND if f"<{SH}{name}>" in used)
    if beyond:
        names = ", ".join(f"sh:{name}" for name in beyond)
        raise Unsupported(f"the shapes use {names}, which is not of SHACL Core")


def _check_kind(own: Own) -> None:
    kinds = {f"<{SH}NodeShape>", f"<{SH}PropertyShape>"}.intersection(own.types)
    if len(kinds) > 1 or (kinds and ("path" in own) is not (f"<{SH}PropertyShape>" in kinds)):
        raise Unsupported(f"{own.node} is not of the kind that its type tells")
    if "ignoredProperties" in own and "closed" not in own:
        raise own.wrong("ignoredProperties", "needs sh:closed")
    if "path" in own:
        shape, *counts = QUALIFIED
        if (shape in own) is not any(count in own for count in counts):
            raise own.wrong(shape, "and the counts that go with it need each other")
    for name in () if "path" in own else ONLY_WITH_PATH:
        if name in own:
            raise own.wrong(name, "needs sh:path")


QUALIFIED = ("qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount")
ONLY_WITH_PATH = (
    "minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals",
)  # fmt: skip
BEYOND = ("entailment", "expression", "js", "parameter", "rule", "sparql", "target", "values")
