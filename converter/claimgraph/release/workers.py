"""Work on batches in processes of their own, which are forked and so inherit all that is held."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from claimgraph.collecting import uncollected
from claimgraph.errors import ClaimgraphError

Given = TypeVar("Given")
Done = TypeVar("Done")

AHEAD = 2  # tasks a worker that wait for it
_work: Callable[[Any], Any]


def cores() -> int:
    """How many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def each(work: Callable[[Given], Done], tasks: Iterable[Given], jobs: int) -> Iterator[Done]:
    """What `work` makes of each task, in any order; in this process where `jobs` is 1.

    Raises ClaimgraphError when a worker dies.
    """
    tasks = list(tasks)
    if min(jobs, len(tasks)) < 2:
        with uncollected():
            for task in tasks:
                yield _cleared(work, task)
        return
    global _work
    _work = work
    gc.freeze()  # so that collecting garbage does not copy what is shared
    pool = ProcessPoolExecutor(
        min(jobs, len(tasks)), multiprocessing.get_context("fork"), initializer=_begin
    )
    try:
        with _broken_pipes_told():
            yield from _running(pool, tasks, jobs * AHEAD)
    except BrokenProcessPool as error:
        raise ClaimgraphError(
            "a worker process was killed, maybe for want of memory: "
            "take fewer of them by --jobs, or a machine with more memory"
        ) from error
    finally:
        gc.unfreeze()


def _running(pool: ProcessPoolExecutor, tasks: list[Any], most: int) -> Iterator[Any]:
    try:
        yield from _all(pool, tasks, most)
        pool.shutdown()
    except BaseException:
        _stop(pool)
        raise


@contextmanager
def _broken_pipes_told() -> Iterator[None]:
    """The pool knows what to do when a pipe to its workers breaks; the command line lets it end us.

    A signal is dealt with in the main thread; elsewhere all stays as it is.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGPIPE, before)


def _all(pool: ProcessPoolExecutor, tasks: list[Any], most: int) -> Iterator[Any]:
    left = iter(tasks)
    running: set[Future[Any]] = {pool.submit(_run, one) for one in islice(left, most)}
    while running:
        done, running = wait(running, return_when=FIRST_COMPLETED)
        running |= {pool.submit(_run, one) for one in islice(left, len(done))}
        for one in done:
            yield one.result()


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the workers at once, also those at work; the pool then ends by itself."""
    for one in list((pool._processes or {}).values()):
        one.terminate()
    pool.shutdown(cancel_futures=True)


def _run(task: Any) -> Any:
    return _cleared(_work, task)


def _cleared(work: Callable[[Given], Done], task: Given) -> Done:
    """What `work` makes of a task; circles that it left are collected behind it."""
    try:
        return work(task)
    finally:
        gc.collect(0)  # what is older stays


def _begin() -> None:
    """Leave the interrupt to the parent, and do not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.disable()  # a batch makes millions of objects and few circles
    threading.Thread(target=_orphaned, daemon=True).start()


def _orphaned() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
