"""One record from several that tell of the same thing.

Lists are joined. Of single values that differ the more precise one holds (a time before its day, a
text in a language before the same text in none), else the one that is told most often, of these the
first; other names of an actor become its aliases. What gives way is told in the account.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from typing import Any, TypeVar, cast

import msgspec
from msgspec.structs import asdict, replace

from claimgraph.dates import Edtf
from claimgraph.records import Actor, AnyRecord, Article, Claim, Review, kind
from claimgraph.records.actor import ActorType
from claimgraph.records.claim import Attribution
from claimgraph.records.fields import Part
from claimgraph.records.outcome import Entry
from claimgraph.sources.account import Account
from claimgraph.sources.told import RECORDS, WEB
from claimgraph.web.urls import page_of

AnyValue = TypeVar("AnyValue")
_APART = {  # fields that have a rule of their own, by which nothing gives way
    Actor: ("type", "name", "aliases"),
    Article: ("type",),
    Review: ("verdicts",),
}
COMPARED = 100  # different values of which each is compared with all: more would take hours
_OWN = ("person", "software", "agent")  # types of actors that are no organizations


def merged(entries: Iterable[tuple[Entry, Account]]) -> list[Entry]:
    """Each record once, in the order of its first appearance.

    Records that people wrote are merged only where they are equal: else an id stands twice.
    """
    groups: dict[tuple[str, str, str], list[tuple[Entry, Account]]] = defaultdict(list)
    for entry, account in entries:
        record = entry.record
        groups[entry.settings.source, kind(record), record.id].append((entry, account))
    found = [one for group in groups.values() for one in one_of(group)]
    return _starred(found)


def one_of(group: Sequence[tuple[Entry, Account]]) -> list[Entry]:
    """One of several records of a kind and id; all where people wrote them and they differ."""
    first = group[0][0]
    if len(group) == 1 or len(unique(entry.record for entry, _ in group)) == 1:
        return [first]
    if first.settings.source != WEB and any(a.format == RECORDS for _, a in group):
        return [entry for entry, _ in group]
    return [first._replace(record=_merged([(e.record, account) for e, account in group]))]


def _merged(told: list[tuple[AnyRecord, Account]]) -> AnyRecord:
    record = told[0][0]
    if isinstance(record, Actor):
        return _actor(cast("list[tuple[Actor, Account]]", told))
    values = _fields(told)
    if isinstance(record, Article):
        values["type"] = "news" if any(one.type == "news" for one, _ in told) else "work"  # type: ignore[union-attr]
    if isinstance(record, Claim):
        values["attributions"] = _attributions(values["attributions"])
    if isinstance(record, Review):  # what the tables say of the rating that holds
        same = (one for one, _ in told if getattr(one, "rating", None) == values["rating"])
        values["verdicts"] = next(getattr(one, "verdicts", None) for one in same)
    return replace(record, **values)


def _fields(told: Sequence[tuple[AnyRecord, Account]]) -> dict[str, Any]:
    record = told[0][0]
    names = (n for n in record.__struct_fields__ if n not in _APART.get(type(record), ()))
    return {name: _field(name, told) for name in names}


def _field(name: str, told: Sequence[tuple[AnyRecord, Account]]) -> Any:
    held = [(getattr(record, name), account) for record, account in told]
    if isinstance(held[0][0], tuple):
        return tuple(unique(one for value, _ in held for one in value))
    chosen = _chosen([value for value, _ in held])
    if name == "url":
        chosen = _secure(chosen, [value for value, _ in held])
    for value, account in held:
        if value is None or _covers(chosen, value):
            continue
        if name != "url" or page_of(chosen) != page_of(value):
            account.lose(f"{kind(told[0][0])}.{name}", "told otherwise elsewhere", _shown(value))
    return chosen


def _secure(chosen: str | None, urls: Sequence[str | None]) -> str | None:
    """The first https spelling of a URL, if there is one."""
    if chosen is None:
        return None
    page = page_of(chosen)
    alike = [one for one in urls if one and page_of(one) == page and one.startswith("https:")]
    return alike[0] if alike else chosen


def _chosen(values: Sequence[Any]) -> Any:
    """The value that covers most of them, of several the first; texts in all their languages."""
    given = [value for value in values if value is not None]
    if not given:
        return None
    if any(isinstance(value, Mapping) for value in given):
        return _languages([value for value in given if isinstance(value, Mapping)])
    told = _counted(given)
    tried = nlargest(COMPARED, told, key=lambda one: one[1]) if len(told) > COMPARED else told
    best, _ = max(tried, key=lambda one: sum(times * _covers(one[0], two) for two, times in told))
    return best


def _counted(values: Iterable[AnyValue]) -> list[tuple[AnyValue, int]]:
    """Each value with how often it is told, in the order of the first time."""
    counts: Counter[bytes] = Counter()
    found: dict[bytes, AnyValue] = {}
    for one in values:
        spelt = _spelt(one)
        counts[spelt] += 1
        found.setdefault(spelt, one)
    return [(one, counts[spelt]) for spelt, one in found.items()]


def _languages(texts: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """In each language the text that is told most often."""
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for one in texts:
        for language, text in one.items():
            told[language][text] += 1
    return {language: counts.most_common(1)[0][0] for language, counts in told.items()}


def _covers(one: Any, other: Any) -> bool:
    """Whether `one` says all that `other` says."""
    if one == other:
        return True
    if isinstance(one, Edtf) and isinstance(other, Edtf):
        if one.start and (one.start, one.end) == (other.start, other.end):
            return True
        return one.certain and other.certain and one.text.startswith(other.text)
    if isinstance(one, Mapping) and isinstance(other, str):
        return other in one.values()
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return other.items() <= one.items()
    if isinstance(one, Part) and type(one) is type(other):
        pairs = ((getattr(one, n), getattr(other, n)) for n in one.__struct_fields__)
        return all(theirs is None or _covers(ours, theirs) for ours, theirs in pairs)
    return False


def _actor(told: list[tuple[Actor, Account]]) -> Actor:
    """Under the name told most often; fields of another type of actor than it is stay out."""
    type_ = _type(Counter(one.type for one, _ in told))
    alike = []
    for one, account in told:
        if one.type == "agent" or _root(one.type) == _root(type_):
            alike.append((one, account))
        else:
            account.lose("actor.type", f"a {type_} elsewhere", one.type)
    values = _fields(alike)
    site = told[0][0].id  # which stands in for the name of a desk that none is told of
    names = Counter(one.name for one, _ in told if isinstance(one.name, str))
    if len(names) > 1:
        del names[site]
    name = max(names, key=lambda n: names[n]) if names else _field("name", alike)
    others = [*names, *(alias for one, _ in told for alias in one.aliases)]
    aliases = tuple(unique(alias for alias in others if alias != name))
    return replace(alike[0][0], **values, type=type_, name=name, aliases=aliases)


def _type(told: Counter[ActorType]) -> ActorType:
    """Person, program or organization by the most; of organizations the kind told most often."""
    known = Counter(told)
    if len(known) > 1:
        del known["agent"]
    roots = Counter[str]()
    for one, number in known.items():
        roots[_root(one)] += number
    root = max(roots, key=lambda one: roots[one])
    alike = [one for one in known if _root(one) == root]
    return max(alike, key=lambda one: (one != "organization", known[one]))


def _root(type_: str) -> str:
    return type_ if type_ in _OWN else "organization"


def _attributions(told: tuple[Attribution, ...]) -> tuple[Attribution, ...]:
    """Without those of which another one says all and more."""
    groups: dict[tuple[str, str], list[Attribution]] = defaultdict(list)
    for one in told:
        held = groups[one.speaker, one.article]
        if not any(_covers(other, one) for other in held[:COMPARED]):
            kept = [other for other in held[:COMPARED] if not _covers(one, other)]
            groups[one.speaker, one.article] = [*kept, *held[COMPARED:], one]
    return tuple(one for held in groups.values() for one in held)


def _starred(entries: list[Entry]) -> list[Entry]:
    """Variants name the claim that is itself no variant: of those in a circle the least."""
    named = {
        e.record.id: e.record.variant_of
        for e in entries
        if isinstance(e.record, Claim) and e.record.variant_of and e.settings.source == WEB
    }
    found = hubs(named)
    return [hubbed(entry, found) for entry in entries]


def hubs(variants: Mapping[str, str]) -> dict[str, str]:
    """The claim that each variant is one of, which is itself none; see `_starred`."""
    found: dict[str, str] = {}
    for id_ in variants:
        _follow(id_, variants, found)
    return found


def _follow(start: str, named: Mapping[str, str], hubs: dict[str, str]) -> None:
    """Find the hub of a variant, and of all on the way there."""
    way, at = {start: 0}, start
    while (onward := named.get(at)) and onward not in way and onward not in hubs:
        way[onward], at = len(way), onward
    circle = list(way)[way[onward] :] if onward in way else []
    hub = min(circle, default=hubs.get(onward or "", at))
    hubs.update(dict.fromkeys(way, hub))


def hubbed(entry: Entry, hubs: Mapping[str, str]) -> Entry:
    """The claim as a variant of its hub; others as they are."""
    record = entry.record
    if entry.settings.source != WEB or not isinstance(record, Claim) or not record.variant_of:
        return entry
    hub = hubs[record.id]
    return entry._replace(record=replace(record, variant_of=hub if hub != record.id else None))


def unique(values: Iterable[AnyValue]) -> list[AnyValue]:
    """Each value once, in order; texts in several languages cannot be hashed."""
    return [one for one, _ in _counted(values)]


def _spelt(value: Any) -> bytes:
    return msgspec.json.encode(value, enc_hook=str)


def _shown(value: Any) -> str:
    return str(
        msgspec.to_builtins(asdict(value) if isinstance(value, Part) else value, enc_hook=str)
    )
