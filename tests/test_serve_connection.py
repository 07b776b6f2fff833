"""Clients that ask slowly or do not read: their connections are closed, nobody else's."""

from __future__ import annotations

import signal
import socket
import sys
import time
from collections.abc import Iterator
from http.client import HTTPResponse, IncompleteRead
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from claimgraph.serve import connection
from live_server import SEEDS, count, dumped, serving, started

PATIENCE = 0.5  # seconds
SLACK = 1.5
REQUEST = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
LARGE = quote("SELECT ?a ?b ?c ?d { ?a ?b ?c . ?d a schema:Claim } LIMIT 60000")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dumped(SEEDS, tmp_path_factory.mktemp("seeds") / "dist")


@pytest.fixture(scope="module")
def client(release: Path) -> Iterator[httpx.Client]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "HEAD", PATIENCE)
        patch.setattr(connection, "STALLED", PATIENCE * 2)
        with serving(release, held_back=64 << 20) as found:
            yield found


def connected(client: httpx.Client) -> socket.socket:
    """A new connection, with a small buffer."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    found.settimeout(10)
    found.connect((client.base_url.host, client.base_url.port))
    return found


@pytest.mark.parametrize("begun", [b"", REQUEST], ids=["first", "second"])
@pytest.mark.parametrize("drop", [b"", b"X"], ids=["silent", "a byte at a time"])
def test_a_head_that_does_not_end(client: httpx.Client, begun: bytes, drop: bytes) -> None:
    with connected(client) as raw:
        raw.sendall(begun)
        if begun:
            assert raw.recv(4096).startswith(b"HTTP/1.1 200")
        start = time.monotonic()
        raw.sendall(b"GET / HTTP/1.1\r\nHost: ")
        raw.settimeout(0.05)
        while True:
            try:
                raw.sendall(drop)
                if not raw.recv(4096):
                    break
            except TimeoutError:
                assert time.monotonic() - start < PATIENCE + SLACK
            except ConnectionError:
                break
    assert time.monotonic() - start >= PATIENCE / 2


def test_a_connection_that_is_used_stays(client: httpx.Client) -> None:
    with connected(client) as raw:
        for _ in range(4):
            raw.sendall(REQUEST)
            assert answer(raw).read()
            time.sleep(PATIENCE / 2)


def test_an_answer_that_takes_longer_is_waited_for(client: httpx.Client) -> None:
    """The time of a head is not that of an answer."""
    body = b"query=ASK{}"
    head = (
        "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with connected(client) as raw:
        raw.sendall(head.encode())
        time.sleep(PATIENCE * 2)
        raw.sendall(body)
        assert raw.recv(4096).startswith(b"HTTP/1.1 200")


def test_who_does_not_read_is_left(client: httpx.Client) -> None:
    with connected(client) as raw:
        raw.sendall(f"GET /sparql?query={LARGE} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        found = answer(raw)
        time.sleep(PATIENCE * 5)
        with pytest.raises((IncompleteRead, ConnectionError)):
            found.read()
    assert count(client) > 0


def test_who_reads_slowly_is_not(client: httpx.Client) -> None:
    with connected(client) as raw:
        raw.sendall(f"GET /sparql?query={LARGE} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        found = answer(raw)
        start = time.monotonic()
        while time.monotonic() - start < PATIENCE * 4:
            assert found.read(1 << 17)
            time.sleep(0.02)
        assert found.read()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_who_leaves_does_not_end_the_server(release: Path) -> None:
    """The command line lets SIGPIPE end a process; a server goes on."""
    with started(release, release.parent / "cache") as served:
        lines = Path(f"/proc/{served.pid}/status").read_text("ascii").splitlines()
        ignored = next(int(line.split()[1], 16) for line in lines if line.startswith("SigIgn:"))
        assert ignored >> (signal.SIGPIPE - 1) & 1


def answer(raw: socket.socket) -> HTTPResponse:
    """The answer that comes, its head read; raises IncompleteRead where it is cut."""
    found = HTTPResponse(raw)
    found.begin()
    assert found.status == 200
    return found
