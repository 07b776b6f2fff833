"""Texts of a graph, and the things that they stand for."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse

from claimgraph.search.entries import KINDS, PART, Entry, Part, entries
from claimgraph.vocabulary import PREFIXES

E = "http://e.example/"
HEAD = f"@prefix : <{E}> . " + " ".join(f"@prefix {k}: <{v}> ." for k, v in PREFIXES.items())


def told(turtle: str) -> list[Entry | Part]:
    return list(entries(parse((HEAD + turtle).encode(), format=RdfFormat.TURTLE)))


@pytest.mark.parametrize(
    ("turtle", "entry"),
    [
        (':c a schema:Claim ; schema:text "T"@pt-br', (":c", "claim", "text", "T", "pt-br")),
        (':a a schema:NewsArticle ; schema:headline "H"', (":a", "article", "name", "H", "")),
        (':a a schema:CreativeWork ; schema:headline "H"', (":a", "article", "name", "H", "")),
        (':p a schema:Person ; schema:name "N"@en', (":p", "actor", "name", "N", "en")),
        (':p a prov:Agent ; schema:name "N"', (":p", "actor", "name", "N", "")),
        (
            ':p a schema:Organization, cg:Group ; schema:description "D"',
            (":p", "actor", "text", "D", ""),
        ),
        (':p a schema:Place ; schema:alternateName "N"', (":p", "place", "alias", "N", "")),
        (
            ':e a schema:EventSeries, schema:Event ; schema:name "N"',
            (":e", "event", "name", "N", ""),
        ),
        (':r a schema:ClaimReview ; schema:headline "H"', (":r", "review", "name", "H", "")),
        (':l a schema:Rating ; schema:alternateName "False"', (":l", PART, "label", "False", "")),
        (':k a schema:Comment ; schema:text "Sorry"', (":k", PART, "text", "Sorry", "")),
        (
            ':r a schema:ClaimReview ; schema:claimReviewed "W"@es ; schema:itemReviewed :c',
            (":c", "claim", "text", "W", "es"),
        ),
    ],
)
def test_a_text_stands_for_its_thing(turtle: str, entry: tuple[str, ...]) -> None:
    iri, *rest = entry
    assert told(f"{turtle} .") == [Entry(iri.replace(":", E), *rest)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "turtle",
    [
        ':t a schema:TextObject ; schema:text "T"',
        ':q a cg:Attribution ; cg:namedAs "N"',
        ':n schema:name "N"',
        '[] a schema:Place ; schema:name "N"',
        ":p a schema:Place ; schema:name :not-a-text",
        ':p a schema:Person ; schema:jobTitle "Minister"',
    ],
)
def test_nothing_else_is_found(turtle: str) -> None:
    assert told(f"{turtle} .") == []


@pytest.mark.parametrize("predicate", ["schema:reviewRating", "schema:correction"])
def test_parts_of_a_review_are_told(predicate: str) -> None:
    assert told(f":r a schema:ClaimReview ; {predicate} :x .") == [Part(f"{E}x", f"{E}r")]


def test_every_kind_can_be_found() -> None:
    from claimgraph.search.entries import _KIND

    assert {*_KIND.values()} == {*KINDS, PART}
