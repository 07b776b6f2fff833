"""Validation reports of any engine as sets of results that can be compared."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pyoxigraph

SH = "http://www.w3.org/ns/shacl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PATHS = {
    "alternativePath": "|",
    "inversePath": "^",
    "zeroOrMorePath": "*",
    "oneOrMorePath": "+",
    "zeroOrOnePath": "?",
}
LOOSE = re.compile(r"[ ()]+(?=[^>]*(?:<|$))")  # outside of IRIs
DEEPEST = 50
UNKNOWN = "?"  # a path that the report does not describe
Node = Mapping[str, list[str]]
Graph = Mapping[str, Node]


class Result(NamedTuple):
    """One result; terms in N-Triples spelling, blank nodes without their labels.

    A path is in SPARQL's notation without blanks and parentheses; what is absent is empty.
    """

    focus: str
    path: str
    component: str
    value: str
    severity: str


Results = frozenset[Result]


def of_graph(report: str) -> Results:
    """The results of an sh:ValidationReport in Turtle or N-Triples; those inside others not."""
    graph = read(report)
    kind = f"<{SH}ValidationReport>"
    tops = [name for name, node in graph.items() if kind in node.get(f"{RDF}type", ())]
    return frozenset(one for top in tops for one in within(graph, top))


def read(turtle: str, base: str = "urn:base:") -> Graph:
    """A graph by subject and predicate (an IRI without brackets)."""
    graph: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    syntax = pyoxigraph.RdfFormat.TURTLE
    for quad in pyoxigraph.parse(turtle, format=syntax, base_iri=base):
        graph[str(quad.subject)][quad.predicate.value].append(str(quad.object))
    return graph


def within(graph: Graph, report: str) -> Results:
    """The results of the report at that node."""
    return frozenset(_result(graph, one) for one in graph[report].get(f"{SH}result", ()))


def agreed(wanted: Results, found: Results) -> tuple[Results, Results]:
    """What is missing and what is too much; a path that a report does not describe is any path."""
    vague = {one._replace(path="") for one in found if one.path == UNKNOWN}
    missing = {one for one in wanted - found if one._replace(path="") not in vague}
    known = {one._replace(path="") for one in wanted}
    more = found - wanted
    lost = {one for one in more if one.path == UNKNOWN and one._replace(path="") in known}
    return frozenset(missing), more - lost


def _result(graph: Graph, node: str) -> Result:
    def term(name: str) -> str:
        return next(iter(graph[node].get(f"{SH}{name}", ())), "")

    path = term("resultPath")
    return _made(
        term("focusNode"),
        _path(graph, path) if path else "",
        term("sourceConstraintComponent"),
        term("value"),
        term("resultSeverity"),
    )


def of_shacl_rust(report: str) -> Results:
    """The results of that engine's own form."""
    names = ("focusNode", "resultPath", "sourceConstraintComponent", "value", "severity")
    return frozenset(_made(*(one.get(name) or "" for name in names)) for one in json.loads(report))


def of_claimgraph(report: str) -> Results:
    """The results of `claimgraph validate --format json`."""
    return frozenset(
        _made(one["focus"], one["path"] or "", one["component"], one["value"] or "", _iri(one))
        for one in json.loads(report)["results"]
    )


def _iri(one: Mapping[str, str]) -> str:
    severity = one["severity"]
    return severity if severity.startswith("<") else f"<{SH}{severity}>"


def _made(focus: str, path: str, component: str, value: str, severity: str) -> Result:
    component = component if component.startswith("<") else f"<{component}>"
    return Result(_plain(focus), LOOSE.sub("", path), component, _plain(value), severity)


def _plain(term: str) -> str:
    """A term as pyoxigraph spells it; a blank node without its label."""
    if term.startswith("_:"):
        return "_:"
    if not term.startswith('"'):
        return term
    quads = pyoxigraph.parse(f"<urn:s> <urn:p> {term} .", format=pyoxigraph.RdfFormat.N_TRIPLES)
    return str(next(iter(quads)).object)


def _path(graph: Graph, node: str, depth: int = 0) -> str:
    if node.startswith("<") or depth > DEEPEST:
        return node
    if f"{RDF}first" in graph[node]:
        return "/".join(_path(graph, one, depth + 1) for one in items(graph, node))
    for name, operator in PATHS.items():
        for inner in graph[node].get(f"{SH}{name}", ()):
            if operator == "|":
                return "|".join(_path(graph, one, depth + 1) for one in items(graph, inner))
            spelt = _path(graph, inner, depth + 1)
            return operator + spelt if operator == "^" else spelt + operator
    return UNKNOWN


def items(graph: Graph, node: str) -> Iterator[str]:
    """The members of an RDF list."""
    for _ in range(DEEPEST):
        yield from graph[node].get(f"{RDF}first", ())[:1]
        node = next(iter(graph[node].get(f"{RDF}rest", ())), f"<{RDF}nil>")
        if node == f"<{RDF}nil>":
            return
