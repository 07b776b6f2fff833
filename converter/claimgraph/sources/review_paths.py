"""Reviews put together from single values, each under its path in schema.org's JSON-LD.

What readers of tables and of other people's JSON share: `itemReviewed.author.name` is the name of
the author of the item reviewed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from claimgraph.sources.account import Account

TYPES = {
    "author": "Organization",
    "contributor": "Person",
    "reviewRating": "Rating",
    "itemReviewed": "Claim",
    "itemReviewed.appearance": "CreativeWork",
    "itemReviewed.firstAppearance": "CreativeWork",
}
PATHS = (
    "author.name",
    "author.sameAs",
    "author.url",
    "claimReviewed",
    "contributor.name",
    "contributor.sameAs",
    "contributor.url",
    "dateModified",
    "datePublished",
    "headline",
    "identifier",
    "inLanguage",
    "itemReviewed.appearance.url",
    "itemReviewed.author.jobTitle",
    "itemReviewed.author.name",
    "itemReviewed.author.sameAs",
    "itemReviewed.author.url",
    "itemReviewed.datePublished",
    "itemReviewed.firstAppearance.url",
    "itemReviewed.sameAs",
    "reviewRating.alternateName",
    "reviewRating.bestRating",
    "reviewRating.ratingValue",
    "reviewRating.worstRating",
    "sdLicense",
    "url",
)
_SINGLE = ("itemReviewed", "reviewRating")  # a review has one of each


def review(values: Mapping[str, Any]) -> dict[str, Any]:
    """A ClaimReview of values by their paths; a list makes one node of each of its values."""
    found: dict[str, Any] = {"@type": "ClaimReview"}
    for path, value in values.items():
        parent, _, name = path.rpartition(".")
        if isinstance(value, list) and parent not in ("", *_SINGLE):
            above, _, last = parent.rpartition(".")
            known = _inside(found, parent)
            _inside(found, above)[last] = [{**known, name: one} for one in value]
        else:
            _inside(found, parent)[name] = value
    return found


def claim(values: Mapping[str, Any]) -> dict[str, Any]:
    """The Claim alone of what would be a review."""
    around = review(values)
    found: dict[str, Any] = {"@type": "Claim", **around.get("itemReviewed", {})}
    return found | ({"text": around["claimReviewed"]} if "claimReviewed" in around else {})


def taken(value: Any, paths: Mapping[str, str], name: str, account: Account) -> dict[str, Any]:
    """The values of an object of JSON by the paths that a table gives them.

    The table's keys are paths in the object, which `name` stands for in the account: there goes
    what the table does not know. "" is the path of what is dropped because it says nothing.
    """
    found: dict[str, Any] = {}
    for key, leaf in _leaves(value, ""):
        if key not in paths:
            account.leave(f"{name}.{key}", leaf)
        elif paths[key]:
            found[paths[key]] = leaf
    return found


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Everything in an object that is no object itself and no empty value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}".lstrip("."))
    elif value not in (None, "", []):
        yield path, value


def _inside(tree: dict[str, Any], path: str) -> dict[str, Any]:
    names = path.split(".") if path else []
    for depth, name in enumerate(names, 1):
        inner = tree.setdefault(name, _typed(".".join(names[:depth])))
        tree = inner[0] if isinstance(inner, list) else inner
    return tree


def _typed(path: str) -> dict[str, Any]:
    return {"@type": TYPES[path]} if path in TYPES else {}
