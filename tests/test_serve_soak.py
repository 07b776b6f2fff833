"""A server under load for long, attacked, while releases change: its memory does not grow.

    CLAIMGRAPH_SOAK_MINUTES=30 CLAIMGRAPH_SOAK_OUT=soak.json pytest -m soak tests/test_serve_soak.py

Memory is the proportional set size (PSS) of all processes of the server, so that what they share
counts once.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import httpx
import pytest

from benchmarks import records
from claimgraph.query.named import listed
from live_server import ENDLESS, PRODUCT, Started, below, started, until

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]

MINUTES = float(os.environ.get("CLAIMGRAPH_SOAK_MINUTES", "30"))
REVIEWS = (3000, 3050)  # of the two releases; the things of the first are in the second too
CLIENTS = 4
PAUSE = 0.03  # seconds between two requests of a client
SAMPLE = 2.0  # seconds between two looks at the processes
SWAP = max(20.0, min(180.0, MINUTES * 6))  # seconds between two releases
GROWTH = 1.05  # of the last third over the second
SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
HOSTILE = (PRODUCT, SORTED, ENDLESS, "SELECT", "SELECT * { SERVICE <http://127.0.0.1/> {} }")
REFUSED = {400, 403, 413, 429, 503, 504, 507}  # a hostile query is


class Sample(NamedTuple):
    """The processes of the server at a moment; seconds since the start, and bytes."""

    at: float
    memory: int
    web: int
    processes: int
    descriptors: int
    answers: int


class Tally:
    """What the clients saw: how many answers of which kind and status, and what was wrong."""

    def __init__(self) -> None:
        self.answers: Counter[tuple[str, int]] = Counter()
        self.wrong: list[str] = []
        self._known: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()

    def saw(self, kind: str, found: httpx.Response, wanted: set[int]) -> bool:
        """Count an answer; whether it is a good one."""
        with self._lock:
            self.answers[kind, found.status_code] += 1
            if found.status_code not in wanted:
                self.wrong.append(f"{kind}: {found.status_code} {found.text[:200]}")
        return found.is_success

    def same(self, kind: str, question: str, found: httpx.Response) -> None:
        """The same question to the same release has the same answer."""
        rows = hashlib.sha256(b"\n".join(sorted(found.content.splitlines()))).hexdigest()
        with self._lock:
            known = self._known.setdefault((question, found.headers["etag"]), rows)
            if known != rows:
                self.wrong.append(f"{kind}: another answer to {question[:200]}")


def asking(client: httpx.Client, tally: Tally, number: int, things: list[str]) -> Iterator[None]:
    """What one client does, over and over: queries, pages, searches and files."""
    queries = itertools.islice(itertools.cycle(listed()), number * 5, None)
    places = itertools.islice(itertools.cycle(things), number * 7, None)
    words = itertools.cycle(("the", "election", "a*", '"in the"', "die", "год", "xyzzy"))
    for turn, query in enumerate(queries):
        found = client.post("/sparql", data={"query": query.text}, headers={"accept": "text/csv"})
        if tally.saw("query", found, {200}):
            tally.same("query", query.text, found)
        yield
        path, place = next(places), next(places)
        table = f"SELECT * {{ <{path}> ?p ?o }}"
        for kind, address, accept in (
            ("page", httpx.URL(path).path, "text/html"),
            ("data", f"{httpx.URL(place).path}.ttl", "*/*"),
            ("home", "/", "text/html"),
            ("table", f"/sparql?query={table}", "text/html"),
            ("search", f"/search?q={next(words)}", ("text/html", "*/*")[turn % 2]),
        ):
            found = client.get(address, headers={"accept": accept})
            tally.saw(kind, found, {200})
            yield
        if turn % 10 == 0:
            fetch(client, tally)
            yield


def fetch(client: httpx.Client, tally: Tally) -> None:
    """A file of the release; there may be none while the release is replaced."""
    found = client.get("/dump/claimgraph.nq")
    good = tally.saw("file", found, {200, 503})
    digest = hashlib.sha256(found.content).hexdigest()[:32]
    if good and found.headers["etag"] != f'"{digest}"':
        tally.wrong.append("file: not what its ETag says")


def attacking(client: httpx.Client, tally: Tally) -> Iterator[None]:
    """What a hostile client does: it asks too much, leaves, is cut off, and begins heads."""
    port = client.base_url.port or 0
    for number in itertools.count():
        for query in HOSTILE:
            given = {"query": f"{query} # {number}"}
            try:
                found = client.post("/sparql", data=given)
                tally.saw("hostile", found, REFUSED)
            except httpx.RemoteProtocolError:
                tally.answers["cut", 200] += 1
            yield
        with suppress(httpx.TransportError, StopIteration):
            given = {"query": f"{ENDLESS} # {number}"}
            with client.stream("POST", "/sparql", data=given) as left:
                next(left.iter_raw())
        yield
        with socket.create_connection(("127.0.0.1", port)) as raw:
            raw.sendall(b"GET /sparql?query=")
            yield


def at_work(steps: Iterator[None], end: float) -> None:
    """Take the steps until then."""
    for _ in steps:
        if time.monotonic() > end:
            return
        time.sleep(PAUSE)


def swapping(sources: list[Path], release: Path, end: float) -> int:
    """Another release in the same folder, every few minutes; how many."""
    for number, source in enumerate(itertools.cycle([*sources[1:], sources[0]])):
        if time.monotonic() + SWAP > end:
            return number
        time.sleep(SWAP)
        command = [sys.executable, "-m", "claimgraph", "dump", source, "--out", release, "--quiet"]
        subprocess.run(["nice", *map(str, command)], check=True)
    return 0


def sample(server: Started, begun: float, tally: Tally) -> Sample:
    """Look at all processes of the server now."""
    found = [looked_at(server.pid)]
    for pid in below(server.pid):
        with suppress(OSError):  # it has ended
            found.append(looked_at(pid))
    memory, descriptors = map(sum, zip(*found, strict=True))
    answers = sum(tally.answers.copy().values())
    at = time.monotonic() - begun
    return Sample(at, memory, found[0][0], len(found), descriptors, answers)


def looked_at(pid: int) -> tuple[int, int]:
    """The memory and the open descriptors of a process."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    memory = next(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
    return memory, len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208


def table(samples: list[Sample]) -> list[dict[str, Any]]:
    """A row a minute; medians."""
    rows = []
    for minute, held in itertools.groupby(samples, lambda one: int(one.at // 60)):
        found = list(held)

        def middle(of: Callable[[Sample], int], found: list[Sample] = found) -> float:
            return median(map(of, found))

        rows.append(
            {
                "minute": minute + 1,
                "memory_mib": round(middle(lambda one: one.memory) / (1 << 20), 1),
                "web_mib": round(middle(lambda one: one.web) / (1 << 20), 1),
                "processes": middle(lambda one: one.processes),
                "descriptors": middle(lambda one: one.descriptors),
                "answers": found[-1].answers,
            }
        )
    return rows


def third(samples: list[Sample], number: int, of: Callable[[Sample], int]) -> float:
    """The median of a third of the time."""
    length = samples[-1].at / 3
    return median(of(one) for one in samples if number - 1 <= one.at / length <= number)


def things(address: str) -> list[str]:
    """IRIs of some claims and people."""
    text = "SELECT ?x { { SELECT ?x { ?x a schema:Claim } ORDER BY ?x LIMIT 300 } }"
    found = httpx.get(f"{address}/sparql", params={"query": text}, headers={"accept": "text/csv"})
    return found.text.split()[1:]


def test_nothing_grows(tmp_path: Path) -> None:
    release = tmp_path / "dist"
    sources = [records.written(tmp_path, reviews) for reviews in REVIEWS]
    records.dump(sources[0], release)
    tally, samples = Tally(), list[Sample]()
    with (
        started(release, tmp_path / "cache", "--memory", "128") as server,
        ThreadPoolExecutor(CLIENTS + 2) as pool,
    ):
        before = sample(server, time.monotonic(), tally)
        begun = time.monotonic()
        end = begun + MINUTES * 60
        known = things(server.address)
        clients = [
            httpx.Client(
                base_url=server.address,
                timeout=60,
                headers={"x-forwarded-for": f"192.0.2.{number}"},
            )
            for number in range(CLIENTS + 1)
        ]
        work = [
            asking(client, tally, number, known) for number, client in enumerate(clients[:CLIENTS])
        ]
        jobs = [
            pool.submit(at_work, steps, end) for steps in (*work, attacking(clients[-1], tally))
        ]
        swaps = pool.submit(swapping, sources, release, end)
        while not (swaps.done() and all(job.done() for job in jobs)):
            time.sleep(SAMPLE)
            samples.append(sample(server, begun, tally))
        for job in jobs:
            job.result()
        for client in clients:
            client.close()
        until(lambda: sample(server, begun, tally).processes <= before.processes, 60)
        time.sleep(6)  # connections that nobody uses are closed
        after = sample(server, begun, tally)
    samples = [one for one in samples if one.at <= MINUTES * 60]
    told = {
        "minutes": MINUTES,
        "releases": swaps.result(),
        "rows": table(samples),
        "answers": {f"{kind} {status}": n for (kind, status), n in sorted(tally.answers.items())},
        "quiet": {"before": before._asdict(), "after": after._asdict()},
        "wrong": tally.wrong[:100],
    }
    print(json.dumps(told, indent=1))
    if out := os.environ.get("CLAIMGRAPH_SOAK_OUT"):
        Path(out).write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    assert tally.wrong == []
    assert swaps.result() > 0
    assert tally.answers["cut", 200] > 0
    for of in (lambda one: one.memory, lambda one: one.web):
        assert third(samples, 3, of) <= third(samples, 2, of) * GROWTH
    assert (
        third(samples, 3, lambda one: one.descriptors)
        <= third(samples, 2, lambda one: one.descriptors) + 5
    )
    assert after.processes == before.processes
    assert after.descriptors <= before.descriptors + 2
