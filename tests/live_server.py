"""A server that runs in a thread while a block does, with a client of it, and how to ask."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
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
