"""How a worker and the web process talk: frames of a kind, a length and so many bytes.

A request is one frame, pickled: the web process is trusted, and only it writes requests. An
answer is HEAD, any number of DATA, and END; or at any place REFUSED and END. HEAD and REFUSED are
JSON: what comes from a worker is never unpickled.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from typing import Any, NamedTuple

HEAD, DATA, REFUSED, END, READY = b"HDREY"
CHUNK = 1 << 16  # bytes of one DATA frame
_FRAME = struct.Struct("!BI")
_LARGEST = 1 << 28


class Frame(NamedTuple):
    """One message."""

    kind: int
    body: bytes

    @property
    def said(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def packed(kind: int, body: bytes = b"") -> bytes:
    """A frame as bytes."""
    return _FRAME.pack(kind, len(body)) + body


def told(kind: int, value: object) -> bytes:
    """A frame with JSON."""
    return packed(kind, json.dumps(value).encode())


def receive(connection: socket.socket) -> bytes | None:
    """The body of the next frame; None where the other side has left."""
    head = _exactly(connection, _FRAME.size)
    return _exactly(connection, _FRAME.unpack(head)[1]) if head else None


def _exactly(connection: socket.socket, size: int) -> bytes | None:
    found = bytearray()
    while len(found) < size:
        piece = connection.recv(min(size - len(found), CHUNK))
        if not piece:
            return None
        found += piece
    return bytes(found)


async def read(reader: asyncio.StreamReader) -> Frame:
    """The next frame of a worker; raises asyncio.IncompleteReadError where it has ended."""
    kind, size = _FRAME.unpack(await reader.readexactly(_FRAME.size))
    if size > _LARGEST:
        raise ValueError(f"a frame of {size} bytes")
    return Frame(kind, await reader.readexactly(size))


class Out:
    """A stream that sends what is written to it in frames of a good size."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._held = bytearray()

    def write(self, data: bytes) -> int:
        """As of any binary stream."""
        self._held += data
        while len(self._held) >= CHUNK:
            self._connection.sendall(packed(DATA, bytes(self._held[:CHUNK])))
            del self._held[:CHUNK]
        return len(data)

    def flush(self) -> None:
        """Does nothing: `done` sends what is left."""

    def done(self) -> None:
        """Send what is left."""
        if self._held:
            self._connection.sendall(packed(DATA, bytes(self._held)))
            self._held.clear()
