"""A server in a process of its own, for clients made by others."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

_RUN = """
import sys
from pathlib import Path
from claimgraph.serve.options import Options
from claimgraph.serve.run import run
run(Path(sys.argv[1]), Options(port=int(sys.argv[2]), workers=2))
"""
PATIENCE = 60  # seconds until it answers


@contextmanager
def serving(release: Path, cache: Path) -> Iterator[str]:
    """The address of a server of a release, without a slash at its end."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {"CLAIMGRAPH_CACHE": str(cache)}
    with subprocess.Popen(
        [sys.executable, "-c", _RUN, str(release), str(port)], env=environment
    ) as server:
        try:
            _wait(server, f"{address}/health")
            yield address
        finally:
            server.terminate()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(server: subprocess.Popen[bytes], address: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(address):
                return
        except (URLError, ConnectionError):
            assert server.poll() is None, "the server has ended"
            assert time.monotonic() < end, "the server does not answer"
            time.sleep(0.1)
