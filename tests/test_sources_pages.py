"""Pages and JSON-LD files: which items are found in them, wherever they stand."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.records import Actor, Article, Claim, Review
from claimgraph.records.settings import Settings
from claimgraph.sources import jsonld, pages
from claimgraph.sources.account import Account
from claimgraph.sources.told import Given, Told

URL = "https://desk.example/1"
REVIEW: dict[str, Any] = {
    "@type": "ClaimReview",
    "url": URL,
    "claimReviewed": "The moon is near",
    "author": {"@type": "Organization", "name": "The Desk"},
}
NEWS: dict[str, Any] = {"@type": "NewsArticle", "url": "https://n.example/1", "headline": "H"}


def script(*values: Any) -> str:
    """The values in a block each."""
    return "".join(
        f'<script type="application/ld+json">{json.dumps(value)}</script>\n' for value in values
    )


def page(html: str, url: str = "") -> tuple[list[Told], Account]:
    account = Account("page", "page")
    given = Given("page", f"<!doctype html>\n{html}".encode(), Settings(), url=url)
    return list(pages.read(given, account)), account


def document(value: Any, base: str = "") -> tuple[list[Told], Account]:
    account = Account("file", "jsonld")
    settings = Settings(base=base) if base else Settings()
    text = value if isinstance(value, str) else json.dumps(value)
    return list(jsonld.read(Given("file", text.encode(), settings), account)), account


def names(found: list[Told]) -> list[str]:
    return [told.refused or type(told.records[0]).__name__ for told in found]


FORMS: list[tuple[Any, list[str]]] = [
    (REVIEW, ["Review"]),
    ([REVIEW, NEWS], ["Review", "Article"]),
    ({"@graph": [{"@type": "WebPage"}, REVIEW]}, ["Review"]),
    ({"@graph": {"@graph": [REVIEW]}}, ["Review"]),
    ({"@type": "WebPage", "mainEntity": REVIEW}, ["Review"]),
    ({**NEWS, "review": REVIEW}, ["Article", "Review"]),
    ({"@type": "Article", "hasPart": [{"@type": "Thing", "about": [REVIEW]}]}, ["Review"]),
    ({"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": REVIEW}]},
     ["Review"]),
    ({"@type": "DataFeed", "dataFeedElement": {"item": [REVIEW]}}, ["Review"]),
    ({**REVIEW, "itemReviewed": {"@type": "Claim", "appearance": NEWS}}, ["Review"]),
    ({"schema:@type": "x", "@type": "http://schema.org/ClaimReview", **REVIEW}, ["Review"]),
    ({"@list": [REVIEW]}, ["Review"]),
    ({**REVIEW, "@graph": [{"@type": "WebPage"}, NEWS]}, ["Review"]),
    ({"@type": "Claim", "text": "X", "review": REVIEW}, ["Claim", "Review"]),
    ({**REVIEW, "@type": "MediaReview", "associatedClaimReview": {**REVIEW, "url": f"{URL}0"}},
     ["Review", "Review"]),
    (None, []),
    ([], []),
    ([[[REVIEW]]], ["Review"]),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), FORMS)
def test_where_items_stand(value: Any, expected: list[str]) -> None:
    assert names(page(script(value))[0]) == expected
    assert names(document(value)[0]) == expected


def test_references_within_a_document() -> None:
    graph = [
        {"@id": "#org", "@type": "Organization", "name": "The Desk", "url": "https://desk.example"},
        {**REVIEW, "author": {"@id": "#org"}},
    ]
    (told,), _ = document({"@graph": graph})
    desk = next(record for record in told.records if isinstance(record, Actor))
    assert (desk.name, desk.url) == ("The Desk", "https://desk.example")


def test_a_page_gives_url_and_language() -> None:
    value = {key: one for key, one in REVIEW.items() if key != "url"}
    head = '<html lang="pt-BR"><link rel="canonical" href="/verify/2">'
    (told,), _ = page(head + script(value), "https://www.desk.example/verify/2?from=home")
    review = told.records[0]
    assert isinstance(review, Review)
    assert (review.url, review.language) == ("https://www.desk.example/verify/2", "pt-br")


def test_articles_that_only_are_listed_do_not_take_the_url_of_the_page() -> None:
    listed = [{"@type": "NewsArticle", "headline": text} for text in ("One", "Two")]
    found, _ = page('<link rel="canonical" href="https://n.example/list">' + script(listed))
    assert names(found) == ["an article without URL"] * 2
    found, _ = page('<link rel="canonical" href="https://n.example/a">' + script(listed[0]))
    (article,) = [record for record in found[0].records if isinstance(record, Article)]
    assert article.url == "https://n.example/a"


def test_microdata_and_rdfa() -> None:
    microdata = f"""<div itemscope itemtype="http://schema.org/ClaimReview">
      <link itemprop="url" href="{URL}"><p itemprop="claimReviewed">The moon is near</p>
      <div itemprop="author" itemscope itemtype="https://schema.org/Organization">
      <b itemprop="name">The Desk</b></div></div>"""
    rdfa = f"""<div vocab="http://schema.org/" typeof="ClaimReview">
      <a property="url" href="{URL}">x</a><p property="claimReviewed">The moon is near</p>
      <div property="author" typeof="Organization"><b property="name">The Desk</b></div></div>"""
    (told,), _ = page(script(REVIEW))
    for html in (microdata, rdfa):
        (other,), _ = page(html)
        assert other.records == told.records


def test_empty_blocks_are_counted_and_broken_ones_refused() -> None:
    broken = '<script type="application/ld+json">{"@type": </script>'
    empty = '<script type="application/ld+json"> </script>'
    found, account = page(empty + broken + script(REVIEW))
    assert [name.split(":")[0] for name in names(found)] == ["not JSON", "Review"]
    assert account.fields["script"].count == 1


def test_gzip() -> None:
    account = Account("page", "page")
    data = gzip.compress(script(REVIEW).encode())
    assert names(list(pages.read(Given("p", data, Settings()), account))) == ["Review"]


def test_lines() -> None:
    lines = [json.dumps(REVIEW), "", "{broken", script(REVIEW).strip()]
    found, _ = document("\n".join(lines))
    assert [told.line for told in found] == [1, 3, 4]
    assert [told.refused[:8] for told in found] == ["", "not JSON", ""]


def test_one_document_of_many_lines() -> None:
    found, _ = document(json.dumps([REVIEW, NEWS], indent=2))
    assert names(found) == ["Review", "Article"]


def test_the_licence_of_a_feed_holds_for_what_names_none() -> None:
    own = {**REVIEW, "sdLicense": "https://l.example/own"}
    feed = {
        "@type": "DataFeed",
        "sdLicense": "https://l.example/feed",
        "dataFeedElement": [{"@type": "DataFeedItem", "item": one} for one in (REVIEW, own)],
    }
    found, account = document(feed)
    assert [told.records[0].license for told in found] == [
        "https://l.example/feed",
        "https://l.example/own",
    ]
    assert not account.fields


BASE = "https://desk.example/data/"
OWN: dict[str, Any] = {
    **REVIEW,
    "@id": f"{BASE}review/news/r%C3%A9",
    "reviewRating": {"@id": f"{BASE}rating/news/r%C3%A9", "alternateName": "False"},
    "author": {"@id": f"{BASE}actor/news/desk", "name": "The Desk"},
    "itemReviewed": {"@type": "Claim", "@id": f"{BASE}claim/news/c", "author": {"name": "Ann"}},
}


@pytest.mark.parametrize("base", ["", BASE])
def test_a_file_of_our_own_making_keeps_its_iris(base: str) -> None:
    (told,), _ = document(OWN, base)
    review = told.records[0]
    assert isinstance(review, Review)
    assert (review.id, review.claim, review.desk) == ("ré", "c", "desk")
    assert told.settings == Settings(base=BASE, source="news")


FOREIGN: list[dict[str, Any]] = [
    {"reviewRating": {"alternateName": "False"}},  # nothing says that it is of our making
    {"reviewRating": {"@id": f"{BASE}rating/news/other", "alternateName": "False"}},
    {"@id": "https://desk.example/1#review"},
    {"@id": f"{BASE}review/news/a/b"},
    {"@id": f"{BASE}event/news/r"},
]


@pytest.mark.parametrize("given", FOREIGN)
def test_a_foreign_id_is_never_an_identity(given: dict[str, Any]) -> None:
    (told,), _ = document({**OWN, **given})
    assert (told.records[0].id, told.settings) == ("review", None)


def test_a_page_never_speaks_in_our_name() -> None:
    (told,), _ = page(script(OWN))
    assert (told.records[0].id, told.settings) == ("review", None)


LEFT: list[tuple[Any, str]] = [
    ([REVIEW, "a text", 5], "no node"),
    ({"@type": "DataFeed", "dataFeedElement": ["https://desk.example/2", REVIEW]}, "no node"),
    ([REVIEW, {"claimReviewed": "X", "url": URL}], "@type (none)"),
    ([REVIEW, {"@type": "Recipe", "name": "Soup"}], "@type recipe"),
]


@pytest.mark.parametrize(("value", "field"), LEFT)
def test_what_is_no_item_is_counted(value: Any, field: str) -> None:
    found, account = document(value)
    assert names(found) == ["Review"]
    assert field in account.fields


def nested(value: Any) -> st.SearchStrategy[Any]:
    """A value in lists and nodes of other types, however deep."""
    keys = st.sampled_from(["@graph", "mainEntity", "hasPart", "about", "review", "x"])
    types = st.sampled_from(["WebPage", "Article", "NewsArticle", "Claim", "DataFeed", "Thing"])
    inside = st.recursive(
        st.just(value),
        lambda inner: (
            st.lists(inner, min_size=1, max_size=1)
            | st.builds(lambda key, type_, one: {"@type": type_, key: one}, keys, types, inner)
        ),
        max_leaves=1,
    )
    return st.builds(lambda one: [one, {"@type": "Thing"}], inside)


@given(nested(REVIEW))
def test_a_review_is_found_wherever_it_stands(value: Any) -> None:
    found, _ = document(value)
    assert sum(told.met is not None for told in found) == 1


def test_a_claim_that_a_review_refers_to_is_told_once() -> None:
    claim = {"@id": "#c", "@type": "Claim", "text": "X", "author": {"name": "Ann"}}
    graph = [{**REVIEW, "itemReviewed": {"@id": "#c"}}, claim, {**claim, "@id": "#d"}]
    found, _ = document({"@graph": graph})
    assert names(found) == ["Review", "Claim"]
    assert len(next(r for r in found[0].records if isinstance(r, Claim)).attributions) == 1
