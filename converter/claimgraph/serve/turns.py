"""Who gets the next worker: the longest waiting client that does not have its share already."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from typing import Generic, NamedTuple, TypeVar

from claimgraph.serve.options import Options
from claimgraph.serve.tasks import Refused

T = TypeVar("T")


class _Waiting(NamedTuple, Generic[T]):
    client: str
    turn: asyncio.Future[T]


class Turns(Generic[T]):
    """Free workers, and the clients that wait for one; a client has `share` of them at most."""

    def __init__(
        self,
        options: Options,
        share: int,
        free: Iterable[T] = (),
        busy: str = "all workers are busy; come again",
    ) -> None:
        self._options, self._share, self._said = options, share, busy
        self._free = deque(free)
        self._waiting: deque[_Waiting[T]] = deque()
        self._running: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._waiting)

    async def take(self, client: str) -> T:
        """A worker; raises Refused: 429 where the client has too many, 503 where all have."""
        theirs = sum(one.client == client for one in self._waiting) + self._running[client]
        if theirs >= self._options.per_client:
            raise Refused(429, f"{theirs} queries of this client wait or run already", 1)
        if len(self._waiting) >= self._options.queue:
            raise self._busy()
        waiting = _Waiting(client, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._deal()
        try:
            async with asyncio.timeout(self._options.timeout):
                worker: T = await waiting.turn
                return worker
        except TimeoutError:
            self._left(waiting)
            raise self._busy() from None
        except asyncio.CancelledError:
            self._left(waiting)
            raise

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[T]:
        """A worker for a block; raises Refused as `take` does."""
        worker = await self.take(client)
        try:
            yield worker
        finally:
            self.done(client)
            self.free(worker)

    def done(self, client: str) -> None:
        """The worker that the client had is no longer at its work."""
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]
        self._deal()

    def free(self, worker: T) -> None:
        """There is a free worker."""
        self._free.append(worker)
        self._deal()

    def withdraw(self) -> list[T]:
        """The workers that are free, and no longer to be had."""
        found = list(self._free)
        self._free.clear()
        return found

    def _busy(self) -> Refused:
        return Refused(503, self._said, max(1, int(self._options.timeout)))

    def _left(self, waiting: _Waiting[T]) -> None:
        """It waits no more, and gives back what came in the same moment."""
        with suppress(ValueError):
            self._waiting.remove(waiting)
        if waiting.turn.done() and not waiting.turn.cancelled():
            self.done(waiting.client)
            self.free(waiting.turn.result())

    def _deal(self) -> None:
        while self._free:
            able = (w for w in self._waiting if self._running[w.client] < self._share)
            found = next(able, None)
            if found is None:
                return
            self._waiting.remove(found)
            self._running[found.client] += 1
            found.turn.set_result(self._free.popleft())
