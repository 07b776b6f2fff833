"""The items in one JSON-LD document: wherever reviews, claims and articles stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

from msgspec import ValidationError, convert

from claimgraph.records.settings import Settings
from claimgraph.sources.account import Account
from claimgraph.sources.node import Around, listed, local, types
from claimgraph.sources.references import References
from claimgraph.sources.schema_org import kind, told
from claimgraph.sources.told import WEB, Told
from claimgraph.statements.names import local as name

_LEAVES = ("ClaimReview", "MediaReview", "Claim")  # what stands in these belongs to them
_REVIEWS = ("ClaimReview", "MediaReview")
_WANTED = (*_LEAVES, "NewsArticle")
_WRAPPERS = {"datafeed", "datafeeditem"}
_DOWN = ("@graph", "mainentity", "datafeedelement", "item")
_FORM = re.compile(  # of our IRIs: base, kind, source, id
    r"(?P<base>https?://[A-Za-z0-9.-]+(?::\d{1,5})?/(?:[A-Za-z0-9._~-]+/)*?)"
    r"(?:review|claim|article)/(?P<source>[^/?#]+)/[^/?#]+"
)


class _Found(NamedTuple):
    value: dict[str, Any]
    kind: str
    is_top: bool


def items(
    document: Any, around: Around, line: int, account: Account, ours: Settings | None = None
) -> Iterator[Told]:
    """One Told for each review, claim and article; other things at the top are counted.

    An article without URL has that of the page only if it alone stands at the top. With `ours`,
    what has an IRI beneath its base keeps it. Raises UnsafeInput as References does.
    """
    found = _unreferred(list(_found(document, account, is_top=True)))
    known = around._replace(nodes=References(document))
    tops = [one for one in found if one.kind == "NewsArticle" and one.is_top]
    for one in found:
        whole = one.kind in _LEAVES or (len(tops) == 1 and one is tops[0])
        place = known if whole else known._replace(url="")
        settings = _source(one, ours)
        if settings and settings.source != WEB:  # whose ids are made anew, from URLs and names
            place = place._replace(own=f"{settings.base}{{}}/{name(settings.source)}/")
        if settings:
            place = place._replace(base=settings.base)
        yield told(one.value, place, line, account)._replace(settings=settings)


def _unreferred(found: list[_Found]) -> list[_Found]:
    """Without the claims that a review refers to: these are told with it."""
    reviewed = {
        _iri(item)
        for one in found
        if one.kind in _REVIEWS
        for item in listed(one.value.get("itemReviewed"))
        if isinstance(item, dict) and item.keys() <= {"@id", "@type"}
    }
    return [one for one in found if one.kind != "Claim" or _iri(one.value) not in reviewed - {""}]


def _source(found: _Found, ours: Settings | None) -> Settings | None:
    """The settings of the source that an item of ours is from.

    Ours is what has an IRI of our form beneath the base in use, or of which the rating has one.
    """
    own, rating = _iri(found.value), _iri(found.value.get("reviewRating"))
    form = _FORM.fullmatch(own)
    if not ours or not form:
        return None
    base, rest = form["base"], own.removeprefix(form["base"]).partition("/")[2]
    if base != ours.base and rating != f"{base}rating/{rest}":
        return None
    try:
        settings = convert({"base": base, "source": unquote(form["source"])}, Settings)
    except ValidationError:
        return None
    return settings if name(settings.source) == form["source"] else None


def _iri(value: Any) -> str:
    found = value.get("@id") if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def _found(
    value: Any, account: Account, is_top: bool, wanted: tuple[str, ...] = _WANTED
) -> Iterator[_Found]:
    for one in listed(value):
        if not isinstance(one, dict):
            if is_top:
                account.leave("no node", one)
            continue
        name = kind(one)
        if name in wanted:
            yield _Found(one, name, is_top)
        elif is_top:
            _left(one, account)
        inside = _REVIEWS if name in _LEAVES else wanted
        for key, inner in _licensed(one).items():
            if not key.startswith("@") or key == "@graph":
                yield from _found(inner, account, is_top and local(key) in _DOWN, inside)


def _left(node: dict[str, Any], account: Account) -> None:
    """Count a node at the top that is none of those wanted, and holds none as a feed does."""
    own = types(node)
    fields = [key for key in node if not key.startswith("@") and local(key) not in _DOWN]
    if not _WRAPPERS & set(own) and (own or fields):
        account.leave(f"@type {' '.join(own) or '(none)'}", ", ".join(sorted(map(str, node))))


def _licensed(value: dict[str, Any]) -> dict[str, Any]:
    """A feed's licence holds for its items that name none."""
    license_ = value.get("sdLicense")
    if not license_ or not _WRAPPERS & set(types(value)):
        return value
    handed = {}
    for key, inner in value.items():
        if local(key) in _DOWN:
            inner = [
                {"sdLicense": license_, **one} if isinstance(one, dict) else one
                for one in listed(inner)
            ]
        handed[key] = inner
    return handed
