"""Judges the schema.org terms of a graph: do they exist, and do domain and range fit?

Strict where schema.org is lax: text does not stand for a thing, a URL is an IRI, not text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph
from rdflib import PROV, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from claimgraph.resources import folder

SCHEMA = "http://schema.org/"
HTTPS = "https://schema.org"
VENDORED = Path(__file__).parent / "data" / "schemaorg" / "vocabulary.ttl"
# predicates of declarations, not of data: they are judged by existence alone
DECLARING = {SCHEMA + "domainIncludes", SCHEMA + "rangeIncludes"}
DATATYPES = {
    XSD.string: "Text",
    RDF.langString: "Text",
    XSD.boolean: "Boolean",
    XSD.date: "Date",
    XSD.gYearMonth: "Date",
    XSD.gYear: "Date",
    XSD.dateTime: "DateTime",
    XSD.time: "Time",
    XSD.integer: "Integer",
    XSD.nonNegativeInteger: "Integer",
    XSD.decimal: "Number",
    XSD.double: "Float",
}
# an agent is a person or an organization, nobody knows which
STANDS_FOR = {
    str(SKOS.Concept): {SCHEMA + "DefinedTerm"},
    str(PROV.Agent): {SCHEMA + "Person", SCHEMA + "Organization"},
}
Values = dict[str, frozenset[str]]


class Vocabulary(NamedTuple):
    """schema.org and the project's own terms beside it, each IRI with what is said of it."""

    types: Values
    parents: Values
    properties: Values
    domains: Values
    ranges: Values
    superseded: Values

    def closure(self, classes: Iterable[str]) -> frozenset[str]:
        """The classes and all that they are subclasses of."""
        found: set[str] = set()
        todo = list(classes)
        while todo:
            one = todo.pop()
            if one not in found:
                found.add(one)
                todo += self.parents.get(one, ())
        return frozenset(found)


@cache
def vocabulary() -> Vocabulary:
    """The vendored vocabulary together with ontology/*.ttl."""
    triples = [
        t for path in (VENDORED, *sorted(folder("ontology").glob("*.ttl"))) for t in _read(path)
    ]
    return Vocabulary(
        _values(triples, RDF.type),
        _values(triples, RDFS.subClassOf),
        _values(triples, RDFS.subPropertyOf),
        _values(triples, SCHEMA + "domainIncludes"),
        _values(triples, SCHEMA + "rangeIncludes"),
        _values(triples, SCHEMA + "supersededBy"),
    )


def _read(path: Path) -> Iterator[tuple[str, str, str]]:
    for quad in pyoxigraph.parse(path=path):
        subject, predicate, value = quad.subject, quad.predicate, quad.object
        if isinstance(subject, pyoxigraph.NamedNode) and isinstance(value, pyoxigraph.NamedNode):
            yield subject.value, predicate.value, value.value


def _values(triples: Iterable[tuple[str, str, str]], predicate: str) -> Values:
    found = defaultdict(set)
    for subject, one, value in triples:
        if one == str(predicate):
            found[subject].add(value)
    return {subject: frozenset(values) for subject, values in found.items()}


def problems(graph: Graph) -> list[str]:
    """What is wrong with the schema.org terms of a graph, sorted; empty if nothing is."""
    triples = list(graph)
    iris = {str(term) for triple in triples for term in triple if isinstance(term, URIRef)}
    iris |= {str(o.datatype) for *_, o in triples if isinstance(o, Literal) and o.datatype}
    found = set(term_problems(iris))
    for s, p, o in triples:
        if p == RDF.type and str(o).startswith(SCHEMA):
            found.update(_class_problems(str(o)))
        elif str(p).startswith(SCHEMA) and str(p) not in DECLARING:
            found.update(f"{s.n3()} {short(p)} {o.n3()}: {why}" for why in _misfits(graph, s, p, o))
    return sorted(found)


def term_problems(iris: Iterable[str]) -> list[str]:
    """Which of some IRIs are no terms of schema.org though they look it."""
    known, found = vocabulary(), []
    for iri in sorted(iris):
        if iri.startswith(HTTPS):
            found.append(f"<{iri}>: schema.org terms are written http://schema.org/")
        elif iri.startswith(SCHEMA) and iri != SCHEMA:
            if iri not in known.types:
                found.append(f"{short(iri)}: no such term")
            elif by := known.superseded.get(iri):
                found.append(f"{short(iri)}: superseded by {_names(by)}")
    return found


def _class_problems(iri: str) -> Iterator[str]:
    types = vocabulary().types.get(iri, frozenset())
    if types and str(RDFS.Class) not in types:
        yield f"{short(iri)}: not a class"


def _misfits(graph: Graph, s: Node, p: Node, o: Node) -> Iterator[str]:
    """Why a triple does not fit the domain and range of its predicate; unknown ones aside."""
    known, predicate = vocabulary(), str(p)
    if predicate not in known.types:
        return
    if str(RDF.Property) not in known.types[predicate]:
        yield "not a property"
        return
    types, domain = _types(graph, s), known.domains.get(predicate, frozenset())
    if not _fits(types, domain):
        yield f"the domain is {_names(domain)}, the subject {_names(types)}"
    if isinstance(o, Literal):
        yield from _literal_misfits(o, known.ranges.get(predicate, frozenset()))
    else:
        yield from _node_misfits(graph, predicate, o)


def _literal_misfits(o: Literal, wanted: frozenset[str]) -> Iterator[str]:
    datatype = RDF.langString if o.language else o.datatype or XSD.string
    given = DATATYPES.get(datatype)
    if not given or not vocabulary().closure([SCHEMA + given]) & wanted:
        yield f"the range is {_names(wanted)}, the value a literal of {short(datatype)}"


def _node_misfits(graph: Graph, predicate: str, o: Node) -> Iterator[str]:
    known = vocabulary()
    types, wanted = _types(graph, o), known.ranges.get(predicate, frozenset())
    concept = str(SKOS.Concept) in types
    if concept and str(RDF.type) in known.properties.get(predicate, ()):
        yield "a subproperty of rdf:type, the value a concept"
    elif not (_fits(types, wanted) or _stands_for(o, types) & wanted):
        yield f"the range is {_names(wanted)}, the value {_names(types)}"


def _stands_for(o: Node, types: frozenset[str]) -> set[str]:
    """What a node may be beside its types: an IRI a URL, and what STANDS_FOR says of these."""
    url = {SCHEMA + "URL"} if isinstance(o, URIRef) else set()
    return url.union(*(STANDS_FOR.get(one, set()) for one in types))


def _types(graph: Graph, node: Node) -> frozenset[str]:
    given = {str(one) for one in graph.objects(node, RDF.type)}
    return vocabulary().closure(given | vocabulary().types.get(str(node), frozenset()))


def _fits(types: frozenset[str], wanted: frozenset[str]) -> bool:
    """Whether a node of these types, with their superclasses, is one of those wanted."""
    return bool(types & wanted) or (bool(types) and SCHEMA + "Thing" in wanted)


def short(iri: Node | str) -> str:
    """`schema:name` for a term of schema.org, else the IRI in angle brackets."""
    text = str(iri)
    return "schema:" + text.removeprefix(SCHEMA) if text.startswith(SCHEMA) else f"<{text}>"


def _names(iris: Iterable[str]) -> str:
    return " or ".join(sorted(map(short, iris))) or "without type in the graph"
