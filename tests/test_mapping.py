"""What records state: small record files beside exactly the triples that they give."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import SKOS

from claimgraph.errors import RecordErrors
from claimgraph.records import BY_TAG, AnyRecord
from claimgraph.records.check import check
from claimgraph.records.convert import convert
from claimgraph.records.fields import Term as RowTerm
from claimgraph.records.outcome import Entry
from claimgraph.records.read import read
from claimgraph.records.settings import FILE, Publisher, Settings
from claimgraph.records.yaml_tree import from_yaml
from claimgraph.statements import rows, things
from claimgraph.statements.mapping import Mapped, mapped
from claimgraph.statements.rows import Description, Objects
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers.nquads import ntriples
from strategies import ORIGIN
from terms import EVENT_TYPES, FIELDS, VALUES, spellings
from triples import Triple, by_oxigraph

DATA = Path(__file__).parent / "data" / "mapping"
CASES = sorted(DATA.glob("*/*.yaml"))
INDEXED = sorted(DATA.glob("*/*.index.ttl"))
SETTINGS = Settings(base="https://example.org/", source="desk")
HEAD = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items()) + "".join(
    f"@prefix {kind}: <https://example.org/{kind}/desk/> .\n"
    for kind in ("actor", "article", "attribution", "claim", "event", "graph", "participation")
)


def read_file(path: Path) -> list[Entry]:
    """The records of a file, which hold."""
    found = read([str(path)])
    assert found.refusals == []
    assert check(found.entries) == []
    return found.entries


def entry(tag: str, text: str, held: Settings = SETTINGS) -> Entry:
    """A record of one line of YAML."""
    record: AnyRecord = convert(from_yaml(text), BY_TAG[tag])  # type: ignore[assignment]
    return Entry(record, ORIGIN, held)


def own(entries: list[Entry]) -> list[Mapped]:
    """What the records state, without the publisher of claimgraph.toml."""
    return [one for one in mapped(entries) if one.entry.origin.file != FILE]


def triples(descriptions: list[Description]) -> set[Triple]:
    """The triples of descriptions."""
    return by_oxigraph(ntriples(descriptions), ox.RdfFormat.N_TRIPLES)


def expected(turtle: str) -> set[Triple]:
    """The triples of some Turtle, in which our prefixes are known."""
    return by_oxigraph(HEAD + turtle, ox.RdfFormat.TURTLE)


def stated(*entries: Entry) -> set[Triple]:
    """The triples of all records, of their own graphs."""
    return triples([d for one in own(list(entries)) for d in one.descriptions])


def name(path: Path) -> str:
    """`desk/links` for its file."""
    return f"{path.parent.name}/{path.name.split('.')[0]}"


def test_there_are_cases() -> None:
    assert len(CASES) >= 12
    assert INDEXED


@pytest.mark.parametrize("path", CASES, ids=name)
def test_records_state_exactly_these_triples(path: Path) -> None:
    found = stated(*read_file(path))
    assert found == expected(path.with_suffix(".ttl").read_text("utf-8"))


@pytest.mark.parametrize("path", INDEXED, ids=name)
def test_the_index_says_exactly_this_of_each_graph(path: Path) -> None:
    entries = read_file(path.with_name(f"{path.name.split('.')[0]}.yaml"))
    found = triples([one.provenance for one in own(entries)])
    assert found == expected(path.read_text("utf-8"))


SPEAKERS = (entry("actor", "{id: s, type: person, name: S}"),)
ARTICLES = (entry("article", "{id: a}"),)


@pytest.mark.parametrize(
    ("stance", "relayed", "author"),
    [
        ("asserts", False, True),
        ("suggests", False, True),
        ("denies", False, False),
        ("reports", False, False),
        ("asserts", True, False),
        ("suggests", True, False),
    ],
)
def test_authors_of_a_claim_assert_or_suggest_it_unrelayed(
    stance: str, relayed: bool, author: bool
) -> None:
    relay = "{id: r, speaker: s, article: a, stance: reports, form: direct}, " if relayed else ""
    by = ", relayed_by: r" if relayed else ""
    said = f"{relay}{{speaker: s, article: a, stance: {stance}, form: direct{by}}}"
    claim = entry("claim", f"{{id: c, text: It is., attributions: [{said}]}}")
    authors = expected("claim:c schema:author actor:s .")
    assert (authors <= stated(*SPEAKERS, *ARTICLES, claim)) is author


# EDTF, then what an event says of its date; earliest and latest where they are days
DATES = {
    "2024-12-25": 'schema:startDate "2024-12-25"^^xsd:date ; cg:earliest "2024-12-25"^^xsd:date ; '
    'cg:latest "2024-12-25"^^xsd:date',
    "2024-12": 'schema:startDate "2024-12"^^xsd:gYearMonth ; cg:earliest "2024-12-01"^^xsd:date ; '
    'cg:latest "2024-12-31"^^xsd:date',
    "2024": 'schema:startDate "2024"^^xsd:gYear ; cg:earliest "2024-01-01"^^xsd:date ; '
    'cg:latest "2024-12-31"^^xsd:date',
    "2024-12-25T08:00:00+05:00": 'schema:startDate "2024-12-25T08:00:00+05:00"^^xsd:dateTime ; '
    'cg:earliest "2024-12-25"^^xsd:date ; cg:latest "2024-12-25"^^xsd:date',
    "2024-12-25/2025-01": 'schema:startDate "2024-12-25"^^xsd:date ; '
    'schema:endDate "2025-01"^^xsd:gYearMonth ; cg:earliest "2024-12-25"^^xsd:date ; '
    'cg:latest "2025-01-31"^^xsd:date',
    "2025?-07-04": 'cg:earliest "2025-07-04"^^xsd:date ; cg:latest "2025-07-04"^^xsd:date',
    "2025-07-04~": 'cg:earliest "2025-07-04"^^xsd:date ; cg:latest "2025-07-04"^^xsd:date',
    "2024-12-25/2025?": 'cg:earliest "2024-12-25"^^xsd:date ; cg:latest "2025-12-31"^^xsd:date',
    "../2025-07-04?": 'cg:latest "2025-07-04"^^xsd:date',
    "2024/..": 'cg:earliest "2024-01-01"^^xsd:date',
    "201X": 'cg:earliest "2010-01-01"^^xsd:date ; cg:latest "2019-12-31"^^xsd:date',
    "2025-21": "",
    "XXXX-07-04": "",
}


@pytest.mark.parametrize(("when", "said"), DATES.items())
def test_only_a_certain_date_of_an_event_is_a_schema_org_date(when: str, said: str) -> None:
    event = entry("event", f'{{id: e, name: E, when: "{when}"}}')
    wanted = f'event:e a schema:Event ; schema:name "E" ; cg:when "{when}"^^edtf:EDTF'
    assert stated(event) == expected(" ; ".join(filter(None, [wanted, said])) + " .")


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2024-12-25", 'schema:datePublished "2024-12-25"^^xsd:date'),
        (
            "2025?",
            'cg:when "2025?"^^edtf:EDTF ; cg:earliest "2025-01-01"^^xsd:date ; '
            'cg:latest "2025-12-31"^^xsd:date',
        ),
        (
            "2024-01/2024-02",
            'cg:when "2024-01/2024-02"^^edtf:EDTF ; cg:earliest "2024-01-01"^^xsd:date ; '
            'cg:latest "2024-02-29"^^xsd:date',
        ),
    ],
)
def test_other_dates_are_schema_org_dates_or_edtf(when: str, said: str) -> None:
    article = entry("article", f'{{id: a, published: "{when}"}}')
    assert stated(article) == expected(f"article:a a schema:NewsArticle ; {said} .")


def desk(**given: Any) -> Settings:
    """Settings with a publisher."""
    publisher = Publisher(id="desk", name={"en": "Desk", "az": "Masa"}, url="https://example.net")
    return Settings(base=SETTINGS.base, source="desk", publisher=publisher, **given)


def test_the_publisher_of_a_source_is_an_actor() -> None:
    place = entry("place", "{id: p, name: P}", desk())
    found = mapped([place])[-1]
    assert found.graph == "<https://example.org/graph/desk/desk>"
    assert triples(found.descriptions) == expected(
        'actor:desk a schema:Organization ; schema:name "Desk"@en, "Masa"@az ; '
        "schema:url <https://example.net> ."
    )


def test_the_publisher_of_a_source_may_have_its_record() -> None:
    actor = entry("actor", "{id: desk, type: ngo, name: Desk}", desk())
    (found,) = mapped([actor])
    assert triples([found.provenance]) == expected(
        "graph:desk a prov:Entity ; prov:wasAttributedTo actor:desk ."
    )


def test_a_source_has_its_publisher_once() -> None:
    places = [entry("place", f"{{id: p{n}, name: P}}", desk()) for n in range(3)]
    assert [one.entry.record.id for one in mapped(places)] == ["p0", "p1", "p2", "desk"]


def test_texts_are_in_the_language_of_the_record_or_of_the_source() -> None:
    held = desk(language="az")
    found = stated(
        entry("article", "{id: a, headline: A, language: ru}", held),
        entry("article", "{id: b, headline: B}", held),
    )
    assert found > expected('article:a schema:headline "A"@ru .')
    assert found > expected('article:b schema:headline "B"@az .')


def test_an_id_means_another_record_in_another_source() -> None:
    other = Settings(base="https://example.com/", source="other")
    places = ["{id: p, name: P, inside: q}", "{id: q, name: Q}"]
    both = [entry("place", text, held) for held in (SETTINGS, other) for text in places]
    inside = {
        (one.subject, value)
        for found in mapped(both)
        for one in found.descriptions
        for value in one.objects.get("<http://schema.org/containedInPlace>", ())
    }
    assert inside == {
        ("<https://example.org/place/desk/p>", "<https://example.org/place/desk/q>"),
        ("<https://example.com/place/other/p>", "<https://example.com/place/other/q>"),
    }


def test_folders_of_one_source_agree_in_their_settings() -> None:
    places = [entry("place", "{id: p, name: P}"), entry("place", "{id: q, name: Q}", desk())]
    with pytest.raises(RecordErrors, match=r"two folders call their source `desk` but differ"):
        mapped(places)


def test_the_order_of_what_identifies_a_part_does_not_matter() -> None:
    """Languages of a correction, and the attributions of a claim."""
    said = [
        "{speaker: s, article: a, stance: denies, form: direct}",
        "{speaker: s, article: a, stance: reports, form: direct, id: r}",
    ]
    claims = [
        entry("claim", f"{{id: c, text: {{en: T, az: U}}, attributions: [{', '.join(order)}]}}")
        for order in (said, said[::-1])
    ]
    assert stated(*SPEAKERS, *ARTICLES, claims[0]) == stated(*SPEAKERS, *ARTICLES, claims[1])
    review = "{{id: r, claim: c, desk: s, url: 'https://example.net', corrections: [{{text: {}}}]}}"
    first, second = (
        stated(*SPEAKERS, *ARTICLES, claims[0], entry("review", review.format(text)))
        for text in ("{en: T, az: U}", "{az: U, en: T}")
    )
    assert first == second


def test_graphs_are_distinct_from_what_they_hold() -> None:
    found = mapped(read_file(DATA / "desk" / "relayed.yaml"))
    graphs = [one.graph for one in found]
    subjects = {d.subject for one in found for d in one.descriptions}
    assert len(set(graphs)) == len(found)
    assert subjects.isdisjoint(graphs)


WORDS = [
    word
    for field in FIELDS.values()
    if field.row.term is RowTerm.CONCEPT
    for word in sorted(spellings(field.type))
]


@pytest.mark.parametrize("word", dict.fromkeys(WORDS))
def test_words_of_records_are_concepts(word: str) -> None:
    graph = VALUES.query(f"SELECT ?n {{ {rows.concept(word)} <{SKOS.notation}> ?n }}")
    assert [str(row[0]) for row in graph] == [word]  # type: ignore[index]


@pytest.mark.parametrize("word", sorted(spellings(FIELDS["Event.type"].type)))
def test_event_types_are_classes(word: str) -> None:
    assert EVENT_TYPES.query(f"ASK {{ {rows.event_type(word)} a ?class }}").askAnswer


@pytest.mark.parametrize(("truth", "concept"), [(True, "true"), (False, "false")])
def test_yes_and_no_of_yaml_are_verdicts(truth: bool, concept: str) -> None:
    assert rows.concept(truth) == rows.concept(concept)


class Joined(Objects):
    """Statements that are joined with others only where both state other predicates."""

    def __or__(self, other: Any) -> Any:
        assert not self.keys() & other.keys()
        return Joined({**self, **other})

    def __ior__(self, other: Any) -> Any:
        assert not self.keys() & other.keys()
        self.update(other)
        return self

    def copy(self) -> Joined:
        return Joined(self)


@pytest.mark.parametrize("path", CASES, ids=name)
def test_no_statement_takes_the_place_of_another(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = things._types
    monkeypatch.setattr(things, "_types", lambda *names: Joined(known(*names)))
    done = mapped(read_file(path))
    told = [held for one in done for _, held in (*one.descriptions, one.provenance)]
    assert any(isinstance(held, Joined) for held in told)
    assert all(len(set(objects)) == len(objects) > 0 for held in told for objects in held.values())


@pytest.mark.parametrize(("claims", "number"), [("[a, b, b]", 3), ("[a, a]", 1)])
def test_a_claim_twice_in_a_contradiction_is_one(claims: str, number: int) -> None:
    told = [entry("claim", f"{{id: {id_}, text: T}}") for id_ in "ab"]
    *_, found = mapped(
        [*told, entry("contradiction", f"{{id: c, claims: {claims}, aspect: cause}}")]
    )
    assert len(found.descriptions) == number
    assert all(held.values() for _, held in found.descriptions)
