"""The parsed ontology and the fields of the records, for the tests that hold them together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any, Literal, get_args, get_origin

from rdflib import OWL, RDF, SKOS, Graph, Namespace, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from claimgraph.records import KINDS
from claimgraph.records.fields import Part, fields, part_of
from claimgraph.resources import folder

CG = Namespace("https://w3id.org/claimgraph/ontology#")
CGV = Namespace("https://w3id.org/claimgraph/value#")
EVTYPE = Namespace("https://w3id.org/claimgraph/event-type#")
SCHEMA = Namespace("http://schema.org/")
ONTOLOGY = Graph().parse(folder("ontology") / "claimgraph.ttl")
EVENT_TYPES = Graph().parse(folder("ontology") / "event-types.ttl")
VALUES = Graph().parse(folder("ontology") / "values.ttl")


def declared(graph: Graph, *kinds: URIRef) -> list[URIRef]:
    """The IRIs of some types, sorted."""
    found = {s for kind in kinds for s in graph.subjects(RDF.type, kind)}
    return sorted(s for s in found if isinstance(s, URIRef))


CLASSES = declared(ONTOLOGY, OWL.Class)
PROPERTIES = declared(ONTOLOGY, OWL.ObjectProperty, OWL.DatatypeProperty)
CONCEPTS = declared(VALUES, SKOS.Concept)


def local(node: Node | str) -> str:
    """`claim` for cg:claim."""
    return str(node).rpartition("#")[2]


def languages(graph: Graph, subject: Node, predicate: URIRef) -> list[str | None]:
    """The language of each text that a subject has by a predicate."""
    values = graph.objects(subject, predicate)
    return [value.language for value in values if isinstance(value, RdfLiteral) and str(value)]


def parts(struct: type[Part]) -> Iterator[type[Part]]:
    """A struct and all that it holds."""
    yield struct
    for field in fields(struct):
        if inner := part_of(field.type):
            yield from parts(inner)


STRUCTS = dict.fromkeys(chain.from_iterable(map(parts, KINDS.values())))
FIELDS = {
    f"{struct.__name__}.{field.name}": field for struct in STRUCTS for field in fields(struct)
}


def spellings(hint: Any) -> set[str]:
    """The values that a field's Literal allows."""
    if get_origin(hint) is Literal:
        return set(get_args(hint))
    return set().union(*map(spellings, get_args(hint)))


def camel(spelling: str) -> str:
    """`ownVoice` for own-voice."""
    head, *tail = spelling.split("-")
    return head + "".join(word.capitalize() for word in tail)


def pascal(spelling: str) -> str:
    """`CourtRuling` for court-ruling."""
    return "".join(word.capitalize() for word in spelling.split("-"))
