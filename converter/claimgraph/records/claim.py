"""Claims: one proposition each, and who tells it, in which article, with what stance."""

from __future__ import annotations

from typing import Annotated, Literal

from claimgraph.records.fields import (
    Date,
    Id,
    Offset,
    Part,
    Record,
    Sha256,
    Term,
    Text,
    row,
)


class Span(Part, kw_only=True, frozen=True):
    """A passage of an article's source text, in code points; `end` is not part of it."""

    start: Annotated[Offset, row("First code point, from 0.", "oa:start", Term.INTEGER)]
    end: Annotated[Offset, row("Code point behind the last one.", "oa:end", Term.INTEGER)]
    sha256: Annotated[Sha256, row("SHA-256 of the passage as UTF-8.", "schema:sha256", Term.STRING)]


class Attribution(Part, kw_only=True, frozen=True):
    """A claim as one speaker tells it in one article.

    Where X says that Y said, Y's attribution names X's by `relayed_by`: one attribution a
    level, of the same claim. What an article says in its own voice is said by its author,
    or by its publisher where it is not signed.
    """

    speaker: Annotated[Id, row("Who says it.", "schema:spokenByCharacter", Term.REF, to="actor")]
    article: Annotated[
        Id,
        row(
            "The article that tells it, or the review that names the speaker.",
            "schema:isPartOf",
            Term.REF,
            to="article review",
        ),
    ]
    stance: Annotated[
        Literal["asserts", "suggests", "denies", "reports"],
        row("How the speaker stands to it; `suggests` when hedged.", "cg:stance", Term.CONCEPT),
    ]
    form: Annotated[
        Literal["own-voice", "direct", "indirect"],
        row("The article's own voice, a quotation, or a rendering.", "cg:form", Term.CONCEPT),
    ]
    id: Annotated[
        Id | None,
        row("Name for `relayed_by`, unique in its claim; the speaker's id if left out."),
    ] = None
    said: Annotated[Date | None, row("When it was said.", "schema:dateCreated", Term.DATE)] = None
    named_as: Annotated[
        Text | None,
        row("How the article names the speaker.", "cg:namedAs", Term.TEXT),
    ] = None
    relayed_by: Annotated[Id | None, row("The attribution of this claim that relays this one.")] = (
        None
    )
    based_on: Annotated[
        Id | None,
        row(
            "The other article that this one draws on here.",
            "schema:isBasedOn",
            Term.REF,
            to="article",
        ),
    ] = None
    evidence: Annotated[
        tuple[Span, ...], row("Passages of the article's source text that show it.")
    ] = ()


class Claim(Record, tag="claim", kw_only=True, frozen=True):
    """One proposition, in the desk's own words.

    A denial of something that nobody asserts is a claim of its own. Demands and calls are
    events, not claims.
    """

    text: Annotated[Text, row("The proposition, paraphrased.", "schema:text", Term.TEXT)]
    about: Annotated[
        tuple[Id, ...],
        row(
            "The events, actors and places it is about.",
            "schema:about",
            Term.REF,
            to="event actor place",
        ),
    ] = ()
    attributions: Annotated[tuple[Attribution, ...], row("Who tells it, and where.")] = ()
    appearances: Annotated[
        tuple[Id, ...],
        row(
            "Articles and other works in which it appears, beside those of the attributions.",
            "schema:appearance",
            Term.REF,
            to="article",
        ),
    ] = ()
    first_appearance: Annotated[
        Id | None,
        row("Where it appeared first.", "schema:firstAppearance", Term.REF, to="article"),
    ] = None
    published: Annotated[
        Date | None,
        row(
            "When it was first told, where no attribution says so.",
            "schema:datePublished",
            Term.DATE,
        ),
    ] = None
    supports: Annotated[
        tuple[Id, ...], row("Claims that it speaks for.", "cg:supports", Term.REF, to="claim")
    ] = ()
    variant_of: Annotated[
        Id | None,
        row(
            "The claim of which it is a variant; that one is itself no variant.",
            "cg:variantOf",
            Term.REF,
            to="claim",
        ),
    ] = None


def relaying(one: Attribution, claim: Claim) -> list[Attribution]:
    """The attributions of a claim that `relayed_by` may mean: one, unless the records are wrong."""
    return [a for a in claim.attributions if (a.id or a.speaker) == one.relayed_by]
