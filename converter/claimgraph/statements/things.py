"""Actors and places, and what all things have."""

from __future__ import annotations

from functools import cache

from claimgraph.records import Actor, Place
from claimgraph.records.actor import ROOT, ROOTS
from claimgraph.records.actor import TYPES as ACTOR_TYPES
from claimgraph.records.place import TYPES as PLACE_TYPES
from claimgraph.statements import terms
from claimgraph.statements.rows import Context, Description, Objects, rows
from claimgraph.statements.terms import term


@cache
def _types(root: str, subtype: str) -> Objects:
    return {term("rdf:type"): [term(name) for name in (root, subtype) if name]}


def types(root: str, subtype: str = "") -> Objects:
    """The root class of a node and at most one subtype beside it."""
    return _types(root, subtype).copy()


def licensed(own: str | None, context: Context, predicate: str = "schema:sdLicense") -> Objects:
    """The licence of the record, or else of its source; by default for the union of all graphs."""
    license_ = terms.iri(own) if own else context.license
    return {term(predicate): [license_]} if license_ else {}


def actor(record: Actor, context: Context) -> list[Description]:
    """One node; a state that acts is an organization, never a place."""
    kinds = types(ROOTS.get(record.type, ROOT), ACTOR_TYPES[record.type])
    return [Description(context.names.iri("actor", record.id), kinds | rows(record, context))]


def place(record: Place, context: Context) -> list[Description]:
    """One node."""
    kinds = types("schema:Place", PLACE_TYPES[record.type])
    return [Description(context.names.iri("place", record.id), kinds | rows(record, context))]
