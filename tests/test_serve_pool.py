"""Limits of queries, workers that are replaced, turns of clients, and new releases."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from claimgraph.errors import ClaimgraphError
from live_server import ENDLESS, PRODUCT, SEEDS, ask, count, counter, dumped, serving

SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
LIMIT = 0.6  # seconds


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dumped(SEEDS, tmp_path_factory.mktemp("seeds") / "dist")


@pytest.fixture(scope="module")
def client(release: Path) -> Iterator[httpx.Client]:
    with serving(release, timeout=LIMIT, memory=96 << 20, rows=20_000, per_client=3) as found:
        yield found


def test_over_the_time(client: httpx.Client) -> None:
    begun = time.monotonic()
    found = ask(client, PRODUCT)
    assert (found.status_code, found.json()["title"]) == (504, "Gateway Timeout")
    assert LIMIT <= time.monotonic() - begun < LIMIT + 1
    assert count(client) > 0


def test_over_the_memory(client: httpx.Client) -> None:
    before = counter(client, 'claimgraph_workers_killed_total{reason="memory"}')
    assert ask(client, SORTED).status_code == 507
    assert count(client) > 0
    assert counter(client, 'claimgraph_workers_killed_total{reason="memory"}') == before + 1


@pytest.mark.parametrize("accept", ["application/json", "application/xml", "text/csv"])
def test_over_the_rows_before_the_first_megabyte(release: Path, accept: str) -> None:
    with serving(release, rows=50) as client:
        assert ask(client, "SELECT ?s { ?s ?p ?o } LIMIT 50", accept=accept).status_code == 200
        assert ask(client, "SELECT ?s { ?s ?p ?o } LIMIT 51", accept=accept).status_code == 413
        construct = "CONSTRUCT WHERE { ?s ?p ?o } LIMIT"
        assert ask(client, f"{construct} 50").status_code == 200
        assert ask(client, f"{construct} 51").status_code == 413


def test_over_a_limit_behind_the_first_megabyte(client: httpx.Client) -> None:
    pieces = list[bytes]()
    with client.stream("POST", "/sparql", data={"query": ENDLESS}) as found:
        assert found.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            pieces.extend(found.iter_raw())
    assert sum(map(len, pieces)) > 0
    assert count(client) > 0


def test_the_others_notice_nothing(client: httpx.Client) -> None:
    with ThreadPoolExecutor(1) as elsewhere:
        bad = elsewhere.submit(ask, client, PRODUCT)
        times = []
        while not bad.done():
            begun = time.monotonic()
            found = client.post(
                "/sparql",
                data={"query": "ASK {}"},
                headers={"x-forwarded-for": "192.0.2.1"},  # from a proxy on this machine
            )
            assert found.status_code == 200
            times.append(time.monotonic() - begun)
    assert bad.result().status_code == 504
    assert len(times) > 10
    assert max(times) < LIMIT / 2


def test_one_client_has_so_many_at_once(client: httpx.Client) -> None:
    with ThreadPoolExecutor(5) as elsewhere:
        found = list(elsewhere.map(lambda _: ask(client, PRODUCT), range(5)))
    statuses = sorted(answer.status_code for answer in found)
    assert statuses.count(429) == 2
    assert set(statuses) <= {429, 503, 504}
    refused = next(answer for answer in found if answer.status_code == 429)
    assert int(refused.headers["retry-after"]) >= 1


def test_a_full_queue(release: Path) -> None:
    with serving(release, timeout=1, queue=1) as client, ThreadPoolExecutor(6) as elsewhere:
        headers = [{"x-forwarded-for": f"192.0.2.{one}"} for one in range(6)]
        asked = [
            elsewhere.submit(client.post, "/sparql", data={"query": PRODUCT}, headers=one)
            for one in headers
        ]
        found = [one.result() for one in asked]
    assert sorted(answer.status_code for answer in found)[:3] == [503, 503, 503]
    refused = next(answer for answer in found if answer.status_code == 503)
    assert int(refused.headers["retry-after"]) >= 1


@pytest.mark.parametrize("query", [PRODUCT, ENDLESS])
def test_a_client_that_leaves_ends_its_query(release: Path, query: str) -> None:
    with serving(release, timeout=20) as client:
        with (
            suppress(httpx.ReadTimeout),
            client.stream("POST", "/sparql", data={"query": query}, timeout=0.3) as found,
        ):
            next(found.iter_bytes())
        _until(lambda: counter(client, "claimgraph_workers_killed_total") == 1)
        assert 'reason="client left"' in client.get("/metrics").text
        assert count(client) > 0


def test_who_does_not_read_holds_no_worker(release: Path) -> None:
    with (
        serving(release, timeout=LIMIT) as client,
        client.stream("POST", "/sparql", data={"query": ENDLESS}) as found,
    ):
        assert found.status_code == 200
        _until(lambda: counter(client, "claimgraph_workers_killed_total") == 1)
        assert count(client) > 0
        assert client.get("/health").json()["workers"] == 2


def test_a_new_release_is_taken_up(release: Path, tmp_path: Path) -> None:
    place = tmp_path / "dist"
    shutil.copytree(release, place)
    with serving(place) as client:
        first, tag = (
            count(client),
            client.get("/sparql", params={"query": "ASK {}"}).headers["etag"],
        )
        answers: list[httpx.Response] = []
        stop = threading.Event()

        def ask_on() -> None:
            while not stop.is_set():
                answers.append(
                    ask(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", accept="text/csv")
                )

        with ThreadPoolExecutor(2) as elsewhere:
            asking = [elsewhere.submit(ask_on) for _ in range(2)]
            records = tmp_path / "desk"
            records.mkdir()
            (records / "one.yaml").write_text("claims:\n  - {id: a, text: It rains.}\n", "utf-8")
            dumped(records, place)
            _until(lambda: count(client) != first)
            stop.set()
            for one in asking:
                one.result()
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.text for answer in answers}) == 2
        assert client.get("/sparql", params={"query": "ASK {}"}).headers["etag"] != tag
        assert counter(client, "claimgraph_releases_total") == 1


def test_a_release_that_cannot_be_opened_is_not_taken_up(
    release: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    place = tmp_path / "dist"
    shutil.copytree(release, place)
    with serving(place) as client:
        first = count(client)
        (place / "manifest.json").write_text("{")
        _until(lambda: "not taken up" in caplog.text)
        assert count(client) == first
        assert client.get("/health").status_code == 200


def test_what_is_no_release_is_not_served(tmp_path: Path) -> None:
    with pytest.raises(ClaimgraphError, match=re.escape("manifest.json")), serving(tmp_path):
        pass


def _until(done: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
