"""Events and who took part in them."""

from __future__ import annotations

from claimgraph.records import Event
from claimgraph.records.event import Participant
from claimgraph.statements import terms
from claimgraph.statements.names import part
from claimgraph.statements.rows import Context, Description, Objects, add, event_type, rows
from claimgraph.statements.terms import term
from claimgraph.statements.things import types


def event(record: Event, context: Context) -> list[Description]:
    """The event, and a node for each part that somebody took in it."""
    subject = context.names.iri("event", record.id)
    stated = types("schema:Event", "schema:EventSeries" if record.series else "")
    stated |= rows(record, context) | _dates(record)
    if record.type:
        add(stated, term("schema:additionalType"), [event_type(record.type)])
    parts = [_participation(one, record, context) for one in record.participants]
    add(stated, term("cg:participation"), [one.subject for one in parts])
    return [Description(subject, stated), *parts]


def _dates(record: Event) -> Objects:
    """The schema.org dates, where the date is certain; its EDTF spelling is a row."""
    date = record.when
    if date is None:
        return {}
    ends = (("schema:startDate", date.start), ("schema:endDate", date.end))
    return {term(name): [terms.typed(end[0], f"xsd:{end[1]}")] for name, end in ends if end}


def _participation(one: Participant, record: Event, context: Context) -> Description:
    """A role known only from a claim says so itself, also where the whole event is."""
    date = [one.when.text] if one.when else []
    id_ = part(record.id, one.actor, one.role, *date)
    stated = types("cg:Participation") | rows(one, context)
    if not one.according_to:
        add(stated, term("cg:accordingTo"), [*map(context.refer, record.according_to)])
    return Description(context.names.iri("participation", id_), stated)
