"""Hits in a query: ?hit and ?score are bound to them where its pattern begins."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import NamedNode

from claimgraph.errors import ClaimgraphError
from claimgraph.query.tokens import code
from claimgraph.search.finding import Hit

_PATTERN = re.compile(r"(?<![\w:?$.-])WHERE\s*\{", re.IGNORECASE)


def bound(query: str, hits: Iterable[Hit]) -> str:
    """The query for the hits alone: in its outermost pattern ?hit is a thing, ?score its score.

    Raises ClaimgraphError for a query that asks for no ?hit.
    """
    text = code(query)
    if not re.search(r"[?$]hit\b", text):
        raise ClaimgraphError("the query has no ?hit for what is found: { ?hit schema:about ?x }")
    where = _PATTERN.search(text)
    place = where.end() if where else text.find("{") + 1
    return f"{query[:place]} {values(hits)} {query[place:]}" if place else query


def values(hits: Iterable[Hit]) -> str:
    """A VALUES block of SPARQL that binds ?hit to the things and ?score to their scores.

    Scores are decimals: a sign, as in 1e-6, would count as an operator of the query.
    """
    rows = "".join(f" ({NamedNode(hit.iri)} {hit.score:.9f})" for hit in hits)
    return f"VALUES (?hit ?score) {{{rows} }}"
