"""Words looked up in the texts of a release: claims, headlines, names, verdicts, any language."""

from __future__ import annotations

from claimgraph.search.asking import bound, values
from claimgraph.search.entries import KINDS
from claimgraph.search.finding import Hit, TookTooLong, find
from claimgraph.search.indexing import index

__all__ = ["KINDS", "Hit", "TookTooLong", "bound", "find", "index", "values"]
