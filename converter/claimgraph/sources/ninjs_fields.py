"""The fields of a ninjs item in the spellings of all versions; what is taken is taken out."""

from __future__ import annotations

from typing import Any

from claimgraph.records.actor import ActorType
from claimgraph.records.event import RoleName
from claimgraph.sources import news_events
from claimgraph.sources.account import Account
from claimgraph.sources.news_events import Happening, Named
from claimgraph.sources.node import tagged

Fields = dict[str, Any]

AUTHOR = ("author", "byline", "by", "creator", "writer", "reporter")
PUBLISHER = ("publisher", "provider", "distributor")
_PARTIES: tuple[tuple[str, ActorType], ...] = (
    ("person", "person"),
    ("people", "person"),
    ("organisation", "organization"),
    ("organisations", "organization"),
)
_ROLES: dict[str, RoleName] = {
    "organiser": "organizer",
    "organizer": "organizer",
    "participant": "participant",
    "speaker": "speaker",
}


def first(fields: Fields, *names: str) -> Any:
    """The value of the first of these that there is."""
    return next((fields.pop(name) for name in names if name in fields), None)


def headline(fields: Fields) -> str:
    """The main headline, else another one, else the title."""
    found = str(first(fields, "headline") or "")
    listed = fields.pop("headlines", [])
    main = [one for one in listed if one.get("role") == "main"] or listed[:1]
    others = [one for one in listed if one is not next(iter(main), None)]
    if others:
        fields["headlines"] = others
    found = found or str(main[0].get("value", "") if main else "")
    variants = sorted(name for name in fields if name.startswith("headline_"))
    return found or str(first(fields, *variants, "title") or "")


def author(fields: Fields) -> list[dict[str, str]]:
    """The byline as it stands, which may name several, and the persons given as authors."""
    lines = [text for name in ("byline", "by") if (text := first(fields, name))]
    people = _taken(fields, "person", AUTHOR) + _taken(fields, "people", AUTHOR)
    persons = [{"@type": "Person", "name": one["name"]} for one in people]
    return [*({"name": text} for text in lines), *persons]


def publisher(fields: Fields) -> list[dict[str, str]]:
    """Of the parties that supplied something those that published."""
    found = [
        one
        for name in ("infosource", "infosources", "infoSources")
        for one in _taken(fields, name, PUBLISHER)
    ]
    return [{"@type": "Organization", "name": one["name"]} for one in found]


def identifiers(fields: Fields, uri: str, account: Account) -> list[str]:
    """The identifier where it is no URL, and the alternative ones."""
    given = first(fields, "altids", "altIds") or []
    named = given.items() if isinstance(given, dict) else [_alternative(one) for one in given]
    for role, value in named:
        if not isinstance(value, str):
            account.lose("ninjs.altids", "is no text", f"{role}: {value}")
    own = [] if news_events.link(uri) else [uri]
    return list(dict.fromkeys([*own, *(v for _, v in named if isinstance(v, str) and v)]))


def parties(fields: Fields, relations: tuple[str, ...] | None = None) -> list[tuple[Named, str]]:
    """Persons and organizations with their relation; those of these relations, or all."""
    return [
        (_named(one, kind), one.get("rel", ""))
        for name, kind in _PARTIES
        for one in _taken(fields, name, relations)
    ]


def places(fields: Fields, account: Account) -> list[tuple[Named, str]]:
    """Places with their relation to the item."""
    found = _taken(fields, "place") + _taken(fields, "places")
    for one in found:
        for name in one.keys() - {"name", "rel", "uri", "scheme", "code", "literal"}:
            account.leave(f"ninjs.places.{name}", one[name])
    return [(_named(one, "agent"), one.get("rel", "")) for one in found]


def happening(fields: Fields, uri: str, language: str, account: Account) -> Happening:
    """The event that an item announces."""
    details = dict(first(fields, "eventDetails") or {})
    dates = dict(details.pop("dates", {}))
    series = bool(dates.get("recurrence"))
    start, end = (_end(dates, which, account) for which in ("start", "end"))
    for path, held in (("eventDetails.dates", dates), ("eventDetails", details)):
        for name in held.keys() - {"organiser", "organisers", "participants"}:
            account.leave(f"ninjs.{path}.{name}", held[name])
    taking = [(one, "") for one in _held(details)] + parties(fields, tuple(_ROLES))
    return Happening(
        uri=uri,
        name=headline(fields),
        language=tagged(str(first(fields, "language") or "")) or language,
        when=news_events.lasting(start, ".." if series else end),
        places=tuple(one for one, _ in places(fields, account)),
        parties=tuple(one._replace(role=_ROLES.get(rel.lower(), one.role)) for one, rel in taking),
        identifiers=tuple(identifiers(fields, uri, account)),
        series=series,
    )


def _end(dates: Fields, which: str, account: Account) -> str:
    """EDTF; what is expected is approximate, and has no time."""
    exact = dates.pop(f"{which}Date", "")
    expected = first(dates, f"expected{which.title()}Date", f"estimated{which.title()}Date")
    path = f"ninjs.eventDetails.dates.{which}"
    if exact and expected:
        account.lose(path, "an expected date beside the exact one", expected)
    if exact or not expected:
        return news_events.moment(exact, path, account)
    found = news_events.moment(expected, path, account).partition("T")[0]
    return f"{found}~" if found else ""


def _held(details: Fields) -> list[Named]:
    """Those that the details of an event name."""
    found = []
    for name in ("organiser", "organisers", "participants"):
        given = details.get(name, [])
        for one in given if isinstance(given, list) else [given]:
            if isinstance(one, dict) and isinstance(one.get("name"), str):
                role: RoleName = "participant" if name == "participants" else "organizer"
                found.append(_named(one, "agent")._replace(role=role))
    return found


def _taken(fields: Fields, name: str, relations: tuple[str, ...] | None = None) -> list[Fields]:
    """The things that have a name and one of these relations; the others stay."""
    found: list[Fields] = []
    rest: list[Fields] = []
    for one in fields.pop(name, []):
        is_meant = relations is None or one.get("rel", "").lower() in relations
        (found if is_meant and one.get("name") else rest).append(one)
    if rest:
        fields[name] = rest
    return found


def _named(one: Fields, kind: ActorType) -> Named:
    uri = one.get("uri", "")
    if not uri and one.get("scheme") and one.get("code"):
        uri = one["scheme"] + one["code"]
    return Named(one["name"], uri if isinstance(uri, str) else "", kind)


def _alternative(one: Any) -> tuple[str, Any]:
    return (str(one.get("role", "")), one.get("value")) if isinstance(one, dict) else ("", one)
