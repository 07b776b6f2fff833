"""The index graph: what each record's graph derives from, whose it is, and its licence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from claimgraph.records import Actor, AnyRecord, Article, Claim, Contradiction, Event, Link, Review
from claimgraph.statements.rows import Context, Description, add, dated
from claimgraph.statements.terms import term
from claimgraph.statements.things import licensed, types

_DERIVED, _ATTRIBUTED = term("prov:wasDerivedFrom"), term("prov:wasAttributedTo")


def graph(record: AnyRecord, context: Context) -> str:
    """The IRI of the named graph that holds what a record states."""
    return context.names.iri("graph", record.id)


def describe(record: AnyRecord, context: Context) -> Description:
    """What the index graph says of a record's graph."""
    stated = types("prov:Entity")
    if drawn_on := _SOURCES.get(type(record)):
        add(stated, _DERIVED, [context.refer(id_) for id_ in drawn_on(record)])
    if isinstance(record, Link):
        stated[_ATTRIBUTED] = [context.refer(record.by)]
        stated |= dated("dcterms:created", record.decided)
    elif context.desk:
        stated[_ATTRIBUTED] = [context.desk]
    stated |= licensed(record.license, context, "dcterms:license")
    return Description(graph(record, context), stated)


# ids of the published things, or of the other records, that a record draws on
_SOURCES: dict[type, Callable[[Any], Iterable[str]]] = {
    Article: lambda article: (article.id,),
    Review: lambda review: (review.id,),
    Claim: lambda claim: [
        id_ for one in claim.attributions for id_ in (one.article, one.based_on) if id_
    ],
    Actor: lambda actor: (actor.article,) if actor.article else (),
    Event: lambda event: event.according_to,
    Contradiction: lambda contradiction: contradiction.claims,
    Link: lambda link: (link.event, *link.same),
}
