"""Small graphs for tests, written as Turtle with the usual prefixes."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph
import rdflib

from claimgraph.gate.described import Nodes, described
from claimgraph.gate.graphs import graph

SH = "http://www.w3.org/ns/shacl#"
EX = "http://example.org/"
PREFIXES = f"""
@prefix sh: <{SH}> .
@prefix ex: <{EX}> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""


def graph_of(text: str, blank: str = "b") -> rdflib.Graph:
    """Graph of some Turtle."""
    return graph(quads_of(text), blank)


def nodes_of(text: str, blank: str = "b") -> Nodes:
    """The same by its nodes."""
    return Nodes(described(quads_of(text), blank))


def quads_of(text: str) -> Iterable[pyoxigraph.Quad]:
    whole = (PREFIXES + text).encode()
    return pyoxigraph.parse(whole, format=pyoxigraph.RdfFormat.TURTLE)
