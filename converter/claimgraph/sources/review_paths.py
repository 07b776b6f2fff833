"""Reviews put together from single values, each under its path in schema.org's JSON-LD.

What readers of tables and of other people's JSON share: `itemReviewed.author.name` is the name of
the author of the item reviewed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
_TYPE = ".@type"
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
    """A ClaimReview of values by their paths.

    A list makes one node of each of its values, unless other values say something of that node.
    """
    said = {path: value for path, value in values.items() if not path.endswith(_TYPE)}
    types = TYPES | {path.removesuffix(_TYPE): values[path] for path in values.keys() - said.keys()}
    found: dict[str, Any] = {"@type": "ClaimReview"}
    for path, value in said.items():
        parent, _, name = path.rpartition(".")
        if isinstance(value, list) and parent not in ("", *_SINGLE) and _alone(parent, said):
            above, _, last = parent.rpartition(".")
            nodes = [{**_typed(parent, types), name: one} for one in value]
            _inside(found, above, types)[last] = nodes
        else:
            _inside(found, parent, types)[name] = value
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


def _alone(parent: str, paths: Iterable[str]) -> bool:
    """Whether one path alone leads into a node."""
    return sum(path.startswith(f"{parent}.") for path in paths) == 1


def _inside(tree: dict[str, Any], path: str, types: Mapping[str, str]) -> dict[str, Any]:
    names = path.split(".") if path else []
    for depth, name in enumerate(names, 1):
        tree = tree.setdefault(name, _typed(".".join(names[:depth]), types))
    return tree


def _typed(path: str, types: Mapping[str, str]) -> dict[str, Any]:
    return {"@type": types[path]} if path in types else {}
