"""Shapes from a shapes graph, compiled; what is not plain SHACL Core is refused by name.

Refused are also shapes that are recursive or not well-formed: what they mean, or what is wrong
with them, the reference engine says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from claimgraph.errors import ClaimgraphError
from claimgraph.gate import messages, paths, terms
from claimgraph.gate.described import Data, Description, Nodes, listed
from claimgraph.gate.fast import constraints, logical, values
from claimgraph.gate.fast.constraints import Constraint
from claimgraph.gate.fast.own import Own, Unsupported
from claimgraph.gate.fast.routes import route
from claimgraph.gate.fast.shape import Shape
from claimgraph.gate.report import SH, severity_name

DEEPEST = 50
Joined = Callable[[Sequence[Shape]], Constraint]


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


def _lists(reader: Reader, own: Own, name: str) -> Iterator[list[str]]:
    for head in own[name]:
        members = listed(reader.graph, head)
        if members is None:
            raise own.wrong(name, "is no RDF list")
        yield members


def _pattern(reader: Reader, own: Own) -> Iterator[Constraint]:
    flags = terms.text(own.one("flags")).lower() if "flags" in own else ""
    for expression in own["pattern"]:
        if not terms.is_literal(expression) or terms.datatype(expression):
            raise own.wrong("pattern", "is no text")
        try:
            yield constraints.each("Pattern", values.pattern(terms.text(expression), flags))
        except re.error as error:
            raise own.wrong("pattern", f"is no regular expression: {error}") from error


def _language(reader: Reader, own: Own) -> Iterator[Constraint]:
    own.one("languageIn")
    for ranges in _lists(reader, own, "languageIn"):
        if not all(terms.is_literal(one) and one.endswith('"') for one in ranges):
            raise own.wrong("languageIn", "is no list of texts")
        yield constraints.each("LanguageIn", values.language(map(terms.text, ranges)))


def _in(reader: Reader, own: Own) -> Iterator[Constraint]:
    own.one("in")
    for members in _lists(reader, own, "in"):
        yield constraints.each("In", values.member(members))


def _node_kind(reader: Reader, own: Own) -> Iterator[Constraint]:
    kind = own.iri("nodeKind")[len(SH) + 1 : -1]
    if kind not in values.KINDS:
        raise own.wrong("nodeKind", "is no kind of node")
    yield constraints.each("NodeKind", values.node_kind(kind))


def _class(reader: Reader, own: Own) -> Iterator[Constraint]:
    for one in own.iris("class"):
        yield constraints.each("Class", values.instance([one]), one)


def _datatype(reader: Reader, own: Own) -> Iterator[Constraint]:
    one = own.iri("datatype")
    if one.startswith("<http://www.w3.org/2000/01/rdf-schema#"):
        raise own.wrong("datatype", "is no datatype of literals")
    yield constraints.each("Datatype", values.datatype([one]), one)


def _bound(name: str, allowed: Sequence[int]) -> Maker:
    def make(reader: Reader, own: Own) -> Iterator[Constraint]:
        for bound in own[name]:
            if not terms.is_literal(bound):
                raise own.wrong(name, "is no literal")
            yield constraints.each(name[0].upper() + name[1:], values.beyond(bound, allowed))

    return make


def _closed(reader: Reader, own: Own) -> Iterator[Constraint]:
    allowed = {
        predicate for members in _lists(reader, own, "ignoredProperties") for predicate in members
    }
    for part in map(reader.property_shape, own["property"]):
        if isinstance(part.path, str):
            allowed.add(part.path)
    if own.flag("closed"):
        yield constraints.closed(allowed)


def _qualified(reader: Reader, own: Own) -> Iterator[Constraint]:
    """Of a node shape they mean nothing."""
    if "path" not in own:
        return
    counted = reader.shape(own.one("qualifiedValueShape"))
    siblings = [*_siblings(reader, own)] if own.flag("qualifiedValueShapesDisjoint") else []

    def test(data: Data, value: str) -> bool:
        return counted.conforms(data, value) and not any(
            sibling.conforms(data, value) for sibling in siblings
        )

    if "qualifiedMinCount" in own:
        minimum = own.integer("qualifiedMinCount")
        yield constraints.qualified("QualifiedMinCount", minimum, None, test)
    if "qualifiedMaxCount" in own:
        maximum = own.integer("qualifiedMaxCount")
        yield constraints.qualified("QualifiedMaxCount", 0, maximum, test)


def _siblings(reader: Reader, own: Own) -> Iterator[Shape]:
    """The other qualified value shapes of the shapes that have this one (§4.7.3)."""
    found = {
        other: None
        for parent in reader.graph.incoming(own.node, f"<{SH}property>")
        for part in reader.graph.out(parent).get(f"<{SH}property>", ())
        for other in reader.graph.out(part).get(f"<{SH}qualifiedValueShape>", ())
        if other not in own["qualifiedValueShape"]
    }
    return map(reader.shape, found)


def _node(reader: Reader, own: Own) -> Iterator[Constraint]:
    return map(logical.required, map(reader.node_shape, own["node"]))


def _not(reader: Reader, own: Own) -> Iterator[Constraint]:
    return map(logical.negated, map(reader.shape, own["not"]))


def _joined(name: str, join: Joined) -> Maker:
    def make(reader: Reader, own: Own) -> Iterator[Constraint]:
        for members in _lists(reader, own, name):
            if not members:
                raise own.wrong(name, "is an empty list")
            yield join([reader.shape(member) for member in members])

    return make


def _several(name: str, make: Callable[[str], Constraint]) -> Maker:
    """A constraint for each of several IRIs."""
    return lambda reader, own: map(make, own.iris(name))


Maker = Callable[[Reader, Own], Iterable[Constraint]]
MAKERS: Mapping[str, Maker] = {
    "class": _class,
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "minCount": lambda reader, own: [constraints.least(own.integer("minCount"))],
    "maxCount": lambda reader, own: [constraints.most(own.integer("maxCount"))],
    "minExclusive": _bound("minExclusive", (1,)),
    "minInclusive": _bound("minInclusive", (0, 1)),
    "maxExclusive": _bound("maxExclusive", (-1,)),
    "maxInclusive": _bound("maxInclusive", (-1, 0)),
    "minLength": lambda reader, own: [
        constraints.each("MinLength", values.lengths(own.integer("minLength"), None))
    ],
    "maxLength": lambda reader, own: [
        constraints.each("MaxLength", values.lengths(0, own.integer("maxLength")))
    ],
    "pattern": _pattern,
    "languageIn": _language,
    "uniqueLang": lambda reader, own: (
        [constraints.unique_language()] if own.flag("uniqueLang") else []
    ),
    "equals": _several("equals", constraints.equals),
    "disjoint": _several("disjoint", constraints.disjoint),
    "lessThan": _several("lessThan", lambda other: constraints.less_than(other, "LessThan")),
    "lessThanOrEquals": _several(
        "lessThanOrEquals", lambda other: constraints.less_than(other, "LessThanOrEquals")
    ),
    "not": _not,
    "and": _joined("and", logical.conjunction),
    "or": _joined("or", logical.disjunction),
    "xone": _joined("xone", logical.exactly_one),
    "node": _node,
    "qualifiedValueShape": _qualified,
    "closed": _closed,
    "hasValue": lambda reader, own: map(constraints.has_value, own["hasValue"]),
    "in": _in,
}
QUALIFIED = ("qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount")
ONLY_WITH_PATH = (
    "minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals",
)  # fmt: skip
TARGETS = ("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf")
BEYOND = ("entailment", "expression", "js", "parameter", "rule", "sparql", "target", "values")
