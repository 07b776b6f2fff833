"""News items of agencies: most are known by an identifier that is no URL.

`urn:newsml:dpa.com:20090101:…` (RFC 3085) and `tag:reuters.com,2018:…` (RFC 4151) name the
agency's site, within which names are known. Where the identifier names none, names are known
within the item alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import msgspec

from claimgraph.records import Actor, Article, Place
from claimgraph.sources import schema_org
from claimgraph.sources.account import Account
from claimgraph.sources.identity import desk_site, key
from claimgraph.sources.node import Around
from claimgraph.sources.told import Told
from claimgraph.web import urls

_AUTHORITY = re.compile(
    r"(?:urn:newsml:|tag:)((?:[a-z0-9-]+\.)+[a-z]{2,})(?:,\d{4}[\d-]*)?:", re.IGNORECASE
)
Thing = Actor | Place
NOWHERE = "invalid"  # the top-level domain that never is one: RFC 2606


def site(uri: str) -> str:
    """The site of whoever gave the identifier, or one that stands for the item alone."""
    try:
        return desk_site(standing(uri))
    except ValueError:
        return f"{key(uri)}.{NOWHERE}"


def standing(uri: str) -> str:
    """The URL that the identifier is, or one that stands for it and leads nowhere."""
    if uri.lower().startswith(("http://", "https://")):
        return urls.absolute(uri)
    found = _AUTHORITY.match(uri)
    host = found[1].lower() if found else f"{key(uri)}.{NOWHERE}"
    return f"https://{host}/{quote(uri, safe='')}"


def told(value: dict[str, Any], uri: str, around: Around, line: int, account: Account) -> Told:
    """The item, which is a node of schema.org without URL, as records."""
    try:
        url = standing(uri)
    except ValueError as error:
        account.lose("uri", str(error), uri)
        return Told(line, refused="its identifier cannot be read")
    linked = url if uri.lower().startswith("http") else None
    if linked is None and site(uri).endswith(f".{NOWHERE}"):
        for one in value.pop("publisher", []):
            account.leave("publisher of an item whose site is not known", one["name"])
    item = schema_org.told({**value, "url": url}, around, line, account)
    if linked or not item.records:
        return item
    article, *others = item.records
    assert isinstance(article, Article)
    return item._replace(records=(msgspec.structs.replace(article, url=None), *others))


def naming(item: Told, things: Sequence[tuple[Thing, bool]]) -> Told:
    """The item with actors and places, each with whether it is about them or only names them."""
    if not item.records or not things:
        return item
    article, *others = item.records
    assert isinstance(article, Article)
    about = dict.fromkeys(one.id for one, is_about in things if is_about)
    mentions = dict.fromkeys(one.id for one, _ in things if one.id not in about)
    article = msgspec.structs.replace(article, about=tuple(about), mentions=tuple(mentions))
    known = {one.id: one for one in (*(one for one, _ in things), *others)}
    return item._replace(records=(article, *known.values()))
