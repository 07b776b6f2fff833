"""Ask RDF files in SPARQL: they are loaded, a query is checked and run, its result written."""

from __future__ import annotations

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

from claimgraph.errors import ClaimgraphError
from claimgraph.query import guard, limits
from claimgraph.query.syntax import explained
from claimgraph.vocabulary import PREFIXES

Result = QuerySolutions | QueryBoolean | QueryTriples


def run(store: Store, query: str) -> Result:
    """Run one query; the prefixes of `claimgraph.vocabulary` need not be declared.

    Raises UnsafeInput for SERVICE and for a query that is too large, ClaimgraphError for one
    that is not SPARQL, changes data, or uses a function that does not exist.
    """
    guard.check(query)
    limits.check(query)
    try:
        return store.query(query, prefixes=PREFIXES)
    except SyntaxError as error:
        raise ClaimgraphError(explained(query, str(error))) from error
    except RuntimeError as error:
        raise ClaimgraphError(f"the query cannot be run: {error}") from error
