"""Places: where events happen. A place never speaks or acts."""

from __future__ import annotations

from typing import Annotated, Literal

from claimgraph.records.fields import Id, Record, Term, Text, row

TYPES = {
    "place": "",
    "country": "schema:Country",
    "region": "schema:AdministrativeArea",
    "city": "schema:City",
    "airport": "schema:Airport",
}


class Place(Record, tag="place", kw_only=True, frozen=True):
    """A country, region, city or other place.

    The government of a country is an actor of its own: see `government` there.
    """

    name: Annotated[Text, row("Name, per language.", "schema:name", Term.TEXT)]
    type: Annotated[
        Literal["place", "country", "region", "city", "airport"],
        row("What it is; `place` if nothing else fits.", "rdf:type", Term.CLASS),
    ] = "place"
    aliases: Annotated[
        tuple[Text, ...],
        row("Every other spelling met in a text.", "schema:alternateName", Term.TEXT),
    ] = ()
    inside: Annotated[
        Id | None,
        row("The place it lies in.", "schema:containedInPlace", Term.REF, to="place"),
    ] = None
