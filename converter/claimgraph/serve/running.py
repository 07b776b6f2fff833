"""A task at its work in a worker, as the web process sees it."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from claimgraph.serve.frames import DATA, END, HEAD, REFUSED, Frame
from claimgraph.serve.generation import Worker
from claimgraph.serve.tasks import Refused

if TYPE_CHECKING:
    from claimgraph.serve.pool import Pool

log = logging.getLogger("claimgraph.serve")
# how the engine ends where no memory is left, and where its stack is full
_REASONS: dict[int, str] = {
    signal.SIGABRT: "memory",
    signal.SIGSEGV: "stack",
    signal.SIGBUS: "stack",
}


class Cut(Exception):
    """An answer that had begun cannot be finished: its connection is closed."""


class Crashed(Refused):
    """The worker has ended by itself, or was killed from outside."""


class Running:
    """A task in a worker: its head and first part are there, the rest is read by `more`.

    `close` must be called in the end; where the task still runs, its worker is ended.
    """

    def __init__(self, pool: Pool, worker: Worker, client: str) -> None:
        self.served = worker.of.served
        self.media_type = ""
        self.first = b""
        self.complete = False
        self._pool = pool
        self._worker = worker
        self._client = client
        self._worn = False
        self._closed = False
        self._began = time.monotonic()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(pool.options.timeout, self._over)

    async def begin(self, task: str, argument: object) -> None:
        """Run until the answer is whole, or as much of it is held back as is allowed."""
        self._worker.ask(task, argument)
        held = bytearray()
        async for piece in self.pieces():
            held += piece
            if len(held) >= self._pool.options.held_back:
                break
        self.first = bytes(held)

    async def more(self) -> AsyncIterator[bytes]:
        """What follows what was sent; raises Cut where a limit is met."""
        try:
            async for piece in self.pieces():
                yield piece
        except Refused as error:
            raise Cut(error.detail) from error

    async def pieces(self) -> AsyncIterator[bytes]:
        """What is not read yet; raises Refused for what the worker says, and for how it ends."""
        refused: Refused | None = None
        while not self.complete:
            frame = await self._worker.read()
            if frame is None:
                raise await self._ended()
            if frame.kind == DATA:
                yield frame.body
            elif frame.kind == HEAD:
                self.media_type = frame.said["type"]
            elif frame.kind == REFUSED:
                refused = _told(frame)
            elif frame.kind == END:
                self.complete, self._worn = True, frame.said["worn"]
                self.close()
        if refused:
            raise refused

    def _over(self) -> None:
        """Time is up: the worker is replaced, even where a slow client has not read its answer."""
        self._worker.kill("time")
        self.close()

    async def _ended(self) -> Refused:
        """Why a worker is no longer there."""
        code = await self._worker.ended()
        reason = self._worker.reason or _REASONS.get(-code, "crash")
        self._worker.reason = reason
        options = self._pool.options
        if reason == "time":
            return Refused(504, f"the query takes longer than {options.timeout:g} seconds")
        if reason == "memory":
            return Refused(507, f"the query needs more memory than {options.memory >> 20} MiB")
        if reason == "stack":
            return Refused(507, "the query is too large for the engine; divide it")
        log.error("a worker ended by itself: %d", code)
        return Crashed(500, "the query ended its worker")

    def close(self) -> None:
        """The client has all it gets."""
        if self._closed:
            return
        self._closed = True
        self._timer.cancel()
        self._pool.metrics.took(time.monotonic() - self._began)
        if not self.complete:
            self._worker.kill("client left")
        if self._worker.reason:
            self._pool.metrics.killed[self._worker.reason] += 1
        self._pool.finished(self._worker, self._client, self.complete and not self._worn)


def _told(frame: Frame) -> Refused:
    """What a worker refuses; what nobody foresaw is logged."""
    refused = Refused(*frame.said)
    if refused.status == 500:
        log.error("a task failed: %s", refused.detail)
    return refused
