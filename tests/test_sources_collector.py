"""Records of the ClaimReview collector."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.records.settings import Settings
from claimgraph.sources import collector
from claimgraph.sources.account import Account
from claimgraph.sources.told import Given
from handed_over import Items, caught, refusals

REVIEW = {
    "label": "not_credible",
    "original_label": "False",
    "review_rating": {
        "@type": "Rating",
        "ratingValue": "1",
        "bestRating": "5",
        "worstRating": "1",
        "alternateName": "False",
        "image": "https://desk.example/false.png",
    },
    "retrieved_by": None,
    "date_published": "2020-01-03",
}
RECORD = {
    "claim_text": ["Cows fly."],
    "label": "not_credible",
    "review_url": "https://desk.example/1",
    "fact_checker": {
        "name": "Desk",
        "country": "Norway",
        "language": "Norwegian",
        "website": "https://desk.example/",
        "domain": "desk.example",
    },
    "appearances": ["https://post.example/1", "https://post.example/2"],
    "reviews": [REVIEW],
}


@pytest.fixture
def items(monkeypatch: pytest.MonkeyPatch) -> Items:
    """What the reader hands over."""
    return caught(collector, monkeypatch)


def read(text: str) -> tuple[list[tuple[int, str]], Account]:
    """Line and reason of what was refused, and the account."""
    return refusals(collector, text)


def test_a_record_is_a_review(items: Items) -> None:
    refused, account = read(json.dumps([RECORD]))
    assert refused == []
    assert items == [
        (
            1,
            {
                "@type": "ClaimReview",
                "url": "https://desk.example/1",
                "author": {
                    "@type": "Organization",
                    "name": "Desk",
                    "url": "https://desk.example/",
                },
                "itemReviewed": {
                    "@type": "Claim",
                    "appearance": [
                        {"@type": "CreativeWork", "url": "https://post.example/1"},
                        {"@type": "CreativeWork", "url": "https://post.example/2"},
                    ],
                },
                "datePublished": "2020-01-03",
                "reviewRating": {
                    "@type": "Rating",
                    "alternateName": "False",
                    "ratingValue": "1",
                    "bestRating": "5",
                    "worstRating": "1",
                },
                "claimReviewed": "Cows fly.",
            },
        )
    ]
    assert {name: seen.count for name, seen in account.fields.items()} == {
        "record.label": 1,
        "record.fact_checker.country": 1,
        "record.fact_checker.language": 1,
        "record.fact_checker.domain": 1,
        "record.reviews.label": 1,
        "record.reviews.review_rating.image": 1,
    }


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ({"claim_text": ["Cows fly.", "Pigs fly."]}, 2),
        ({"reviews": [REVIEW, REVIEW | {"date_published": "2021-01-01"}]}, 2),
        ({"claim_text": ["a", "b"], "reviews": [REVIEW, REVIEW]}, 4),
        ({"claim_text": "Cows fly."}, 1),
        ({"reviews": []}, 1),
        ({"reviews": None}, 1),
        ({"claim_text": []}, 1),
        ({"fact_checker": None}, 1),
        ({"appearances": None}, 1),
    ],
)
def test_all_claims_and_all_reviews_of_a_record(
    items: Items, change: dict[str, Any], count: int
) -> None:
    assert read(json.dumps([RECORD | change]))[0] == []
    assert len(items) == count


@pytest.mark.parametrize(
    ("original", "rating", "label", "left"),
    [
        ("False", {"alternateName": "False"}, "False", []),
        ("False", {}, "False", []),
        ("", {"calification": "falso"}, "falso", []),
        ("False", {"alternateName": "False", "calification": "falso"}, "False", ["falso"]),
        ("Fake", {"alternateName": "False"}, "False", ["Fake"]),
        ("", {"ratingValue": 1}, None, []),
    ],
)
def test_one_label_is_the_desks(
    items: Items, original: str, rating: dict[str, Any], label: str | None, left: list[str]
) -> None:
    review = {"original_label": original, "review_rating": {"type": "Rating", **rating}}
    _, account = read(json.dumps([RECORD | {"reviews": [review]}]))
    assert items[0][1].get("reviewRating", {}).get("alternateName") == label
    told = [
        one for name, seen in account.fields.items() if "reviews" in name for one in seen.examples
    ]
    assert told == left


def test_lines_of_json_and_what_is_no_record(items: Items) -> None:
    refused, _ = read(f'{json.dumps(RECORD)}\n{{"a": 1}}\n{{"b\n{json.dumps(RECORD)}')
    assert [line for line, _ in refused] == [2, 3]
    assert refused[0][1] == "no record of the collector"
    assert [line for line, _ in items] == [1, 4]


@pytest.mark.parametrize(
    ("text", "is_collector"),
    [
        (json.dumps([RECORD]), True),
        (" \n" + json.dumps(RECORD, indent=1), True),
        (json.dumps({"claims": [{"text": "x", "claimReview": []}]}), False),
        (json.dumps([{"review_url": "x"}]), False),
        ("claim_text,review_url", False),
    ],
)
def test_records_are_recognised(text: str, is_collector: bool) -> None:
    assert collector.knows(text.encode()) is is_collector


_VALUES = (
    st.none() | st.integers() | st.text(max_size=5) | st.lists(st.text(max_size=5), max_size=2)
)


@given(
    st.dictionaries(
        st.sampled_from(list(RECORD)),
        _VALUES | st.dictionaries(st.sampled_from(list(REVIEW)), _VALUES, max_size=3),
    )
)
def test_any_record_is_read_or_refused(record: dict[str, Any]) -> None:
    given_ = Given("c.json", json.dumps([record]).encode(), Settings())
    for told in collector.read(given_, Account("c.json", "collector")):
        assert told.records or told.refused


@pytest.mark.corpus
def test_every_record_of_the_corpus_is_a_review(shared: Path) -> None:
    path = shared / "corpora" / "claimreview-data" / "claim_reviews_sample.json"
    data = path.read_bytes()
    assert collector.knows(data[:65536])
    account = Account(path.name, "collector")
    found = list(collector.read(Given(path.name, data, Settings()), account))
    assert [one.line for one in found] == list(range(1, 1001))
    assert not [one.refused for one in found if one.refused]
    assert account.fields["record.label"].count == 1000
    assert account.fields["record.reviews.review_rating.calification"].count == 3
    assert not account.values
