"""Answers of the Fact Check Tools API."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.records.settings import Settings
from claimgraph.repair.unreadable import Unreadable
from claimgraph.sources import google_api
from claimgraph.sources.account import Account
from claimgraph.sources.told import Given
from handed_over import Items, caught, refusals

ONE = {
    "publisher": {"name": "Desk", "site": "desk.example"},
    "url": "https://desk.example/1",
    "title": "Do cows fly?",
    "reviewDate": "2020-01-03T00:00:00Z",
    "textualRating": "False",
    "languageCode": "en",
}
OTHER = {"publisher": {"site": "b.example"}, "url": "https://b.example/1", "textualRating": "Faux"}
CLAIM = {
    "text": "Cows fly.",
    "claimant": "Al Oxen",
    "claimDate": "2020-01-02T00:00:00Z",
    "claimReview": [ONE, OTHER],
}
ALONE = {"text": "Pigs fly.", "claimant": "Al Oxen"}
ANSWER = {"claims": [CLAIM, ALONE], "nextPageToken": "xyz"}
PAGE = {
    "name": "pages/1",
    "pageUrl": "https://desk.example/1",
    "publishDate": "2020-01-03",
    "claimReviewAuthor": {"name": "Desk", "imageUrl": "https://desk.example/logo.png"},
    "claimReviewMarkups": [
        {
            "claimReviewed": "Cows fly.",
            "claimDate": "2020-01-02",
            "claimLocation": "Rome",
            "claimFirstAppearance": "https://post.example/1",
            "claimAppearances": ["https://post.example/2", "https://post.example/3"],
            "claimAuthor": {
                "name": "Al Oxen",
                "jobTitle": "Farmer",
                "imageUrl": "https://desk.example/al.png",
                "sameAs": "https://w.example/al",
            },
            "rating": {
                "textualRating": "False",
                "ratingValue": 1,
                "worstRating": 1,
                "bestRating": 5,
                "ratingExplanation": "They do not.",
            },
        },
        {"url": "https://desk.example/2", "claimReviewed": "Pigs fly."},
    ],
}


@pytest.fixture
def items(monkeypatch: pytest.MonkeyPatch) -> Items:
    """What the reader hands over."""
    return caught(google_api, monkeypatch)


def read(text: str) -> tuple[list[tuple[int, str]], Account]:
    """Line and reason of what was refused, and the account."""
    return refusals(google_api, text)


def test_every_review_of_a_claim_is_an_item(items: Items) -> None:
    refused, account = read(json.dumps(ANSWER, indent=1))
    assert refused == []
    assert not account.fields
    claim = {
        "@type": "Claim",
        "author": {"name": "Al Oxen"},
        "datePublished": "2020-01-02T00:00:00Z",
    }
    assert items == [
        (
            1,
            {
                "@type": "ClaimReview",
                "claimReviewed": "Cows fly.",
                "itemReviewed": claim,
                "author": {"@type": "Organization", "name": "Desk", "url": "desk.example"},
                "url": "https://desk.example/1",
                "headline": "Do cows fly?",
                "datePublished": "2020-01-03T00:00:00Z",
                "reviewRating": {"@type": "Rating", "alternateName": "False"},
                "inLanguage": "en",
            },
        ),
        (
            1,
            {
                "@type": "ClaimReview",
                "claimReviewed": "Cows fly.",
                "itemReviewed": claim,
                "author": {"@type": "Organization", "url": "b.example"},
                "url": "https://b.example/1",
                "reviewRating": {"@type": "Rating", "alternateName": "Faux"},
            },
        ),
        (2, {"@type": "Claim", "text": "Pigs fly.", "author": {"name": "Al Oxen"}}),
    ]


def test_the_markup_of_pages(items: Items) -> None:
    refused, account = read(json.dumps({"claimReviewMarkupPages": [PAGE]}))
    assert refused == []
    assert items == [
        (
            1,
            {
                "@type": "ClaimReview",
                "url": "https://desk.example/1",
                "datePublished": "2020-01-03",
                "author": {"@type": "Organization", "name": "Desk"},
                "claimReviewed": "Cows fly.",
                "itemReviewed": {
                    "@type": "Claim",
                    "datePublished": "2020-01-02",
                    "firstAppearance": {"@type": "CreativeWork", "url": "https://post.example/1"},
                    "appearance": [
                        {"@type": "CreativeWork", "url": "https://post.example/2"},
                        {"@type": "CreativeWork", "url": "https://post.example/3"},
                    ],
                    "author": {
                        "name": "Al Oxen",
                        "jobTitle": "Farmer",
                        "sameAs": "https://w.example/al",
                    },
                },
                "reviewRating": {
                    "@type": "Rating",
                    "alternateName": "False",
                    "ratingValue": 1,
                    "worstRating": 1,
                    "bestRating": 5,
                },
            },
        ),
        (
            1,
            {
                "@type": "ClaimReview",
                "url": "https://desk.example/2",
                "datePublished": "2020-01-03",
                "author": {"@type": "Organization", "name": "Desk"},
                "claimReviewed": "Pigs fly.",
            },
        ),
    ]
    assert sorted(account.fields) == [
        "claimReviewMarkupPages.claimReviewAuthor.imageUrl",
        "claimReviewMarkupPages.name",
        "claimReviewMarkups.claimAuthor.imageUrl",
        "claimReviewMarkups.claimLocation",
        "claimReviewMarkups.rating.ratingExplanation",
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (json.dumps([ANSWER, ANSWER]), [1, 1, 2, 3, 3, 4]),
        (f"{json.dumps(ANSWER)}\n\n{json.dumps(ANSWER)}\n", [1, 1, 1, 3, 3, 3]),
        (json.dumps({"results": [{"claim": CLAIM}]}), [1, 1]),
        (json.dumps({"claims": ALONE}), [1]),
        (json.dumps({"claims": []}), []),
        ("{}", []),
    ],
)
def test_answers_alone_in_lists_and_in_lines(items: Items, text: str, lines: list[int]) -> None:
    assert read(text)[0] == []
    assert [line for line, _ in items] == lines


@pytest.mark.parametrize("page", [PAGE, PAGE | {"versionId": "3"}])
def test_a_page_alone(items: Items, page: dict[str, Any]) -> None:
    assert read(json.dumps(page))[0] == []
    assert [value["claimReviewed"] for _, value in items] == ["Cows fly.", "Pigs fly."]


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ('{"error": {"code": 429, "status": "RESOURCE_EXHAUSTED"}}', "RESOURCE_EXHAUSTED"),
        ("[5]", "no answer of the API"),
        ('{"claims": ["x"]}', "a claim that is no object"),
        ('{"claims": [{"text": "x", "claimReview": ["y"]}]}', "a review that is no object"),
        ('{"results": [5]}', "a claim that is no object"),
        ('{"claimReviewMarkupPages": ["x"]}', "a page that is no object"),
        ('{"claimReviewMarkupPages": [{"pageUrl": "x"}]}', "a page without reviews"),
        ('{"claimReviewMarkups": ["x"]}', "a review that is no object"),
    ],
)
def test_what_is_no_answer_is_refused(items: Items, text: str, refused: str) -> None:
    found, _ = read(text)
    assert [line for line, _ in found] == [1]
    assert refused in found[0][1]
    assert not items


def test_a_bad_line_does_not_cost_the_others(items: Items) -> None:
    deep = '{"a":' * 200 + "1" + "}" * 200
    refused, _ = read("\n".join([json.dumps(ANSWER), '{"claims": [', deep, json.dumps(ANSWER)]))
    assert [line for line, _ in refused] == [2, 3]
    assert [line for line, _ in items] == [1, 1, 1, 4, 4, 4]


def test_a_file_that_is_no_json_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        read("{'claims'")


def test_what_the_format_does_not_have_is_told(items: Items) -> None:
    _, account = read(json.dumps({"claims": [ALONE | {"mood": {"a": "sad"}}], "kind": "x"}))
    assert {name: seen.examples for name, seen in account.fields.items()} == {
        "kind": ["x"],
        "claims.mood.a": ["sad"],
    }
    assert len(items) == 1


@pytest.mark.parametrize(
    ("start", "is_answer"),
    [
        (json.dumps(ANSWER), True),
        (json.dumps(ANSWER, indent=2), True),
        (json.dumps([{"claims": [ALONE]}]), True),
        (json.dumps({"claimReviewMarkupPages": [PAGE]}), True),
        (json.dumps({"@type": "ClaimReview", "claimReviewed": "x"}), False),
        (json.dumps([{"claim_text": ["x"], "review_url": "y"}]), False),
        ("<html>" + json.dumps(ANSWER), False),
        ("", False),
    ],
)
def test_answers_are_recognised(start: str, is_answer: bool) -> None:
    assert google_api.knows(start.encode()) is is_answer


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*ANSWER, *CLAIM, *ONE, *PAGE, "claimReviewMarkupPages", "name"]), inner
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["claims", "claimReviewMarkupPages", "results"]), _JSON))
def test_any_json_is_read_or_refused(answer: dict[str, Any]) -> None:
    given_ = Given("a.json", json.dumps(answer).encode(), Settings())
    for told in google_api.read(given_, Account("a.json", "google")):
        assert told.records or told.refused
