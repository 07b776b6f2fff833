"""Runs tasks in workers: each within its limits, and the failure of one is nobody else's."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from math import ceil
from pathlib import Path
from time import monotonic

from claimgraph.errors import ClaimgraphError
from claimgraph.query import cache
from claimgraph.serve import generation
from claimgraph.serve.generation import Generation, Lost, Served, Worker
from claimgraph.serve.metrics import Metrics
from claimgraph.serve.nursery import tag
from claimgraph.serve.options import Options
from claimgraph.serve.running import Crashed, Running
from claimgraph.serve.tasks import Refused
from claimgraph.serve.turns import Turns

log = logging.getLogger("claimgraph.serve")
PAUSE = 1.0  # seconds before what failed is tried again
WHOLE = 16 << 20  # bytes of an answer that is sent as one piece, a page
INDEXING = 10  # seconds after which a client may ask for an index again
AGAIN = 60.0  # seconds between two times that a damaged index is built anew


class Pool:
    """The workers of a release; `open` before use, `close` in the end."""

    def __init__(self, release: Path, options: Options, metrics: Metrics) -> None:
        self.options = options
        self.metrics = metrics
        self._release = release
        self._turns: Turns[Worker] = Turns(options, options.share)
        self._current: Generation | None = None
        self._old: set[Generation] = set()
        self._chores: set[asyncio.Task[None]] = set()
        self._taking = asyncio.Lock()

    @property
    def served(self) -> Served:
        """The release that new requests are answered from."""
        if self._current is None:
            raise RuntimeError("the pool is not open")
        return self._current.served

    @property
    def alive(self) -> int:
        """Workers that take requests."""
        workers = self._current.workers if self._current else ()
        return sum(not worker.is_gone for worker in workers)

    @property
    def is_indexed(self) -> bool:
        """Whether words can be looked up in the release."""
        return self._current is not None and self._current.index is not None

    @property
    def index(self) -> Path:
        """The search index of the release that is served; raises Refused while there is none."""
        if self._current is None or self._current.index is None:
            raise _no_index(self._current)
        return self._current.index

    def damaged(self, index: Path, is_damaged: Callable[[Path], bool]) -> Refused:
        """The refusal of a search in an index that is damaged; it is built anew.

        Where that was done within the last minute, it is done when the minute is over.
        """
        current = self._current
        if current is None or current.index != index:
            return _no_index(current)
        now = monotonic()
        wait = max(0.0, current.mended + AGAIN - now)
        current.mended, current.index = now + wait, None
        log.error(
            "%s is damaged: built anew in %.0f s; where this comes again, see to the disk, or name "
            "another folder in %s",
            *(index, wait, cache.VARIABLE),
        )
        self._chore(self._anew(current, index, is_damaged, wait))
        return _no_index(current)

    async def _anew(
        self, of: Generation, index: Path, is_damaged: Callable[[Path], bool], wait: float
    ) -> None:
        await asyncio.sleep(wait)
        if of is not self._current:
            return
        try:
            await asyncio.to_thread(cache.discard, index, is_damaged)
        finally:
            await self._index(of)

    async def open(self) -> None:
        """Open the release and start all workers; raises ClaimgraphError."""
        await self._take_up()
        self._chore(self._watch())

    async def close(self) -> None:
        """End everything."""
        chores = list(self._chores)
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)
        for one in [*self._old, *filter(None, [self._current])]:
            await one.close()

    async def run(self, task: str, argument: object, client: str) -> Running:
        """Run a task until its answer is whole or has begun; raises Refused.

        The caller closes what it gets; cancelled, it ends the task. Where the worker crashes,
        nothing is sent yet, and another one is tried: tasks change nothing.
        """
        try:
            return await self._run(task, argument, client)
        except Crashed:
            return await self._run(task, argument, client)

    async def _run(self, task: str, argument: object, client: str) -> Running:
        worker = await self._turn(client)
        running = Running(self, worker, client)
        try:
            await running.begin(task, argument)
        except BaseException:
            running.close()
            raise
        return running

    async def whole(self, task: str, argument: object, client: str) -> tuple[Served, bytes]:
        """The answer as one piece, and the release it is from; raises Refused."""
        running = await self.run(task, argument, client)
        try:
            found = bytearray(running.first)
            async for piece in running.pieces():
                found += piece
                if len(found) > WHOLE:
                    most = f"{WHOLE >> 20} MiB"
                    raise Refused(413, f"the page is larger than {most}; ask /sparql for a part")
        finally:
            running.close()
        return running.served, bytes(found)

    async def _turn(self, client: str) -> Worker:
        self.metrics.waiting += 1
        try:
            while (worker := await self._turns.take(client)).is_gone:
                self.metrics.killed["idle"] += 1
                self.finished(worker, client, False)
            return worker
        finally:
            self.metrics.waiting -= 1

    def finished(self, worker: Worker, client: str, healthy: bool) -> None:
        """A worker has done a task: it takes another, or is replaced."""
        if healthy and worker.of is self._current:
            self._turns.free(worker)
        else:
            self._chore(self._replace(worker))
        self._turns.done(client)

    async def _replace(self, worker: Worker) -> None:
        await worker.ended()
        if worker.of is self._current:
            await self._spawn(worker.of)
        elif worker.of in self._old and not worker.of.workers:
            self._old.discard(worker.of)
            await worker.of.close()

    async def _spawn(self, of: Generation) -> None:
        """One more worker; where none can be had, the release is opened anew."""
        try:
            worker = await of.spawn()
        except Lost as error:
            await self._mend(of, error)
            return
        if of is self._current:
            self._turns.free(worker)
        else:
            await self._replace(worker)

    async def _mend(self, of: Generation, error: Exception) -> None:
        while of is self._current:
            log.error("no worker can be started: %s", error)
            await asyncio.sleep(PAUSE)
            async with self._taking:
                if of is self._current:
                    await self._try()

    async def _watch(self) -> None:
        """Look for another release in the folder; one that cannot be opened is tried once."""
        failed = ""
        while True:
            await asyncio.sleep(self.options.poll)
            try:
                found = await asyncio.to_thread(tag, self._release)
            except OSError:  # between two renames, where folders cannot be exchanged
                continue
            if found not in (self.served.tag, failed):
                async with self._taking:
                    failed = "" if await self._try() else found

    async def _try(self) -> bool:
        try:
            await self._take_up()
        except (ClaimgraphError, Lost, OSError) as error:
            log.error("%s: not taken up; what was served still is: %s", self._release, error)
            return False
        return True

    async def _take_up(self) -> None:
        """Start workers on what is in the folder, then let the old ones go when they are idle."""
        log.info("opening %s", self._release)
        new = await generation.opened(self._release, self.options)
        try:
            workers = [await new.spawn() for _ in range(self.options.workers)]
            if self._current is not None:  # until then the old one is searched
                await self._index(new)
        except BaseException:
            await new.close()
            raise
        idle = self._turns.withdraw()
        old, self._current = self._current, new
        for worker in workers:
            self._turns.free(worker)
        if old is None:
            self._chore(self._index(new))
        else:
            self._old.add(old)
            self.metrics.releases += 1
            log.info("release %s is taken up", new.served.tag[:12])
            for worker in idle:
                self._chore(self._replace(worker))

    async def _index(self, of: Generation) -> None:
        """Without an index all but the search works."""
        try:
            await of.build_index()
        except (ClaimgraphError, Lost) as error:
            log.error("%s: there is no search: %s", self._release, error)

    def _chore(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._chores.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._chores.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("the pool failed", exc_info=task.exception())


def _no_index(of: Generation | None) -> Refused:
    wait = max(INDEXING, of.mended - monotonic()) if of else INDEXING
    text = f"there is no search yet: its index is being built; come again in {wait:.0f} s"
    return Refused(503, text, ceil(wait))
