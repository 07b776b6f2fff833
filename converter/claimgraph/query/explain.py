"""What a query does, step by step, how much matches each pattern, and how long it takes.

The engine does not tell its plan. What is shown is the algebra of the standard (SPARQL 1.1,
section 18), as rdflib reads it: while the engine may join in another order.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from pyoxigraph import QueryBoolean, QuerySolutions, Store
from pyparsing import ParseException
from rdflib import BNode, Graph, Variable
from rdflib.namespace import NamespaceManager
from rdflib.paths import Path
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from claimgraph.query import Result, run
from claimgraph.vocabulary import PREFIXES

HEAD = """The query as the standard reads it; the engine may join in another order.
Before a pattern: how many triples match it alone.
"""
_INNER = ("p", "p1", "p2")
_SHOWN = {"var": "", "term": "", "start": "from ", "length": "at most "}
_NUMBER = 12  # columns


def explained(store: Store, query: str) -> Iterator[str]:
    """Lines on a query, which is run to its end; raises ClaimgraphError as `run` does."""
    start = time.perf_counter()
    result = run(store, query)  # refuses what must not be run
    timed = _timed(result, start)
    yield from HEAD.splitlines()
    yield ""
    try:
        algebra = translateQuery(parseQuery(query), initNs=PREFIXES).algebra
    except (ParseException, SyntaxError, ValueError, TypeError, RecursionError) as error:
        yield f"(rdflib, which takes a query apart, does not read this one: {error})"
    else:
        yield from _steps(algebra, 0, "", store)
    yield ""
    yield timed


def _steps(node: CompValue, depth: int, graph: str, store: Store) -> Iterator[str]:
    yield f"{'':{_NUMBER}}  {'  ' * depth}{_named(node)}"
    if node.name == "Graph":
        graph = _spelt(node.term)
    for triple in node.triples if "triples" in node else ():
        yield _pattern(triple, depth + 1, graph, store)
    for inner in _inner(node):
        yield from _steps(inner, depth + 1, graph, store)


def _inner(node: CompValue) -> Iterator[CompValue]:
    """The steps below one; of joins in one another, all that are joined."""
    for key in _INNER:
        inner = node.get(key)
        if isinstance(inner, CompValue):
            same = inner.name == node.name in ("Join", "Union")
            yield from _inner(inner) if same else [inner]


def _named(node: CompValue) -> str:
    """The name of a step, and what it makes, groups by or looks at."""
    told = [f"{word}{_listed(node[key])}" for key, word in _SHOWN.items() if key in node]
    if node.name == "Project":
        told = [_listed(sorted(node.PV))]
    if node.name == "Filter":
        told = [_listed(sorted(_variables(node.expr)))]
    if node.name == "Group" and node.expr:
        told = [_listed(node.expr)]
    if node.name == "values":
        told = [_listed(sorted({variable for row in node.res for variable in row}))]
    return " ".join([str(node.name), *filter(None, told)])


def _variables(expression: Any) -> set[Variable]:
    if isinstance(expression, Variable):
        return {expression}
    inner: Iterable[Any] = ()
    if isinstance(expression, CompValue):
        inner = (value for key, value in expression.items() if key != "graph")
    elif isinstance(expression, list):
        inner = expression
    return {variable for one in inner for variable in _variables(one)}


def _listed(value: Any) -> str:
    return " ".join(map(_spelt, value)) if isinstance(value, list) else _spelt(value)


def _spelt(term: Any) -> str:
    if isinstance(term, BNode):
        return f"?_{term}"
    return str(term.n3()) if hasattr(term, "n3") else str(term)


def _pattern(triple: tuple[Any, Any, Any], depth: int, graph: str, store: Store) -> str:
    shown = "  " * depth + " ".join(map(_shown, triple))
    if isinstance(triple[1], Path):
        return f"{'path':>{_NUMBER}}  {shown}"
    return f"{_number(' '.join(map(_spelt, triple)), graph, store):>{_NUMBER},}  {shown}"


def _shown(term: Any) -> str:
    """The term with prefixes, for reading."""
    return "[]" if isinstance(term, BNode) else str(term.n3(_names()))


@cache
def _names() -> NamespaceManager:
    names = NamespaceManager(Graph(), bind_namespaces="none")
    for prefix, space in PREFIXES.items():
        names.bind(prefix, space)
    return names


def _number(pattern: str, graph: str, store: Store) -> int:
    inside = f"GRAPH {graph} {{ {pattern} }}" if graph else pattern
    (found,) = store.query(f"SELECT (COUNT(*) AS ?count) {{ {inside} }}")  # type: ignore[misc]
    return int(found["count"].value)


def _timed(result: Result, start: float) -> str:
    if isinstance(result, QueryBoolean):
        return f"The answer is {'yes' if result else 'no'}."
    number, first = 0, start
    for _ in result:
        number += 1
        first = first if number > 1 else time.perf_counter()
    if not number:
        first = time.perf_counter()
    what = "rows" if isinstance(result, QuerySolutions) else "triples"
    last = time.perf_counter() - start
    return f"{number:,} {what}: the first after {first - start:.3f} s, the last after {last:.3f} s."
