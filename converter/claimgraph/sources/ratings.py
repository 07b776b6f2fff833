"""Ratings as desks publish them: the label as it stands, numbers where they make sense."""

from __future__ import annotations

from claimgraph import verdicts as tables
from claimgraph.records.fields import words
from claimgraph.records.review import Rating, Verdicts
from claimgraph.sources.node import Node
from claimgraph.sources.works import worded

Number = int | float
_NUMBERS = ("ratingValue", "bestRating", "worstRating")


def rating(review: Node, language: str) -> Rating | None:
    """The desk's rating, if it says anything."""
    nodes = review.nodes("reviewRating")
    for other in nodes[1:]:
        review.account.lose(f"{review.path}.reviewRating", "further rating", other.value)
    node = nodes[0] if nodes else Node({}, review.path, review.around, review.account)
    label = node.text("alternateName", "name") or _category(review) or _worded_value(node)
    value, best, worst = _scale(node)
    node.leave()
    if not label and value is None:
        return None
    return Rating(
        label=worded(label, language) if label else None, value=value, best=best, worst=worst
    )


def verdicts(given: Rating | None, site: str, language: str) -> Verdicts | None:
    """What the tables say of the label, else of the number; nothing where they are silent."""
    verdict = explained(given, site, language)
    return Verdicts(**verdict.axes) if verdict and verdict.axes else None  # type: ignore[arg-type]


def explained(given: Rating | None, site: str, language: str) -> tables.Verdict | None:
    """The row of the tables that holds for a rating."""
    if given is None:
        return None
    label = text(given)
    if label and (found := tables.explain(label, site, language)):
        return found
    if given.value is None or given.best is None or given.worst is None:
        return None
    return tables.scale(given.value, given.best, given.worst, site)


def text(given: Rating) -> str:
    """The label in whatever language."""
    return words(given.label or "")


def _category(review: Node) -> str:
    """What a MediaReview says of a medium's authenticity, as the name of schema.org's value."""
    found = review.text("mediaAuthenticityCategory") if "mediareview" in review.types else ""
    return found.rpartition("/")[2]


def _worded_value(node: Node) -> str:
    """Some write the label where the number belongs."""
    if not any(isinstance(one, str) and _is_worded(one) for one in node.values("ratingValue")):
        return ""
    found = next(filter(_is_worded, node.texts("ratingValue")), "")
    node.account.repair(["label-as-value"] if found else [])
    return found


def _is_worded(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return any(char.isalpha() for char in text)
    return False  # `1e400`


def _scale(node: Node) -> tuple[Number | None, Number | None, Number | None]:
    """Value, best and worst; nothing where they contradict each other."""
    if _worded_value(node):
        return None, None, None
    value, best, worst = (node.number(name) for name in _NUMBERS)
    if best is not None and worst is not None:
        low, high = sorted((best, worst))
        if low == high or (value is not None and not low <= value <= high):
            node.account.repair(["senseless-scale"])
            return None, None, None
    return value, best, worst
