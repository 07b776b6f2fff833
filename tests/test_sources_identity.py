"""Identity: what is one review, one desk, one claimant, whatever order and source it came in."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.records.fields import LOCAL_ID
from claimgraph.sources.identity import (
    Met,
    claimant_id,
    desk_site,
    desks,
    folded,
    key,
    review_ids,
    same_name,
)
from claimgraph.web.urls import canonical, site

quick = settings(deadline=None, max_examples=100)

# ---- keys and names

KEYS = [  # the first digits of published test vectors of SHA-256
    ("", "e3b0c44298fc1c149afb"),
    ("abc", "ba7816bf8f01cfea4141"),
    ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c0"),
]
ONE_NAME = [
    ("Jane Doe", "jane doe"),
    ("Jane Doe", " Jane\n  Doe\u00a0"),
    ("JOSÉ", "Jose\u0301"),
    ("Straße", "STRASSE"),
    ("ＢＯＯＭ", "boom"),
    ("ﬁrst", "First"),
    ("علي", "\u200fعلي\u200e"),
    ("Zimbabwe", "\ufeffZim\u00adbabwe"),
    ("ΣΊΣΥΦΟΣ", "σίσυφος"),
]
TWO_NAMES = [
    ("Jane Doe", "Janet Doe"),
    ("Jane Doe", "Doe, Jane"),
    ("Jane Doe", "Dr. Jane Doe"),
    ("Jane Doe", "“Jane Doe”"),
    ("José", "Jose"),
    ("Yunus", "Yunusov"),
    ("نمی\u200cخواهم", "نمیخواهم"),  # a joiner is spelling
]


@pytest.mark.parametrize(("text", "expected"), KEYS)
def test_key(text: str, expected: str) -> None:
    assert key(text) == expected


def test_key_of_half_a_character_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogates not allowed"):
        key("\ud800")


@pytest.mark.parametrize(("one", "other"), ONE_NAME)
def test_one_name_in_two_spellings(one: str, other: str) -> None:
    assert same_name(one, other)
    assert claimant_id(one, "example.org") == claimant_id(other, "example.org")


@pytest.mark.parametrize(("one", "other"), TWO_NAMES)
def test_two_names(one: str, other: str) -> None:
    assert not same_name(one, other)
    assert claimant_id(one, "example.org") != claimant_id(other, "example.org")


def test_a_claimant_is_known_within_one_site() -> None:
    assert claimant_id("Jane Doe", "example.org") != claimant_id("Jane Doe", "example.com")


@pytest.mark.parametrize("name", ["", " \n", "\u200f\ufeff"])
def test_a_claimant_needs_a_name(name: str) -> None:
    with pytest.raises(ValueError, match="without a name"):
        claimant_id(name, "example.org")


@quick
@given(st.text(), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_folded_is_settled_and_knows_one_text_in_every_form(text: str, form: Any) -> None:
    assert folded(folded(text)) == folded(text)
    assert folded(normalize(form, text)) == folded(text)
    assert folded(f"\n{text} \u200f") == folded(text)
    assert folded(text) == folded(text).strip()


# ---- reviews

PAGE = "https://www.example.org/checks/1/?utm_source=a"
HOME = "https://example.org/checks/1"
ALONE = key(HOME)


def of(mark: str) -> str:
    return key(f"{HOME}\n{mark}")


def text(claim: str) -> str:
    return of(f"text {key(claim)}")


REVIEWS = [  # what the sources show of one page, with the ids of the reviews
    {Met("", "A"): ALONE},
    {Met("1", "A"): ALONE},
    {Met(): ALONE},
    # one claim, however it is spelt and whatever id the page gave it
    {Met("", "A claim."): ALONE, Met("", " a  CLAIM."): ALONE},
    {Met("1", "A"): ALONE, Met("", "A"): ALONE, Met("2", "A"): ALONE},
    # one id: the text was corrected
    {Met("1", "A"): ALONE, Met("1", "B"): ALONE, Met("", "B"): ALONE},
    {Met("1", ""): ALONE, Met("1", "A"): ALONE},
    # nothing known of one of them
    {Met("", "A"): ALONE, Met(): ALONE},
    {Met("", "A"): text("a"), Met("", "B"): text("b"), Met(): ALONE},
    # several claims
    {Met("", "A"): text("a"), Met("", "B"): text("b")},
    {Met("1", "A"): of("id 1"), Met("2", "B"): of("id 2")},
    {Met("1", "A"): of("id 1"), Met("", "a"): of("id 1"), Met("", "B"): text("b")},
    {Met("2", "A"): of("id 1"), Met("1", "A"): of("id 1"), Met("", "B"): text("b")},
    {Met("1", "A"): of("id 1"), Met("1", "B"): of("id 1"), Met("", "C"): text("c")},
    # an id and a claim that look alike are not the same
    {Met("A", ""): of("id A"), Met("", "A"): text("a")},
]


@pytest.mark.parametrize("expected", REVIEWS)
def test_reviews_of_a_page_in_any_order(expected: dict[Met, str]) -> None:
    for met in permutations(expected):
        assert review_ids(PAGE, met) == expected
    assert review_ids(HOME, [*expected, *expected]) == expected


def test_pages_do_not_share_reviews() -> None:
    met = [Met("", "A"), Met("1", "B")]
    one, other = review_ids(PAGE, met), review_ids(f"{HOME}?id=2", met)
    assert not set(one.values()) & set(other.values())


def test_review_ids_of_no_url() -> None:
    with pytest.raises(ValueError, match="no URL"):
        review_ids("a page", [Met()])


MET = st.builds(
    Met, st.sampled_from(["", "1", "2", "3"]), st.sampled_from(["", "A", "a ", "B", "C"])
)


@quick
@given(st.lists(MET, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_one_id_or_one_claim_is_one_review(met: list[Met], chance: Any) -> None:
    ids = review_ids(PAGE, met)
    chance.shuffle(met)
    assert review_ids(PAGE, met) == ids
    assert set(ids) == set(met)
    for one in ids:
        for other in ids:
            if one.own_id == other.own_id != "" or folded(one.claim) == folded(other.claim) != "":
                assert ids[one] == ids[other]
    if len({folded(one.claim) for one in met}) == 1 and not any(one.own_id for one in met):
        assert set(ids.values()) == {ALONE}


@quick
@given(
    st.lists(
        st.text(min_size=1, max_size=6).filter(folded), min_size=2, max_size=6, unique_by=folded
    )
)
def test_claims_of_one_page_stay_several(claims: list[str]) -> None:
    ids = review_ids(PAGE, [Met("", claim) for claim in claims])
    assert len({ALONE, *ids.values()}) == len(claims) + 1


# ---- desks

DESK_PAGES = [
    ("https://factcheck.afp.com/doc.afp.com.32427BX", "afp.com"),
    ("https://www.afp.com/en", "afp.com"),
    ("https://bangla.boomlive.in/amp/fast-check/a-13562", "boomlive.in"),
    ("https://aajtak.intoday.in/story/a.html", "aajtak.in"),
    ("https://m.aajtak.in/fact-check/story/a", "aajtak.in"),
    ("https://www.hoax-slayer.net/a/", "hoax-slayer.com"),
    ("https://hoax-alert.leadstories.com/1.html", "leadstories.com"),
    ("https://noticias.uol.com.br/confere/a.htm", "noticias.uol.com.br"),
    ("https://noticias.uol.com.br/comprova/a.htm", "projetocomprova.com.br"),
    ("https://noticias.uol.com.br/comprovado", "noticias.uol.com.br"),
    ("https://uol.com.br/", "noticias.uol.com.br"),
    ("https://www1.folha.uol.com.br/a", "www1.folha.uol.com.br"),
    ("https://piaui.folha.uol.com.br/lupa/2020/08/31/a/", "lupa.uol.com.br"),
    ("https://piaui.folha.uol.com.br/lupa", "lupa.uol.com.br"),
    ("https://piaui.folha.uol.com.br/a", "piaui.folha.uol.com.br"),
    (
        "http://pandora.nla.gov.au//pan/140601/20131209-1141/www.politifact.com.au/a",
        "politifact.com.au",
    ),
    ("http://pandora.nla.gov.au/pan/14060/a", "pandora.nla.gov.au"),
    ("https://notafp.com/a", "notafp.com"),
    ("https://www.snopes.com/fact-check/a", "snopes.com"),
    ("https://poligrafo.sapo.pt/a", "poligrafo.sapo.pt"),
]


@pytest.mark.parametrize(("url", "expected"), DESK_PAGES)
def test_desk_site(url: str, expected: str) -> None:
    assert desk_site(url) == expected


@pytest.mark.parametrize("row", desks(), ids=lambda row: row.host + row.path)
def test_each_row_of_the_desks(row: Any) -> None:
    host = row.host.removeprefix("*.")
    assert site(f"https://{host}/") == host, "a host as canonical URLs have it"
    assert canonical(f"https://{host}{row.path}") == f"https://{host}{row.path or '/'}"
    assert desk_site(f"https://{host}{row.path}/a") == row.desk
    assert desk_site(f"https://{row.desk}/") == row.desk, "the id stands for itself"
    assert re.search(LOCAL_ID, row.desk)
    assert row.name == row.name.strip() != ""
    assert row.source
    assert date(2026, 1, 1) <= date.fromisoformat(row.date)


def test_table_of_desks_is_in_order() -> None:
    places = [(row.host.removeprefix("*."), row.path) for row in desks()]
    assert places == sorted(set(places))
    names = {row.desk: row.name for row in desks()}
    assert all(names[row.desk] == row.name for row in desks())


# ---- corpora


def collector(shared: Path) -> list[dict[str, Any]]:
    file = shared / "corpora/claimreview-data/claim_reviews_sample.json"
    records: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))
    return records


@pytest.mark.corpus
def test_collector_records_stay_several_reviews(shared: Path) -> None:
    pages: defaultdict[str, list[Met]] = defaultdict(list)
    for record in collector(shared):
        pages[canonical(record["review_url"])] += [Met("", one) for one in record["claim_text"]]
    ids = {page: set(review_ids(page, met).values()) for page, met in pages.items()}
    assert len(ids) == 973
    assert sum(map(len, ids.values())) == len(set().union(*ids.values())) == 1000
    assert sum(ids[page] == {key(page)} for page in ids) == 959


@pytest.mark.corpus
def test_each_desk_of_the_collector_is_one(shared: Path) -> None:
    sites: defaultdict[str, set[str]] = defaultdict(set)
    names: defaultdict[str, set[str]] = defaultdict(set)
    for record in collector(shared):
        desk, name = desk_site(record["review_url"]), record["fact_checker"]["name"]
        sites[name].add(desk)
        names[desk].add(name)
    several = {name: found for name, found in sites.items() if len(found) > 1}
    assert several == {"UOL Confere": {"noticias.uol.com.br", "projetocomprova.com.br"}}
    assert all(len(found) == 1 for found in names.values())
    assert len(names) == 49


@pytest.mark.corpus
def test_each_table_is_of_one_desk(shared: Path) -> None:
    files = sorted((shared / "corpora/multifc").glob("*.txt"))
    assert len(files) == 36
    sites = {}
    for file in files:
        found = re.findall(r"(?:\t|   )(https?://[^ \t\n]+)", file.read_text("latin-1"))
        sites[file.stem] = {desk_site(url) for url in found}
    assert {name: found for name, found in sites.items() if len(found) != 1} == {}
    assert len(set().union(*sites.values())) == 36
