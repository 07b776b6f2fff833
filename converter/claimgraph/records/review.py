"""Reviews: what a desk found of a claim."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from claimgraph.records.fields import (
    IDENTIFIERS,
    Date,
    Id,
    Language,
    Part,
    Record,
    Term,
    Text,
    Url,
    Words,
    row,
)

Medium = Literal["text", "image", "video", "audio"]
Number = Annotated[int, Meta(ge=-(10**9), le=10**9)] | Annotated[float, Meta(ge=-1e9, le=1e9)]


class Rating(Part, kw_only=True, frozen=True):
    """The desk's own rating, as published."""

    label: Annotated[
        Text | None, row("The verdict in words.", "schema:alternateName", Term.TEXT)
    ] = None
    value: Annotated[
        Number | None, row("Its place on the scale.", "schema:ratingValue", Term.NUMBER)
    ] = None
    best: Annotated[
        Number | None, row("The scale's best value.", "schema:bestRating", Term.NUMBER)
    ] = None
    worst: Annotated[
        Number | None, row("The scale's worst value.", "schema:worstRating", Term.NUMBER)
    ] = None


class Verdicts(Part, kw_only=True, frozen=True):
    """The finding on axes that all desks share, at most one value each."""

    truth: Annotated[
        bool | Literal["true", "mostly-true", "mixed", "mostly-false", "false"] | None,
        row("Is it true?", "cg:normalizedVerdict", Term.CONCEPT),
    ] = None
    context: Annotated[
        Literal["missing-context", "misleading"] | None,
        row("Does context change it?", "cg:normalizedVerdict", Term.CONCEPT),
    ] = None
    alteration: Annotated[
        Literal["altered", "unaltered"] | None,
        row("Was a picture, sound or text altered?", "cg:normalizedVerdict", Term.CONCEPT),
    ] = None
    satire: Annotated[
        Literal["satire"] | None,
        row("Was it meant as satire?", "cg:normalizedVerdict", Term.CONCEPT),
    ] = None
    proof: Annotated[
        Literal["unproven"] | None,
        row("Is there proof?", "cg:normalizedVerdict", Term.CONCEPT),
    ] = None


class Correction(Part, kw_only=True, frozen=True):
    """A published correction of a review."""

    text: Annotated[Text, row("What was corrected.", "schema:text", Term.TEXT)]
    published: Annotated[Date | None, row("When.", "schema:datePublished", Term.DATE)] = None


class Review(Record, tag="review", kw_only=True, frozen=True):
    """A desk's published review of a claim."""

    claim: Annotated[Id, row("The claim reviewed.", "schema:itemReviewed", Term.REF, to="claim")]
    desk: Annotated[Id, row("Who reviewed it.", "schema:author", Term.REF, to="actor")]
    writers: Annotated[
        tuple[Id, ...],
        row("Who wrote it for the desk.", "schema:contributor", Term.REF, to="actor"),
    ] = ()
    url: Annotated[Url, row("Where the review was published.", "schema:url", Term.IRI)]
    claim_reviewed: Annotated[
        Text | None,
        row(
            "The claim as the review words it; the claim's own text if left out.",
            "schema:claimReviewed",
            Term.TEXT,
        ),
    ] = None
    headline: Annotated[
        Text | None, row("Headline of the review.", "schema:headline", Term.TEXT)
    ] = None
    language: Annotated[
        Language | None, row("Language it is written in.", "schema:inLanguage", Term.STRING)
    ] = None
    published: Annotated[
        Date | None, row("When it was published.", "schema:datePublished", Term.DATE)
    ] = None
    modified: Annotated[
        Date | None, row("When it was last changed.", "schema:dateModified", Term.DATE)
    ] = None
    rating: Annotated[Rating | None, row("The desk's own rating.")] = None
    verdicts: Annotated[Verdicts | None, row("The finding on the axes that all desks share.")] = (
        None
    )
    media: Annotated[
        Medium | None,
        row("The medium of what was reviewed.", "cg:mediaType", Term.CONCEPT),
    ] = None
    corrections: Annotated[tuple[Correction, ...], row("Corrections published since.")] = ()
    identifiers: Annotated[tuple[Words, ...], row(IDENTIFIERS, "schema:identifier")] = ()
