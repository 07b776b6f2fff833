"""Our JSON-LD, read by the JavaScript processor of the JSON-LD group (npm `jsonld`)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import Phase, given, settings

from claimgraph.records.outcome import Entry
from claimgraph.records.read import read
from strategies import record_sets
from triples import Written, by_oxigraph, written

TESTS = Path(__file__).parent
FOLDER = TESTS / "javascript"
WRITERS = TESTS / "data" / "writers"

pytestmark = pytest.mark.external


def drawn(count: int) -> list[Written]:
    """What is written of arbitrary records, the same in each run."""
    found: list[Written] = []

    @settings(
        max_examples=count, deadline=None, database=None, derandomize=True, phases=[Phase.generate]
    )
    @given(record_sets())
    def draw(entries: list[Entry]) -> None:
        found.append(written(entries))

    draw()
    return found


def test_javascript_reads_the_same_triples(node: str) -> None:
    files = [read([str(WRITERS / name)]).entries for name in ("example", "everything")]
    documents = [*map(written, files), *drawn(15)]
    assert sum(bool(one.ntriples) for one in documents) >= 10
    texts = json.dumps([one.jsonld for one in documents])
    run = subprocess.run(
        [node, str(FOLDER / "toquads.mjs")], input=texts, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stderr
    for one, quads in zip(documents, json.loads(run.stdout), strict=True):
        wanted = by_oxigraph(one.ntriples, ox.RdfFormat.N_TRIPLES)
        assert by_oxigraph(quads, ox.RdfFormat.N_QUADS) == wanted


def test_javascript_fetches_nothing(node: str) -> None:
    """The program itself refuses remote contexts: else the test above could hide one."""
    run = subprocess.run(
        [node, str(FOLDER / "toquads.mjs")],
        input=json.dumps(['{"@context": "https://schema.org", "name": "x"}']),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode != 0
    assert "a document asks for https://schema.org" in run.stderr
