"""Actors: who speaks, acts or is acted upon."""

from __future__ import annotations

from typing import Annotated, Literal

from claimgraph.records.fields import Date, Id, Record, Term, Text, Url, row

ROOTS = {
    "agent": "prov:Agent",
    "person": "schema:Person",
    "software": "schema:SoftwareApplication",
}
ROOT = "schema:Organization"
TYPES = {
    "agent": "",
    "person": "",
    "organization": "",
    "government": "schema:GovernmentOrganization",
    "news": "schema:NewsMediaOrganization",
    "party": "schema:PoliticalParty",
    "company": "schema:Corporation",
    "airline": "schema:Airline",
    "ngo": "schema:NGO",
    "group": "cg:Group",
    "software": "prov:SoftwareAgent",
}

ActorType = Literal[
    "agent",
    "person",
    "organization",
    "government",
    "news",
    "party",
    "company",
    "airline",
    "ngo",
    "group",
    "software",
]


class Actor(Record, tag="actor", kw_only=True, frozen=True):
    """A person, an organization, a state body, a news organization, a party, a group, a program.

    Who is not named in a text has a `description` instead of a name, belongs to one
    `article` and is never merged with anybody. A person without a date of death counts as
    living: nothing is stored of nationality, ethnicity, health or birth.
    """

    type: Annotated[
        ActorType,
        row("What it is. A state that acts is a `government`.", "rdf:type", Term.CLASS),
    ]
    name: Annotated[Text | None, row("Name, per language.", "schema:name", Term.TEXT)] = None
    aliases: Annotated[
        tuple[Text, ...],
        row("Every other spelling met in a text.", "schema:alternateName", Term.TEXT),
    ] = ()
    description: Annotated[
        Text | None,
        row("Who it is, for one not named.", "schema:description", Term.TEXT),
    ] = None
    article: Annotated[
        Id | None,
        row(
            "The one article that tells of somebody not named.",
            "schema:subjectOf",
            Term.REF,
            to="article",
        ),
    ] = None
    job_title: Annotated[
        Text | None, row("A person's office or profession.", "schema:jobTitle", Term.TEXT)
    ] = None
    affiliation: Annotated[
        tuple[Id, ...],
        row("A person's organizations.", "schema:affiliation", Term.REF, to="actor"),
    ] = ()
    parent: Annotated[
        Id | None,
        row("The organization it is part of.", "schema:parentOrganization", Term.REF, to="actor"),
    ] = None
    area_served: Annotated[
        Id | None,
        row("The place it is for, e.g. a state's.", "schema:areaServed", Term.REF, to="place"),
    ] = None
    url: Annotated[Url | None, row("Its own site.", "schema:url", Term.IRI)] = None
    private: Annotated[bool, row("A private person: no `same_as` is allowed.")] = False
    died: Annotated[Date | None, row("Date of death.", "schema:deathDate", Term.DATE)] = None
