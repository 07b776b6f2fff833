"""One record from several that tell of the same thing.

Lists are joined. Of single values that differ the more precise one holds (a time before its day, a
text in a language before the same text in none), else the one that is told most often, of these the
first; other names of an actor become its aliases. What gives way is told in the account.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from typing import Any, TypeVar

import msgspec
from msgspec.structs import asdict, replace

from claimgraph.dates import Edtf
from claimgraph.records import Actor, AnyRecord, Article, Claim, Review, kind
from claimgraph.records.actor import ActorType
from claimgraph.records.claim import Attribution
from claimgraph.records.fields import Part
from claimgraph.records.outcome import Entry
from claimgraph.records.write import spelt
from claimgraph.sources.account import Account
from claimgraph.sources.told import RECORDS, WEB
from claimgraph.web.urls import page_of

AnyValue = TypeVar("AnyValue")
Told = tuple[AnyValue, Account, int]  # a record, the account where it was told, and how often
_APART = {  # fields that have a rule of their own, by which nothing gives way
    Actor: ("type", "name", "aliases"),
    Article: ("type",),
    Review: ("verdicts",),
}
COMPARED = 100  # different values of which each is compared with all: more would take hours
_OWN = ("person", "software", "agent")  # types of actors that are no organizations


def one_of(group: Sequence[tuple[Entry, Account, int]]) -> list[Entry]:
    """One of several records of a kind and id, each with the account where it was told so often.

    Where people wrote them and they differ, all: then an id stands twice.
    """
    first = group[0][0]
    if len(group) == 1 or len(unique(entry.record for entry, *_ in group)) == 1:
        return [first]
    if first.settings.source != WEB and any(a.format == RECORDS for _, a, _ in group):
        return [entry for entry, *_ in group]
    return [
        first._replace(record=_merged([(e.record, account, times) for e, account, times in group]))
    ]


def _merged(told: list[Told[Any]]) -> AnyRecord:
    record = told[0][0]
    if isinstance(record, Actor):
        return _actor(told)
    values = _fields(told)
    if isinstance(record, Article):
        values["type"] = "news" if any(one.type == "news" for one, *_ in told) else "work"
    if isinstance(record, Claim):
        values["attributions"] = _attributions(values["attributions"])
    if isinstance(record, Review):  # what the tables say of the rating that holds
        same = (one for one, *_ in told if one.rating == values["rating"])
        values["verdicts"] = next(one.verdicts for one in same)
    merged: AnyRecord = replace(record, **values)
    return merged


def _fields(told: Sequence[Told[Any]]) -> dict[str, Any]:
    record: AnyRecord = told[0][0]
    names = (n for n in record.__struct_fields__ if n not in _APART.get(type(record), ()))
    return {name: _field(name, told) for name in names}


def _field(name: str, told: Sequence[Told[Any]]) -> Any:
    held = [(getattr(record, name), account, times) for record, account, times in told]
    if isinstance(held[0][0], tuple):
        return tuple(unique(one for value, *_ in held for one in value))
    chosen = _chosen([(value, times) for value, _, times in held])
    if name == "url":
        chosen = _secure(chosen, [value for value, *_ in held])
    for value, account, times in held:
        if value is None or _covers(chosen, value):
            continue
        if name != "url" or page_of(chosen) != page_of(value):
            account.lose(
                f"{kind(told[0][0])}.{name}", "told otherwise elsewhere", _shown(value), times
            )
    return chosen


def _secure(chosen: str | None, urls: Sequence[str | None]) -> str | None:
    """The first https spelling of a URL, if there is one."""
    if chosen is None:
        return None
    page = page_of(chosen)
    alike = [one for one in urls if one and page_of(one) == page and one.startswith("https:")]
    return alike[0] if alike else chosen


def _chosen(values: Sequence[tuple[Any, int]]) -> Any:
    """The value that covers most of them, of several the first; texts in all their languages."""
    given = [one for one in values if one[0] is not None]
    if not given:
        return None
    if any(isinstance(value, Mapping) for value, _ in given):
        return _languages([one for one in given if isinstance(one[0], Mapping)])
    told = _counted(given)
    tried = nlargest(COMPARED, told, key=lambda one: one[1]) if len(told) > COMPARED else told
    best, _ = max(tried, key=lambda one: sum(times * _covers(one[0], two) for two, times in told))
    return best


def _counted(values: Iterable[tuple[AnyValue, int]]) -> list[tuple[AnyValue, int]]:
    """Each value with how often it is told, in the order of the first time."""
    counts: Counter[bytes] = Counter()
    found: dict[bytes, AnyValue] = {}
    for one, times in values:
        value = spelt(one)
        counts[value] += times
        found.setdefault(value, one)
    return [(one, counts[value]) for value, one in found.items()]


def _languages(texts: Sequence[tuple[Mapping[str, str], int]]) -> dict[str, str]:
    """In each language the text that is told most often."""
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for one, times in texts:
        for language, text in one.items():
            told[language][text] += times
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


def _actor(told: list[Told[Actor]]) -> Actor:
    """Under the name told most often; fields of another type of actor than it is stay out."""
    types, names = Counter[ActorType](), Counter[str]()
    for one, _, times in told:
        types[one.type] += times
        if isinstance(one.name, str):
            names[one.name] += times
    type_ = _type(types)
    alike = []
    for one, account, times in told:
        if one.type == "agent" or _root(one.type) == _root(type_):
            alike.append((one, account, times))
        else:
            account.lose("actor.type", f"a {type_} elsewhere", one.type, times)
    values = _fields(alike)
    site = told[0][0].id  # which stands in for the name of a desk that none is told of
    if len(names) > 1:
        del names[site]
    name = max(names, key=lambda n: names[n]) if names else _field("name", alike)
    others = [*names, *(alias for one, *_ in told for alias in one.aliases)]
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


def unique(values: Iterable[AnyValue]) -> list[AnyValue]:
    """Each value once, in order; texts in several languages cannot be hashed."""
    return [one for one, _ in _counted((one, 1) for one in values)]


def _shown(value: Any) -> str:
    return str(
        msgspec.to_builtins(asdict(value) if isinstance(value, Part) else value, enc_hook=str)
    )
