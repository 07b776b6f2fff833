"""Keep the queries inside a shapes graph off the network.

pySHACL looks for SERVICE in the text of a query; an escaped spelling gets past that, and rdflib
would call the address. So every query is parsed, by the parser that will run it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import rdflib
from pyparsing import ParseBaseException, ParseResults
from rdflib import SH
from rdflib.plugins.sparql.parser import parseQuery

from claimgraph.errors import ClaimgraphError, UnsafeInput

PATH = re.compile(r"[$?]PATH\b")  # replaced by the shape's path before the query runs (§5.3.1)
PREFIX = re.compile(r"[\w.-]*")
NAMESPACE = re.compile(r'[^\s<>"{}|\\^`]*')


def refuse_network(shapes: rdflib.Graph) -> None:
    """Raise UnsafeInput for SERVICE and FROM, ClaimgraphError for a query that is none."""
    for text in _texts(shapes, SH.prefix):
        if not PREFIX.fullmatch(text):
            raise UnsafeInput(f"sh:prefix {text!r} is no prefix: write letters, digits, - and _")
    for text in _texts(shapes, SH.namespace):
        if not NAMESPACE.fullmatch(text):
            raise UnsafeInput(f"sh:namespace {text!r} is no IRI: percent-encode what is not")
    for text in (*_texts(shapes, SH.select), *_texts(shapes, SH.ask)):
        _check(text)


def _texts(shapes: rdflib.Graph, predicate: rdflib.URIRef) -> list[str]:
    return sorted(str(term) for term in shapes.objects(None, predicate))


def _check(text: str) -> None:
    for name, value in _nodes(_parse(text)):
        if name == "ServiceGraphPattern":
            raise UnsafeInput(f"a query in the shapes calls SERVICE, which is refused:\n{text}")
        if name == "datasetClause" and value:
            raise UnsafeInput(f"a query in the shapes has FROM, which is refused:\n{text}")


def _parse(text: str) -> object:
    try:
        return parseQuery(PATH.sub("<urn:path>", text))
    except (ParseBaseException, RecursionError, ValueError) as error:
        raise ClaimgraphError(f"a query in the shapes is not SPARQL: {error}\n{text}") from error


def _nodes(tree: object) -> Iterator[tuple[str, object]]:
    """Names of all nodes and fields of a parsed query, with their values."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            yield getattr(node, "name", ""), node
            yield from node.items()
            stack.extend(node.values())
        elif isinstance(node, list | ParseResults):
            stack.extend(node)
