"""Events: what happened, when, where, with whom in which role, and according to whom."""

from __future__ import annotations

from typing import Annotated, Literal

from claimgraph.records.fields import (
    IDENTIFIERS,
    Date,
    Id,
    Part,
    Record,
    Term,
    Text,
    Words,
    row,
)

EventType = Literal[
    "accident",
    "agreement",
    "armed-conflict",
    "arms-transfer",
    "attack",
    "award",
    "campaign",
    "commemoration",
    "court-ruling",
    "crisis",
    "cyberattack",
    "death",
    "deportation",
    "departure",
    "detention",
    "disaster",
    "election",
    "interview",
    "medical-treatment",
    "meeting",
    "negotiation",
    "official-decision",
    "police-operation",
    "protest",
    "publication",
    "recruitment",
    "statement",
    "visit",
]
BLAMING = ("attacker", "instigator", "perpetrator", "responsible")
RoleName = Literal[
    "addressee",
    "affected",
    "authority",
    "awardee",
    "awarder",
    "belligerent",
    "commemorated",
    "deceased",
    "decider",
    "deported",
    "detained",
    "guest",
    "host",
    "injured",
    "interviewee",
    "interviewer",
    "negotiator",
    "operator",
    "organizer",
    "participant",
    "recipient",
    "sender",
    "signatory",
    "speaker",
    "target",
    "traveller",
    "attacker",
    "instigator",
    "perpetrator",
    "responsible",
]


class Participant(Part, kw_only=True, frozen=True):
    """One actor in one role. A role that blames says according to which claim."""

    actor: Annotated[Id, row("Who took part.", "cg:participant", Term.REF, to="actor")]
    role: Annotated[RoleName, row("As what.", "schema:roleName", Term.CONCEPT)]
    when: Annotated[Date | None, row("When, if not for the whole event.", "cg:when", Term.DATE)] = (
        None
    )
    according_to: Annotated[
        tuple[Id, ...],
        row(
            "Claims from which alone the role is known; else those of the event.",
            "cg:accordingTo",
            Term.REF,
            to="claim",
        ),
    ] = ()


class Event(Record, tag="event", kw_only=True, frozen=True):
    """Something that happened, under a neutral name.

    What is known only from somebody's claim says so by `according_to`.
    """

    name: Annotated[Text, row("Neutral name, per language.", "schema:name", Term.TEXT)]
    type: Annotated[
        EventType | None, row("What kind of event.", "schema:additionalType", Term.CLASS)
    ] = None
    series: Annotated[
        bool, row("True for a series of like events, whose parts may be events too.")
    ] = False
    when: Annotated[
        Date | None,
        row("When; `2025?-07-04` is a day whose year is inferred.", "cg:when", Term.DATE),
    ] = None
    where: Annotated[tuple[Id, ...], row("Where.", "schema:location", Term.REF, to="place")] = ()
    part_of: Annotated[
        tuple[Id, ...],
        row("The larger event it is part of.", "schema:superEvent", Term.REF, to="event"),
    ] = ()
    participants: Annotated[tuple[Participant, ...], row("Who took part, in which role.")] = ()
    according_to: Annotated[
        tuple[Id, ...],
        row(
            "Claims from which alone the event is known.",
            "cg:accordingTo",
            Term.REF,
            to="claim",
        ),
    ] = ()
    identifiers: Annotated[tuple[Words, ...], row(IDENTIFIERS, "schema:identifier")] = ()
