"""Hits in a query: ?hit and ?score are bound to them where its pattern begins."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import NamedNode

from claimgraph.errors import ClaimgraphError
from claimgraph.query.tokens import code
from claimgraph.search.finding import Hit

_WRITTEN = re.compile(r"\}\s*WHERE\s*\{", re.IGNORECASE)  # behind the template of CONSTRUCT


def bound(query: str, hits: Iterable[Hit]) -> str:
    """The query for the hits alone: in its outermost pattern ?hit is a thing, ?score its score.

    Raises ClaimgraphError for a query that asks for no ?hit.
    """
    text = code(query)
    if not re.search(r"[?$]hit\b", text):
        raise ClaimgraphError(
            "--search binds what it finds to ?hit, and the query has none; ask for instance "
            "SELECT ?hit ?event { ?hit schema:about ?event }"
        )
    place = _pattern(text)
    return f"{query[:place]} {values(hits)} {query[place:]}" if place else query


def _pattern(text: str) -> int:
    """Where the outermost pattern of a query begins; 0 where it has none."""
    where = 0
    if re.search(r"\bCONSTRUCT\b", text, re.IGNORECASE):
        written = _WRITTEN.search(text)
        if not written:
            raise ClaimgraphError("--search needs CONSTRUCT { … } WHERE { … }, both written out")
        where = written.end() - 1
    depth = 0
    for at in range(where, len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if text[at] == "{" and depth == 0:
            return at + 1
    return 0


def values(hits: Iterable[Hit]) -> str:
    """A VALUES block of SPARQL that binds ?hit to the things and ?score to their scores.

    Scores are decimals: a sign, as in 1e-6, would count as an operator of the query.
    """
    rows = "".join(f" ({NamedNode(hit.iri)} {hit.score:.9f})" for hit in hits)
    return f"VALUES (?hit ?score) {{{rows} }}"
