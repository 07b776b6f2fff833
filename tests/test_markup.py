"""Reviews as nested JSON-LD, and as a feed."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings

from claimgraph import contexts
from claimgraph.gate import check
from claimgraph.gate.graphs import graph as shacl_graph
from claimgraph.gate.shapes import load
from claimgraph.markup.feed import feed
from claimgraph.markup.index import Index, index
from claimgraph.markup.nest import CONTEXT, Node, review
from claimgraph.markup.require import lacking
from claimgraph.records.outcome import Entry
from claimgraph.records.read import read
from claimgraph.statements.mapping import mapped
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers.nquads import nquads
from strategies import record_sets

SOURCE = Path(__file__).parent / "data" / "markup"
BASE = "https://desk.example/data/"
SCHEMA = PREFIXES["schema"]


def quads(entries: Iterable[Entry]) -> list[ox.Quad]:
    text = nquads((one.graph, one.descriptions) for one in mapped(entries))
    return list(ox.parse(text, format=ox.RdfFormat.N_QUADS))


@cache
def held() -> Index:
    reading = read([str(SOURCE)])
    assert not reading.refusals
    return index(quads(reading.entries))


def tree(name: str) -> Node:
    return review(held(), f"{BASE}review/dam/{name}")


def turtle(text: str) -> Index:
    prefixes = "".join(f"PREFIX {name}: <{space}>\n" for name, space in PREFIXES.items())
    return index(ox.parse(f"{prefixes}BASE <{BASE}>\n{text}", format=ox.RdfFormat.TURTLE))


def every(value: Any) -> Iterator[Node]:
    """All nodes of a tree."""
    if isinstance(value, list):
        for one in value:
            yield from every(one)
    elif isinstance(value, dict):
        yield value
        yield from every(list(value.values()))


# ---- what a tree tells


def test_a_review_with_all_that_belongs_to_it() -> None:
    found = tree("leak-en")
    item = found.pop("itemReviewed")
    assert found == {
        "@type": "ClaimReview",
        "@id": f"{BASE}review/dam/leak-en",
        "url": "https://gauge.example/leak",
        "claimReviewed": "The dam leaks.",
        "headline": "Does the dam leak?",
        "inLanguage": "en",
        "datePublished": "2024-05-04",
        "dateModified": "2024-05-05T08:00:00+02:00",
        "author": {
            "@type": "NewsMediaOrganization",
            "@id": f"{BASE}actor/dam/gauge",
            "name": "The Gauge",
            "url": "https://gauge.example/",
            "sameAs": "https://things.example/gauge",
        },
        "contributor": {
            "@type": "Person",
            "@id": f"{BASE}actor/dam/mira-falk",
            "name": "Mira Falk",
            "jobTitle": "Reporter",
        },
        "reviewRating": {
            "@type": "Rating",
            "@id": f"{BASE}rating/dam/leak-en",
            "alternateName": "Mostly true",
            "ratingValue": 4.5,
            "bestRating": 5,
            "worstRating": 1,
        },
        "correction": {
            "@type": "CorrectionComment",
            "@id": found["correction"]["@id"],
            "text": "The name of the dam was wrong.",
            "datePublished": "2024-05-05",
        },
        "identifier": "G-17",
        "sameAs": "https://things.example/check",
        "sdLicense": "https://creativecommons.org/licenses/by/4.0/",
    }
    assert [one["@id"].rpartition("/")[2] for one in item["author"]] == [
        "herald-1.neighbour",
        "ole-strand",
    ]
    assert item["claimInterpreter"] == found["author"]
    assert item["sameAs"] == "https://things.example/leak"


def test_a_review_in_another_language() -> None:
    found = tree("leak-de")
    assert found["claimReviewed"] == "Der Damm sei leck."
    assert found["author"]["name"] == "Der Pegel"
    assert found["reviewRating"] == {
        "@type": "Rating",
        "@id": f"{BASE}rating/dam/leak-de",
        "alternateName": "Stimmt",
    }
    item = found["itemReviewed"]
    assert item["text"] == "Der Damm leckt."
    assert item["author"][0]["description"] == "eine Nachbarin, nicht genannt"
    assert item["author"][1]["name"] == "Ole Strand"
    # an article says its own language
    assert item["appearance"][0]["inLanguage"] == "en"
    assert item["appearance"][0]["headline"] == "The dam leaks"


def test_works_in_which_a_claim_appears() -> None:
    item = tree("leak-en")["itemReviewed"]
    assert item["firstAppearance"] == {
        "@type": "CreativeWork",
        "@id": f"{BASE}article/dam/post-0",
        "url": "https://posts.example/0",
        "datePublished": "2024-04-30",
    }
    article, post = item["appearance"]
    assert (article["@type"], article["url"]) == ("NewsArticle", "https://herald.example/1")
    assert article["publisher"]["name"] == "The Herald"
    assert (post["@type"], post["url"]) == ("CreativeWork", "https://posts.example/1")


def test_nobody_is_named_who_is_known_only_from_others() -> None:
    assert "author" not in tree("check-blast")["itemReviewed"]


def test_who_may_be_a_person_or_not_has_no_type() -> None:
    authors = tree("check-film")["itemReviewed"]["author"]
    assert authors[0] == {"@id": f"{BASE}actor/dam/dammwacht", "name": "Dammwacht"}


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("leak-en", "2024-05"),  # not the day of the denial, nor that of publication
        ("check-blast", "2024-05-01"),  # not the days of those who only tell of it
        ("check-film", None),  # the earliest date is not certain
        ("silent-1", None),
    ],
)
def test_date_of_a_claim(name: str, date: str | None) -> None:
    assert tree(name)["itemReviewed"].get("datePublished") == date


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (["2024", "2024-01-01"], "2024-01-01"),
        (["2024-02", "2024-01-31"], "2024-01-31"),
        (["2024-03-01T23:00:00+05:00", "2024-03-01"], "2024-03-01T23:00:00+05:00"),
        (["~2024-01-02", "2024-01-02"], "2024-01-02"),
        (["~2024-01-01", "2024-01-02"], "2020"),
        ([], "2020"),
    ],
)
def test_earliest_date_of_those_who_make_the_claim(dates: list[str], said: str) -> None:
    told = "".join(
        f"<a{n}> cg:claim <c> ; cg:stance cgv:asserts ; "
        + (f'cg:earliest "{date[1:]}"' if date[0] == "~" else f'schema:dateCreated "{date}"')
        + " .\n"
        for n, date in enumerate(dates)
    )
    found = turtle(f'<r> schema:itemReviewed <c> . <c> schema:datePublished "2020" .\n{told}')
    assert review(found, f"{BASE}r")["itemReviewed"]["datePublished"] == said


@pytest.mark.parametrize(
    ("medium", "kind"),
    [
        ("image", "ImageObject"),
        ("video", "VideoObject"),
        ("audio", "AudioObject"),
        ("text", "TextObject"),
    ],
)
def test_medium(medium: str, kind: str) -> None:
    found = turtle(f"<r> schema:itemReviewed <c> ; cg:mediaType cgv:{medium} .")
    assert review(found, f"{BASE}r")["itemReviewed"]["associatedMedia"] == {"@type": kind}
    assert "associatedMedia" not in tree("leak-en")["itemReviewed"]


@pytest.mark.parametrize(
    ("texts", "language", "chosen"),
    [
        ('"a"@en, "b"@de, "c"', "de", "b"),
        ('"a"@en, "b"@de-at, "c"', "de", "b"),
        ('"a"@en, "b"@de', "de-AT", "b"),
        ('"a"@en, "b"@de, "c"', "fr", "c"),
        ('"a"@en, "b"@de', "", "a"),
        ('"a"@sv, "b"@de', "en", "b"),
        ('"b"@de, "a"@de', "de", "a"),
    ],
)
def test_text_of_several_languages(texts: str, language: str, chosen: str) -> None:
    spoken = f'; schema:inLanguage "{language}"' if language else ""
    found = turtle(f"<r> schema:claimReviewed {texts} {spoken} .")
    assert review(found, f"{BASE}r")["claimReviewed"] == chosen


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("3", 3),
        ("3.5", 3.5),
        ('"4.0"^^xsd:decimal', 4.0),
        ('"3.5E0"^^xsd:double', 3.5),
        ('"3"', "3"),
        ("0.12345678901234567890123", "0.12345678901234567890123"),
        ('"x"^^xsd:integer', "x"),
    ],
)
def test_numbers(literal: str, value: object) -> None:
    found = turtle(f"<r> schema:reviewRating [ schema:ratingValue {literal} ] .")
    assert review(found, f"{BASE}r")["reviewRating"] == {"@type": "Rating", "ratingValue": value}


# ---- what a tree must not tell


def test_only_terms_of_schema_org() -> None:
    terms = contexts.schema_org()
    for subject in held().instances("schema:ClaimReview"):
        for node in every(review(held(), subject)):
            named = {name for name in node if not name.startswith("@")}
            assert named <= terms.keys()
            assert set(filter(None, [node.get("@type")])) <= terms.keys()


def stated(document: Node) -> Iterator[tuple[str, str, str]]:
    """The triples of a document, subject and object without datatype and language."""
    text = contexts.inlined(json.dumps({"@context": CONTEXT, **document}).encode(), "test")
    for quad in ox.parse(text, format=ox.RdfFormat.JSON_LD):
        yield plain(quad.subject), plain(quad.predicate), plain(quad.object)


def plain(term: object) -> str:
    assert isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal)
    if isinstance(term, ox.Literal) and term.datatype.value.endswith(("#double", "#decimal")):
        return str(float(term.value))
    return term.value


DERIVED = {SCHEMA + name for name in ("datePublished", "associatedMedia", "inLanguage")}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(record_sets())
def test_nothing_is_told_that_the_graph_does_not_state(entries: list[Entry]) -> None:
    given_ = quads(entries)
    known = {(plain(q.subject), plain(q.predicate), plain(q.object)) for q in given_}
    made = index(given_)
    for subject in made.instances("schema:ClaimReview"):
        document = review(made, subject)
        found = [one for one in stated(document) if one[1] not in DERIVED]
        # a medium is the only node without an IRI
        assert {one for one in found if one not in known and "//" in one[0]} == set()
        assert (subject, SCHEMA + "url", document["url"]) in found


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(record_sets())
def test_order_of_the_quads_does_not_matter(entries: list[Entry]) -> None:
    given_ = quads(entries)
    mixed = random.Random(1).sample(given_, len(given_))
    one, other = index(given_), index(mixed + given_[:5])
    names = one.instances("schema:ClaimReview")
    assert names == other.instances("schema:ClaimReview")
    assert [review(one, name) for name in names] == [review(other, name) for name in names]


# ---- what Google requires


RATING = {"alternateName": "False", "ratingValue": "1", "bestRating": 5, "worstRating": 1}
WHOLE: Node = {"claimReviewed": "x", "url": "https://desk.example/", "reviewRating": RATING}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, ""),
        ({"reviewRating": {"alternateName": "False"}}, ""),
        ({"reviewRating": {**RATING, "ratingValue": 2.5}}, ""),
        ({"url": ["http://desk.example/", "HTTPS://desk.example"]}, ""),
        ({"url": ["ftp://desk.example/", "https://desk.example"]}, "no http(s) url"),
        ({"claimReviewed": " "}, "no claimReviewed"),
        ({"url": "/bridge"}, "no http(s) url"),
        ({"url": []}, "no http(s) url"),
        ({"reviewRating": []}, "no rating"),
        ({"reviewRating": {"ratingValue": 1}}, "a rating without a label"),
        ({"reviewRating": [RATING, {**RATING, "alternateName": " "}]}, "a rating without a label"),
        ({"reviewRating": {**RATING, "bestRating": "five"}}, "a rating whose numbers are none"),
        (
            {"reviewRating": {**RATING, "worstRating": 5}},
            "a scale whose worst value is not less than its best",
        ),
        ({"reviewRating": {**RATING, "ratingValue": 6}}, "a rating beyond its scale"),
    ],
)
def test_what_is_lacking_is_what_the_shapes_refuse(change: Node, reason: str) -> None:
    document = WHOLE | change
    assert lacking(document) == reason
    text = contexts.inlined(
        json.dumps({"@context": CONTEXT, "@type": "ClaimReview", **document}).encode(), "test"
    )
    graph = shacl_graph(ox.parse(text, format=ox.RdfFormat.JSON_LD, base_iri="file:///x"))
    assert check(graph, load(["google"])).conforms == (not reason)


# ---- feed


def test_feed() -> None:
    one = {"@type": "ClaimReview", "datePublished": "2024-05-04", "sdLicense": "https://l.example"}
    two = {**one, "dateModified": "2024-05-06"}
    three = {"@type": "ClaimReview", "sdLicense": "https://l.example"}
    assert feed([one, two, three]) == {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "dateModified": "2024-05-06",
        "sdLicense": "https://l.example",
        "dataFeedElement": [
            {
                "@type": "DataFeedItem",
                "dateCreated": "2024-05-04",
                "dateModified": "2024-05-04",
                "item": one,
            },
            {
                "@type": "DataFeedItem",
                "dateCreated": "2024-05-04",
                "dateModified": "2024-05-06",
                "item": two,
            },
            {"@type": "DataFeedItem", "item": three},
        ],
    }


@pytest.mark.parametrize("licenses", [["https://a.example", "https://b.example"], ["", "x"], [""]])
def test_feed_of_several_licences_has_none(licenses: list[str]) -> None:
    assert "sdLicense" not in feed([{"sdLicense": one} if one else {} for one in licenses])


@pytest.mark.parametrize(
    ("dates", "latest"),
    [
        (["2024-05-06", "2024-05-05T23:00:00-05:00"], "2024-05-05T23:00:00-05:00"),
        (["2024", "2024-05", "2024-04-30"], "2024-05"),
        (["2024-05-04T10:00:00", "2024-05-04T10:00:00+05:00"], "2024-05-04T10:00:00"),
        (["soon", "2024"], "2024"),
    ],
)
def test_a_feed_changed_when_its_latest_review_did(dates: list[str], latest: str) -> None:
    assert feed([{"dateModified": one} for one in dates])["dateModified"] == latest
