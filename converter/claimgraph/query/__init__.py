"""Ask RDF files in SPARQL: they are loaded, a query is checked and run, its result written."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from claimgraph.errors import ClaimgraphError
from claimgraph.query import guard, limits
from claimgraph.query.syntax import explained
from claimgraph.vocabulary import PREFIXES

Result = QuerySolutions | QueryBoolean | QueryTriples


def run(
    store: Store,
    query: str,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> Result:
    """Run one query; the prefixes of `claimgraph.vocabulary` need not be declared.

    The graphs, by their IRIs, are its data set; without any, what its text says, or all of the
    store. Raises UnsafeInput for SERVICE and for a query that is too large, ClaimgraphError for
    one that is not SPARQL, changes data, or uses a function that does not exist.
    """
    guard.check(query)
    limits.check(query)
    default, named = _nodes(default_graphs), _nodes(named_graphs)
    given = bool(default or named)
    try:
        return store.query(
            query,
            prefixes=PREFIXES,
            default_graph=[*default] if given else None,
            named_graphs=[*named] if given else None,
        )
    except SyntaxError as error:
        raise ClaimgraphError(explained(query, str(error))) from error
    except RuntimeError as error:
        raise ClaimgraphError(f"the query cannot be run: {error}") from error


def _nodes(iris: Sequence[str]) -> list[NamedNode]:
    try:
        return [NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise ClaimgraphError(f"the name of a graph is no IRI: {error}") from error
