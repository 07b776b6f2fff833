"""Limits of queries, workers that are replaced, turns of clients, and new releases."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from claimgraph import search
from claimgraph.errors import ClaimgraphError
from claimgraph.serve import pool
from claimgraph.serve.generation import Generation
from live_server import (
    ENDLESS,
    PRODUCT,
    SEEDS,
    ask,
    below,
    count,
    counter,
    dumped,
    indexed,
    serving,
    until,
)

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


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_cut_is_seen_by_the_client_and_not_in_the_log(
    client: httpx.Client, caplog: pytest.LogCaptureFixture, encoding: str
) -> None:
    head = f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: x\r\n"
    with socket.create_connection((client.base_url.host, client.base_url.port or 0)) as raw:
        raw.sendall(f"{head}Accept-Encoding: {encoding}\r\n\r\n".encode())
        data = b"".join(iter(lambda: raw.recv(1 << 16), b""))
    assert data.startswith(b"HTTP/1.1 200")
    assert b"\r\ntransfer-encoding: chunked\r\n" in data.partition(b"\r\n\r\n")[0].lower() + b"\r\n"
    assert not data.endswith(b"\r\n0\r\n\r\n")
    until(lambda: counter(client, "claimgraph_waiting") == 0)
    assert "without completing response" not in caplog.text
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def test_an_answer_that_could_be_cut_unseen_is_not_begun(client: httpx.Client) -> None:
    head = f"GET /sparql?query={quote(ENDLESS)} HTTP/1.0\r\n\r\n"
    with socket.create_connection((client.base_url.host, client.base_url.port or 0)) as raw:
        raw.sendall(head.encode())
        data = b"".join(iter(lambda: raw.recv(1 << 16), b""))
    assert data.startswith(b"HTTP/1.1 505")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_workers_that_were_killed_are_not_noticed(release: Path) -> None:
    before = below(os.getpid())
    with serving(release) as client:
        indexed(client)
        for number in range(1, 4):
            after = below(os.getpid())
            workers = {pid for pid, up in after.items() if up in after.keys() - before.keys()}
            # one, whose end may not be known yet; then all
            for pid in sorted(workers)[: 1 if number == 1 else None]:
                os.kill(pid, signal.SIGKILL)
            if number > 1:
                until(lambda: client.get("/health").json()["workers"] == 0)
            assert ask(client, f"ASK {{}} # {number}").status_code == 200
            until(lambda: client.get("/health").json()["workers"] == 2)
        assert client.get("/metrics").text.count("claimgraph_workers_killed_total{") >= 1


def test_the_index_is_built_elsewhere(
    release: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = tmp_path / "dist"
    shutil.copytree(release, place)
    ready = threading.Event()
    build = Generation.build_index

    async def later(self: Generation) -> None:
        while not ready.is_set():
            await asyncio.sleep(0.01)
        await build(self)

    def here(release: Path) -> Path:
        raise AssertionError("in the web process")

    monkeypatch.setattr(Generation, "build_index", later)
    monkeypatch.setattr(search, "index", here)
    with serving(place) as client:
        assert count(client) > 0
        for accept, kind in (("*/*", "application/problem+json"), ("text/html", "text/html")):
            found = client.get("/search?q=gas", headers={"accept": accept})
            assert found.status_code == 503
            assert int(found.headers["retry-after"]) >= 1
            assert found.headers["content-type"].partition(";")[0] == kind
        ready.set()
        assert indexed(client).get("/search?q=gas").json()["hits"]


@pytest.mark.parametrize(("again", "times"), [(60.0, 1), (0.2, 3)])
def test_a_damaged_index_is_built_anew(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again: float, times: int
) -> None:
    monkeypatch.setattr(pool, "AGAIN", again)
    place = tmp_path / "dist"
    shutil.copytree(release, place)
    with serving(place) as client:
        for _ in range(times):
            assert indexed(client).get("/search?q=gas").json()["hits"]
            (index,) = (tmp_path / "cache").glob("*/search-*")
            index.write_bytes(b"no database " * 500)
            found = client.get("/search?q=gas")
            assert (found.status_code, found.headers["retry-after"]) == (503, "10")
            assert found.headers["content-type"] == "application/problem+json"
            assert str(tmp_path) not in found.text
        assert indexed(client).get("/search?q=gas").json()["hits"]


def test_an_index_damaged_again_waits_for_a_minute(release: Path, tmp_path: Path) -> None:
    place = tmp_path / "dist"
    shutil.copytree(release, place)
    with serving(place) as client:
        for least in (10, 40):
            indexed(client)
            (index,) = (tmp_path / "cache").glob("*/search-*")
            index.write_bytes(b"no database " * 500)
            found = client.get("/search?q=gas")
            assert found.status_code == 503
            assert least <= int(found.headers["retry-after"]) <= max(10, pool.AGAIN)
            assert "come again in" in found.json()["detail"]
        assert client.get("/health").json()["search"] is False


def test_an_index_that_cannot_be_read_now_stays(
    release: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(index: Path, **_: object) -> search.Best:
        raise search.Unavailable(f"{index}: no descriptor is free")

    with serving(release) as client:
        indexed(client)
        with monkeypatch.context() as patch:
            patch.setattr(search, "best", full)
            found = client.get("/search?q=gas")
        assert (found.status_code, found.headers["retry-after"]) == (503, "1")
        assert "descriptor" not in found.text
        assert client.get("/search?q=gas").json()["hits"]


def test_without_an_index_the_rest_is_served(
    release: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def failing(self: Generation) -> None:
        raise ClaimgraphError("no room")

    monkeypatch.setattr(Generation, "build_index", failing)
    with serving(release) as client:
        assert count(client) > 0
        until(lambda: "there is no search: no room" in caplog.text)
        assert client.get("/search?q=gas").status_code == 503


def test_searches_have_a_limit_per_client(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready, begun = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> search.Best:
        begun.set()
        assert ready.wait(20)
        return search.Best([], 0)

    with serving(release, per_client=1) as client, ThreadPoolExecutor(1) as elsewhere:
        indexed(client)
        monkeypatch.setattr(search, "best", slow)
        first = elsewhere.submit(client.get, "/search?q=gas")
        assert begun.wait(20)
        second = client.get("/search?q=gas")
        ready.set()
        assert (second.status_code, second.headers["retry-after"]) == (429, "1")
        assert first.result().status_code == 200
        assert client.get("/search?q=gas").status_code == 200


def test_a_page_is_bounded(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"query": "SELECT * { ?s ?p ?o } LIMIT 500"}
    with serving(release, held_back=1) as client:
        page = client.get("/answer", params=asked)
        assert len(page.content) > 1 << 16
        monkeypatch.setattr(pool, "WHOLE", len(page.content) - 1)
        assert client.get("/answer", params=asked).status_code == 413
        monkeypatch.setattr(pool, "WHOLE", len(page.content))
        assert client.get("/answer", params=asked).content == page.content


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
        until(lambda: counter(client, "claimgraph_workers_killed_total") == 1)
        assert 'reason="client left"' in client.get("/metrics").text
        assert count(client) > 0


def test_who_does_not_read_holds_no_worker(release: Path) -> None:
    with (
        serving(release, timeout=LIMIT) as client,
        client.stream("POST", "/sparql", data={"query": ENDLESS}) as found,
    ):
        assert found.status_code == 200
        until(lambda: counter(client, "claimgraph_workers_killed_total") == 1)
        assert count(client) > 0
        until(lambda: client.get("/health").json()["workers"] == 2)


def test_a_new_release_is_taken_up(release: Path, tmp_path: Path) -> None:
    place = tmp_path / "dist"
    shutil.copytree(release, place)
    with serving(place) as client:
        indexed(client)
        first, tag = (
            count(client),
            client.get("/sparql", params={"query": "ASK {}"}).headers["etag"],
        )
        answers: list[httpx.Response] = []
        stop = threading.Event()

        found: list[httpx.Response] = []

        def ask_on() -> None:
            while not stop.is_set():
                answers.append(
                    ask(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", accept="text/csv")
                )
                found.append(client.get("/search?q=rains"))

        with ThreadPoolExecutor(2) as elsewhere:
            asking = [elsewhere.submit(ask_on) for _ in range(2)]
            records = tmp_path / "desk"
            records.mkdir()
            (records / "one.yaml").write_text("claims:\n  - {id: a, text: It rains.}\n", "utf-8")
            dumped(records, place)
            until(lambda: count(client) != first)
            until(lambda: len({answer.text for answer in list(answers)}) == 2)
            stop.set()
            for one in asking:
                one.result()
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.text for answer in answers}) == 2
        assert {answer.status_code for answer in found} == {200}
        assert len(client.get("/search?q=rains").json()["hits"]) == 1
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
        until(lambda: "not taken up" in caplog.text)
        assert count(client) == first
        assert client.get("/health").status_code == 200


def test_what_is_no_release_is_not_served(tmp_path: Path) -> None:
    with pytest.raises(ClaimgraphError, match=re.escape("manifest.json")), serving(tmp_path):
        pass
