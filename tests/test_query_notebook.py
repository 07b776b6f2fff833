"""A release in Python: rows of values, frames, and rdflib's graphs."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode
from rdflib.compare import isomorphic

import claimgraph
from claimgraph.errors import ClaimgraphError
from claimgraph.query import cache, notebook
from claimgraph.query.notebook import Release, Rows, value
from claimgraph.release.dump import dump
from small_releases import E, release

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return claimgraph.open(release(tmp_path_factory.mktemp("small") / "dist"))


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Release:
    out = tmp_path_factory.mktemp("seeds") / "dist"
    dump([str(Path(__file__).parents[1] / "seeds")], out)
    return claimgraph.open(str(out))


def rows(found: object) -> Rows:
    assert isinstance(found, Rows)
    return found


QUERY = f"SELECT ?s ?o ?none {{ ?s <{E}p> ?o }} ORDER BY ?s LIMIT 2"


def test_rows_are_named(ours: Release) -> None:
    found = rows(ours.query(QUERY))
    assert len(found) == 2
    assert [row.o for row in found] == ["0", "1"]
    assert found[1] == (f"{E}s1", "1", None)
    assert found.terms[0] == (NamedNode(f"{E}s0"), Literal("0"), None)
    assert found[1:] == list(found)[1:]
    assert found.columns() == {"s": [f"{E}s0", f"{E}s1"], "o": ["0", "1"], "none": [None] * 2}
    assert repr(found) == "<2 rows: s, o, none>"
    assert list(found) == list(found)


def test_names_that_python_does_not_take(ours: Release) -> None:
    (row,) = rows(ours.query("SELECT (1 AS ?class) (2 AS ?_x) {}"))
    assert tuple(row) == (1, 2)


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("3", "integer", 3),
        ("3", "nonNegativeInteger", 3),
        ("1.50", "decimal", Decimal("1.50")),
        ("1e3", "double", 1000.0),
        ("true", "boolean", True),
        ("0", "boolean", False),
        ("2025-07-04", "date", date(2025, 7, 4)),
        ("2025-07-04Z", "date", "2025-07-04Z"),
        ("2025-07-04T10:00:00Z", "dateTime", datetime(2025, 7, 4, 10, tzinfo=UTC)),
        ("soon", "dateTime", "soon"),
        ("x", "integer", "x"),
        ("x", "decimal", "x"),
        ("2025", "gYear", "2025"),
    ],
)
def test_values(text: str, kind: str, expected: object) -> None:
    found = value(Literal(text, datatype=NamedNode(XSD + kind)))
    assert found == expected
    assert type(found) is type(expected)


def test_answers_and_graphs(ours: Release) -> None:
    assert ours.query("ASK { ?s ?p ?o }") is True
    assert ours.query("ASK { ?s a ?o }") is False
    graph = ours.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(graph, rdflib.Graph)
    assert isomorphic(graph, rdflib.Graph().parse(ours.folder / "claimgraph.ttl"))


def test_terms_of_a_graph_are_kept(ours: Release) -> None:
    query = f"""CONSTRUCT {{ ?x <{E}p> "a"@en , 1 , 1.5 , "t" , <{E}i> , [] }}
        WHERE {{ BIND(<{E}x> AS ?x) }}"""
    graph = ours.query(query)
    assert isinstance(graph, rdflib.Graph)
    text = f"""<{E}x> <{E}p> "a"@en , 1 , 1.5 , "t" , <{E}i> , [] ."""
    assert isomorphic(graph, rdflib.Graph().parse(data=text))
    with pytest.raises(ClaimgraphError, match="no triples in triples"):
        ours.query(f"CONSTRUCT {{ <{E}x> <{E}p> <<( <{E}x> <{E}p> 1 )>> }} WHERE {{}}")


def test_parameters(seeds: Release) -> None:
    every = rows(seeds.named("claims-by-actor"))
    some = rows(seeds.named("claims-by-actor", actor="nurani"))
    assert {row.actor for row in some} == {"Nurani"}
    assert 0 < len(some) < len(every)
    with pytest.raises(ClaimgraphError, match="did you mean actor"):
        seeds.named("claims-by-actor", actr="x")
    late, same = seeds.named("timeline", since=2025), seeds.named("timeline", since="2025")
    assert rows(late).terms == rows(same).terms


def test_search_and_stats(seeds: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path))
    hits = seeds.search("gas cylinder", kind="claim", limit=1)
    assert hits[0].iri.endswith("/claim/az-ru/crash-gas-cylinder")
    sizes = {row[0]: row[1] for row in seeds.stats()[0].rows}
    assert sizes["claims"] == 146


@pytest.mark.parametrize("library", ["pandas", "polars"])
@pytest.mark.parametrize("query", [QUERY, "SELECT ?s ?o { FILTER(false) }"])
def test_frames(ours: Release, library: str, query: str) -> None:
    pytest.importorskip(library)
    with patch.object(notebook, "find_spec", side_effect=lambda name: name == library):
        frame: Any = rows(ours.query(query)).frame()
    assert type(frame).__module__.split(".")[0] == library
    assert list(frame.columns)[:2] == ["s", "o"]
    assert len(frame) == len(rows(ours.query(query)))


def test_no_frame_without_a_library(ours: Release) -> None:
    with (
        patch.object(notebook, "find_spec", return_value=None),
        pytest.raises(ClaimgraphError, match="pandas or polars"),
    ):
        rows(ours.query(QUERY)).frame()


def test_what_is_no_release_is_told(tmp_path: Path) -> None:
    with pytest.raises(ClaimgraphError, match=r"no release \(manifest\.json\) is in it"):
        claimgraph.open(tmp_path)


def test_importing_claimgraph_stays_light() -> None:
    code = "import sys, claimgraph; print(*sorted({m.partition('.')[0] for m in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert not {"pyoxigraph", "rdflib", "pandas", "polars"} & set(done.stdout.split())
