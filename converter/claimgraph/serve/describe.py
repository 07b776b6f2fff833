"""A thing of the release, described in HTML or RDF: run by a worker, which has the store."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, parse, serialize

from claimgraph.records.fields import Term
from claimgraph.serve.graph import Graph
from claimgraph.serve.pages import thing
from claimgraph.serve.site import PageRequest, Site
from claimgraph.statements import terms
from claimgraph.statements.predicates import predicates
from claimgraph.statements.rows import Description
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers.jsonld import jsonld
from claimgraph.writers.nquads import ntriples
from claimgraph.writers.turtle import turtle
from claimgraph.writers.union import union

# the parts of a thing: what it has, and what hangs on it
_HAS = (
    "schema:reviewRating",
    "schema:correction",
    "cg:participation",
    "cg:evidence",
    "oa:hasSelector",
    "oa:hasSource",
)
_HANGING = ("cg:claim",)
_INTEGER, _COUNT = (f"^^{terms.term(f'xsd:{x}')}" for x in ("integer", "nonNegativeInteger"))
_DATETIME = NamedNode(f"{PREFIXES['xsd']}dateTime")
_TEXT = "schema:encodesCreativeWork"


def page(store: Store, request: PageRequest) -> bytes:
    """The first thing asked for that is known: a line of JSON (its IRI and format), then the page.

    Empty if none is known.
    """
    graph = Graph(store, request.languages)
    for iri, fmt in request.asks:
        node = NamedNode(iri)
        if graph.knows(node):
            head = json.dumps({"iri": iri, "format": fmt})
            return head.encode() + b"\n" + _written(graph, node, fmt, request.site)
    return b""


def _written(graph: Graph, node: NamedNode, fmt: str, site: Site) -> bytes:
    if fmt == "html":
        return thing.page(graph, node, site)
    return rdf_text(list(descriptions(graph, node)), fmt, site.bases)


def descriptions(graph: Graph, node: NamedNode) -> Iterator[Description]:
    """What is said of a thing and of its parts."""
    seen: set[NamedNode] = set()
    places = [node]
    while places:
        part = places.pop()
        if part not in seen:
            seen.add(part)
            yield described(graph, part)
            places += _parts(graph, part, node)


def _parts(graph: Graph, part: NamedNode, of: NamedNode) -> Iterator[NamedNode]:
    """The parts of a part: what a claim's attributions have belongs to the claim."""
    for predicate in _HAS:
        yield from graph.nodes(part, predicate)
    if part == of:
        for predicate in (*_HANGING, _TEXT):
            yield from graph.hanging(predicate, part)


def described(graph: Graph, node: NamedNode) -> Description:
    """What is said of one node, as the writers take it."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    for quad in graph.quads(node):
        name = str(quad.predicate)
        said[name].append(_counted(name, spelt(quad.object)))
    return Description(str(node), {name: [*dict.fromkeys(some)] for name, some in said.items()})


def _counted(predicate: str, spelt: str) -> str:
    """The store keeps every kind of integer as xsd:integer; this gives its own back."""
    return spelt.replace(_INTEGER, _COUNT) if predicate in _counting() else spelt


@cache
def _counting() -> frozenset[str]:
    return frozenset(terms.term(x) for x, kind in predicates().items() if kind is Term.INTEGER)


def spelt(term: object) -> str:
    """A term in the spelling of N-Triples that the writers rely on."""
    if not isinstance(term, Literal):
        return str(term)
    if term.datatype == _DATETIME:  # the store's Z is +00:00 in a release
        return f"{terms.string(re.sub('Z$', '+00:00', term.value))}^^{term.datatype}"
    quoted = terms.string(term.value)
    if term.language:
        return f"{quoted}@{term.language}"
    plain = term.datatype.value == f"{PREFIXES['xsd']}string"
    return quoted if plain else f"{quoted}^^{term.datatype}"


def rdf_text(found: list[Description], fmt: str, bases: tuple[str, ...]) -> bytes:
    """Descriptions as `ttl`, `jsonld` or `nt`."""
    if fmt == "nt":
        return ntriples(found).encode()
    if fmt == "ttl":
        return turtle(union(found)).encode()
    known = {terms.term(name) for name in predicates()}
    if all(predicate in known for _, objects in found for predicate in objects):
        return jsonld(union(found), _base(found, bases)).encode()
    return _foreign(found)


def _base(found: list[Description], bases: tuple[str, ...]) -> str:
    subject = found[0].subject[1:]
    return next((base for base in bases if subject.startswith(base)), "")


def _foreign(found: list[Description]) -> bytes:
    """JSON-LD of what has properties that our context does not know."""
    triples = (
        Triple(quad.subject, quad.predicate, quad.object)
        for quad in parse(ntriples(found).encode(), RdfFormat.N_TRIPLES)
    )
    return serialize(triples, format=RdfFormat.JSON_LD, prefixes=PREFIXES) or b""
