"""What is told of a query: its steps, the numbers of its patterns, and its rows."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import RdfFormat, Store

from claimgraph.errors import ClaimgraphError
from claimgraph.query import named
from claimgraph.query.explain import explained

DATA = """
@prefix s: <http://schema.org/> . @prefix e: <http://e.example/> .
e:a a s:Claim ; s:text "A" . e:b a s:Claim ; s:text "B" ; s:about e:x . e:x a s:Event .
e:g { e:a s:text "A" }
"""


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store()
    made.load(DATA, RdfFormat.TRIG)
    return made


def told(store: Store, query: str) -> list[str]:
    """The steps, and the last line without times."""
    _, _, _, *steps, _, last = explained(store, query)
    return [*steps, re.sub(r"\d+\.\d+ s", "T s", last)]


def test_what_is_too_deep_for_rdflib_is_run_all_the_same(store: Store) -> None:
    deep = f"SELECT * {{ {'{' * 90} ?c a schema:Claim {'}' * 90} }}"
    steps = told(store, deep)
    assert "does not read this one" in steps[0]
    assert steps[-1].startswith("2 rows")


def test_steps_and_numbers(store: Store) -> None:
    query = """SELECT ?c ?t { ?c a schema:Claim OPTIONAL { ?c schema:text ?t }
        FILTER NOT EXISTS { ?c schema:about [] } GRAPH ?g { ?c ?p ?o } } ORDER BY ?c LIMIT 5"""
    assert told(store, query) == [
        "              SelectQuery",
        "                Slice from 0 at most 5",
        "                  Project ?c ?t",
        "                    OrderBy",
        "                      Filter",
        "                        Join",
        "                          LeftJoin",
        "                            BGP",
        "           2                  ?c rdf:type schema:Claim",
        "                            BGP",
        "           2                  ?c schema:text ?t",
        "                          Graph ?g",
        "                            BGP",
        "           1                  ?c ?p ?o",
        "1 rows: the first after T s, the last after T s.",
    ]


def test_paths_are_not_counted(store: Store) -> None:
    steps = told(store, "SELECT ?c { ?c schema:about/a schema:Event . [] schema:text 'B' }")
    assert "        path        ?c schema:about/rdf:type schema:Event" in steps
    assert '           1        [] schema:text "B"' in steps


@pytest.mark.parametrize(
    ("query", "last"),
    [
        ("ASK { ?s a schema:Claim }", "The answer is yes."),
        ("ASK { ?s a schema:Person }", "The answer is no."),
        ("CONSTRUCT WHERE { ?s a ?c }", "3 triples: the first after T s, the last after T s."),
        ("SELECT * { FILTER(false) }", "0 rows: the first after T s, the last after T s."),
    ],
)
def test_the_answer_is_counted(store: Store, query: str, last: str) -> None:
    assert told(store, query)[-1] == last


def test_what_rdflib_does_not_read_is_run_all_the_same(store: Store) -> None:
    (step, last) = told(store, "SELECT * { VALUES ?x { <<( <x:a> <x:b> 3 )>> } }")
    assert "does not read this one" in step
    assert last.startswith("1 rows")


@pytest.mark.parametrize(
    ("query", "message"),
    [("SELECT * { SERVICE <http://x/> {} }", "another server"), ("DROP ALL", "updates are")],
)
def test_what_is_refused_is_refused(store: Store, query: str, message: str) -> None:
    with pytest.raises(ClaimgraphError, match=message):
        list(explained(store, query))


@pytest.mark.parametrize("query", named.listed(), ids=lambda one: one.name)
def test_the_named_queries_can_be_explained(store: Store, query: named.NamedQuery) -> None:
    lines = list(explained(store, query.text))
    assert any(re.match(r" +\d+ +\S+ \S+ \S+", line) for line in lines)
    assert lines == [*explained(store, query.text)][:-1] + lines[-1:]
