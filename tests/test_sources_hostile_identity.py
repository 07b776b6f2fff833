"""Who may speak of what is ours: no input takes over what another tells."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from claimgraph.records import Actor, AnyRecord, Claim, Review
from claimgraph.records.check import check
from claimgraph.sources.identity import desk_id
from gathered import gather
from hostile_sources import LIMITED, block, outcome_of, page
from wild_inputs import (
    BASE,
    REVIEW,
    TURTLE,
)

pytestmark = LIMITED
OTHER = {**REVIEW, "url": "https://evil.example/1", "claimReviewed": "Pigs fly"}
EVIL = {"@type": "Organization", "name": "Evil", "url": "https://evil.example/"}


def told(*files: tuple[str, bytes]) -> dict[str, AnyRecord]:
    """All records by id; they agree."""
    for name, data in files:
        Path(name).write_bytes(data)
    entries = gather([name for name, _ in files]).reading.entries
    assert [(one.field, one.message) for one in check(entries)] == []
    return {one.record.id: one.record for one in entries}


def posing(known: dict[str, AnyRecord]) -> dict[str, Any]:
    """A review of somebody else whose nodes have the IRIs of what is known."""
    first = {type(one): one.id for one in reversed(known.values())}
    return {
        **OTHER,
        "@id": f"{BASE}review/web/{first[Review]}",
        "author": {**EVIL, "@id": f"{BASE}actor/web/{first[Actor]}"},
        "itemReviewed": {
            "@type": "Claim",
            "@id": f"{BASE}claim/web/{first[Claim]}",
            "author": {"@type": "Person", "@id": f"{BASE}actor/web/{first[Actor]}", "name": "Eve"},
        },
    }


MICRODATA = (
    f'<div itemscope itemtype="http://schema.org/ClaimReview" itemid="{BASE}review/web/%s">'
    '<meta itemprop="url" content="https://evil.example/1">'
    '<b itemprop="claimReviewed">Pigs fly</b></div>'
)


def test_a_page_never_takes_over_what_is_ours() -> None:
    ours = ("a.jsonld", json.dumps(REVIEW).encode())
    known = told(ours)
    for evil in (block(json.dumps(posing(known))), page(MICRODATA % next(iter(known)))):
        found = told(ours, ("b.html", evil))
        assert {id_: found[id_] for id_ in known} == known
        assert len(found) > len(known)
        assert told(("b.html", evil)).keys().isdisjoint(known)


def test_a_json_ld_file_never_takes_the_id_of_another_page() -> None:
    """Ids of the web are made anew from URLs and names, whatever a file says."""
    known = told(("a.jsonld", json.dumps(REVIEW).encode()))
    Path("b.jsonld").write_bytes(json.dumps(posing(known)).encode())
    found = gather(["b.jsonld", "a.jsonld"])
    both = {one.record.id: one.record for one in found.reading.entries}
    for id_, record in known.items():
        if isinstance(record, Review | Claim):
            assert both[id_] == record
    (evil,) = [one for one in both.values() if isinstance(one, Review) and one.id not in known]
    assert evil.url == "https://evil.example/1"


def test_a_json_ld_file_never_changes_records_that_people_wrote() -> None:
    Path("in").mkdir()
    Path("in/claimgraph.toml").write_text('source = "desk"\n')
    Path("in/a.yaml").write_text("claims: [{id: c, text: The moon is near}]\n")
    evil = {"@type": "Claim", "@id": f"{BASE}claim/desk/c", "text": "Pigs fly"}
    Path("b.jsonld").write_text(json.dumps(evil))
    entries = gather(["in", "b.jsonld"]).reading.entries
    assert [one.record.text for one in entries if isinstance(one.record, Claim)] == [
        "The moon is near",
        "Pigs fly",
    ]
    assert {one.message.partition(" of ")[0] for one in check(entries)} == {"`c` is also the id"}


IDS = ["", ".", "..", "%2e%2e", "a%00b", "a%20b", "a/b", "a#b", "%ff", "e%CC%81", "x" * 201, "%41"]


@pytest.mark.parametrize("kind", ["review", "claim", "actor", "article"])
@pytest.mark.parametrize("id_", IDS)
def test_iris_that_are_not_of_our_form_are_nobodys(kind: str, id_: str) -> None:
    iri = f"{BASE}{kind}/web/{id_}"
    work = {"@type": "NewsArticle", "@id": iri, "url": "https://news.example/1"}
    item = {"@type": "Claim", "@id": iri, "author": {"@id": iri, "name": "Ann"}, "appearance": work}
    ours = {**REVIEW, "@id": f"{BASE}review/web/7", "itemReviewed": item}
    documents = [ours, {**REVIEW, "@id": iri, "claimReviewed": "Else"}]
    assert all(
        "%" not in one and len(one) < 200
        for one in told(("a.jsonld", json.dumps(documents).encode()))
    )


@pytest.mark.parametrize("source", ["%2e%2e", "a%00b", "a%20b", "x" * 201])
def test_sources_that_are_none(source: str) -> None:
    document = {**REVIEW, "@id": f"{BASE}review/{source}/1"}
    Path("a.jsonld").write_text(json.dumps(document))
    entries = gather(["a.jsonld"]).reading.entries
    assert {one.settings.source for one in entries} == {"web"}


def test_a_site_is_never_called_as_other_records_are() -> None:
    """A host may be any word: also the id of somebody else's claim."""
    known = told(("a.jsonld", json.dumps(REVIEW).encode()))
    hosts = [id_ for id_ in known if desk_id(id_) != id_]
    assert len(hosts) == len(known) - 1  # but for the desk
    for number, host in enumerate([*hosts, "review", "claim", "gdelt.7"]):
        evil = {**OTHER, "url": f"https://{host}/{number}", "author": EVIL}
        found = told(("a.jsonld", json.dumps([REVIEW, evil]).encode()))
        assert {id_: found[id_] for id_ in known} == known


def test_a_url_in_a_release_that_the_web_lacks() -> None:
    data = TURTLE.replace("/desk/", "/web/").replace("https://desk.example/1>", "https://a_:99999>")
    assert outcome_of("a.ttl", data.encode()).startswith("3 mapped")
