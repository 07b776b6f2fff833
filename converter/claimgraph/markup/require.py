"""Why a review's markup would not do: what Google requires of it."""

from __future__ import annotations

import re
from typing import Any

from claimgraph.gate import scale
from claimgraph.markup.nest import Node

_URL = re.compile(r"https?://[^/?#]", re.IGNORECASE)


def lacking(review: Node) -> str:
    """The first thing that is wrong with the markup of a review; "" where nothing is.

    The rules are those of the Violations of shapes/google.ttl.
    """
    if not review.get("claimReviewed", "").strip():
        return "no claimReviewed"
    urls = _listed(review.get("url"))
    if not urls or not all(map(_URL.match, urls)):
        return "no http(s) url"
    ratings = _listed(review.get("reviewRating"))
    if not ratings:
        return "no rating"
    return next(filter(None, map(_wrong, ratings)), "")


def _wrong(rating: Any) -> str:
    if not str(rating.get("alternateName", "")).strip():
        return "a rating without a label"
    given = scale.Scale(*(str(rating.get(name, "")) for name in _SCALE))
    if scale.not_numbers(given):
        return "a rating whose numbers are none"
    if scale.is_upside_down(given):
        return "a scale whose worst value is not less than its best"
    return "a rating beyond its scale" if scale.is_beyond(given) else ""


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


_SCALE = ("ratingValue", "bestRating", "worstRating")
