"""The reader of releases: what is published, read back and published again, is the same."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimgraph import limits
from claimgraph.dates import Edtf
from claimgraph.errors import ClaimgraphError, UnsafeInput
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
from claimgraph.sources.account import Account
from claimgraph.sources.told import Given, Told
from strategies import record_sets
from triples import Written, by_oxigraph, written

TOP = Path(__file__).parents[1]
FOLDERS = ("seeds", "tests/data/writers/example", "tests/data/writers/everything")
FILES = ("claimgraph.nq", "claimgraph.ttl", "claimgraph.jsonld")
quick = settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.too_slow])
thorough = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
CG = "https://w3id.org/claimgraph/ontology#"
PREFIXES = """
@prefix cg: <https://w3id.org/claimgraph/ontology#> .
@prefix cgv: <https://w3id.org/claimgraph/value#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <http://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix actor: <https://w3id.org/claimgraph/data/actor/s/> .
@prefix article: <https://w3id.org/claimgraph/data/article/s/> .
@prefix attribution: <https://w3id.org/claimgraph/data/attribution/s/> .
@prefix claim: <https://w3id.org/claimgraph/data/claim/s/> .
@prefix contradiction: <https://w3id.org/claimgraph/data/contradiction/s/> .
@prefix event: <https://w3id.org/claimgraph/data/event/s/> .
@prefix graph: <https://w3id.org/claimgraph/data/graph/s/> .
"""


def told(text: str | bytes, name: str = "a.ttl") -> tuple[list[Told], Account]:
    """All that is read of one file, and its account."""
    account = Account(name, "release")
    data = text.encode() if isinstance(text, str) else text
    return list(release.read(Given(name, data, Settings()), account)), account


def entries(items: Iterable[Told]) -> list[Entry]:
    """The records, as the mapping takes them."""
    return [
        Entry(one.records[0], Origin("", one.line), one.settings)
        for one in items
        if one.records and one.settings
    ]


def come_back(*records: AnyRecord) -> list[AnyRecord]:
    """The records of one source after a round trip."""
    text = written([Entry(one, Origin("", 1), Settings()) for one in records]).turtle
    items, account = told(text)
    assert not account.fields
    return [one.record for one in entries(items)]


def left(account: Account) -> dict[str, int]:
    """How many triples of each predicate were not used."""
    return {name: seen.count for name, seen in account.fields.items()}


def refusals(items: Iterable[Told]) -> list[str]:
    """Why nodes were refused."""
    return [one.refused for one in items if one.refused]


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


PERSON = 'actor:p a schema:Person ; schema:name "P"@en .'
STATED = "cg:stance cgv:asserts ; cg:form cgv:direct ; schema:isPartOf article:a ; cg:claim claim:c"


@pytest.mark.parametrize(
    ("text", "reasons", "predicates"),
    [
        ("", [], {}),
        (PERSON, [], {}),
        (f"{PERSON} actor:p schema:award 'x', 'y' .", [], {"schema:award": 2}),
        (f"{PERSON} actor:p <x:y> _:b .", [], {"x:y": 1}),
        (f"{PERSON} actor:p a schema:Patient .", [], {"rdf:type": 1}),
        (f'{PERSON} actor:p schema:name "Q"@en .', [], {"schema:name": 1}),
        (
            f"{PERSON} actor:p schema:affiliation <http://x.example/o> .",
            [],
            {"schema:affiliation": 1},
        ),
        ("actor:p schema:name 'P' .", [], {"schema:name": 1}),
        (
            "actor:p a schema:Recipe .",
            ["no record is of the class schema:Recipe"],
            {"rdf:type": 1},
        ),
        (
            "<http://x.example/r> a schema:Recipe ; schema:name 'R' . [] a schema:Recipe .",
            ["no record is of the class schema:Recipe"] * 2,
            {"rdf:type": 2, "schema:name": 1},
        ),
        (
            "<http://x.example/c> a schema:Claim .",
            ["a node of a class of ours, but its IRI is not of the form base/kind/source/id"],
            {"rdf:type": 1},
        ),
        (
            "actor:p a schema:Event .",
            ["its IRI names it actor, its classes do not"],
            {"rdf:type": 1},
        ),
        (
            "claim:c a schema:Claim .",
            ["an incomplete or damaged claim: Object missing required field `text`"],
            {"rdf:type": 1},
        ),
        (
            "actor:p a schema:Person ; schema:name 'P' ; schema:sameAs <urn:x> .",
            ["an incomplete or damaged actor: Expected `str` of a known form - at `$.same_as[]`"],
            {"rdf:type": 1, "schema:name": 1, "schema:sameAs": 1},
        ),
        (
            "graph:x a prov:Entity .",
            ["the graph of a record that is not in the file"],
            {"rdf:type": 1},
        ),
        (
            "graph:x a prov:Entity ; dcterms:created '2024'^^xsd:gYear .",
            ["a link between events that are not linked in the file"],
            {"rdf:type": 1, "dcterms:created": 1},
        ),
        (
            f"claim:c a schema:Claim ; schema:text 'T' . attribution:c.1 {STATED} ; "
            "schema:spokenByCharacter actor:p ; cg:relayedBy attribution:c.1 .",
            ["a claim whose attributions relay each other without end"],
            {
                "rdf:type": 1,
                "schema:text": 1,
                "cg:stance": 1,
                "cg:form": 1,
                "schema:isPartOf": 1,
                "cg:claim": 1,
                "schema:spokenByCharacter": 1,
                "cg:relayedBy": 1,
            },
        ),
        (
            "claim:c a schema:Claim ; schema:text 'T' . attribution:c.1 cg:claim claim:c ; "
            "cg:relayedBy attribution:c.2 .",
            ["a claim with an attribution whose relay is not in the file"],
            {"rdf:type": 1, "schema:text": 1, "cg:claim": 1, "cg:relayedBy": 1},
        ),
    ],
)
def test_what_is_no_record_of_ours_is_refused_and_left(
    text: str, reasons: list[str], predicates: dict[str, int]
) -> None:
    items, account = told(PREFIXES + text)
    assert refusals(items) == reasons
    assert left(account) == predicates
    assert [one.line for one in items] == list(range(1, len(items) + 1))


@pytest.mark.parametrize(
    "iri",
    [
        "https://example.org/actor/s/%41",  # the same as A
        "https://example.org/actor/s/a%2Fb",
        "https://example.org/actor/s/\u0436",
        "https://example.org/actor/s%20/a",
        "https://example.org/actor/%FF/a",
        "https://example.org/robot/s/a",
        "https://example.org/../actor/s/a",
        "https://example.org/a/actor/s/",
        "ftp://example.org/actor/s/a",
        "actor/s/a",
    ],
)
def test_only_an_iri_as_the_mapping_makes_it_names_a_record(iri: str) -> None:
    items, account = told(f"<{iri}> a <http://schema.org/Person> ; <http://schema.org/name> 'P' .")
    assert [one.records for one in items] == [()]
    assert sum(left(account).values()) == 2


def test_partial_files_are_read_as_far_as_they_go() -> None:
    """References to what is not there stay, for the checks to name."""
    text = f"{PREFIXES} claim:c a schema:Claim ; schema:text 'T' ; schema:about event:e, actor:p ."
    items, account = told(text)
    assert [one.records for one in items] == [(Claim(id="c", text="T", about=("p", "e")),)]
    assert left(account) == {}


EXAMPLE = written(read([str(TOP / FOLDERS[1])]).entries).nquads.splitlines()


@pytest.mark.parametrize("place", range(0, len(EXAMPLE), 4))
def test_a_triple_more_is_in_a_record_or_left(place: int) -> None:
    """What the records do not state again is left, and nothing else."""
    subject, rest = EXAMPLE[place].split(" ", 1)[0], EXAMPLE[place - 20].split(" ", 1)[1]
    text = "\n".join([*EXAMPLE, f"{subject} {rest}"])
    items, account = told(text, "a.nq")
    assert refusals(items) == []
    stated = by_oxigraph(written(entries(items)).nquads, ox.RdfFormat.N_QUADS)
    assert sum(left(account).values()) == len(by_oxigraph(text, ox.RdfFormat.N_QUADS) - stated)


@quick
@given(st.integers(0, 10**6))
def test_releases_however_damaged_are_read_without_an_error(seed: int) -> None:
    chance = random.Random(seed)
    kept = [line for line in EXAMPLE if chance.random() < 0.9]
    for _ in range(chance.randint(0, 20)):
        place, (one, other) = chance.randrange(len(kept)), chance.sample(kept, 2)
        at = chance.randint(1, 2)
        kept[place] = " ".join([*one.split(" ", 2)[:at], *other.split(" ", 2)[at:]])
    items, account = told("\n".join(kept), "a.nq")
    assert [one.line for one in items] == list(range(1, len(items) + 1))
    assert sum(left(account).values()) <= len(kept)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.ttl", "<a:b> <a:c> .", "a.ttl:1:"),
        ("a.nq", "<a:b> <a:c> <a:d> .\n<a:b> <a:c>", "a.nq:2:"),
        ("a.jsonld", '{\n"@graph": [', "a.jsonld:2:"),
        ("a.jsonld", '{"@context": "http://evil.example/"}', "is not fetched"),
        ("a.jsonld", '{"@graph": ' + "[" * 200 + "]" * 200 + "}", "nested deeper"),
        ("a.rdf", "<!DOCTYPE a [<!ENTITY b '&c;'><!ENTITY c \"&b;\">]><a>&b;</a>", "entity"),
        ("a.ttl", b"\x1f\x8b damaged", "a.ttl: cannot be read"),
        ("a.ttl", gzip.compress(b"# a comment")[:-4], "a.ttl: cannot be read"),
        ("-", "<a:b> <a:c> .", "-:1:"),
        ("a.ttl", b"<a:b> <a:c> '\xff' .", "a.ttl:1:"),
    ],
)
def test_what_is_not_rdf_is_refused(name: str, text: str | bytes, message: str) -> None:
    with pytest.raises(ClaimgraphError, match=message.replace(".", r"\.")):
        told(text, name)


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_BYTES", 1 << 20)
    with pytest.raises(UnsafeInput, match=r"a\.ttl: more than 1 MiB"):
        told(gzip.compress(bytes(2 << 20)), "a.ttl")


def test_contradictions_of_too_many_claims_are_refused() -> None:
    claims = ", ".join(f"claim:c{number}" for number in range(1100))
    text = f"contradiction:x a cg:Contradiction ; cg:aspect cgv:date ; cg:between {claims} ."
    with pytest.raises(UnsafeInput, match="contradictions are between more than 1,000,000 pairs"):
        told(PREFIXES + text)


def test_a_claim_of_too_many_relays_is_refused() -> None:
    many = "".join(
        f"attribution:c.{n} {STATED} ; schema:spokenByCharacter actor:p ; "
        f"cg:relayedBy attribution:c.0 ."
        for n in range(1, 1100)
    )
    first = f"attribution:c.0 {STATED} ; schema:spokenByCharacter actor:q ."
    items, _ = told(f"{PREFIXES} claim:c a schema:Claim ; schema:text 'T' . {first} {many}")
    assert refusals(items) == ["a claim with too many attributions that others relay"]


@pytest.mark.parametrize(
    ("start", "known"),
    [
        ('{"@context": {"cg": "https://w3id.org/claimgraph/ontology#"', True),
        ('{"@context": "https://schema.org", "@type": "ClaimReview"}', False),
        ("# a comment\n@prefix graph: <https://example.org/graph/s/> .", True),
        ("PREFIX graph: <https://example.org/graph/s/>", True),
        ("<https://e.org/actor/s/a> <p:p> <o:o> <https://e.org/graph/s/a> .", True),
        (f"<https://e.org/actor/s/a> <{CG}when> '2024' .", True),
        ("<https://e.org/actor/s/a> <p:p> <o:o> .", False),
        (f"@prefix cg: <{CG}> . cg:Claim a <http://www.w3.org/2002/07/owl#Class> .", False),
        (f"<html><body><a href='https://e.org/graph/x/y'>{CG}</a>", False),
        (f"# A release\n\nIts terms are those of <{CG}> and <https://e.org/graph/x/y>.", False),
        ("", False),
    ],
)
def test_a_release_is_known_by_its_start(start: str, known: bool) -> None:
    assert release.knows(start.encode()) is known


def test_what_is_known_does_not_take_long_to_tell() -> None:
    assert not release.knows(b"<a://" + b"/graph/" * 9000)
    assert not release.knows(b"@prefix " + b"/graph/x/" * 7000)
    assert not release.knows(b"# \n" * 16000)
