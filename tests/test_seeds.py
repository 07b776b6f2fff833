"""The records of the two articles: what they hold, that spans verify, that nothing is copied."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib

from claimgraph.errors import SpanMismatch
from claimgraph.records import Actor, Claim, Contradiction, Event, kind
from claimgraph.records.check import check
from claimgraph.records.outcome import Entry
from claimgraph.records.read import read
from claimgraph.spans import check_spans
from claimgraph.statements.mapping import mapped
from claimgraph.writers.nquads import ntriples
from schemaorg import problems
from triples import descriptions, graph_of_ntriples

TOP = Path(__file__).parents[1]
SEEDS = TOP / "seeds"
WORD = re.compile(r"\w+")


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return read([str(SEEDS)]).entries


@pytest.fixture(scope="module")
def graph(entries: list[Entry]) -> rdflib.Graph:
    return graph_of_ntriples(ntriples(descriptions(mapped(entries))).encode())


def test_the_records_hold(entries: list[Entry]) -> None:
    assert check(entries) == []
    counts = Counter(kind(entry.record) for entry in entries)
    assert counts["actor"] + counts["place"] >= 55
    assert counts["event"] >= 18
    assert counts["claim"] >= 25
    assert counts["contradiction"] >= 5


def test_every_attribution_of_the_two_articles_has_evidence(entries: list[Entry]) -> None:
    claims = [entry.record for entry in entries if isinstance(entry.record, Claim)]
    attributions = [one for claim in claims for one in claim.attributions]
    assert attributions
    assert [one for one in attributions if not one.evidence] == []


def test_schema_org_terms_fit_their_domains_and_ranges(graph: rdflib.Graph) -> None:
    assert problems(graph) == []


def test_all_explanations_of_the_crash_stand_in_one_contradiction(entries: list[Entry]) -> None:
    held = {entry.record.id: entry.record for entry in entries}
    cause = held["crash-cause"]
    assert isinstance(cause, Contradiction)
    relayed = [held[id_] for id_ in cause.claims if id_ != "crash-shot-down"]
    assert len(relayed) == 4
    for claim in relayed:
        assert isinstance(claim, Claim)
        told = {one.speaker: one for one in claim.attributions}
        assert told["russian-authorities"].relayed_by == "nurani"
        assert told["nurani"].stance == "denies"


@pytest.mark.parametrize(
    ("event", "when"),
    [
        ("crash-2024-12-25", "2024-12-25"),
        ("ibragimov-citizenship", "../2025-07-04?"),
        ("yekaterinburg-operation", "2025?-06-27"),
    ],
)
def test_dates(entries: list[Entry], event: str, when: str) -> None:
    found = next(e.record for e in entries if e.record.id == event)
    assert isinstance(found, Event)
    assert str(found.when) == when


def test_names_that_vary_are_one_actor(entries: list[Entry]) -> None:
    actors = [entry.record for entry in entries if isinstance(entry.record, Actor)]
    named = [a for a in actors if "Yunus" in str(a.name) or "Yunus" in str(a.aliases)]
    assert [actor.id for actor in named] == ["arif-yunusov"]


def test_nobody_has_reviewed_these_claims(graph: rdflib.Graph) -> None:
    assert not list(graph.subjects(rdflib.RDF.type, rdflib.URIRef("http://schema.org/ClaimReview")))


@pytest.mark.corpus
def test_all_spans_verify(shared: Path) -> None:
    found = check_spans([str(SEEDS)], shared / "seeds")
    assert found.texts == 2
    assert found.spans >= 150


@pytest.mark.corpus
def test_a_changed_text_is_named(shared: Path, tmp_path: Path) -> None:
    for path in (shared / "seeds").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes().replace(b"Baku", b"Bonn", 1))
    with pytest.raises(SpanMismatch) as caught:
        check_spans([str(SEEDS)], tmp_path)
    fields = {problem.field.partition("[")[0] for problem in caught.value.problems}
    assert fields == {"text.sha256", "attributions"}


@pytest.mark.corpus
def test_no_sentence_is_copied(shared: Path) -> None:
    """No run of ten words of the texts stands in the project, but for headlines."""
    texts = [path.read_text("utf-8") for path in sorted((shared / "seeds").glob("*.txt"))]
    assert texts
    known = {run for text in texts for run in _runs(text)}
    headlines = {
        run
        for entry in read([str(SEEDS)]).entries
        for run in _runs(str(getattr(entry.record, "headline", "")))
    }
    copied = {
        (path.relative_to(TOP), " ".join(run))
        for path in _files()
        for run in _runs(path.read_text("utf-8", errors="replace"))
        if run in known - headlines
    }
    assert copied == set()


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = WORD.findall(text.lower())
    return zip(*(words[start:] for start in range(10)), strict=False)


def _files() -> Iterator[Path]:
    """What people wrote: the parts of the project, less what tools leave there."""
    for name in ("seeds", "docs", "ontology", "shapes", "converter", "tests", "benchmarks"):
        for path in (TOP / name).rglob("*"):
            wanted = path.suffix in {".py", ".md", ".ttl", ".yaml", ".toml", ".rq", ".csv", ".svg"}
            if wanted and "node_modules" not in path.parts:
                yield path
    yield TOP / "README.md"
