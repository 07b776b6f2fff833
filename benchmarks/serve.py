"""Endpoints under load, while somebody sends hostile queries: `python -m benchmarks.serve`

`claimgraph serve` with two workers beside `oxigraph serve-read-only` and rdflib-endpoint, on the
same release. Four clients ask in turn: a named query, then what is known of one claim, which is
another one each time. Connections stay open. First they are alone, then one more client sends
queries that cannot be answered. Each client has an address of its own. Counted are the answers
with status 200, and how long they took. `--fresh` makes each query a new text, so that no answer
that is kept can be given again.
"""

from __future__ import annotations

import argparse
import itertools
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from benchmarks import measure, peers, records
from benchmarks.chart import Bar, Panel, draw
from benchmarks.measure import CLAIMGRAPH, FIGURES, Command
from benchmarks.peers import Peer
from claimgraph.query.named import listed
from claimgraph.vocabulary import PREFIXES

FILES = ("claimgraph.ttl", "claimgraph.nq")
CLIENTS = 4
PATIENCE = 15  # seconds for an answer
CLAIM = "> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/Claim> ."
WARM = 10  # seconds that are not counted
STARTING = 120  # seconds until a server answers
HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i && ?b != ?e) }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "SELECT (COUNT(*) AS ?n) { ?a (!<http://x.example/>|^!<http://x.example/>)* ?b }",
)
PEERS = (Peer("oxigraph", "oxigraph"), Peer("rdflib-endpoint", "rdflib-endpoint[web]"))


class Server(NamedTuple):
    """How a server is started on a port, and the path of its endpoint."""

    command: Command
    path: str


class Load(NamedTuple):
    """What the clients saw: seconds of each answer, and how many requests were not answered."""

    times: list[float]
    failed: int
    seconds: float

    def figures(self) -> dict[str, float]:
        """Answers a second, the median and the slowest hundredth in seconds."""
        ordered = sorted(self.times) or [float(PATIENCE)]
        at = [ordered[int(len(ordered) * part)] for part in (0.5, 0.99)]
        each = round(len(self.times) / self.seconds, 1)
        return {
            "rate": each,
            "median": round(at[0], 5),
            "p99": round(at[1], 5),
            "failed": self.failed,
        }


def questions(release: Path, client: int, fresh: bool) -> Iterator[str]:
    """Named queries, their prefixes declared, and between two of them one on a claim."""
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    claims = [line.split(" ", 1)[0] for line in records.triples(release) if CLAIM in line]
    things = itertools.cycle(claims[client::CLIENTS])
    for number, one in enumerate(itertools.islice(itertools.cycle(listed()), client * 5, None)):
        yield f"{head}{one.text}" + (f"# {client} {number}" if fresh else "")
        yield f"{head}SELECT * {{ {next(things)} ?p ?o OPTIONAL {{ ?o a ?kind }} }} # {number}"


def servers(release: Path, folder: Path, port: int) -> Iterator[tuple[str, str, Server]]:
    """Name, version and how to start each; those that cannot be had tell why instead."""
    mine = ("serve", release, "--port", str(port), "--workers", "2")
    yield "claimgraph", measure.version("claimgraph"), Server((*CLAIMGRAPH, *mine), "/sparql")
    for peer in PEERS:
        ready = peers.ready(peer)
        if ready.reason:
            print(f"{peer.name}: {ready.reason}")
            continue
        program = ready.python.parent / peer.name
        if peer.name == "oxigraph":
            place = folder / "oxigraph"
            for file in FILES:
                into = [str(program), "load", "--location", str(place), "--file"]
                subprocess.run([*into, str(release / file)], check=True, capture_output=True)
            bind = f"127.0.0.1:{port}"
            own: Command = (program, "serve-read-only", "--location", place, "--bind", bind)
            yield peer.name, ready.version, Server(own, "/query")
        else:
            yield (
                peer.name,
                ready.version,
                Server((program, "serve", release / FILES[0], "--port", str(port)), "/"),
            )


@contextmanager
def running(server: Server, port: int) -> Iterator[None]:
    """The server runs, and answers."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([str(part) for part in server.command], **quiet) as process:  # type: ignore[call-overload]
        try:
            end = time.monotonic() + STARTING
            while answered(_connection(port, 2), server.path, "ASK {}") is None:
                if process.poll() is not None or time.monotonic() > end:
                    raise measure.Failed(f"{server.command[0]} does not answer")
                time.sleep(0.2)
            yield
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()


def _connection(port: int, client: int) -> HTTPConnection:
    source = (f"127.0.0.{client}", 0)
    return HTTPConnection("127.0.0.1", port, PATIENCE, source_address=source)


def answered(connection: HTTPConnection, path: str, query: str) -> float | None:
    """How long a good answer took; None where there was none."""
    begun = time.perf_counter()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json, */*",
    }
    try:
        connection.request("POST", path, urlencode({"query": query}), headers)
        answer = connection.getresponse()
        answer.read()
    except (OSError, HTTPException):
        connection.close()
        return None
    return time.perf_counter() - begun if answer.status == 200 else None


def asked(port: int, path: str, given: Iterator[str], client: int, seconds: float) -> Load:
    """One client asks one query after the other."""
    connection = _connection(port, client + 10)
    begun = time.monotonic()
    times: list[float] = []
    failed = 0
    for query in given:
        if time.monotonic() - begun > seconds:
            break
        took = answered(connection, path, query)
        if took is None:
            failed += 1
        else:
            times.append(took)
    return Load(times, failed, time.monotonic() - begun)


def load(port: int, path: str, seconds: float, given: list[Iterator[str]]) -> dict[str, float]:
    """All clients at once; those behind the first are hostile, and not counted."""
    with ThreadPoolExecutor(len(given)) as clients:
        futures = [
            clients.submit(asked, port, path, queries, number, seconds)
            for number, queries in enumerate(given)
        ]
        loads = [one.result() for one in futures][:CLIENTS]
    times = [took for one in loads for took in one.times]
    longest = max(one.seconds for one in loads)
    return Load(times, sum(one.failed for one in loads), longest).figures()


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def panels(rows: dict[str, Any]) -> list[Panel]:
    """Answers a second, and the slowest hundredth."""

    def bars(key: str, unit: str) -> list[Bar]:
        return [
            Bar(
                f"{name}{', attacked' if kind == 'hostile' else ''}",
                row[kind][key] or None,
                f"{row[kind][key]:g}{unit}",
                name == "claimgraph",
            )
            for name, row in rows.items()
            for kind in ("alone", "hostile")
        ]

    return [
        Panel("Answers, more is better", "a second", bars("rate", "")),
        Panel("The slowest hundredth", "s", bars("p99", " s")),
    ]


def main() -> None:
    """Measure, print, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, default=3000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--fresh", action="store_true", help="no query twice")
    parser.add_argument("--only", nargs="*", help="these servers only")
    parser.add_argument("--out", type=Path, default=FIGURES)
    given = parser.parse_args()
    rows: dict[str, Any] = {}
    versions: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        release = folder / "dist"
        records.dump(records.written(folder, given.reviews), release)
        port = free_port()
        for tool, version, server in servers(release, folder, port):
            if given.only and tool not in given.only:
                continue
            versions[tool] = version
            with running(server, port):
                good = [questions(release, one, given.fresh) for one in range(CLIENTS)]
                load(port, server.path, WARM, good)
                alone = load(port, server.path, given.seconds, good)
                bad = load(port, server.path, given.seconds, [*good, itertools.cycle(HOSTILE)])
                rows[tool] = {"alone": alone, "hostile": bad}
            for kind, row in rows[tool].items():
                print(f"{tool:16} {kind:8} {row}")
        triples = len(records.triples(release))
    figures = {"machine": measure.machine(versions), "triples": triples, "servers": rows}
    figures |= {"clients": CLIENTS, "fresh": given.fresh, "seconds": given.seconds}
    measure.show(figures["machine"])  # type: ignore[arg-type]
    name = "serve-fresh" if given.fresh else "serve"
    measure.save(name, figures, draw(panels(rows)), given.out)


if __name__ == "__main__":
    main()
