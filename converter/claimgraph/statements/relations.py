"""Contradictions between claims, and links between events."""

from __future__ import annotations

from claimgraph.records import Contradiction, Link
from claimgraph.statements.rows import Context, Description, rows
from claimgraph.statements.terms import term
from claimgraph.statements.things import types


def contradiction(record: Contradiction, context: Context) -> list[Description]:
    """The contradiction, and that each of its claims contradicts each other one."""
    node = Description(
        context.names.iri("contradiction", record.id),
        types("cg:Contradiction") | rows(record, context),
    )
    claims = [context.refer(id_) for id_ in dict.fromkeys(record.claims)]
    others = ((one, [other for other in claims if other != one]) for one in claims)
    each = (Description(one, {term("cg:contradicts"): some}) for one, some in others if some)
    return [node, *each]


def link(record: Link, context: Context) -> list[Description]:
    """Each event named the same, linked to the one event: a star, never a chain."""
    hub = {term("cg:sameEventAs"): [context.refer(record.event)]}
    return [Description(context.refer(id_), hub) for id_ in record.same]
