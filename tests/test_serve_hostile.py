"""Queries meant to knock the server over: each is answered in time, and the next one as ever."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from live_server import ENDLESS, PRODUCT, SEEDS, ask, below, count, dumped, serving
from loopback import Listener, listening

pytestmark = pytest.mark.slow

LIMIT = 2.0  # seconds
MEMORY = 256 << 20
SLACK = 1.5  # seconds, on a machine that is busy with the query before
NUMBERS = " ".join(map(str, range(500)))
UPDATES = [
    "INSERT DATA { <http://a> <http://b> <http://c> }",
    "DELETE WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "LOAD <URL>",
    "LOAD SILENT <URL> INTO GRAPH <http://g>",
]
HOSTILE = {
    "product of three": PRODUCT,
    "product, written": ENDLESS,
    "every path": "SELECT (COUNT(*) AS ?n) { ?a (!<http://x>|^!<http://x>)* ?b }",
    "every path, twice": "SELECT * { ?a (!<http://x>)* ?b . ?b (^!<http://x>)* ?c } ORDER BY ?c",
    "regex": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
    'FILTER(REGEX(STR(?c), CONCAT("(a*)*", STR(?f), "$")) && REGEX(STR(?i), "(x+x+)+y")) }',
    "order": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY DESC(?c) ?f ?i",
    "distinct": "SELECT DISTINCT ?a ?d ?g ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "groups": "SELECT ?a ?d (GROUP_CONCAT(?i) AS ?x) "
    "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a ?d",
    "long text": 'SELECT (STRLEN(?z) AS ?n) { BIND("'
    + "x" * 1000
    + '" AS ?a) '
    + " ".join(
        f"BIND(CONCAT({', '.join([f'?{one}'] * 20)}) AS ?{other})"
        for one, other in zip("abcdefg", "bcdefgz", strict=True)
    )
    + " }",
    "values": f"SELECT * {{ {' '.join(f'VALUES ?v{n} {{ {NUMBERS} }}' for n in range(6))} }}",
    "deep groups": f"ASK {'{' * 50_000}{'}' * 50_000}",
    "deep brackets": f"ASK {{ FILTER({'(' * 50_000}1{')' * 50_000}) }}",
    "deep minus": f"ASK {{ FILTER({'-' * 50_000}1) }}",
    "deep collection": f"ASK {{ ?s ?p {'(' * 50_000}{')' * 50_000} }}",
    "deep blank nodes": f"ASK {{ ?s ?p {'[ ?p ' * 50_000}{']' * 50_000} }}",
    "many unions": f"ASK {{ {' UNION '.join(['{ ?s ?p ?o }'] * 50_000)} }}",
    "many paths": f"ASK {{ ?s {'/'.join(['!<a:>'] * 50_000)} ?o }}",
    "a megabyte": f"SELECT * {{ {'?s ?p ?o . ' * 95_000} }}",
    "a megabyte of string": f"SELECT ('{'x' * ((1 << 20) - 100)}' AS ?x) {{}}",
    "more than a megabyte": f"ASK {{ ?s ?p '{'x' * (1 << 20)}' }}",
    "SERVICE": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SERVICE, silent": "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SERVICE, escaped": r"SELECT * { \u0053ERVICE <URL> { ?s ?p ?o } }",
    "SERVICE, variable": "SELECT * { BIND(<URL> AS ?x) SERVICE ?x { ?s ?p ?o } }",
    "FROM": "SELECT * FROM <URL> { ?s ?p ?o }",
    **{update: update for update in UPDATES},
}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dumped(SEEDS, tmp_path_factory.mktemp("seeds") / "dist")


@pytest.fixture(scope="module")
def client(release: Path) -> Iterator[httpx.Client]:
    with serving(release, timeout=LIMIT, memory=MEMORY) as found:
        yield found


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with listening() as found:
        yield found


@pytest.mark.parametrize("name", HOSTILE)
def test_each_is_answered_and_the_next_as_ever(
    client: httpx.Client, listener: Listener, name: str
) -> None:
    begun = time.monotonic()
    try:
        found = ask(client, HOSTILE[name].replace("URL", listener.url))
    except httpx.RemoteProtocolError:  # cut behind the first megabyte
        status = 200
    else:
        status = found.status_code
        assert len(found.content) < 200 << 20
    assert time.monotonic() - begun < LIMIT + SLACK
    assert status in (200, 400, 403, 413, 504, 507)
    begun = time.monotonic()
    assert count(client) > 0
    assert time.monotonic() - begun < SLACK / 3
    assert _memory() < 1 << 30
    assert listener.calls == []


@pytest.mark.parametrize("update", UPDATES)
@pytest.mark.parametrize("field", ["query", "update"])
def test_nothing_is_changed(
    client: httpx.Client, listener: Listener, update: str, field: str
) -> None:
    before = count(client)
    found = client.post("/sparql", data={field: update.replace("URL", listener.url)})
    assert found.status_code in (400, 403)
    assert "updates are refused" in found.json()["detail"]
    assert count(client) == before
    assert listener.calls == []


def _memory() -> int:
    """Bytes of all processes below this one; what they share counts once for each."""
    pages = 0
    for pid in below(os.getpid()):
        with suppress(OSError):  # it has ended
            pages += int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
