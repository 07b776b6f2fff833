"""rdflib graphs for the validation engine, from parsed quads or N-Triples.

Literals keep their lexical form (rdflib collapses the white space of xsd:token and
xsd:normalizedString all the same), and blank nodes are numbered in the order in which they appear,
so that the same input gives the same labels in every run.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pyoxigraph
import rdflib
from rdflib.term import IdentifiedNode

from claimgraph.errors import ClaimgraphError
from claimgraph.statements.terms import string

Term = IdentifiedNode | rdflib.Literal

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


def graph(quads: Iterable[pyoxigraph.Quad], blank: str = "b") -> rdflib.Graph:
    """The union of all graphs in `quads`; its blank nodes are called `blank` and a number.

    Raises ClaimgraphError for what RDF 1.2 adds (triple terms, base direction): SHACL 1.0 knows
    neither.
    """
    result = rdflib.Graph(bind_namespaces="none")
    labels: dict[str, rdflib.BNode] = {}
    with quiet():
        for quad in quads:
            s, p, o = (_term(part, labels, blank) for part in quad.triple)
            result.add((s, p, o))
    return result


def graph_of_ntriples(text: bytes) -> rdflib.Graph:
    """Graph of an N-Triples document; raises ClaimgraphError naming the line that is wrong."""
    try:
        return graph(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.N_TRIPLES))
    except SyntaxError as error:
        raise ClaimgraphError(f"N-Triples line {error.lineno}: {error.msg}") from error


def spell(term: rdflib.term.Node) -> str:
    """N-Triples spelling of an rdflib term."""
    if isinstance(term, rdflib.Literal):
        if term.language:
            return f"{string(str(term))}@{term.language.lower()}"
        datatype = str(term.datatype or XSD_STRING)
        return string(str(term)) if datatype == XSD_STRING else f"{string(str(term))}^^<{datatype}>"
    if isinstance(term, rdflib.BNode):
        return f"_:{term}"
    return f"<{term}>"


@contextmanager
def quiet() -> Iterator[None]:
    """Keep rdflib from writing a traceback to stderr for each ill-typed literal.

    A shape that cares about a datatype reports them as results.
    """
    logger = logging.getLogger("rdflib.term")
    before = logger.disabled
    logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.disabled = before


def _term(term: object, labels: dict[str, rdflib.BNode], blank: str) -> Term:
    if isinstance(term, pyoxigraph.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return labels.setdefault(term.value, rdflib.BNode(f"{blank}{len(labels)}"))
    if isinstance(term, pyoxigraph.Literal) and not term.direction:
        return _literal(term)
    raise ClaimgraphError(f"{term} is RDF 1.2, which SHACL 1.0 cannot check: use RDF 1.1 terms")


def _literal(term: pyoxigraph.Literal) -> rdflib.Literal:
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    if datatype == XSD_STRING:
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(datatype), normalize=False)
