"""Queries that would exhaust the engine's stack are refused, large ordinary ones are not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from pyoxigraph import Store

from claimgraph.errors import UnsafeInput
from claimgraph.query import limits

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
        f"SELECT * {{ {'?s schema:name ?o . ' * 500} }}",
    ],
    ids=["names", "rows", "in", "strings", "triples"],
)
def test_large_ordinary_queries_are_let_through(query: str) -> None:
    assert not refused(query)
