"""What several inputs tell of one thing is one record, and the reviews of a page stay several."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from claimgraph.records import Actor, AnyRecord, Article, Claim, Review
from claimgraph.release.dump import dump
from claimgraph.sources.account import Account
from gathered import Gathered, gather

pytestmark = pytest.mark.usefixtures("folder")

URL = "https://www.desk.example/checks/1"
BASE: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": URL,
    "claimReviewed": "The moon is near",
    "author": {"@type": "Organization", "name": "The Desk"},
    "reviewRating": {"alternateName": "False"},
}


def gathered(*files: dict[str, Any] | list[dict[str, Any]]) -> Gathered:
    """What JSON-LD files give, one each: 0.jsonld, 1.jsonld …"""
    for number, value in enumerate(files):
        Path(f"{number}.jsonld").write_text(json.dumps(value), "utf-8")
    return gather([f"{number}.jsonld" for number in range(len(files))])


def records(found: Gathered, kind: type[Any]) -> list[Any]:
    """The records of a kind."""
    return [e.record for e in found.reading.entries if isinstance(e.record, kind)]


def one(found: Gathered, kind: type[Any]) -> Any:
    """The only record of a kind."""
    (record,) = records(found, kind)
    return record


def lost(accounts: list[Account]) -> list[str]:
    """What every account tells as lost."""
    return [what for account in accounts for what in account.values]


SAME: list[dict[str, Any]] = [
    {},
    {"url": "http://desk.example/checks/1/"},
    {"url": f"{URL}?utm_campaign=x#top"},
    {"claimReviewed": " the MOON is near"},
    {"identifier": "77"},
]


@pytest.mark.parametrize("other", SAME)
def test_one_review_in_two_inputs(other: dict[str, Any]) -> None:
    found = gathered(BASE, {**BASE, **other})
    assert len(records(found, Review)) == len(records(found, Claim)) == 1
    assert [account.repeated for account in found.accounts] == [0, 1]


def test_claims_of_one_page_stay_several() -> None:
    found = gathered(BASE, {**BASE, "claimReviewed": "The sun is near"})
    ids = [review.id for review in records(found, Review)]
    assert len(set(ids)) == 2
    assert {claim.id for claim in records(found, Claim)} == {f"{id_}.claim" for id_ in ids}
    alone = one(gathered(BASE), Review).id
    assert alone not in ids


def test_an_id_that_several_claims_of_a_page_share_says_nothing() -> None:
    both = [{**BASE, "identifier": "5"}, {**BASE, "identifier": "5", "claimReviewed": "Else"}]
    assert len(records(gathered(both), Review)) == 2


def test_a_corrected_claim_is_one_review_by_the_id_of_the_page() -> None:
    found = gathered({**BASE, "identifier": "5"}, {**BASE, "identifier": "5", "claimReviewed": "E"})
    assert len(records(found, Review)) == 1
    assert "claim.text: told otherwise elsewhere" in lost(found.accounts)


PRECISE: list[tuple[dict[str, Any], dict[str, Any], str, Any]] = [
    ({"datePublished": "2020-01-02"}, {"datePublished": "2020-01-02T03:04:05Z"}, "published",
     "2020-01-02T03:04:05+00:00"),
    ({"headline": "H"}, {"headline": "H", "inLanguage": "en"}, "headline", {"en": "H"}),
    ({"headline": "H"}, {}, "headline", "H"),
    ({"identifier": "1"}, {"identifier": "2"}, "identifiers", ("1", "2")),
]  # fmt: skip


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("first", "second", "field", "expected"), PRECISE)
def test_the_more_precise_holds(
    first: dict[str, Any], second: dict[str, Any], field: str, expected: Any, turned: bool
) -> None:
    files = [{**BASE, **first}, {**BASE, **second}]
    found = gathered(*(reversed(files) if turned else files))
    value = getattr(one(found, Review), field)
    value = str(value) if field == "published" else value
    assert (sorted(value) if field == "identifiers" else value) == (
        list(expected) if field == "identifiers" else expected
    )
    assert lost(found.accounts) == []


def test_what_is_told_most_often_holds_and_the_rest_is_told() -> None:
    files = [{**BASE, "headline": text} for text in ("Once", "Twice", "Twice")]
    found = gathered(*files)
    assert one(found, Review).headline == "Twice"
    assert [list(account.values) for account in found.accounts] == [
        ["review.headline: told otherwise elsewhere"],
        [],
        [],
    ]


def test_a_desk_is_one_under_all_its_names() -> None:
    files = [
        {**BASE, "url": f"https://desk.example/{number}", "author": {"name": name}}
        for number, name in enumerate(("Desk", "The Desk", "The Desk", "DESK"))
    ]
    desk = one(gathered(*files), Actor)
    assert (desk.name, set(desk.aliases)) == ("The Desk", {"Desk", "DESK"})


TYPES: list[tuple[list[str | None], str]] = [
    ([None, "Person"], "person"),
    (["Person", "Organization", "Organization"], "organization"),
    (["Organization", "NGO"], "ngo"),
    ([None, None], "agent"),
]


@pytest.mark.parametrize(("kinds", "expected"), TYPES)
def test_the_type_of_a_speaker(kinds: list[str | None], expected: str) -> None:
    authors = [
        {"name": "Ann", **({"@type": kind, "url": f"https://{kind}.example/"} if kind else {})}
        for kind in kinds
    ]
    files = [
        {**BASE, "url": f"https://desk.example/{number}", "itemReviewed": {"author": author}}
        for number, author in enumerate(authors)
    ]
    (ann,) = [r for r in records(gathered(*files), Actor) if r.name == "Ann"]
    assert ann.type == expected
    assert ann.url is None or ann.type not in ("person", "agent")


def test_a_post_that_is_known_as_an_article_is_one() -> None:
    item = {"author": {"name": "Ann"}, "appearance": "https://n.example/1"}
    news = {"@context": "https://schema.org", "@type": "NewsArticle", "url": "http://n.example/1"}
    found = gathered({**BASE, "itemReviewed": item}, {**news, "headline": "H"})
    article = one(found, Article)
    assert (article.type, article.headline) == ("news", "H")
    assert one(found, Claim).appearances == (article.id,)


def test_an_undated_attribution_is_covered_by_a_dated_one() -> None:
    item = {"author": {"name": "Ann"}}
    files = [{**BASE, "itemReviewed": {**item, "datePublished": d}} for d in (None, "2020-01-02")]
    (told,) = one(gathered(*files), Claim).attributions
    assert str(told.said) == "2020-01-02"


def test_records_of_our_own_are_not_merged() -> None:
    line = '{"kind": "actor", "id": "ann", "type": "person", "name": "%s"}\n'
    Path("a.jsonl").write_text(line % "Ann", "utf-8")
    Path("b.jsonl").write_text(line % "Anna", "utf-8")
    assert len(records(gather(["a.jsonl", "b.jsonl"]), Actor)) == 2


def kinds(found: Gathered) -> list[AnyRecord]:
    """All records."""
    return [entry.record for entry in found.reading.entries]


def test_what_was_read_before_keeps_its_ids(tmp_path: Path) -> None:
    from claimgraph.records.write import write_lines

    before = gathered(BASE)
    write_lines(before.reading.entries, Path("before.jsonl"))
    Path("later.jsonld").write_text(json.dumps([BASE, {**BASE, "claimReviewed": "Else"}]), "utf-8")
    found = gather(["before.jsonl", "later.jsonld"])
    ids = [review.id for review in records(found, Review)]
    assert len(ids) == 2
    assert one(before, Review).id in ids
    assert kinds(before)[0] in kinds(found)


def test_claims_that_an_input_says_are_one_stay_apart_and_are_linked() -> None:
    review = {"publisher": {"name": "D"}, "textualRating": "False", "languageCode": "en"}
    urls = [f"https://{name}.example/1" for name in "cab"]
    claim = {"text": "X", "claimReview": [{**review, "url": url} for url in urls]}
    Path("a.json").write_text(json.dumps({"claims": [claim, {**claim, "text": "Y"}]}))
    found = gather(["a.json"])
    for text in "XY":
        claims = [c for c in records(found, Claim) if c.text == {"en": text}]
        hub = min(c.id for c in claims)
        assert len(claims) == 3
        assert {c.variant_of for c in claims if c.id != hub} == {hub}
        assert [c.variant_of for c in claims if c.id == hub] == [None]


def test_the_folder_says_the_order_of_dates_and_the_language() -> None:
    Path("claimgraph.toml").write_text('date_order = "dmy"\nlanguage = "en"\n')
    found = gathered({**BASE, "datePublished": "03/04/2018"})
    assert str(one(found, Review).published) == "2018-04-03"
    assert one(found, Claim).text == {"en": "The moon is near"}


def test_reviews_that_keep_their_ids_have_claims_of_their_own() -> None:
    base = "https://desk.example/data/"
    reviews = [
        {**BASE, "@id": f"{base}review/news/{name}", "url": f"https://desk.example/{name}",
         "claimReviewed": name, "reviewRating": {"@id": f"{base}rating/news/{name}",
                                                 "alternateName": "False"}}
        for name in ("aaa", "bbb")
    ]  # fmt: skip
    claims = {claim.id: claim.text for claim in records(gathered(reviews), Claim)}
    assert claims == {"aaa.claim": "aaa", "bbb.claim": "bbb"}


def test_a_file_cannot_take_the_id_of_another_page() -> None:
    real = one(gathered(BASE), Review).id
    iri = f"https://w3id.org/claimgraph/data/review/web/{real}"
    found = gathered({**BASE, "@id": iri, "url": "https://evil.example/x"}, BASE)
    urls = {review.id: review.url for review in records(found, Review)}
    assert urls[real] == URL
    assert len(urls) == 2


def test_the_site_is_a_name_only_where_no_other_is_told() -> None:
    nameless = {**BASE, "url": "https://desk.example/2", "author": {"@type": "Person", "name": "J"}}
    found = gathered(nameless, BASE, nameless | {"url": "https://desk.example/3"})
    desk = next(actor for actor in records(found, Actor) if actor.id == "desk.example")
    assert (desk.name, desk.aliases) == ("The Desk", ())


def test_a_release_with_its_own_source_is_the_release() -> None:
    item = {"@type": "Claim", "text": "Cats fly.", "author": "Ann", "datePublished": "2020-01-02"}
    value = {**BASE, "claimReviewed": "That cats fly", "itemReviewed": item,
             "datePublished": "2020-01-03T00:00:00Z"}  # fmt: skip
    Path("a.jsonld").write_text(json.dumps(value))
    dump(["a.jsonld"], Path("first"))
    dump(["first", "a.jsonld"], Path("second"))
    dump(["a.jsonld", "first"], Path("third"))
    data = Path("first/claimgraph.nq").read_bytes()
    assert data == Path("second/claimgraph.nq").read_bytes()
    assert data == Path("third/claimgraph.nq").read_bytes()
    assert lost(gather(["first", "a.jsonld"]).accounts) == []
