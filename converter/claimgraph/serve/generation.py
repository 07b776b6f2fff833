"""The workers of one release, as the web process sees them."""

from __future__ import annotations

import asyncio
import json
import os
import pickle
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

from claimgraph.errors import ClaimgraphError
from claimgraph.serve import frames
from claimgraph.serve.frames import Frame
from claimgraph.serve.options import Options

NURSERY = (sys.executable, "-P", "-m", "claimgraph.serve.nursery")


class Served(NamedTuple):
    """The release that is served; `tag` is the hash of its manifest, which lists itself here."""

    folder: Path
    manifest: dict[str, Any]
    tag: str
    key: str
    modified: datetime
    description: str  # dataset.ttl, as it was when the release was opened: others replace it


class Lost(Exception):
    """The process that workers are forked from has ended."""


class Worker:
    """A worker process; it reads one request at a time, and ends when it is told to."""

    def __init__(
        self, pid: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, of: Generation
    ) -> None:
        self.pid = pid
        self.of = of
        self.reason = ""  # why it was killed
        self._reader = reader
        self._writer = writer
        self._ended = False

    @property
    def is_gone(self) -> bool:
        """Whether it has ended while nothing was asked of it."""
        return self._reader.at_eof() or self._reader.exception() is not None

    def ask(self, task: str, argument: object) -> None:
        """Send a request; the answer is read by `read`."""
        self._writer.write(frames.packed(frames.DATA, pickle.dumps((task, argument))))

    async def read(self) -> Frame | None:
        """The next frame; None if the worker has ended."""
        try:
            return await frames.read(self._reader)
        except (asyncio.IncompleteReadError, ConnectionError):
            return None

    def kill(self, reason: str) -> None:
        """End it at once. It stays the nursery's child until `ended`, so that the id is its own."""
        if not self._ended and not self.reason:
            self.reason = reason
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    async def ended(self) -> int:
        """End it, and tell minus the signal it ended by, or its exit code."""
        self._ended = True
        self.of.workers.discard(self)
        code = await self.of.end(self.pid)
        self._writer.close()
        with suppress(ConnectionError):
            await self._writer.wait_closed()
        return code


class Generation:
    """The nursery of a release and its workers."""

    def __init__(
        self, served: Served, nursery: subprocess.Popen[bytes], control: socket.socket
    ) -> None:
        self.served = served
        self.workers: set[Worker] = set()
        self.index: Path | None = None  # of its texts, once it is built
        self.mended = -inf  # when a damaged index was last built anew, or will be; monotonic
        self._nursery = nursery
        self._control = control
        self._turn = asyncio.Lock()

    async def spawn(self) -> Worker:
        """A new worker that has opened the release; raises Lost."""
        pid, ours = await self._forked(b"fork\n")
        reader, writer = await asyncio.open_connection(sock=ours, limit=frames.CHUNK * 2)
        worker = Worker(pid, reader, writer, self)
        if await worker.read() is None:
            await worker.ended()
            raise Lost("a worker could not open the release")
        self.workers.add(worker)
        return worker

    async def build_index(self) -> None:
        """Have the search index built by a process of its own; raises ClaimgraphError, Lost."""
        pid, ours = await self._forked(b"index\n")
        try:
            told = json.loads(await _line(ours))
        finally:
            ours.close()
            await self.end(pid)
        if "error" in told:
            raise ClaimgraphError(told["error"])
        self.index = Path(told["index"])

    async def _forked(self, request: bytes) -> tuple[int, socket.socket]:
        """A new process of the nursery, and the socket to talk with it; raises Lost."""
        ours, theirs = socket.socketpair()
        try:
            pid = await self._said(request, [theirs.fileno()])
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        ours.setblocking(False)
        return pid, ours

    async def end(self, pid: int) -> int:
        """End a worker; 0 where the nursery has ended before."""
        try:
            return await self._said(b"end %d\n" % pid, [])
        except Lost:
            return 0

    async def close(self) -> None:
        """End the nursery, and with it what is left of the workers."""
        async with self._turn:
            self._control.close()
        await asyncio.to_thread(self._nursery.wait)

    async def _said(self, request: bytes, descriptors: list[int]) -> int:
        async with self._turn:  # request and answer are not parted
            if self._control.fileno() < 0:
                raise Lost("it is closed")
            try:
                socket.send_fds(self._control, [request], descriptors)
                return int(await _line(self._control))
            except OSError as error:
                raise Lost(str(error)) from error


async def opened(folder: Path, options: Options) -> Generation:
    """A nursery that has opened the release; raises ClaimgraphError where it cannot be opened."""
    ours, theirs = socket.socketpair()
    given = {"release": str(folder), "memory": options.memory, "seconds": options.timeout}
    nursery = subprocess.Popen(  # noqa: S603  our own, by its full path
        [*NURSERY, str(theirs.fileno()), json.dumps(given)],
        stdin=subprocess.DEVNULL,
        pass_fds=[theirs.fileno()],
        start_new_session=True,  # signals from the terminal are for the web process
    )
    theirs.close()
    ours.setblocking(False)
    try:
        told = json.loads(await _line(ours))
        if "error" in told:
            raise ClaimgraphError(told["error"])
    except BaseException as error:
        ours.close()
        os.killpg(nursery.pid, signal.SIGKILL)  # it may be building a store
        nursery.wait()
        if isinstance(error, Lost):
            raise ClaimgraphError(f"{folder}: cannot be opened") from error
        raise
    at = datetime.fromtimestamp(int(told["at"]), UTC)
    served = Served(folder, told["manifest"], told["tag"], told["key"], at, told["description"])
    return Generation(served, nursery, ours)


async def _line(control: socket.socket) -> bytes:
    loop = asyncio.get_running_loop()
    found = b""
    while not found.endswith(b"\n"):
        piece = await loop.sock_recv(control, 1 << 16)
        if not piece:
            raise Lost("it has ended")
        found += piece
    return found
