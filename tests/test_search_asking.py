"""Hits in a query of SPARQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from claimgraph.errors import ClaimgraphError
from claimgraph.query import run
from claimgraph.query.release_store import opened
from claimgraph.search import Hit, bound, find, index, values
from searched import BASE, cached, made_up


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("made-up")
    with cached(folder / "cache"):
        yield made_up(folder)


def asked(release: Path, query: str, words: str) -> list[list[str]]:
    found = run(opened(release), bound(query, find(index(release), words)))
    return [[str(cell.value) for cell in row] for row in found]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?hit ?score { ?hit a schema:Claim } ORDER BY DESC(?score)",
        "SELECT ?hit ?score WHERE { ?hit a schema:Claim } ORDER BY DESC(?score)",
        "# { ?hit\nPREFIX where: <http://e.example/#> SELECT ?hit ?score #\n where # {\n {"
        " ?hit a schema:Claim } ORDER BY DESC(?score)",
        "SELECT ?hit (MAX(?score) AS ?best) { ?hit a schema:Claim ; schema:text ?t } "
        "GROUP BY ?hit ORDER BY DESC(?best)",
        "SELECT ?hit ?score { ?hit a schema:Claim } ORDER BY DESC(?score) VALUES ?x { 1 }",
        "SELECT ?hit ?score { { SELECT ?x WHERE { VALUES ?x { 1 } } } ?hit a schema:Claim } "
        "ORDER BY DESC(?score)",
    ],
)
def test_hits_are_bound_in_a_query(release: Path, query: str) -> None:
    hits = [hit for hit in find(index(release), "gas") if hit.kind == "claim"]
    rows = asked(release, query, "gas")
    assert [iri for iri, _ in rows] == [hit.iri for hit in hits]
    assert [float(score) for _, score in rows] == pytest.approx([h.score for h in hits])


def test_hits_are_bound_in_a_graph_and_a_yes_or_no(release: Path) -> None:
    store, hits = opened(release), find(index(release), "docker")
    made = run(store, bound("CONSTRUCT { ?hit a cg:Group } WHERE { ?hit a ?c }", hits))
    assert {str(t.subject.value) for t in made} == {hits[0].iri}  # type: ignore[union-attr]
    assert run(store, bound("ASK { ?hit a schema:Person }", hits))
    assert not run(store, bound("ASK { ?hit a schema:Person }", []))


def test_a_thousand_hits_are_within_the_limits_of_a_query(release: Path) -> None:
    many = [Hit(f"{BASE}claim/s/gas", "claim", "", "", 1e-6)] * 1000
    found = run(opened(release), bound("SELECT ?score { ?hit a schema:Claim }", many))
    assert len(list(found)) == 1000  # type: ignore[arg-type]


def test_a_query_without_hit_is_told() -> None:
    with pytest.raises(ClaimgraphError, match=r"finds to \?hit, and the query has none"):
        bound("SELECT * { ?s ?p '?hit' } # ?hit", [])


@pytest.mark.parametrize("query", ["CONSTRUCT WHERE {%s}", "CONSTRUCT {%s} {%s}"])
def test_a_template_and_a_pattern_are_written_out(query: str) -> None:
    with pytest.raises(ClaimgraphError, match="both written out"):
        bound(query.replace("%s", " ?hit a ?c "), [])


def test_terms_are_spelt_safely() -> None:
    assert values([]) == "VALUES (?hit ?score) { }"
    with pytest.raises(ValueError, match="IRI"):
        values([Hit("http://e.example/> } DROP ALL", "claim", "", "", 1.0)])
