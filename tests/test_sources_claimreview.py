"""Reviews, claims and articles of schema.org as records: each field, each repair, each refusal."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from claimgraph.records import BY_TAG, Actor, AnyRecord, Article, Claim, Review
from claimgraph.records.convert import read_value
from claimgraph.sources.account import Account
from claimgraph.sources.node import Around
from claimgraph.sources.schema_org import told
from claimgraph.sources.told import Told

URL = "https://desk.example/checks/1"
RATING = {"@type": "Rating", "alternateName": "False"}
MINIMAL: dict[str, Any] = {
    "@type": "ClaimReview",
    "url": URL,
    "claimReviewed": "The moon is near",
    "author": {"@type": "Organization", "name": "The Desk"},
    "reviewRating": RATING,
}


def tell(value: dict[str, Any], **around: Any) -> tuple[Told, Account]:
    """The item, with its account; every record must be one that a record file could hold."""
    account = Account("input", "test")
    found = told(value, Around(**around), 1, account)
    for record in found.records:
        valid(record)
    return found, account


def valid(record: AnyRecord) -> None:
    """Made by code, a struct is not checked: check it as if it had been read."""
    plain = msgspec.to_builtins(record, enc_hook=str)
    struct = BY_TAG[plain["kind"]]

    assert msgspec.convert(plain, struct, dec_hook=read_value) == record


def one(found: Told, kind: type[Any]) -> Any:
    """The only record of a kind."""
    (record,) = [record for record in found.records if isinstance(record, kind)]
    return record


def test_the_least() -> None:
    found, account = tell(MINIMAL)
    review, claim, desk = found.records
    assert isinstance(review, Review)
    assert isinstance(claim, Claim)
    assert isinstance(desk, Actor)
    assert (review.claim, review.desk, review.url) == (claim.id, "desk.example", URL)
    assert (claim.text, claim.attributions) == ("The moon is near", ())
    assert (desk.id, desk.type, desk.name) == ("desk.example", "organization", "The Desk")
    assert (account.repaired, account.fields, account.values) == ({}, {}, {})


REVIEWS: list[tuple[dict[str, Any], str, Any]] = [
    ({"url": "http://Desk.example/checks/1?utm_source=x"}, "desk", "desk.example"),
    ({"author": None, "publisher": {"name": "Other"}}, "desk", "desk.example"),
    ({"@type": ["Review", "http://schema.org/claimreview"]}, "url", URL),
    ({"headline": "So far"}, "headline", "So far"),
    ({"name": "So far"}, "headline", "So far"),
    ({"headline": ["So far", "away"]}, "headline", "So far"),
    ({"inLanguage": "pt_BR"}, "language", "pt-br"),
    ({"inLanguage": {"@type": "Language", "alternateName": "fr"}}, "language", "fr"),
    ({"inLanguage": "German, as spoken"}, "language", None),
    ({"datePublished": "7 October 2018"}, "published", "2018-10-07"),
    ({"datePublished": "2020-03-27T10:46:13+0200"}, "published", "2020-03-27T10:46:13+02:00"),
    ({"datePublished": "03/04/2018"}, "published", None),
    ({"datePublished": "None"}, "published", None),
    ({"dateModified": "2018"}, "modified", "2018"),
    ({"dateModified": "201X"}, "modified", None),
    ({"identifier": "366056"}, "identifiers", ("366056",)),
    ({"identifier": ""}, "identifiers", ()),
    ({"sdLicense": "https://l.example/by"}, "license", "https://l.example/by"),
    ({"sdLicense": "all rights"}, "license", None),
    ({"itemReviewed": {"@type": "ImageObject"}}, "media", "image"),
    ({"itemReviewed": {"appearance": {"@type": "VideoObject", "url": "//v.example/1"}}},
     "media", "video"),
    ({"itemReviewed": {"appearance": {"@type": "NewsArticle", "url": "//v.example/1"}}},
     "media", None),
]  # fmt: skip


@pytest.mark.parametrize(("given", "field", "expected"), REVIEWS)
def test_a_field_of_a_review(given: dict[str, Any], field: str, expected: Any) -> None:
    found, _ = tell({**MINIMAL, **given})
    value = getattr(one(found, Review), field)
    assert (str(value) if field in ("published", "modified") and value else value) == expected


def test_texts_are_in_the_language_of_the_review_or_of_its_page() -> None:
    found, _ = tell({**MINIMAL, "headline": "Nein", "inLanguage": "de"}, language="en")
    assert one(found, Review).headline == {"de": "Nein"}
    assert one(found, Claim).text == {"de": "The moon is near"}
    assert one(tell(MINIMAL, language="en")[0], Claim).text == {"en": "The moon is near"}


RATINGS: list[tuple[Any, tuple[Any, ...]]] = [
    ({"alternateName": "False", "ratingValue": 1, "bestRating": 5, "worstRating": 1},
     ("False", 1, 5, 1)),
    ({"alternateName": "False", "ratingValue": "1", "bestRating": "5.0"}, ("False", 1, 5, None)),
    ({"ratingValue": "3,5", "bestRating": 5, "worstRating": 0}, (None, 3.5, 5, 0)),
    ({"alternateName": "x", "ratingValue": -1, "bestRating": -1, "worstRating": -1},
     ("x", None, None, None)),
    ({"alternateName": "x", "ratingValue": 7, "bestRating": 5, "worstRating": 1},
     ("x", None, None, None)),
    ({"alternateName": "x", "ratingValue": 2, "bestRating": 1, "worstRating": 5}, ("x", 2, 1, 5)),
    ({"alternateName": "x", "ratingValue": "many"}, ("x", None, None, None)),
    ({"ratingValue": "Falso", "bestRating": 5, "worstRating": 1}, ("Falso", None, None, None)),
    ({"alternateName": " Mostly &amp; <b>true</b>\n"}, ("Mostly & true", None, None, None)),
    ({"alternateName": ["False", "Nope"]}, ("False", None, None, None)),
    ("False", ("False", None, None, None)),
    ([RATING], ("False", None, None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("given", "expected"), RATINGS)
def test_ratings(given: Any, expected: tuple[Any, ...]) -> None:
    found, _ = tell({**MINIMAL, "reviewRating": given})
    rating = one(found, Review).rating
    assert (rating.label, rating.value, rating.best, rating.worst) == expected


@pytest.mark.parametrize("given", [None, "", {}, {"bestRating": 5}, {"alternateName": "null"}])
def test_no_rating(given: Any) -> None:
    found, _ = tell({**MINIMAL, "reviewRating": given})
    assert one(found, Review).rating is None
    assert one(found, Review).verdicts is None


def test_a_verdict_is_that_of_the_label_and_never_guessed() -> None:
    found, _ = tell({**MINIMAL, "reviewRating": {"alternateName": "True but misleading"}})
    verdicts = one(found, Review).verdicts
    assert (verdicts.truth, verdicts.context) == ("true", "misleading")
    found, _ = tell({**MINIMAL, "reviewRating": {"alternateName": "correction pending"}})
    assert one(found, Review).verdicts is None


def test_the_speaker_is_told_by_the_review() -> None:
    item = {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "Ann Example", "jobTitle": "Mayor"},
        "datePublished": "2020-01-02",
        "appearance": ["https://post.example/1", {"@type": "NewsArticle", "url": "//n.example/2"}],
        "firstAppearance": {"@type": "CreativeWork", "url": "https://post.example/0"},
    }
    found, _ = tell({**MINIMAL, "itemReviewed": item})
    claim = one(found, Claim)
    (told_,) = claim.attributions
    speaker = next(r for r in found.records if isinstance(r, Actor) and r.id == told_.speaker)
    assert (speaker.type, speaker.name, speaker.job_title) == ("person", "Ann Example", "Mayor")
    assert (told_.article, told_.stance, told_.form) == (found.records[0].id, "asserts", "indirect")
    assert (str(told_.said), claim.published) == ("2020-01-02", None)
    works = {r.id: (r.type, r.url) for r in found.records if isinstance(r, Article)}
    assert [works[id_] for id_ in claim.appearances] == [
        ("work", "https://post.example/1"),
        ("news", "https://n.example/2"),
    ]
    assert works[claim.first_appearance] == ("work", "https://post.example/0")


SPEAKERS: list[tuple[Any, list[tuple[str, str]]]] = [
    ("Facebook posts", [("agent", "Facebook posts")]),
    ({"name": "Facebook posts"}, [("agent", "Facebook posts")]),
    ({"@type": "Thing", "name": ["Ann", "Bob"]}, [("agent", "Ann"), ("agent", "Bob")]),
    ([{"@type": "Person", "name": "Ann"}, {"@type": "NGO", "name": "Bees"}],
     [("person", "Ann"), ("ngo", "Bees")]),
    ({"@type": "Person", "name": ""}, []),
    ({"@type": "Person", "name": "N/A"}, []),
]  # fmt: skip


@pytest.mark.parametrize(("author", "expected"), SPEAKERS)
def test_speakers(author: Any, expected: list[tuple[str, str]]) -> None:
    found, _ = tell({**MINIMAL, "itemReviewed": {"@type": "Claim", "author": author}})
    people = {r.id: (r.type, r.name) for r in found.records if isinstance(r, Actor)}
    assert [people[a.speaker] for a in one(found, Claim).attributions] == expected


def test_a_link_beside_several_names_is_nobodys() -> None:
    author = {"name": ["Ann", "mayor of X"], "sameAs": "https://en.wikipedia.org/wiki/Ann"}
    found, account = tell({**MINIMAL, "itemReviewed": {"author": author}})
    assert [r.same_as for r in found.records if isinstance(r, Actor)] == [(), (), ()]
    assert list(account.values) == ["ClaimReview.itemReviewed.author.sameAs: nobody knows whose"]


def speaker(author: dict[str, Any], url: str = URL) -> str:
    found, _ = tell({**MINIMAL, "url": url, "itemReviewed": {"author": author}})
    return str(one(found, Claim).attributions[0].speaker)


def test_who_is_the_same_speaker() -> None:
    ann = speaker({"name": "Ann Example"})
    assert ann == speaker({"name": "ANN  Example", "@type": "Person"})
    assert ann == speaker({"name": "Ann Example"}, "https://www.desk.example/checks/2")
    assert ann == speaker({"name": "Ann Example", "url": "/"})  # the desk's own front page
    assert ann == speaker({"name": "Ann Example", "url": URL})  # the review's own page
    assert ann != speaker({"name": "Ann Example"}, "https://other.example/1")
    known = speaker({"name": "Ann Example", "url": "https://people.example/ann"})
    assert known != ann
    assert known == speaker({"name": "A. Example", "@id": "http://people.example/ann/"})


def test_links_of_persons_are_kept_only_to_works_of_reference() -> None:
    links = ["https://www.wikidata.org/entity/Q1", "https://social.example/ann"]
    author = {"@type": "Person", "name": "Ann", "sameAs": links}
    found, _ = tell({**MINIMAL, "itemReviewed": {"author": author}})
    (ann,) = [r for r in found.records if isinstance(r, Actor) and r.name == "Ann"]
    assert ann.same_as == (links[0],)


def test_a_person_who_wrote_the_review_is_no_desk() -> None:
    authors = [{"@type": "Person", "name": "Wendy Writer"}, {"@type": "Organization", "name": "D"}]
    found, _ = tell({**MINIMAL, "author": authors})
    review = one(found, Review)
    people = {r.id: r.name for r in found.records if isinstance(r, Actor)}
    assert people[review.desk] == "D"
    assert [people[id_] for id_ in review.writers] == ["Wendy Writer"]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"claimReviewed": ""}, "a review that says no claim"),
    ({"claimReviewed": None, "itemReviewed": {"@type": "CreativeWork", "name": "Place"}},
     "a review that says no claim"),
    ({"url": None}, "a review without URL"),
    ({"url": "ftp://desk.example"}, "a review without URL"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "reason"), REFUSED)
def test_refused(given: dict[str, Any], reason: str) -> None:
    found, _ = tell({**MINIMAL, **given})
    assert (found.refused, found.records) == (reason, ())


CLAIMED: list[dict[str, Any]] = [
    {"itemReviewed": {"@type": "Claim", "text": "X"}},
    {"itemReviewed": {"@type": "Claim", "name": "X"}},
    {"itemReviewed": [{"@type": "Claim", "name": "X"}]},
    {"claimReviewed": ["X"]},
    {"claimReviewed": {"@value": "X"}},
    {"ClaimReviewed": "X", "claimReviewed": None},
]


@pytest.mark.parametrize("given", CLAIMED)
def test_where_the_claim_may_stand(given: dict[str, Any]) -> None:
    value = {key: one for key, one in MINIMAL.items() if key != "claimReviewed"}
    found, _ = tell({**value, **{k: v for k, v in given.items() if v}})
    assert one(found, Claim).text == "X"


def test_what_is_left_and_what_is_lost_is_told() -> None:
    value = {
        **MINIMAL,
        "reviewBody": "Long",
        "author": {"name": "D", "logo": {"url": "x"}},
        "datePublished": "soon",
        "itemReviewed": {"@type": "Claim", "name": "C", "appearance": URL},
    }
    _, account = tell(value)
    assert {path: seen.count for path, seen in account.fields.items()} == {
        "ClaimReview.reviewBody": 1,
        "ClaimReview.author.logo": 1,
        "ClaimReview.itemReviewed.name": 1,
    }
    assert {path: seen.examples for path, seen in account.values.items()} == {
        "ClaimReview.datePublished: no date that is understood": ["soon"],
        "ClaimReview.itemReviewed.appearance: the page of the review itself": [URL],
    }


def test_media_reviews() -> None:
    value = {
        "@type": "MediaReview",
        "url": URL,
        "author": {"name": "D"},
        "mediaAuthenticityCategory": "https://schema.org/TransformedContent",
        "originalMediaContextDescription": "A picture of a shark in a street",
        "itemReviewed": {
            "@type": "MediaReviewItem",
            "mediaItemAppearance": [{"@type": "ImageObject", "contentUrl": "https://i.example/1"}],
        },
    }
    found, _ = tell(value)
    review = one(found, Review)
    assert (review.media, review.rating.label) == ("image", "TransformedContent")
    assert one(found, Claim).text == "A picture of a shark in a street"
    assert one(found, Article).url == "https://i.example/1"


ARTICLES: list[tuple[dict[str, Any], str, Any]] = [
    ({}, "type", "news"),
    ({"@type": "OpinionNewsArticle"}, "genre", "opinion"),
    ({"@type": ["Article", "schema:ReportageNewsArticle"]}, "genre", "report"),
    ({"mainEntityOfPage": {"@type": "WebPage", "@id": "https://n.example/3"}, "url": None},
     "url", "https://n.example/3"),
    ({"url": "/a/b?id=3"}, "url", "https://n.example/a/b?id=3"),
    ({"url": None}, "url", "https://n.example/a/page"),
    ({"url": "https://n.example/a/"}, "url", "https://n.example/a/page"),
    ({"author": ["Ann", {"name": "Bob"}]}, "authors", 2),
    ({"publisher": "The Times"}, "publisher", "n.example"),
    ({"publisher": {"name": "M", "url": "https://www.mail.example/"}}, "publisher", "mail.example"),
    ({"publisher": {"name": "M", "url": "https://net.example/mail"}}, "publisher", "n.example"),
    ({"publisher": {"name": "N", "url": "https://www.n.example"}}, "publisher", "n.example"),
    ({"publisher": {"name": "N", "url": "https://example/"}}, "publisher", "n.example"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "field", "expected"), ARTICLES)
def test_a_field_of_an_article(given: dict[str, Any], field: str, expected: Any) -> None:
    value = {"@type": "NewsArticle", "url": "https://n.example/1", "headline": "H", **given}
    page = "https://n.example/a/page"
    found, _ = tell(value, page=page, url=page)
    value = getattr(found.records[0], field)
    assert (len(value) if field == "authors" else value) == expected


def test_claims_that_stand_alone() -> None:
    value = {
        "@type": "Claim",
        "text": "X",
        "author": {"@type": "Person", "name": "Ann"},
        "appearance": "https://post.example/1",
        "url": "https://desk.example/claims/1",
    }
    found, account = tell(value)
    claim = one(found, Claim)
    works = [record.id for record in found.records if isinstance(record, Article)]
    assert list(claim.appearances) == works
    assert claim.attributions[0].article == works[0]
    del value["appearance"], value["url"]
    found, account = tell({**value, "@id": "https://desk.example/claims/1#it"})
    assert "Claim.author: no work that tells the claim" in account.values
    assert one(found, Claim).attributions == ()


OWN_URLS: list[tuple[str, str, bool]] = [
    ("Eileen Wagner", "https://n.example/authors/eileen-wagner", True),
    ("Eileen Wagner", "https://n.example/authors", False),
    ("Eileen Wagner", "https://social.example/EWagner99", True),
    ("Élise Noël", "https://n.example/elise", True),
    ("The Bee", "https://n.example/the-post", True),  # its words are all short
    ("WHO", "https://www.who.int/about", True),
    ("An Example", "https://www.wikidata.org/wiki/Q1", True),
    ("Facebook users", "https://www.instagram.com/p/1", False),
    ("अ", "https://n.example/a", False),
]


@pytest.mark.parametrize(("name", "url", "expected"), OWN_URLS)
def test_a_url_is_somebody_only_if_it_names_them(name: str, url: str, expected: bool) -> None:
    assert (speaker({"name": name, "url": url}) != speaker({"name": name})) is expected
    author = {"@type": "Organization", "name": name, "sameAs": url}
    found, account = tell({**MINIMAL, "itemReviewed": {"author": author}})
    (actor,) = [r for r in found.records if isinstance(r, Actor) and r.name == name]
    assert actor.same_as == ((url,) if expected else ())
    assert ("ClaimReview.itemReviewed.author.sameAs: nobody knows whose" in account.values) is (
        not expected
    )


def test_two_spellings_of_a_speaker_are_both_told() -> None:
    authors = [{"@type": "Person", "name": "A. Speaker", "jobTitle": "Mayor"}, "A. SPEAKER"]
    found, _ = tell({**MINIMAL, "itemReviewed": {"author": authors}})
    people = [r for r in found.records if isinstance(r, Actor) and r.id != "desk.example"]
    assert [r.name for r in people] == ["A. Speaker", "A. SPEAKER"]
    assert len(one(found, Claim).attributions) == 1


LOST: list[tuple[dict[str, Any], str]] = [
    ({"datePublished": ["2018-10-07", "2019-01-01"]}, "values"),
    ({"inLanguage": ["en", "fr"]}, "values"),
    ({"reviewRating": {"alternateName": "x", "ratingValue": [2, 3]}}, "values"),
    ({"reviewRating": {"alternateName": "x", "ratingValue": 2_000_000_000}}, "values"),
    ({"reviewRating": {"alternateName": "x", "ratingValue": "1,000"}}, "values"),
    ({"itemReviewed": {"appearance": [{"@type": "CreativeWork", "name": "A post"}]}}, "values"),
    ({"itemReviewed": {"firstAppearance": "a tweet"}}, "values"),
    ({"itemReviewed": {"associatedMedia": {"contentUrl": "https://i.example/1"}}}, "fields"),
    ({"mainEntityOfPage": {"@id": "https://desk.example/1", "keywords": "k"}}, "fields"),
    ({"sameAs": [5, {"name": "x"}]}, "values"),
    ({"identifier": {"@type": "PropertyValue", "propertyID": "x"}}, "values"),
]


@pytest.mark.parametrize(("given", "where"), LOST)
def test_nothing_goes_without_a_word(given: dict[str, Any], where: str) -> None:
    _, account = tell({**{k: v for k, v in MINIMAL.items() if k != "url"}, "url": URL, **given})
    assert getattr(account, where)


def test_the_value_of_a_property_value_is_its_text() -> None:
    found, _ = tell({**MINIMAL, "identifier": {"@type": "PropertyValue", "value": "12"}})
    assert one(found, Review).identifiers == ("12",)


def test_a_text_has_the_language_that_it_names() -> None:
    worded = {"@language": "fr", "@value": "La terre est plate."}
    found, _ = tell({**MINIMAL, "inLanguage": "en", "claimReviewed": worded})
    assert one(found, Claim).text == {"fr": "La terre est plate."}


DESKS: list[tuple[dict[str, Any], str, int]] = [
    ({"author": "Jane Doe", "publisher": {"@type": "Organization", "name": "Desk"}}, "Desk", 1),
    ({"author": {"name": "Jane Doe"}, "publisher": {"name": "Desk"}}, "Desk", 1),
    ({"author": "Desk"}, "Desk", 0),
    ({"author": [{"@type": "Organization", "name": "Partner", "url": "https://p.example/"},
                 {"@type": "Organization", "name": "Desk"}]}, "Desk", 0),
    ({"author": None}, "desk.example", 0),
]  # fmt: skip


@pytest.mark.parametrize(("given", "name", "writers"), DESKS)
def test_who_is_the_desk(given: dict[str, Any], name: str, writers: int) -> None:
    found, _ = tell({**MINIMAL, **given})
    review = one(found, Review)
    people = {r.id: r for r in found.records if isinstance(r, Actor)}
    assert (people[review.desk].name, people[review.desk].url) == (name, None)
    assert len(review.writers) == writers


def test_a_lone_claim_has_its_speaker_and_its_date() -> None:
    value = {
        "@type": "Claim",
        "text": "Cats fly.",
        "url": "https://people.example/post/1",
        "author": {"@type": "Person", "name": "Ann Lee"},
        "datePublished": "2020-01-01",
    }
    claim = one(tell(value)[0], Claim)
    assert str(claim.attributions[0].said) == "2020-01-01"
    del value["url"]
    claim = one(tell({**value, "@id": "https://people.example/c#1"})[0], Claim)
    assert (claim.attributions, str(claim.published)) == ((), "2020-01-01")


def test_the_id_of_another_is_a_link() -> None:
    found, _ = tell({**MINIMAL, "@id": "https://desk.example/#review-7", "sameAs": "//m.example/1"})
    review = one(found, Review)
    assert review.same_as == ("https://desk.example/#review-7", "https://m.example/1")


def test_each_thing_is_counted_once() -> None:
    given = {"inLanguage": "German, as spoken", "ClaimReviewed": "X", "headline": ["A", "B"]}
    _, account = tell({**{k: v for k, v in MINIMAL.items() if k != "claimReviewed"}, **given})
    assert {path: seen.count for path, seen in account.values.items()} == {
        "ClaimReview.inLanguage: no language tag": 1,
        "ClaimReview.headline: further value": 1,
    }
    assert account.repaired == {"case-of-names": 1}
