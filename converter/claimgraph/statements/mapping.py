"""Map accepted records to one named graph each, and one graph that indexes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from claimgraph.collecting import uncollected
from claimgraph.records import AnyRecord, Claim, Review, kind
from claimgraph.records.held import InMemory
from claimgraph.records.lookup import Lookup
from claimgraph.records.outcome import Entry
from claimgraph.records.settings import Settings
from claimgraph.statements import provenance, terms
from claimgraph.statements.article import article
from claimgraph.statements.claim import claim
from claimgraph.statements.event import event
from claimgraph.statements.names import Names
from claimgraph.statements.relations import contradiction, link
from claimgraph.statements.review import review
from claimgraph.statements.rows import Context, Description, Kinds
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


class Mapper:
    """Maps records of one source that have passed the checks."""

    def __init__(self, settings: Settings, lookup: Lookup) -> None:
        self.lookup, self.context = lookup, context(settings, lookup)

    def mapped(self, entry: Entry) -> Mapped:
        """What one record states."""
        record = entry.record
        reviewed = None
        if isinstance(record, Review) and record.claim_reviewed is None:
            reviewed = self.lookup.get(Claim, record.claim)
        found = stated(record, self.context, reviewed)
        about = provenance.describe(record, self.context)
        return Mapped(entry, about.subject, found, about)


def context(settings: Settings, kinds: Kinds) -> Context:
    """What the mapping needs to know of a source."""
    names = Names(settings.base, settings.source)
    desk = names.iri("actor", settings.publisher.id) if settings.publisher else ""
    license_ = terms.iri(settings.license) if settings.license else ""
    return Context(names, kinds, settings.language or "", license_, desk, {})


def mapped(entries: Iterable[Entry]) -> list[Mapped]:
    """Map records that have passed the checks, with the publishers of their sources."""
    held = InMemory(entries)
    mappers = {s: Mapper(settings, Lookup(held, s)) for s, settings in held.settings.items()}
    found = [one for one in held.outcomes if isinstance(one, Entry)]
    with uncollected():
        return [mappers[entry.settings.source].mapped(entry) for entry in found]


def stated(record: AnyRecord, context: Context, reviewed: Claim | None = None) -> list[Description]:
    """What one record states; `reviewed` is the claim of a review that does not word it itself."""
    if isinstance(record, Review):
        return review(record, context, reviewed)
    return _BY_KIND[kind(record)](record, context)
