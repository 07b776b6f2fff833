"""The index graph: what each record's graph derives from, whose it is, and its licence."""

from __future__ import annotations

from collections.abc import Iterable

from claimgraph.records import Actor, AnyRecord, Article, Claim, Contradiction, Event, Link, Review
from claimgraph.statements.rows import Context, Description, dated
from claimgraph.statements.terms import term
from claimgraph.statements.things import licensed, types


def graph(record: AnyRecord, context: Context) -> str:
    """The IRI of the named graph that holds what a record states."""
    return context.names.iri("graph", record.id)


def describe(record: AnyRecord, context: Context) -> Description:
    """What the index graph says of a record's graph."""
    derived = dict.fromkeys(context.refer(id_) for id_ in _sources(record))
    stated = types("prov:Entity")
    stated += [(term("prov:wasDerivedFrom"), source) for source in derived]
    desk = context.refer(record.by) if isinstance(record, Link) else context.desk
    if desk:
        stated.append((term("prov:wasAttributedTo"), desk))
    if isinstance(record, Link):
        stated += dated("dcterms:created", record.decided)
    stated += licensed(record.license, context, "dcterms:license")
    return Description(graph(record, context), stated)


def _sources(record: AnyRecord) -> Iterable[str]:
    """Ids of the published things, or of the other records, that a record draws on."""
    if isinstance(record, (Article, Review)):
        return [record.id]
    if isinstance(record, Claim):
        return [a for one in record.attributions for a in (one.article, one.based_on) if a]
    if isinstance(record, Actor):
        return [record.article] if record.article else []
    if isinstance(record, Event):
        return record.according_to
    if isinstance(record, Contradiction):
        return record.claims
    if isinstance(record, Link):
        return [record.event, *record.same]
    return []
