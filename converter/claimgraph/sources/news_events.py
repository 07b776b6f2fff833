"""Events as news agencies announce them, with their places and those who take part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar

from claimgraph.dates import Edtf
from claimgraph.records import Actor, AnyRecord, Event, Place
from claimgraph.records.actor import ActorType
from claimgraph.records.event import Participant, RoleName
from claimgraph.repair.texts import clean
from claimgraph.repair.wild_dates import read as read_date
from claimgraph.sources.account import Account
from claimgraph.sources.identity import claimant_id, folded, key
from claimgraph.sources.works import worded
from claimgraph.web.urls import absolute

OneRecord = TypeVar("OneRecord", Actor, Place)


class Named(NamedTuple):
    """Somebody, or a place: the name as published, and an identifier, which may be ""."""

    name: str
    uri: str = ""
    type: ActorType = "agent"
    role: RoleName = "participant"


class Happening(NamedTuple):
    """An event as it is announced; `language` is BCP 47, or ""."""

    uri: str
    name: str
    language: str
    when: Edtf | None
    places: tuple[Named, ...]
    parties: tuple[Named, ...]
    identifiers: tuple[str, ...] = ()
    series: bool = False


def records(told: Happening, site: str, account: Account) -> tuple[AnyRecord, ...]:
    """The event, first, with its places and actors; nothing where it has no name.

    What has no identifier is known by its name within `site` alone.
    """
    name = _name(told.name, account)
    if not name:
        return ()
    places = _found(place(one, site, told.language, account) for one in told.places)
    met = [(actor(one, site, told.language, account), one.role) for one in told.parties]
    roles = dict.fromkeys((one.id, role) for one, role in met if one)
    event = Event(
        id=key(told.uri),
        name=worded(name, told.language),
        when=told.when,
        series=told.series,
        where=tuple(one.id for one in places),
        participants=tuple(Participant(actor=id_, role=role) for id_, role in roles),
        same_as=link(told.uri),
        identifiers=told.identifiers,
    )
    return (event, *places, *_found(one for one, _ in met))


def place(one: Named, site: str, language: str, account: Account) -> Place | None:
    """A place that has a name."""
    name = _name(one.name, account)
    if not name:
        return None
    id_ = key(f"place\n{one.uri}" if one.uri else f"place\n{site}\n{folded(name)}")
    return Place(id=id_, name=worded(name, language), same_as=link(one.uri))


def actor(one: Named, site: str, language: str, account: Account) -> Actor | None:
    """Somebody who has a name."""
    name = _name(one.name, account)
    if not name:
        return None
    id_ = key(f"actor\n{one.uri}") if one.uri else claimant_id(name, site)
    return Actor(id=id_, type=one.type, name=worded(name, language))


def lasting(start: str, end: str) -> Edtf | None:
    """From start to end, both EDTF or "": whole days, as intervals have no times."""
    first, last = (one.partition("T")[0] for one in (start, end))
    text = start if not end or first == last else f"{first}/{last}"
    try:
        return Edtf.parse(text) if start else None
    except ValueError:
        return None


def moment(value: Any, path: str, account: Account) -> str:
    """A date in EDTF; "" where it is not understood, which the account tells."""
    found = read_date(value) if isinstance(value, str) else None
    if found is None and value:
        account.lose(path, "no date that is understood", value)
    return found or ""


def _found(all_: Iterable[OneRecord | None]) -> tuple[OneRecord, ...]:
    """Those that there are, each once."""
    return tuple({one.id: one for one in all_ if one}.values())


def link(uri: str) -> tuple[str, ...]:
    """The identifier, where it is an http(s) URL; else nothing."""
    try:
        return (absolute(uri),) if uri.startswith(("http://", "https://")) else ()
    except ValueError:
        return ()


def _name(text: str, account: Account) -> str:
    name, rules = clean(text)
    account.repair(rules)
    return name if folded(name) else ""
