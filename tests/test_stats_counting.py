"""The figures of a graph: against the manifest, the dataset description, and a count by hand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from benchmarks.reviews import lines
from claimgraph.query.release_store import opened
from claimgraph.release.dump import dump
from claimgraph.stats import Section, counted
from claimgraph.stats.counting import MOST, UNKNOWN
from claimgraph.verdicts import AXES
from claimgraph.vocabulary import PREFIXES

TOP = Path(__file__).parents[1]
SOURCES = ["seeds", "reviews", "many"]


class Counts(NamedTuple):
    """A release and its figures."""

    release: Path
    sections: dict[str, Section]

    def column(self, section: str, column: str) -> dict[str, Any]:
        """The cells of a column by those of the first."""
        found = self.sections[section]
        place = found.header.index(column)
        return {str(row[0]): row[place] for row in found.rows}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Counts]:
    folder, known = tmp_path_factory.mktemp("releases"), dict[str, Counts]()
    many = folder / "many.jsonl"
    many.write_bytes(b"\n".join(line for line, _ in lines(300, seed=5)))
    paths = {"seeds": TOP / "seeds", "reviews": TOP / "tests" / "data" / "reviews", "many": many}

    def release(name: str) -> Counts:
        if name not in known:
            dump([str(paths[name])], folder / name)
            sections = counted(opened(folder / name))
            known[name] = Counts(folder / name, {one.name: one for one in sections})
        return known[name]

    return release


@pytest.fixture(params=SOURCES)
def counts(made: Callable[[str], Counts], request: pytest.FixtureRequest) -> Counts:
    return made(request.param)


def short(node: object) -> str:
    text = node.value if isinstance(node, NamedNode) else ""
    near = (f"{p}:{text.removeprefix(ns)}" for p, ns in PREFIXES.items() if text.startswith(ns))
    return next(near, text)


class Graph:
    """The triples of a release in Python: what the figures are counted by once more."""

    def __init__(self, release: Path) -> None:
        quads = parse(path=str(release / "claimgraph.nq"), format=RdfFormat.N_QUADS)
        self.triples = {(q.subject, short(q.predicate), q.object) for q in quads}
        self.kinds = [(s, short(o)) for s, p, o in self.triples if p == "rdf:type"]

    def of(self, *classes: str) -> set[Any]:
        return {subject for subject, kind in self.kinds if kind in classes}

    def pairs(self, *predicates: str) -> list[tuple[Any, Any]]:
        return [(s, o) for s, p, o in self.triples if p in predicates]

    def having(self, *predicates: str) -> set[Any]:
        return {s for s, _ in self.pairs(*predicates)}


def test_it_agrees_with_the_manifest(counts: Counts) -> None:
    manifest = json.loads((counts.release / "manifest.json").read_bytes())
    size = counts.column("size", "number")
    assert size["triples"] == manifest["triples"]
    told = {f"{kind}s": number for kind, number in manifest["records"].items() if kind != "link"}
    assert {kind: size[kind] for kind in told} == told
    assert not any(size[kind] for kind in size.keys() - told.keys() - {"triples", "attributions"})


def test_classes_agree_with_the_dataset_description(counts: Counts) -> None:
    store = Store()
    store.bulk_load(path=str(counts.release / "dataset.ttl"), format=RdfFormat.TURTLE)
    query = "SELECT ?c ?n { [] void:class ?c ; void:entities ?n }"
    told = {short(row[0]): int(row[1].value) for row in store.query(query, prefixes=PREFIXES)}  # type: ignore[union-attr]
    assert told
    assert counts.column("classes", "number") == told


def test_desks_and_verdicts(counts: Counts) -> None:
    graph = Graph(counts.release)
    reviews = graph.of("schema:ClaimReview")
    desks = [(r, desk.value) for r, desk in graph.pairs("schema:author") if r in reviews]
    judged = graph.having("cg:normalizedVerdict")
    told = {str(row[3]): row[1:3] for row in counts.sections["desks"].rows}
    number = Counter(desk for _, desk in desks)
    known = Counter(desk for review, desk in desks if review in judged)
    assert told == {desk: (number[desk], known[desk]) for desk in number}
    found = Counter(short(verdict) for _, verdict in graph.pairs("cg:normalizedVerdict"))
    verdicts = {
        str(row[1]).title().replace(" ", ""): row[2] for row in counts.sections["verdicts"].rows
    }
    assert {name: n for name, n in verdicts.items() if n} == {
        name[4].upper() + name[5:]: n for name, n in found.items()
    }


def test_publishers(counts: Counts) -> None:
    found = Counter(who.value for _, who in Graph(counts.release).pairs("schema:publisher"))
    assert {str(row[2]): row[1] for row in counts.sections["publishers"].rows} == found


def test_languages(counts: Counts) -> None:
    graph = Graph(counts.release)
    claims = graph.of("schema:Claim")
    texts = {(s, o.language or UNKNOWN) for s, o in graph.pairs("schema:text") if s in claims}
    assert positive(counts.column("languages", "claims")) == Counter(tag for _, tag in texts)
    tags = {s: o.value.lower() for s, o in graph.pairs("schema:inLanguage")}
    for kind, classes in (
        ("articles", ("schema:NewsArticle", "schema:CreativeWork")),
        ("reviews", ("schema:ClaimReview",)),
    ):
        found = Counter(tags.get(one, UNKNOWN) for one in graph.of(*classes))
        assert positive(counts.column("languages", kind)) == found


def test_years(counts: Counts) -> None:
    graph = Graph(counts.release)
    dates: dict[str, tuple[set[Any], list[tuple[Any, Any]]]] = {
        "articles": (
            graph.of("schema:NewsArticle", "schema:CreativeWork"),
            graph.pairs("schema:datePublished", "cg:earliest"),
        ),
        "reviews": (
            graph.of("schema:ClaimReview"),
            graph.pairs("schema:datePublished", "cg:earliest"),
        ),
        "events": (graph.of("schema:Event"), graph.pairs("cg:earliest")),
    }
    claim = dict(graph.pairs("cg:claim"))
    said = graph.pairs("schema:dateCreated", "cg:earliest")
    own = graph.pairs("schema:datePublished", "cg:earliest")
    told = [*((claim[a], day) for a, day in said if a in claim), *own]
    dates["claims"] = graph.of("schema:Claim"), told
    for kind, (things, pairs) in dates.items():
        first: dict[Any, str] = {}
        for thing, day in sorted(pairs, key=lambda pair: str(pair[1].value)):
            if thing in things:
                first.setdefault(thing, day.value[:4])
        assert positive(counts.column("years", kind)) == Counter(first.values()), kind


def positive(numbers: dict[str, int]) -> dict[str, int]:
    return {key: number for key, number in numbers.items() if number}


def test_coverage(counts: Counts) -> None:
    graph = Graph(counts.release)
    claim = dict(graph.pairs("cg:claim"))
    spoken = {claim[a] for a in graph.having("schema:spokenByCharacter") if a in claim}
    dated = graph.having("schema:datePublished", "cg:when") & graph.of("schema:Claim")
    dated |= {claim[a] for a in graph.having("schema:dateCreated", "cg:when") if a in claim}
    expected = {
        "claims with a speaker": spoken,
        "claims with a date": dated,
        "claims with a review": {o for _, o in graph.pairs("schema:itemReviewed")},
        "claims that another contradicts": graph.having("cg:contradicts"),
        "attributions with evidence": graph.having("cg:evidence"),
        "reviews with a rating": graph.having("schema:reviewRating"),
        "reviews with a normalized verdict": graph.having("cg:normalizedVerdict"),
        "events with a place": graph.having("schema:location"),
        "events with a date": graph.having("cg:when") & graph.of("schema:Event"),
    }
    told = counts.column("coverage", "number")
    assert {what: len(things) for what, things in expected.items() if what in told} == {
        what: told[what] for what in expected if what in told
    }
    size = counts.column("size", "number")
    for row in counts.sections["coverage"].rows:
        what, number, whole, percent = row
        assert whole == size[str(what).split()[0]] > 0
        assert percent == pytest.approx(100 * int(number) / int(whole), abs=0.05)


def test_what_is_not_there_is_not_in_the_coverage(made: Callable[[str], Counts]) -> None:
    assert not [what for what in made("seeds").column("coverage", "of") if "review" in what[:7]]
    assert [what for what in made("reviews").column("coverage", "of") if "review" in what[:7]]


def test_the_most_contradicted_event_of_the_seeds(made: Callable[[str], Counts]) -> None:
    section = made("seeds").sections["contradicted"]
    graph = Graph(made("seeds").release)
    contradictions = graph.of("cg:Contradiction")
    number = Counter(e.value for x, e in graph.pairs("schema:about") if x in contradictions)
    assert {row[3]: row[1] for row in section.rows} == dict(number.most_common(MOST))
    numbers = [int(row[1]) for row in section.rows]
    assert numbers == sorted(numbers, reverse=True)
    assert section.rows[0][0] == "Cases of Azerbaijanis deprived of Russian citizenship"


def test_verdicts_stand_by_axis(made: Callable[[str], Counts]) -> None:
    rows = made("seeds").sections["verdicts"].rows
    axes = list(dict.fromkeys(str(row[0]).lower() for row in rows))
    assert axes == list(AXES)
    truths = [row[1] for row in rows if row[0] == "Truth"]
    assert truths == ["true", "mostly true", "mixed", "mostly false", "false"]


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ([("Zebra", "en"), ("Abba", "de")], "Zebra"),
        ([("Colour", "en-gb"), ("Abba", "de")], "Colour"),
        ([("Plomb", "fr"), ("Blei", "de")], "Blei"),
        ([], "http://e.example/desk"),
        ([("Red\x1b[31m\u202e", "en")], "Red\\x1b[31m\\u202e"),
    ],
)
def test_a_desk_is_named_in_english_else_by_the_smallest_tag(
    names: list[tuple[str, str]], shown: str
) -> None:
    store = Store()
    store.update(
        "INSERT DATA { <http://e.example/r> a <http://schema.org/ClaimReview> ; "
        "<http://schema.org/author> <http://e.example/desk> }"
    )
    for text, tag in names:
        name = NamedNode(f"{PREFIXES['schema']}name")
        store.add(Quad(NamedNode("http://e.example/desk"), name, Literal(text, language=tag)))
    desks = next(one for one in counted(store) if one.name == "desks")
    assert list(desks.rows) == [(shown, 1, 0, "http://e.example/desk")]


def test_an_empty_graph_has_no_figures() -> None:
    for section in counted(Store()):
        assert not any(cell for row in section.rows for cell in row if not isinstance(cell, str))
