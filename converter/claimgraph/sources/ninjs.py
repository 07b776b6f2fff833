"""IPTC ninjs 1.x to 3.x: news items, and events with places and organisers.

Without a version, a field that no version allows is lost alone; with one, the item is refused for
a field that is mapped and that this version does not allow. Items in `associations` are items too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from claimgraph.errors import ClaimgraphError
from claimgraph.repair import json_repair
from claimgraph.repair.decoding import decode
from claimgraph.sources import news_events, news_items, ninjs_fields
from claimgraph.sources.account import Account
from claimgraph.sources.ninjs_fields import Fields
from claimgraph.sources.ninjs_rules import LAST, Version, fault, forbidden
from claimgraph.sources.node import Around, tagged
from claimgraph.sources.told import Given, Reader, Told

_HEAD = 64 * 1024  # bytes that detection looks at
_OPENS = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")
_URI = re.compile(rb'"uri"\s*:')
_OWN = re.compile(
    rb'"(?:(?:version|first)_?created|pubstatus|representationtype|headlines?|body_\w+|bodies'
    rb'|eventDetails|plannedCoverage|renditions|associations|altids|infosources?|byline)"\s*:',
    re.IGNORECASE,
)
_OTHERS = re.compile(rb'"(?:@context|@type|@graph|claimReview)"\s*:')
_VERSION = re.compile(r"([1-3])\.(?:(\d{1,2})|x_dev)", re.ASCII)
_STANDARD = ("standard", "$standard")  # which standard it is: nothing to map
_NESTED_NAME = (2, 1)  # since then an item in `associations` has a name


def knows(data: bytes) -> bool:
    """Whether it begins like ninjs."""
    head = data[:_HEAD]
    own = _OPENS.match(head) and _URI.search(head) and _OWN.search(head)
    return bool(own) and not _OTHERS.search(head)


def read(given: Given, account: Account) -> Iterator[Told]:
    """The items of one file, whatever their version."""
    return _read(given, account, None)


def read_version(version: str) -> Reader:
    """The reader for `1.1`, or a draft such as `2.x_dev`; raise ClaimgraphError for no version."""
    found = _VERSION.fullmatch(version)
    if not found:
        raise ClaimgraphError(f"ninjs has no version `{version}`; name one, such as ninjs/2.1")
    wanted = int(found[1]), int(found[2] or LAST)
    return lambda given, account: _read(given, account, wanted)


def _read(given: Given, account: Account, version: Version | None) -> Iterator[Told]:
    text, rules = decode(given.data, given.content_type)
    account.repair(rules)
    value, rules = json_repair.loads(text)
    account.repair(rules)
    around = given.around()._replace(url="")
    for line, (item, is_top) in enumerate(_items(value), 1):
        if not isinstance(item, dict):
            yield Told(line, refused="an item that is no object")
        elif why := _forbidden(item, is_top, version):
            yield Told(line, refused=why)
        else:
            yield _told(_understood(item, account), is_top, around, line, account)


def _items(value: Any, is_top: bool = True) -> Iterator[tuple[Any, bool]]:
    """The items, each before those in its `associations`, with whether it stands at the top."""
    for one in value if isinstance(value, list) and is_top else [value]:
        yield one, is_top
        inner = one.get("associations") if isinstance(one, dict) else None
        if isinstance(inner, dict | list):
            for nested in inner.values() if isinstance(inner, dict) else inner:
                yield from _items(nested, is_top=False)


def _forbidden(item: dict[str, Any], is_top: bool, version: Version | None) -> str:
    """Why the version does not allow the item, by what is mapped; "" where it does."""
    if version is None:
        return ""
    if not is_top and version >= _NESTED_NAME and "name" not in item:
        return "an item in `associations` has no `name`"
    found = ((name, forbidden(name, value, version)) for name, value in item.items())
    return next((f"`{name}` {why}" for name, why in found if why), "")


def _understood(item: dict[str, Any], account: Account) -> Fields:
    """The fields without what no version allows, which the account tells."""
    kept = {}
    for name, value in item.items():
        if why := fault(name, value):
            account.lose(f"ninjs.{name}", why, value)
        else:
            kept[name] = value
    kept.pop("associations", None)
    return kept


def _told(fields: Fields, is_top: bool, around: Around, line: int, account: Account) -> Told:
    uri = fields.pop("uri", "").strip()
    kind = fields.pop("type", "text" if is_top else "")
    if not uri:
        return Told(line, refused="an item without `uri`")
    if kind == "event" or "eventDetails" in fields:
        item = _event(fields, uri, around, line, account)
    elif kind == "planning":
        return Told(line, refused="a plan of coverage, which tells of no event")
    else:
        item = _article(fields, kind == "text", uri, around, line, account)
    for name, value in fields.items():
        if name not in _STANDARD:
            account.leave(f"ninjs.{name}", value)
    return item


def _event(fields: Fields, uri: str, around: Around, line: int, account: Account) -> Told:
    happening = ninjs_fields.happening(fields, uri, around.language, account)
    records = news_events.records(happening, news_items.site(uri), account)
    return Told(line, records, "" if records else "an event without a name")


def _article(
    fields: Fields, is_text: bool, uri: str, around: Around, line: int, account: Account
) -> Told:
    language = tagged(fields.get("language", "")) or around.language
    value = {
        "@type": "NewsArticle" if is_text else "CreativeWork",
        "headline": ninjs_fields.headline(fields),
        "inLanguage": ninjs_fields.first(fields, "language"),
        "datePublished": ninjs_fields.first(fields, "firstcreated", "firstCreated"),
        "dateModified": ninjs_fields.first(fields, "versioncreated", "versionCreated"),
        "author": ninjs_fields.author(fields),
        "publisher": ninjs_fields.publisher(fields),
        "identifier": ninjs_fields.identifiers(fields, uri, account),
    }
    site = news_items.site(uri)
    named = (
        (news_events.actor, ninjs_fields.parties(fields)),
        (news_events.place, ninjs_fields.places(fields, account)),
    )
    things = [
        (found, rel == "about")
        for make, all_ in named
        for one, rel in all_
        if (found := make(one, site, language, account))
    ]
    return news_items.naming(news_items.told(value, uri, around, line, account), things)
