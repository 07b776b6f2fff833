"""Words looked up in the texts of a release: claims, headlines, names, verdicts, any language."""

from __future__ import annotations

from claimgraph.search.asking import bound, values
from claimgraph.search.entries import KINDS
from claimgraph.search.finding import Best, Damaged, Hit, TookTooLong, Unavailable, best, find
from claimgraph.search.indexing import index
from claimgraph.search.mending import is_damaged, looked_up

__all__ = [
    "KINDS",
    "Best",
    "Damaged",
    "Hit",
    "TookTooLong",
    "Unavailable",
    "best",
    "bound",
    "find",
    "index",
    "is_damaged",
    "looked_up",
    "values",
]
