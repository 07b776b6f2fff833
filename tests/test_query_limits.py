"""Queries that would exhaust the engine's stack are refused, large ordinary ones are not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from time import process_time

import pytest
from pyoxigraph import Store

from claimgraph.errors import UnsafeInput
from claimgraph.query import limits
from claimgraph.search import Hit, asking
from claimgraph.vocabulary import PREFIXES

NESTED: dict[str, Callable[[int], str]] = {
    "groups": lambda n: f"SELECT * {'{' * n}{'}' * n}",
    "brackets": lambda n: f"ASK {{ FILTER({'(' * (n - 2)}1{')' * (n - 2)}) }}",
    "calls": lambda n: f"ASK {{ FILTER({'abs(' * (n - 2)}1{')' * (n - 2)}) }}",
    "subqueries": lambda n: f"ASK {{ {'{ SELECT * ' * (n - 1)}{{}} {'}' * (n - 1)} }}",
    "options": lambda n: f"ASK {{ {'OPTIONAL { ' * (n - 1)}{'} ' * (n - 1)} }}",
    "existence": lambda n: f"ASK {{ {'FILTER EXISTS { ' * (n - 1)}{'} ' * (n - 1)} }}",
    "triple terms": lambda n: (
        f"ASK {{ ?s ?p {'<<( ?s ?p ' * ((n - 1) // 2)}1{' )>>' * ((n - 1) // 2)} }}"
    ),
}
LONG: dict[str, Callable[[int], str]] = {
    "or": lambda n: f"ASK {{ FILTER(?a{'||?a' * n}) }}",
    "and": lambda n: f"ASK {{ FILTER(?a{'&&?a' * n}) }}",
    "plus": lambda n: f"ASK {{ FILTER(1{'+1' * n}) }}",
    "minus": lambda n: f"ASK {{ FILTER(1{'-1' * n}) }}",
    "not": lambda n: f"ASK {{ FILTER({'!' * n}true) }}",
    "alternative": lambda n: f"ASK {{ ?s schema:a{'|schema:b' * n} ?o }}",
    "union": lambda n: f"ASK {{ {{}} {'UNION{}' * n} }}",
    "minus group": lambda n: f"ASK {{ ?s ?p ?o {'MINUS{}' * n} }}",
    "filter": lambda n: f"ASK {{ {'FILTER(1) ' * n} }}",
    "bind": lambda n: f"ASK {{ {' '.join(f'BIND(1 AS ?a{i})' for i in range(n // 2))} }}",
    "calls": lambda n: f"SELECT ?s {{}} GROUP BY ?s {'(str(?s)) ' * n}",
    "conditions": lambda n: f"SELECT ?s {{}} GROUP BY ?s HAVING {'(1) ' * n}",
    "selected": lambda n: f"SELECT {' '.join(f'(1 AS ?a{i})' for i in range(n))} {{}}",
}


def refused(query: str) -> bool:
    try:
        limits.check(query)
    except UnsafeInput:
        return True
    return False


@pytest.mark.parametrize("kind", NESTED)
def test_deep_queries_are_refused(kind: str) -> None:
    assert not refused(NESTED[kind](limits.MAX_NESTING - 1))
    assert refused(NESTED[kind](2 * limits.MAX_NESTING))


def test_nested_blank_nodes_are_refused() -> None:
    """The engine survives them, but takes seconds."""
    assert refused(f"ASK {{ ?s ?p {'[ ?p ' * 101}1{']' * 101} }}")


@pytest.mark.parametrize("kind", LONG)
def test_long_chains_are_refused(kind: str) -> None:
    assert not refused(LONG[kind](limits.MAX_OPERATIONS - 10))
    assert refused(LONG[kind](2 * limits.MAX_OPERATIONS))


@pytest.mark.parametrize(
    "query", [NESTED[kind](limits.MAX_NESTING - 1) for kind in NESTED], ids=list(NESTED)
)
def test_the_engine_lives_with_what_is_let_through(query: str) -> None:
    Store().query(query)


JOINED: dict[str, Callable[[int], str]] = {
    "triples": lambda n: f"ASK {{ {'?s ?p ?o . ' * n} }}",
    "close": lambda n: f"ASK {{ {'?s ?p ?o.' * n} }}",
    "names": lambda n: f"ASK {{ {'?s ?p schema:a.' * n} }}",
    "numbers": lambda n: f"ASK {{ {'schema:a ?p 1.' * n} }}",
    "comments": lambda n: (
        f"ASK {{ {'?s ?p ?o # { VALUES ?x {' + chr(10) + '.'} {'?s ?p 1. ' * n} }}"
    ),
    "properties": lambda n: f"ASK {{ ?s {'?p ?o ; ' * n} }}",
    "objects": lambda n: f"ASK {{ ?s ?p ?o {', ?o' * n} }}",
    "blank": lambda n: f"ASK {{ {'[ ?p ?o ] ?q 1. ' * n} }}",
    "inner blank": lambda n: f"ASK {{ ?s ?p {'[], ' * n} 1 }}",
    "collection": lambda n: f"ASK {{ ?s ?p ({'<s:1>' * n}) }}",
    "collection of numbers": lambda n: f"ASK {{ ?s ?p ({'1 ' * n}) }}",
    "collection of texts": lambda n: "ASK { ?s ?p (" + "'a'" * n + ") }",
    "collections": lambda n: f"ASK {{ ?s ?p ({'(1) ' * n}) }}",
    "path": lambda n: f"ASK {{ ?s schema:a{'/schema:a' * n} ?o }}",
    "groups": lambda n: f"ASK {{ {'{ ?s ?p ?o } ' * n} }}",
    "options": lambda n: f"ASK {{ ?s ?p ?o {'OPTIONAL { ?s ?p ?o } ' * n} }}",
    "conditions": lambda n: f"ASK {{ FILTER(EXISTS {{ {'?s ?p ?o ; ?q ?r . ' * n} }}) }}",
    "behind rows": lambda n: (
        f"ASK {{ VALUES ?s {{ '}}' \"{{\" <a:'> }} # }}{chr(10)}{'?s ?p ?o . ' * n} }}"
    ),
    "named values": lambda n: f"ASK {{ ?s schema:VALUES ?o {{ {'?s ?p ?o . ' * n} }} }}",
    "variable values": lambda n: f"ASK {{ ?s ?p ?VALUES {{ {'?s ?p ?o . ' * n} }} }}",
}


@pytest.mark.parametrize("kind", JOINED)
def test_joins_of_many_are_refused(kind: str) -> None:
    """In the rest of the query the engine reads as many patterns as are counted, at most."""
    many = JOINED[kind](limits.MAX_PATTERNS + 1)
    assert refused(many)
    assert not refused(JOINED[kind](limits.MAX_PATTERNS // 4))


@pytest.mark.parametrize("kind", JOINED)
def test_they_are_queries(kind: str) -> None:
    assert not Store().query(JOINED[kind](10), prefixes=PREFIXES)


def test_what_words_find_is_let_through() -> None:
    hits = [Hit(f"https://desk.example/claim/a.b,{n}", "claim", "a", "", 0.5) for n in range(1000)]
    assert not refused(asking.bound("SELECT * { ?hit schema:about ?x }", hits))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["properties", "objects", "options"])
def test_the_engine_plans_what_is_let_through(kind: str) -> None:
    start = process_time()
    Store().query(JOINED[kind](limits.MAX_PATTERNS - 2))
    assert process_time() - start < 10


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["groups", "calls", "existence"])
def test_the_engine_dies_without_the_limit(kind: str) -> None:
    """If it stops doing so, the limit can go."""
    code = "import pyoxigraph, sys; pyoxigraph.Store().query(sys.stdin.read())"
    query = NESTED[kind](20_000).encode()
    ended = subprocess.run([sys.executable, "-c", code], input=query, capture_output=True)
    assert ended.returncode < 0


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ VALUES ?x {{ {' '.join(f'wd:a-b-c{i}' for i in range(3000))} }} }}",
        f"SELECT * {{ VALUES (?x ?y) {{ {'(1 <http://e.example/a-b/c+d*e>) ' * 3000} }} }}",
        f"SELECT * {{ ?s ?p ?o FILTER(?o IN ({', '.join(['1'] * 3000)})) }}",
        f"SELECT * {{ ?s ?p '{'(((' * 100}' , '''{'[[[' * 100}''' }} # {'{' * 200}",
        f"SELECT * {{ {'?s schema:name ?o . ' * 100} }}",
        "SELECT * { VALUES ?x { %s } }" % ("wd:a.b 0.5 '.}{,;' <http://e.example/a.b> " * 1000),
        f"SELECT * {{ ?s ?p ?o FILTER(?o IN ({', '.join(['wd:Q1'] * 3000)})) }}",
    ],
    ids=["names", "rows", "in", "strings", "triples", "dots", "list"],
)
def test_large_ordinary_queries_are_let_through(query: str) -> None:
    assert not refused(query)
