"""The parameters of SHACL Core (§4) and the constraints that a shape declares by them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from claimgraph.gate import terms
from claimgraph.gate.described import Data, listed
from claimgraph.gate.fast import constraints, logical, values
from claimgraph.gate.fast.constraints import Constraint
from claimgraph.gate.fast.shape import Shape
from claimgraph.gate.report import SH

if TYPE_CHECKING:
    from claimgraph.gate.fast.own import Own
    from claimgraph.gate.fast.reading import Reader

    Maker = Callable[[Reader, Own], Iterable[Constraint]]
    Joined = Callable[[Sequence[Shape]], Constraint]


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

    def test(data: Data, values: Sequence[str]) -> Sequence[str]:
        return [
            one
            for one in values
            if not counted.conforms(data, one)
            or any(sibling.conforms(data, one) for sibling in siblings)
        ]

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
