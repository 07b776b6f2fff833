"""The reader of releases: what is published, read back and published again, is the same."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from claimgraph.dates import Edtf
from claimgraph.records import Actor, AnyRecord, Article, Claim, Event, Link, Review
from claimgraph.records.check import check
from claimgraph.records.claim import Attribution
from claimgraph.records.event import Participant
from claimgraph.records.outcome import Entry, Origin
from claimgraph.records.read import read
from claimgraph.records.review import Correction, Verdicts
from claimgraph.records.settings import Publisher, Settings
from claimgraph.release.dump import dump
from claimgraph.sources import release
from strategies import record_sets
from told_releases import FOLDERS, TOP, entries, left, refusals, told
from triples import Written, written

FILES = ("claimgraph.nq", "claimgraph.ttl", "claimgraph.jsonld")
quick = settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.too_slow])
thorough = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])


def come_back(*records: AnyRecord) -> list[AnyRecord]:
    """The records of one source after a round trip."""
    text = written([Entry(one, Origin("", 1), Settings()) for one in records]).turtle
    items, account = told(text)
    assert not account.fields
    return [one.record for one in entries(items)]


def assert_comes_back(published: Written) -> list[Entry]:
    """Each syntax gives the same records, which state the same quads, and leaves nothing."""
    found = []
    for name, text in zip(
        FILES, (published.nquads, published.turtle, published.jsonld), strict=True
    ):
        items, account = told(text, name)
        assert refusals(items) == []
        assert left(account) == {}, name
        found.append(entries(items))
    assert found[0] == found[1] == found[2]
    assert written(found[0]) == published
    return found[0]


@quick
@given(record_sets())
def test_any_release_comes_back(records: list[Entry]) -> None:
    assert check(assert_comes_back(written(records))) == []


@pytest.mark.slow
@thorough
@given(record_sets())
def test_many_more_releases_come_back(records: list[Entry]) -> None:
    assert check(assert_comes_back(written(records))) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_files_come_back(folder: str) -> None:
    records = read([str(TOP / folder)]).entries
    assert records
    assert check(assert_comes_back(written(records))) == []


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release as `dump` writes it."""
    out = tmp_path_factory.mktemp("release") / "out"
    dump([str(TOP / FOLDERS[1] / "records.yaml")], out)
    return out


@pytest.mark.parametrize("name", FILES)
def test_a_published_file_is_known_and_gives_the_same_file(published: Path, name: str) -> None:
    data = (published / name).read_bytes()
    assert release.knows(data[:4096])
    items, account = told(data, name)
    again = written(entries(items))
    assert (refusals(items), left(account)) == ([], {})
    texts = dict(zip(FILES, (again.nquads, again.turtle, again.jsonld), strict=True))
    index = texts[name].replace("<http://example.org/index>", "<https://example.org/graph/index>")
    assert sorted(index.encode().split(b"\n")) == sorted(data.split(b"\n"))


@pytest.mark.parametrize("name", FILES)
def test_the_name_need_not_tell_the_format(published: Path, name: str) -> None:
    data = (published / name).read_bytes()
    wanted, _ = told(data, name)
    for packed in (data, gzip.compress(data), b"\xef\xbb\xbf" + data):
        assert told(packed, "-")[0] == wanted


def test_the_settings_are_those_of_the_source() -> None:
    held = Settings(
        base="https://example.org/d/",
        source="Ж.1",
        title="not in the graph",
        language="en",
        license="https://example.org/l",
        publisher=Publisher(id="desk", name={"en": "A desk"}, url="https://desk.example/"),
    )
    record = Entry(Actor(id="x", type="person", name="X"), Origin("", 1), held)
    items, _ = told(written([record]).turtle)
    desk = Publisher(id="desk", name={"en": "A desk"}, url="https://desk.example/")
    wanted = Settings(base="https://example.org/d/", source="Ж.1", publisher=desk)
    assert [one.settings for one in items] == [wanted, wanted]
    assert [one.record.license for one in entries(items)] == ["https://example.org/l"] * 2


def test_who_decides_links_is_not_the_publisher() -> None:
    events = [Event(id=name, name=name) for name in "abc"]
    judges = [Actor(id=name, type="person", name=name) for name in ("j", "k")]
    links = [
        Link(id=f"l{name}", event="c", same=(name,), by=by, decided=Edtf.parse(when))
        for name, by, when in (("a", "j", "2024"), ("b", "k", "2025~"))
    ]
    assert come_back(*events, *judges, *links) == [*judges, *events, *links]


VOICES = (
    Actor(id="p", type="agent", name="P"),
    Actor(id="q", type="group", name="Q"),
    Article(id="w", type="work"),
)
CLAIM = Claim(id="c", text={"de": "Text"})


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(Article(id="a", headline="plain"), id="plain"),
        pytest.param(Article(id="a", language="EN-gb", headline="own"), id="own-language"),
        pytest.param(Article(id="a", language="en", headline={"und": "x", "fr": "y"}), id="und"),
        pytest.param(Article(id="a", type="work", identifiers=("b", "ü")), id="work"),
        pytest.param(Article(id="a", published=Edtf.parse("2025?-07-04")), id="uncertain"),
        pytest.param(Event(id="e", name="E", when=Edtf.parse("2024-12-25/2024-12-27")), id="days"),
        pytest.param(Event(id="e", name="E", type="arms-transfer", series=True), id="series"),
        pytest.param(Actor(id="x", type="software", name="S"), id="software"),
        pytest.param(Actor(id="x", type="person", name="S", died=Edtf.parse("20XX")), id="died"),
    ],
)
def test_one_record_comes_back(record: AnyRecord) -> None:
    assert come_back(record) == [record]


def test_relayed_attributions_are_named_by_their_iri() -> None:
    said = Edtf.parse("2018-10-07T12:00:00Z")
    first = Attribution(speaker="p", article="w", stance="reports", form="direct", id="first")
    other = Attribution(
        speaker="q", article="w", stance="asserts", form="direct", relayed_by="first", said=said
    )
    claim = Claim(id="c", text="T", attributions=(first, other))
    back = next(one for one in come_back(*VOICES, claim) if isinstance(one, Claim))
    named = {one.speaker: one for one in back.attributions}
    assert named["q"].relayed_by == named["p"].id
    assert len(named["p"].id or "") == 12
    assert named["q"].id is None
    assert named["q"].said == Edtf.parse("2018-10-07T12:00:00+00:00")


def test_only_appearances_that_no_attribution_tells_are_read() -> None:
    other = Article(id="v")
    told_of = Attribution(speaker="p", article="w", stance="asserts", form="direct")
    claim = Claim(id="c", text="T", attributions=(told_of,), appearances=("v",))
    assert come_back(*VOICES, other, claim)[-1] == claim


def test_a_review_comes_back_with_the_text_of_its_claim() -> None:
    review = Review(
        id="r",
        claim="c",
        desk="p",
        url="https://desk.example/1",
        verdicts=Verdicts(truth=True, context="missing-context"),
        corrections=(Correction(text="C", published=Edtf.parse("2024-01-01T00:00:00Z")),),
    )
    back = next(one for one in come_back(*VOICES, CLAIM, review) if isinstance(one, Review))
    assert back.claim_reviewed == {"de": "Text"}
    assert back.verdicts == Verdicts(truth="true", context="missing-context")
    assert [one.text for one in back.corrections] == ["C"]


def test_parts_of_an_event_say_themselves_according_to_which_claim() -> None:
    part = Participant(actor="p", role="attacker")
    event = Event(id="e", name="E", according_to=("c",), participants=(part,))
    back = next(one for one in come_back(*VOICES, CLAIM, event) if isinstance(one, Event))
    assert [one.according_to for one in back.participants] == [("c",)]
