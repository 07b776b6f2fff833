"""A server while a block runs, in a thread or a process of its own, and how to ask it."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import httpx

from claimgraph.query.cache import VARIABLE
from claimgraph.serve.app import app
from claimgraph.serve.options import Options
from claimgraph.serve.run import server

SEEDS = Path(__file__).parent.parent / "seeds"
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i && ?b != ?e) }"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
QUICK = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
PATIENCE = 60  # seconds to start and to end


def dumped(source: Path, out: Path) -> Path:
    """A release of a folder of records."""
    command = [sys.executable, "-m", "claimgraph", "dump", str(source), "--out", str(out)]
    subprocess.run([*command, "--quiet"], check=True)
    return out


class _Served(threading.Thread):
    """The server; `port` is there when `ready` is set, or `failure`."""

    def __init__(self, release: Path, options: Options) -> None:
        super().__init__()
        self._release = release
        self._options = options
        self.ready, self.leaving = threading.Event(), threading.Event()
        self.port = 0
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # shown to the test
            self.failure = error
        self.ready.set()

    async def _serve(self) -> None:
        application = app(self._release, self._options)
        async with application.router.lifespan_context(application):
            running = server(application, self._options)
            task = asyncio.ensure_future(running.serve())
            while not running.started and not task.done():
                await asyncio.sleep(0.01)
            self.port = running.servers[0].sockets[0].getsockname()[1]
            self.ready.set()
            while not self.leaving.is_set():
                await asyncio.sleep(0.02)
            running.should_exit = running.force_exit = True
            await task


@contextmanager
def serving(release: Path, **options: Any) -> Iterator[httpx.Client]:
    """A client of a server of the release; two workers, unless told otherwise."""
    served = _Served(release, replace(Options(port=0, workers=2, poll=0.1), **options))
    with patch.dict(os.environ, {VARIABLE: str(release.parent / "cache")}):
        served.start()
        try:
            assert served.ready.wait(PATIENCE)
            if served.failure:
                raise served.failure
            with httpx.Client(base_url=f"http://127.0.0.1:{served.port}", timeout=30) as client:
                yield client
        finally:
            served.leaving.set()
            served.join(PATIENCE)


class Started(NamedTuple):
    """A server in a process of its own: its address, without a slash at its end."""

    address: str
    pid: int


@contextmanager
def started(release: Path, cache: Path, *options: str) -> Iterator[Started]:
    """A server of the release with two workers, when its search answers too."""
    port = _free_port()
    command = [sys.executable, "-m", "claimgraph", "serve", str(release), "--port", str(port)]
    environment = os.environ | {VARIABLE: str(cache)}
    with subprocess.Popen([*command, "--workers", "2", *options], env=environment) as server:
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
                until(lambda: _answers(server, client), PATIENCE)
                indexed(client)
            yield Started(f"http://127.0.0.1:{port}", server.pid)
        finally:
            assert server.poll() is None, f"the server has ended by itself: {server.returncode}"
            server.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _answers(server: subprocess.Popen[bytes], client: httpx.Client) -> bool:
    assert server.poll() is None, "the server has ended"
    try:
        return client.get("/health").is_success
    except httpx.TransportError:
        return False


def until(done: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until something has happened."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def indexed(client: httpx.Client) -> httpx.Client:
    """The client, when the search answers."""
    until(lambda: bool(client.get("/health").json()["search"]), PATIENCE)
    return client


def below(top: int) -> dict[int, int]:
    """The processes that a process has started, with those that they have, and their parents."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text("ascii", "replace").rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        parents[int(entry.parent.name)] = int(fields[1])
    found: dict[int, int] = {}
    for _ in range(4):
        found |= {pid: up for pid, up in parents.items() if up == top or up in found}
    return found


def ask(client: httpx.Client, query: str, **headers: str) -> httpx.Response:
    """The answer to a query by POST."""
    return client.post("/sparql", data={"query": query}, headers=headers)


def count(client: httpx.Client) -> int:
    """The number of triples, by an ordinary query."""
    found = ask(client, QUICK, accept="application/json")
    assert found.status_code == 200, found.text
    return int(found.json()["results"]["bindings"][0]["n"]["value"])


def counter(client: httpx.Client, name: str) -> float:
    """A value of /metrics, 0 where it is not there."""
    lines = client.get("/metrics").text.splitlines()
    return next((float(line.split()[-1]) for line in lines if line.startswith(name)), 0)
