"""Queries inside shapes: none of them gets to the network."""

from __future__ import annotations

import pytest
from rdflib import BNode, Graph, Literal
from rdflib.namespace import SH

from claimgraph.errors import ClaimgraphError, UnsafeInput
from claimgraph.gate.sparql import refuse_network

CALL = "<http://127.0.0.1:9/> { ?a ?b ?c }"


def refuse(predicate: str, text: str) -> None:
    shapes = Graph()
    shapes.add((BNode(), SH[predicate], Literal(text)))
    refuse_network(shapes)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this { SERVICE " + CALL + " }",
        "SELECT $this { service silent " + CALL + " }",
        "SELECT $this { \\u0053\\u0045RVICE " + CALL + " }",
        "SELECT $this { SERVICE#\n" + CALL + " }",
        "SELECT $this { $this ?p ?o FILTER NOT EXISTS { SERVICE " + CALL + " } }",
        "SELECT $this { { SELECT $this { SERVICE " + CALL + " } } }",
        "SELECT $this { $this ?p ?o BIND (EXISTS { SERVICE ?p { ?a ?b ?c } } AS ?x) }",
        "SELECT $this { { $this ?p ?o } UNION { OPTIONAL { SERVICE " + CALL + " } } }",
        "SELECT $this FROM <http://127.0.0.1:9/> { $this ?p ?o }",
        "SELECT $this FROM NAMED <http://127.0.0.1:9/> { GRAPH ?g { $this ?p ?o } }",
    ],
)
@pytest.mark.parametrize("predicate", ["select", "ask"])
def test_service_and_from_are_refused_however_they_are_written(predicate: str, query: str) -> None:
    text = query.replace("SELECT $this", "ASK", 1) if predicate == "ask" else query
    with pytest.raises(UnsafeInput, match=r"SERVICE|FROM"):
        refuse(predicate, text)


@pytest.mark.parametrize(
    ("predicate", "text"),
    [
        ("prefix", "x: <http://e/> SELECT * { SERVICE " + CALL + " } #"),
        ("namespace", "http://e/> SELECT * { SERVICE " + CALL + " } #"),
        ("namespace", "http://e/\\u003e"),
    ],
)
def test_a_declaration_of_a_prefix_cannot_carry_a_query(predicate: str, text: str) -> None:
    with pytest.raises(UnsafeInput, match=f"sh:{predicate}"):
        refuse(predicate, text)


@pytest.mark.parametrize(
    ("predicate", "text"),
    [
        ("select", "SELECT $this ?value { $this $PATH ?value FILTER (?value != 'SERVICE') }"),
        (
            "select",
            "SELECT $this { $this $PATH/schema:provider ?x . ?x a schema:Service } # SERVICE",
        ),
        ("ask", "ASK { FILTER (isIRI($value) && $value != <http://e/from>) }"),
        ("prefix", "schema"),
        ("prefix", ""),
        ("namespace", "http://schema.org/"),
    ],
)
def test_what_only_looks_like_it_is_let_through(predicate: str, text: str) -> None:
    refuse(predicate, text)


@pytest.mark.parametrize(
    "text",
    ["SELECT $this { $this }", "", "SELECT $this { $this ?p '\\U00110000' }", "ASK " + "{" * 5000],
    ids=["syntax", "empty", "escape", "depth"],
)
def test_what_is_no_query_is_named(text: str) -> None:
    with pytest.raises(ClaimgraphError, match="not SPARQL"):
        refuse("select", text)
