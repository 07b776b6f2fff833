"""Hypothesis strategies for shapes of SHACL Core and graphs that break them, as Turtle.

Only what the specification and pySHACL understand alike is made; `graph_of` of turtle_text reads
it. All names are of few, so that shapes and data meet.
"""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

NODES = ("ex:a", "ex:b", "ex:c", "_:x", "_:y")
CLASSES = ("ex:C", "ex:D", "ex:E")
PREDICATES = ("ex:p", "ex:q", "ex:r")
TEXTS = '"y"@en, "z"@en, "z"@en-gb, "z"'
LITERALS = (
    '"x"', '""', '"y"@en', '"y"@en-gb', '"Y"@de', '"long text"', '"a\\nb\\"c"', '"é"', '"\\\\"',
    "1", "2", "01", "-5", "2.5", "1.0", "1e0", "true", '"1"^^xsd:boolean', '"maybe"^^xsd:boolean',
    '"NaN"^^xsd:double', '"x"^^xsd:integer', '"1.5"^^xsd:integer', '"7"^^xsd:nonNegativeInteger',
    '"-7"^^xsd:nonNegativeInteger', '"300"^^xsd:byte', '"2020-01-31"^^xsd:date',
    '"2020-01-01"^^xsd:date', '"2020-02-30"^^xsd:date', '"2020-01-01Z"^^xsd:date',
    '"2020-01-01T00:00:00"^^xsd:dateTime', '"2020-01-01T00:00:00Z"^^xsd:dateTime',
    '"2020-01-01T01:00:00+01:00"^^xsd:dateTime', '"24:00:00"^^xsd:time', '"10:00:00"^^xsd:time',
    '"2020"^^xsd:gYear', '"20"^^xsd:gYear', '"2020-05"^^xsd:gYearMonth', '"P1Y"^^xsd:duration',
    '"http://x"^^xsd:anyURI', '"v"^^ex:datatype', '"2020-05?"^^ex:datatype',
)  # fmt: skip
BOUNDS = (
    "1", "2.5", "1e0", '"x"', '"2020-01-15"^^xsd:date', '"2020-01-01T00:00:00"^^xsd:dateTime',
    '"2020-01-01T00:00:00Z"^^xsd:dateTime', '"10:00:00"^^xsd:time', '"2020"^^xsd:gYear',
    '"P1Y"^^xsd:duration', '"x"^^xsd:integer',
)  # fmt: skip
DATATYPES = (
    "xsd:string", "rdf:langString", "xsd:integer", "xsd:decimal", "xsd:double", "xsd:boolean",
    "xsd:date", "xsd:dateTime", "xsd:time", "xsd:gYear", "xsd:gYearMonth", "xsd:byte",
    "xsd:nonNegativeInteger", "xsd:anyURI", "xsd:duration", "ex:datatype",
)  # fmt: skip
KINDS = ("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
PATTERNS = ('"^[a-z]"', '"EXAMPLE" ; sh:flags "i"', '"b$"', '"^.$"', '"^c" ; sh:flags "m"', '"0"')
LANGUAGES = ('"en"', '"de"', '"EN"', '"fr"', '"*"')
DEEPEST = 2
# the words of pySHACL and rdflib where they fail, and the specification asks for a result
FAILURES = (
    "Cannot use sh:lessThan",
    "not supported between instances of 'Literal'",
    "InvalidOperation",
)


@cache
def data() -> SearchStrategy[str]:
    """Some statements about a few nodes; cycles and nodes without statements are likely."""
    node, predicate = st.sampled_from(NODES), st.sampled_from(PREDICATES)
    value = st.sampled_from((*NODES, *NODES, TEXTS, *LITERALS))
    stated = st.builds("{} {} {} .".format, node, predicate, value)
    typed = st.builds("{} a {} .".format, node, st.sampled_from(CLASSES))
    above = st.builds("{} rdfs:subClassOf {} .".format, *[st.sampled_from(CLASSES)] * 2)
    many = st.lists(stated | stated | typed, min_size=3, max_size=14)
    return st.builds(lambda one, two: "\n".join([*one, *two]), many, st.lists(above, max_size=2))


@cache
def paths(deep: int = DEEPEST, backwards: bool = False) -> SearchStrategy[str]:
    """Property paths; in an inverse path no sequence, which pySHACL walks in the wrong order."""
    plain = st.sampled_from(PREDICATES)
    if not deep:
        return plain
    part = paths(deep - 1, backwards)
    several = st.lists(part, min_size=2, max_size=3).map(" ".join)
    one = st.sampled_from(("zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"))
    ways = [
        plain,
        plain,
        st.builds("[ sh:inversePath {} ]".format, paths(deep - 1, True)),
        st.builds("[ sh:alternativePath ( {} ) ]".format, several),
        st.builds("[ sh:{} {} ]".format, one, part),
    ]
    return st.one_of(ways if backwards else [*ways, st.builds("( {} )".format, several)])


@cache
def shapes() -> SearchStrategy[str]:
    """One to three shapes with targets; one that is a class targets its instances."""
    named = _targeted().map("ex:S# {} .".format)
    implicit = st.builds(
        "ex:# a sh:NodeShape, {} ; {} .".format,
        st.sampled_from(("rdfs:Class", "owl:Class")),
        _node_body(DEEPEST),
    )
    return st.lists(named | named | named | implicit, min_size=1, max_size=3).map(
        lambda texts: "\n".join(
            text.replace("ex:S#", f"ex:S{number}").replace("ex:#", CLASSES[number])
            for number, text in enumerate(texts)
        )
    )


@cache
def _targeted() -> SearchStrategy[str]:
    kinds = {
        "targetClass": CLASSES,
        "targetNode": ("ex:a", "ex:b", '"x"', "1"),
        "targetSubjectsOf": PREDICATES,
        "targetObjectsOf": PREDICATES,
    }
    target = st.one_of(
        [st.sampled_from([f"sh:{name} {one}" for one in some]) for name, some in kinds.items()]
    )
    body = _node_body(DEEPEST) | _property_body(DEEPEST)
    return st.builds(" ; ".join, st.tuples(target, target, body))


@cache
def _node_body(deep: int) -> SearchStrategy[str]:
    return _joined(_values(deep), _closed(deep), _beside())


@cache
def _property_body(deep: int) -> SearchStrategy[str]:
    path = paths().map("sh:path {}".format)
    whole = st.one_of(_counts(), _pairs(), _qualified(deep))
    return _joined(path, whole, whole, _values(deep), _beside())


def _joined(*parts: SearchStrategy[str]) -> SearchStrategy[str]:
    """Each parameter once: where a part gives one that an earlier part gave it is left out."""

    def join(texts: tuple[str, ...]) -> str:
        kept: dict[str, str] = {}
        for text in filter(None, texts):
            kept.setdefault(text.split()[0], text)
        return " ; ".join(kept.values()) or "sh:order 1"

    return st.tuples(*parts).map(join)


def _beside() -> SearchStrategy[str]:
    return st.sampled_from(
        ("",) * 8
        + ("sh:deactivated true", "sh:severity sh:Warning", "sh:severity ex:Own")
        + ('sh:message "One"@de, "Two"@en, "Three"@en-gb', "sh:deactivated false")
    )


@cache
def _values(deep: int) -> SearchStrategy[str]:
    """A constraint that stands in node shapes and property shapes."""
    terms = st.sampled_from((*NODES[:3], *LITERALS))
    some = st.lists(terms, max_size=5).map(" ".join)
    bound = st.sampled_from(("minExclusive", "minInclusive", "maxExclusive", "maxInclusive"))
    flat = [
        st.sampled_from(CLASSES).map("sh:class {}".format),
        st.sampled_from(DATATYPES).map("sh:datatype {}".format),
        st.sampled_from(KINDS).map("sh:nodeKind sh:{}".format),
        st.builds("sh:{} {}".format, bound, st.sampled_from(BOUNDS)),
        st.builds(
            "sh:{} {}".format, st.sampled_from(("minLength", "maxLength")), st.integers(1, 3)
        ),
        st.sampled_from(PATTERNS).map("sh:pattern {}".format),
        st.lists(st.sampled_from(LANGUAGES), max_size=2).map(
            lambda ranges: f"sh:languageIn ( {' '.join(ranges)} )"
        ),
        st.builds("sh:{} {}".format, st.sampled_from(("equals", "disjoint")), _predicate()),
        terms.map("sh:hasValue {}".format),
        some.map("sh:in ( {} )".format),
    ]
    if not deep:
        return st.one_of(flat)
    return st.one_of(*flat, *flat, *_nested(deep - 1))


def _nested(deep: int) -> list[SearchStrategy[str]]:
    node = _node_body(deep).map("[ {} ]".format)
    prop = _property_body(deep).map("[ {} ]".format)
    several = st.lists(node | prop, min_size=1, max_size=3).map(" ".join)
    plain = st.sampled_from(("class", "datatype"))
    alike = plain.flatmap(
        lambda name: st.lists(
            st.sampled_from(CLASSES if name == "class" else DATATYPES), min_size=2, max_size=3
        ).map(lambda some: " ".join(f"[ sh:{name} {one} ]" for one in some))
    )
    return [
        node.map("sh:node {}".format),
        (node | prop).map("sh:not {}".format),
        st.lists(prop, min_size=1, max_size=2).map(lambda some: f"sh:property {', '.join(some)}"),
        st.builds("sh:{} ( {} )".format, st.sampled_from(("and", "or", "xone")), several | alike),
    ]


@cache
def _closed(deep: int) -> SearchStrategy[str]:
    ignored = st.lists(st.sampled_from((*PREDICATES, "rdf:type")), max_size=2).map(" ".join)
    listed = ignored.map("sh:closed true ; sh:ignoredProperties ( {} )".format)
    return st.just("") | listed | st.sampled_from(("sh:closed true", "sh:closed false"))


@cache
def _counts() -> SearchStrategy[str]:
    name = st.sampled_from(("minCount", "maxCount"))
    numbers = st.builds("sh:{} {}".format, name, st.integers(0, 3))
    return numbers | numbers | st.just("sh:uniqueLang true")


@cache
def _pairs() -> SearchStrategy[str]:
    names = ("lessThan", "lessThanOrEquals", "equals", "disjoint", "disjoint")
    return st.builds("sh:{} {}".format, st.sampled_from(names), _predicate())


@cache
def _qualified(deep: int) -> SearchStrategy[str]:
    inner = _node_body(max(deep - 1, 0)).map("[ {} ]".format)
    count = st.builds(
        "sh:{} {}".format,
        st.sampled_from(("qualifiedMinCount", "qualifiedMaxCount")),
        st.integers(0, 2),
    )
    apart = st.sampled_from(("", " ; sh:qualifiedValueShapesDisjoint true"))
    return st.builds("sh:qualifiedValueShape {} ; {}{}".format, inner, count, apart)


@cache
def _predicate() -> SearchStrategy[str]:
    return st.sampled_from(PREDICATES)
