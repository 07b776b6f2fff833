"""Map accepted records to one named graph each, and one graph that indexes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from claimgraph.errors import Problem, RecordErrors
from claimgraph.records import Actor, AnyRecord, Claim, Review, kind
from claimgraph.records.read import Entry, Origin
from claimgraph.records.settings import FILE, Settings
from claimgraph.statements import provenance, terms
from claimgraph.statements.article import article
from claimgraph.statements.claim import claim
from claimgraph.statements.event import event
from claimgraph.statements.names import Names
from claimgraph.statements.relations import contradiction, link
from claimgraph.statements.review import review
from claimgraph.statements.rows import Context, Description
from claimgraph.statements.things import actor, place

_BY_KIND: dict[str, Callable[[Any, Context], list[Description]]] = {
    "article": article,
    "actor": actor,
    "place": place,
    "event": event,
    "claim": claim,
    "contradiction": contradiction,
    "link": link,
}


class Mapped(NamedTuple):
    """What one record states, in its graph, and what the index graph says of that graph."""

    entry: Entry
    graph: str
    descriptions: list[Description]
    provenance: Description


def publishers(entries: Iterable[Entry]) -> list[Entry]:
    """An actor for each source's publisher that no record describes."""
    held: dict[str, Settings] = {entry.settings.source: entry.settings for entry in entries}
    known = {(entry.settings.source, entry.record.id) for entry in entries}
    found = []
    for settings in held.values():
        desk = settings.publisher
        if desk and (settings.source, desk.id) not in known:
            record = Actor(id=desk.id, type="organization", name=desk.name, url=desk.url)
            found.append(Entry(record, Origin(FILE, 0), settings))
    return found


def contexts(entries: Iterable[Entry]) -> dict[str, Context]:
    """The context of each source, by its name."""
    kinds: dict[str, dict[str, str]] = {}
    settings: dict[str, Settings] = {}
    for entry in entries:
        source = entry.settings.source
        kinds.setdefault(source, {})[entry.record.id] = kind(entry.record)
        settings[source] = _agreeing(settings.get(source, entry.settings), entry.settings)
    return {source: _context(settings[source], found) for source, found in kinds.items()}


def _agreeing(first: Settings, other: Settings) -> Settings:
    if first != other:
        message = f"two folders call their source `{first.source}` but differ in their settings"
        raise RecordErrors([Problem(FILE, field="source", message=message)])
    return first


def _context(settings: Settings, kinds: Mapping[str, str]) -> Context:
    names = Names(settings.base, settings.source)
    desk = names.iri("actor", settings.publisher.id) if settings.publisher else ""
    license_ = terms.iri(settings.license) if settings.license else ""
    return Context(names, kinds, settings.language or "", license_, desk)


def mapped(entries: Iterable[Entry]) -> list[Mapped]:
    """Map records that have passed the checks, with the publishers of their sources."""
    held = [*entries, *publishers(entries)]
    by_source = contexts(held)
    claims: dict[str, dict[str, Claim]] = {source: {} for source in by_source}
    for entry in held:
        if isinstance(entry.record, Claim):
            claims[entry.settings.source][entry.record.id] = entry.record
    return [_mapped(e, by_source[e.settings.source], claims[e.settings.source]) for e in held]


def _mapped(entry: Entry, context: Context, claims: Mapping[str, Claim]) -> Mapped:
    graph = provenance.graph(entry.record, context)
    found = stated(entry.record, context, claims)
    return Mapped(entry, graph, found, provenance.describe(entry.record, context))


def stated(record: AnyRecord, context: Context, claims: Mapping[str, Claim]) -> list[Description]:
    """What one record states; `claims` has by its id the claim that a review is of."""
    if isinstance(record, Review):
        return review(record, context, claims[record.claim])
    return _BY_KIND[kind(record)](record, context)
