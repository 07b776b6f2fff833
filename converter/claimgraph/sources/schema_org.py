"""What one node of schema.org tells, whichever reader met it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from claimgraph.sources import claimreview, works
from claimgraph.sources.account import Account
from claimgraph.sources.node import Around, Node, types
from claimgraph.sources.told import Told

_NAMES = {
    "claimreview": "ClaimReview",
    "mediareview": "MediaReview",
    "claim": "Claim",
    "creativework": "CreativeWork",
    **dict.fromkeys(works.ARTICLES, "NewsArticle"),
}
_TELL: dict[str, Callable[[Node, int], Told]] = {
    "ClaimReview": claimreview.review,
    "MediaReview": claimreview.review,
    "Claim": claimreview.claim,
    "NewsArticle": works.article,
    "CreativeWork": works.work,
}


def kind(value: dict[str, Any]) -> str:
    """Which of the things that are read a node is: the first in the order above; "" for none."""
    own = types(value)
    return next((name for one, name in _NAMES.items() if one in own), "")


def told(value: dict[str, Any], around: Around, line: int, account: Account) -> Told:
    """The item as records, or why there are none."""
    name = kind(value)
    if not name:
        return Told(line, refused="of a type that is not read")
    return _TELL[name](Node(value, name, around, account), line)
