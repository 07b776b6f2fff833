"""Articles: what was published, by whom, about what."""

from __future__ import annotations

from typing import Annotated, Literal

from claimgraph.records.fields import (
    IDENTIFIERS,
    Date,
    FileName,
    Id,
    Language,
    Offset,
    Part,
    Record,
    Sha256,
    Term,
    Text,
    Url,
    Words,
    row,
)

ROOTS = {"news": "schema:NewsArticle", "work": "schema:CreativeWork"}
TYPES = {
    "report": "schema:ReportageNewsArticle",
    "opinion": "schema:OpinionNewsArticle",
    "analysis": "schema:AnalysisNewsArticle",
    "fact-check": "",
}


class Translation(Part, kw_only=True, frozen=True):
    """Which article this one translates, and who or what translated it."""

    of: Annotated[Id, row("The original.", "schema:translationOfWork", Term.REF, to="article")]
    by: Annotated[
        Id | None,
        row(
            "Who or what translated: a person, an organization, software.",
            "prov:wasAssociatedWith",
            Term.REF,
            to="actor",
        ),
    ] = None


class SourceText(Part, kw_only=True, frozen=True):
    """The text that evidence spans point into. The text itself is not part of the record.

    Length and offsets count Unicode code points of the file read as UTF-8, without newline
    translation; the hash is that of its bytes.
    """

    file: Annotated[
        FileName, row("Name of the text's file, for `check-spans`; it does not reach the graph.")
    ]
    length: Annotated[Offset, row("Length in code points; no span may end behind it.")]
    sha256: Annotated[Sha256, row("SHA-256 of the file.", "schema:sha256", Term.STRING)]


class Article(Record, tag="article", kw_only=True, frozen=True):
    """A news article. What is not known (a date, a headline) is left out."""

    type: Annotated[
        Literal["news", "work"],
        row(
            "A news article, or another work where a claim appears: a post, a picture, a speech.",
            "rdf:type",
            Term.CLASS,
        ),
    ] = "news"
    url: Annotated[Url | None, row("Where it was published.", "schema:url", Term.IRI)] = None
    headline: Annotated[Text | None, row("Headline.", "schema:headline", Term.TEXT)] = None
    language: Annotated[
        Language | None, row("Language it is written in.", "schema:inLanguage", Term.STRING)
    ] = None
    publisher: Annotated[
        Id | None, row("Who published it.", "schema:publisher", Term.REF, to="actor")
    ] = None
    authors: Annotated[
        tuple[Id, ...], row("Who wrote it.", "schema:author", Term.REF, to="actor")
    ] = ()
    published: Annotated[
        Date | None, row("When it was published.", "schema:datePublished", Term.DATE)
    ] = None
    modified: Annotated[
        Date | None, row("When it was last changed.", "schema:dateModified", Term.DATE)
    ] = None
    genre: Annotated[
        Literal["report", "opinion", "analysis", "fact-check"] | None,
        row("What kind of article it is.", "schema:genre", Term.CONCEPT),
    ] = None
    translation: Annotated[Translation | None, row("The original, if this is a translation.")] = (
        None
    )
    text: Annotated[SourceText | None, row("The text that evidence points into.")] = None
    about: Annotated[
        tuple[Id, ...],
        row("What it is about.", "schema:about", Term.REF, to="event actor place"),
    ] = ()
    mentions: Annotated[
        tuple[Id, ...],
        row("What else it names.", "schema:mentions", Term.REF, to="event actor place"),
    ] = ()
    cites: Annotated[
        tuple[Id, ...],
        row("Articles it refers to.", "schema:citation", Term.REF, to="article"),
    ] = ()
    identifiers: Annotated[tuple[Words, ...], row(IDENTIFIERS, "schema:identifier")] = ()
