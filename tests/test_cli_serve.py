"""`claimgraph serve`: it answers, and ends by a signal; what is no release is refused."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from live_server import SEEDS, dumped

COMMAND = (
    sys.executable,
    "-c",
    "import typer; from claimgraph.cli.serve import serve; typer.run(serve)",
)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_until_a_signal(tmp_path: Path, number: signal.Signals) -> None:
    release = dumped(SEEDS, tmp_path / "dist")
    command = [*COMMAND, str(release), "--port", "0", "--workers", "1"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        told = ""
        while "http://" not in told:
            told = server.stderr.readline()
            assert told, "it has ended"
        address = re.search(r"http://[\d.:]+", told)
        assert address is not None
        assert httpx.get(f"{address[0]}/health").json()["workers"] == 1
        group = _children(server.pid)
        server.send_signal(number)
        server.wait(20)
    assert group
    end = time.monotonic() + 10
    while group & _running():
        assert time.monotonic() < end, "its processes are still there"
        time.sleep(0.05)


def test_what_is_no_release_is_refused(tmp_path: Path) -> None:
    found = subprocess.run(
        [*COMMAND, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert found.returncode != 0
    assert "ClaimgraphError" in found.stderr
    assert "manifest.json" in found.stderr


def test_an_address_that_cannot_be_had_is_told(tmp_path: Path) -> None:
    release = dumped(SEEDS, tmp_path / "dist")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for given, told in (
            (("--port", port), f"cannot listen on 127.0.0.1, port {port}: Address already in use"),
            (("--public-url", "desk.example"), "--public-url desk.example: write it as https://"),
        ):
            command = [*COMMAND, str(release), *given]
            found = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
            assert found.returncode != 0
            assert told in found.stderr


def _processes() -> dict[int, int]:
    """Parents by process, without those that have ended and wait for them."""
    command = ["ps", "-e", "-o", "pid=,ppid=,stat="]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = (line.split() for line in found.stdout.splitlines())
    return {int(pid): int(parent) for pid, parent, state in lines if state[0] != "Z"}


def _running() -> set[int]:
    return set(_processes())


def _children(parent: int) -> set[int]:
    """The nursery and its workers."""
    parents = _processes()
    own = {pid for pid, of in parents.items() if of == parent}
    return own | {pid for pid, of in parents.items() if of in own}
