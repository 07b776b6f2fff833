"""Triples as plain tuples, from what is written and as pyoxigraph and rdflib read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDF, XSD

from claimgraph.gate.graphs import graph
from claimgraph.records.outcome import Entry
from claimgraph.statements.mapping import Mapped, mapped
from claimgraph.statements.rows import Description
from claimgraph.writers.jsonld import jsonld
from claimgraph.writers.nquads import nquads, ntriples
from claimgraph.writers.turtle import turtle
from claimgraph.writers.union import union

INDEX = "<http://example.org/index>"


def graph_of_ntriples(text: bytes) -> rdflib.Graph:
    """The graph of an N-Triples document."""
    return graph(ox.parse(text, format=ox.RdfFormat.N_TRIPLES))


class Term(NamedTuple):
    """An IRI (without datatype), or a literal with the form it is written in."""

    value: str
    datatype: str = ""
    language: str = ""


Triple = tuple[Term, ...]


class Written(NamedTuple):
    """The graph of some records in each syntax; `nquads` has each record's graph and the index."""

    turtle: str
    jsonld: str
    ntriples: str
    nquads: str


def written(entries: Iterable[Entry]) -> Written:
    """Map records and write them."""
    done = mapped(entries)
    said = descriptions(done)
    whole = union(said)
    graphs = [(one.graph, one.descriptions) for one in done]
    base = min((one.entry.settings.base for one in done), default="")
    return Written(
        turtle(whole),
        jsonld(whole, base),
        ntriples(said),
        nquads([*graphs, (INDEX, [one.provenance for one in done])]),
    )


def descriptions(done: Iterable[Mapped]) -> list[Description]:
    """All descriptions of the records and of the index graph."""
    return [d for one in done for d in (*one.descriptions, one.provenance)]


def by_oxigraph(text: str, format_: ox.RdfFormat) -> set[Triple]:
    """The triples of a text, of all its graphs; blank nodes are refused."""
    quads = ox.parse(text, format=format_)
    return {tuple(map(_oxigraph, (quad.subject, quad.predicate, quad.object))) for quad in quads}


def by_rdflib(text: str, format_: str) -> set[Triple]:
    """The triples of a text, of all its graphs; blank nodes are refused."""
    empty = rdflib.Dataset() if format_ == "nquads" else rdflib.Graph()
    return {tuple(map(_rdflib, found[:3])) for found in empty.parse(data=text, format=format_)}


def _oxigraph(term: object) -> Term:
    if isinstance(term, ox.NamedNode):
        return Term(term.value)
    assert isinstance(term, ox.Literal), term
    return Term(term.value, term.datatype.value, term.language or "")


def _rdflib(term: object) -> Term:
    if isinstance(term, rdflib.URIRef):
        return Term(str(term))
    assert isinstance(term, rdflib.Literal), term
    datatype = term.datatype or (RDF.langString if term.language else XSD.string)
    return Term(str(term), str(datatype), term.language or "")
