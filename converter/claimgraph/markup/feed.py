"""The feed: every review of a release in one DataFeed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from claimgraph.markup.nest import CONTEXT, Node


def feed(reviews: Sequence[Node]) -> Node:
    """The reviews, in their order, as the elements of a feed.

    Its `dateModified` is the latest of theirs. It has a licence if they all have that one.
    """
    items = [_item(one) for one in reviews]
    dates = [item["dateModified"] for item in items if "dateModified" in item]
    licenses = {str(one.get("sdLicense", "")) for one in reviews}
    head: Node = {"@context": CONTEXT, "@type": "DataFeed"}
    if dates:
        head["dateModified"] = max(dates, key=_instant)
    if len(licenses) == 1 and reviews[0].get("sdLicense"):
        head["sdLicense"] = reviews[0]["sdLicense"]
    return head | {"dataFeedElement": items}


def _item(review: Node) -> Node:
    dates = {"dateCreated": _first(review, ("datePublished",))}
    dates["dateModified"] = _first(review, ("dateModified", "datePublished"))
    known = {name: date for name, date in dates.items() if date}
    return {"@type": "DataFeedItem", **known, "item": review}


def _first(review: Node, names: Iterable[str]) -> str:
    return next((str(review[name]) for name in names if name in review), "")


def _instant(text: str) -> tuple[datetime, str]:
    """The beginning of a date as XSD spells it; without an offset it is read as UTC."""
    day, _, time = text.partition("T")
    whole = f"{day}-01-01"[:10] + (f"T{time}" if time else "")
    try:
        instant = datetime.fromisoformat(whole)
    except ValueError:
        instant = datetime.min
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)), text
