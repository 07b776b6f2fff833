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
from claimgraph.gate import terms
from claimgraph.gate.described import Nodes
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


def graph_of(nodes: Nodes) -> rdflib.Graph:
    """The graph of spelled terms; blank nodes keep their labels."""
    result = rdflib.Graph(bind_namespaces="none")
    with quiet():
        for subject, description in nodes.described.items():
            for predicate, objects in description.items():
                for value in objects:
                    triple = (term(subject), term(predicate), term(value))
                    result.add(triple)
    return result


def term(spelled: str) -> Term:
    """The rdflib term of a spelling; call it inside of `quiet`."""
    if terms.is_iri(spelled):
        return rdflib.URIRef(terms.text(spelled))
    if terms.is_blank(spelled):
        return rdflib.BNode(terms.text(spelled))
    return literal(spelled)


def literal(spelled: str) -> rdflib.Literal:
    """The rdflib literal of a spelling, its lexical form as it is; call it inside of `quiet`."""
    text, datatype = terms.text(spelled), terms.datatype(spelled)
    if datatype:
        return rdflib.Literal(text, datatype=rdflib.URIRef(datatype[1:-1]), normalize=False)
    return rdflib.Literal(text, lang=terms.language(spelled) or None)


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


def described(graph: rdflib.Graph) -> Nodes:
    """The same graph by its nodes."""
    found: dict[str, dict[str, list[str]]] = {}
    for triple in graph:
        s, p, o = map(spell, triple)
        found.setdefault(s, {}).setdefault(p, []).append(o)
    return Nodes(found)


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
