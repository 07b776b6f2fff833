"""A listening socket on this machine: proof that nothing, or something, calls."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple


class Listener(NamedTuple):
    """Where it listens, and one entry for each connection made."""

    url: str
    calls: list[object]


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen until the block ends; each caller is hung up on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        listener = Listener(f"http://127.0.0.1:{server.getsockname()[1]}/", [])
        thread = threading.Thread(target=_serve, args=(server, listener.calls), daemon=True)
        thread.start()
        yield listener
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def _serve(server: socket.socket, calls: list[object]) -> None:
    while True:
        try:
            connection, caller = server.accept()
        except OSError:
            return
        calls.append(caller)
        connection.close()
