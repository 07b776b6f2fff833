"""The endpoint, asked by a JavaScript client (npm `fetch-sparql-endpoint`)."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import QuerySolutions, QueryTriples

from claimgraph.query import run
from claimgraph.query.store import load
from claimgraph.release.dump import dump
from claimgraph.vocabulary import PREFIXES
from live_server import started

TOP = Path(__file__).parents[1]
PROGRAM = TOP / "tests" / "javascript" / "sparql.mjs"
DECLARED = "".join(f"PREFIX {name}: <{space}>\n" for name, space in PREFIXES.items())
ROWS = "SELECT ?claim ?text { ?claim a schema:Claim ; schema:text ?text } ORDER BY ?claim"
TRIPLES = "CONSTRUCT { ?a cg:claim ?c } WHERE { ?a cg:claim ?c }"

pytestmark = pytest.mark.external


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A release of the seeds, and its server."""
    folder = tmp_path_factory.mktemp("javascript")
    dump([str(TOP / "seeds")], folder / "dist")
    with started(folder / "dist", folder / "cache") as found:
        yield folder / "dist", f"{found.address}/sparql"


def asked(node: str, address: str, method: str, *queries: str) -> list[Any]:
    """What the client gets."""
    ran = subprocess.run(
        [node, str(PROGRAM), address, method],
        input=json.dumps([DECLARED + query for query in queries]),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    found: list[Any] = json.loads(ran.stdout)
    return found


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_same_answers(node: str, served: tuple[Path, str], method: str) -> None:
    release, address = served
    rows, yes, no, triples = asked(
        node, address, method, ROWS, "ASK { ?s a cg:Claim0 }", "ASK { ?s a schema:Claim }", TRIPLES
    )
    store = load([release])
    wanted = run(store, ROWS)
    assert isinstance(wanted, QuerySolutions)
    assert rows == [
        {"claim": [row["claim"].value], "text": [row["text"].value, row["text"].language]}
        for row in wanted
    ]
    assert len(rows) == 146
    assert (yes, no) == (False, True)
    graph = run(store, TRIPLES)
    assert isinstance(graph, QueryTriples)
    assert triples == len(list(graph))


def test_what_is_refused(node: str, served: tuple[Path, str]) -> None:
    _, address = served
    elsewhere = "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"
    refused, plain = asked(node, address, "POST", elsewhere, "ASK {}")
    assert refused.startswith("refused: ")
    assert plain is True
