"""NewsML-G2: news items, and events told by concept and knowledge items; also in a news message.

https://iptc.org/standards/newsml-g2/. A package holds no news of its own. Of a qualified code
`alias:code` the meaning is known where the item's own catalog tells it: none is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from claimgraph.records.actor import ActorType
from claimgraph.records.event import RoleName
from claimgraph.repair.unreadable import Unreadable
from claimgraph.sources import news_events, news_items
from claimgraph.sources.account import Account
from claimgraph.sources.news_events import Happening, Named
from claimgraph.sources.node import Around, tagged
from claimgraph.sources.told import Given, Told
from claimgraph.web.safe_xml import parsed
from claimgraph.web.url_parts import LONGEST

NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
_NAR = f"{{{NAMESPACE}}}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_HEAD = 16 * 1024  # bytes that detection looks at
_WITHIN = ("newsMessage", "itemSet")
_ITEMS = ("newsItem", "packageItem", "planningItem", "catalogItem", "conceptItem", "knowledgeItem")
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:newsMessage|" + "|".join(_ITEMS).encode() + rb")[\s>]")
_PARTIES: dict[str, ActorType] = {"person": "person", "organisation": "organization"}
_PLACES = ("geoArea", "poi")
_ROLES: dict[str, RoleName] = {"organiser": "organizer", "participant": "participant"}
_USED = {
    "newsItem/itemMeta": {"itemClass", "provider", "versionCreated", "firstCreated"},
    "newsItem/contentMeta": {"headline", "by", "creator", "language", "altId", "subject"},
    "concept": {"conceptId", "type", "name", "eventDetails"},
    "eventDetails": {"dates", "location", "organiser", "participant"},
    "eventDetails/dates": {"start", "end"},
}


def knows(data: bytes) -> bool:
    """Whether it begins like NewsML-G2."""
    head = data[:_HEAD]
    return NAMESPACE.encode() in head and bool(_ROOT.search(head))


class _Item(NamedTuple):
    """An item, and what it says for all that is in it: its schemes are by alias."""

    element: Element
    guid: str
    language: str
    names: dict[str, str]
    concepts: list[Element]


def read(given: Given, account: Account) -> Iterator[Told]:
    """One item for each news item, package and concept; raises as `safe_xml.parsed` does."""
    found = list(_items(parsed(given.data)))
    if not found:
        raise Unreadable(0, "no NewsML-G2: it has no item of that namespace")
    lines, around = count(1), given.around()._replace(url="")
    for item in found:
        inside = around._replace(language=item.language or around.language)
        if len(item.guid) > LONGEST:
            yield Told(next(lines), refused=f"a `guid` of more than {LONGEST} characters")
        elif item.concepts:
            for concept in item.concepts:
                yield _event(item, concept, inside, next(lines), account)
        elif item.element.tag == f"{_NAR}newsItem":
            yield _article(item, inside, next(lines), account)
        else:
            held = _local(item.element)
            yield Told(next(lines), refused=f"a {held}, which holds no news of its own")


def _items(root: Element) -> Iterator[_Item]:
    if _local(root) in _WITHIN:
        for child in root:
            yield from _items(child)
    elif _local(root) in _ITEMS:
        concepts = [*_all(root, "concept"), *_all(root, "conceptSet/concept")]
        guid, language = root.get("guid", "").strip(), tagged(root.get(_LANG, ""))
        yield _Item(root, guid, language, _catalog(root), concepts)


def _article(item: _Item, around: Around, line: int, account: Account) -> Told:
    element, uri, names = item.element, item.guid, item.names
    if not uri:
        return Told(line, refused="an item without `guid`")
    language = next((one.get("tag", "") for one in _all(element, "contentMeta/language")), "")
    around = around._replace(language=tagged(language) or around.language)
    alternative = [_text(one) for one in _all(element, "contentMeta/altId")]
    value: dict[str, Any] = {
        "@type": "NewsArticle" if _is_text(element) else "CreativeWork",
        "headline": _headline(element, account),
        "inLanguage": around.language or None,
        "datePublished": _first(element, "itemMeta/firstCreated"),
        "dateModified": _first(element, "itemMeta/versionCreated"),
        "author": _authors(element, names),
        "publisher": [
            {"@type": "Organization", "name": one.name}
            for one in _named(element, "itemMeta/provider", names)[:1]
        ],
        "identifier": [*([] if news_events.link(uri) else [uri]), *filter(None, alternative)],
    }
    for part in ("itemMeta", "contentMeta"):
        for held in _all(element, part):
            _leave(held, f"newsItem/{part}", account)
    things = _subjects(element, names, news_items.site(uri), around.language, account)
    return news_items.naming(news_items.told(value, uri, around, line, account), things)


def _is_text(item: Element) -> bool:
    """By the code of its class, `ninat:text`; it is text where none is given."""
    classes = [_code(one) for one in _all(item, "itemMeta/itemClass")]
    return not classes or "text" in classes


def _headline(item: Element, account: Account) -> str:
    found = [text for one in _all(item, "contentMeta/headline") if (text := _text(one))]
    for further in found[1:]:
        account.lose("newsItem/contentMeta/headline", "a further headline", further)
    return found[0] if found else ""


def _authors(item: Element, names: dict[str, str]) -> list[dict[str, str]]:
    """The byline as it stands; without one the creators."""
    lines = [text for one in _all(item, "contentMeta/by") if (text := _text(one))]
    if lines:
        return [{"name": text} for text in lines]
    types = {"person": "Person", "organization": "Organization"}
    return [
        {"name": one.name} | ({"@type": types[one.type]} if one.type in types else {})
        for one in _named(item, "contentMeta/creator", names)
    ]


def _subjects(
    item: Element, names: dict[str, str], site: str, language: str, account: Account
) -> list[tuple[news_items.Thing, bool]]:
    """The persons, organizations and places that it is about."""
    found: list[tuple[news_items.Thing, bool]] = []
    for element in _all(item, "contentMeta/subject"):
        kind = _code(element, "type")
        one = _name(element, names)
        thing: news_items.Thing | None = None
        if kind in _PARTIES:
            thing = news_events.actor(one, site, language, account)
        elif kind in _PLACES:
            thing = news_events.place(one, site, language, account)
        if thing:
            found.append((thing, True))
        else:
            account.leave("newsItem/contentMeta/subject", one.name)
    return found


def _event(item: _Item, concept: Element, around: Around, line: int, account: Account) -> Told:
    details = concept.find(f"{_NAR}eventDetails")
    kinds = {_code(one) for one in _all(concept, "type")}
    if details is None and "event" not in kinds:
        return Told(line, refused="a concept that is no event")
    guid, names = item.guid, item.names
    told = next(iter(_all(concept, "conceptId")), None)
    code = "" if told is None else told.get("qcode", "")
    uri = "" if told is None else told.get("uri", "") or _resolved(code, names)
    if not uri:
        uri = f"{guid}\n{code}" if code else guid
    if not uri.strip():
        return Told(line, refused="an event without `conceptId`")
    _leave(concept, "concept", account)
    happening = _happening(concept, details, uri, names, around, account)
    happening = happening._replace(identifiers=(code,) if code else ())
    records = news_events.records(happening, news_items.site(guid or uri), account)
    return Told(line, records, "" if records else "an event without a name")


def _happening(
    concept: Element,
    details: Element | None,
    uri: str,
    names: dict[str, str],
    around: Around,
    account: Account,
) -> Happening:
    titles = [one for one in _all(concept, "name") if _text(one)]
    for further in titles[1:]:
        account.lose("concept/name", "a further name", _text(further))
    title = titles[0] if titles else Element("none")
    held = Element("none") if details is None else details
    _leave(held, "eventDetails", account)
    for dates in _all(held, "dates"):
        _leave(dates, "eventDetails/dates", account)
    start, end = (
        news_events.moment(_first(held, f"dates/{name}"), f"eventDetails/dates/{name}", account)
        for name in ("start", "end")
    )
    return Happening(
        uri=uri,
        name=_text(title),
        language=tagged(title.get(_LANG, "")) or around.language,
        when=news_events.lasting(start, end),
        places=tuple(_named(held, "location", names)),
        parties=tuple(
            one._replace(role=role)
            for name, role in _ROLES.items()
            for one in _named(held, name, names)
        ),
    )


def _named(element: Element, path: str, names: dict[str, str]) -> list[Named]:
    return [named for one in _all(element, path) if (named := _name(one, names)).name]


def _name(element: Element, names: dict[str, str]) -> Named:
    """Name, else literal, else code; and the identifier, where it is known."""
    code = element.get("qcode", "")
    texts = [text for one in _all(element, "name") if (text := _text(one))]
    name = next(iter(texts), "") or element.get("literal", "") or code.rpartition(":")[2]
    kind = _PARTIES.get(_code(element, "type"), "agent")
    return Named(name, element.get("uri", "") or _resolved(code, names), kind)


def _catalog(item: Element) -> dict[str, str]:
    """The schemes that the item itself declares, by alias."""
    schemes = _all(item, "catalog/scheme")
    return {
        one.get("alias", ""): one.get("uri", "")
        for one in schemes
        if 0 < len(one.get("uri", "")) <= LONGEST
    }


def _resolved(code: str, names: dict[str, str]) -> str:
    """The URI of a qualified code, or ""."""
    alias, _, rest = code.partition(":")
    return names[alias] + rest if rest and alias in names else ""


def _code(element: Element, name: str = "qcode") -> str:
    """`text` of `ninat:text` or of `http://cv.iptc.org/newscodes/ninature/text`."""
    value = element.get(name, "") or (element.get("uri", "") if name == "qcode" else "")
    return re.split("[:/]", value)[-1]


def _leave(element: Element, path: str, account: Account) -> None:
    for child in element:
        if _local(child) not in _USED[path]:
            account.leave(
                f"{path}/{_local(child)}", _text(child) or " ".join(child.attrib.values())
            )


def _all(element: Element, path: str) -> list[Element]:
    return element.findall("/".join(f"{_NAR}{name}" for name in path.split("/")))


def _first(element: Element, path: str) -> str:
    return next((text for one in _all(element, path) if (text := _text(one))), "")


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _local(element: Element) -> str:
    """The name of an element of NewsML-G2; of others with what tells them apart."""
    tag = element.tag
    return tag.removeprefix(_NAR) if tag.startswith(_NAR) else f"other:{tag}"
