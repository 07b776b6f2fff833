"""Who gets a worker: shares, queues, and nothing lost when somebody leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.serve.options import Options
from claimgraph.serve.tasks import Refused
from claimgraph.serve.turns import Turns


def turns(**options: Any) -> Turns[str]:
    given = Options(**{"workers": 2, "timeout": 5.0, **options})
    found = Turns[str](given, given.share)
    found.free("one")
    found.free("two")
    return found


def run(work: Coroutine[None, None, None]) -> None:
    asyncio.run(work)


def test_one_worker_stays_for_the_others() -> None:
    async def check() -> None:
        found = turns()
        assert await found.take("a") == "one"
        waiting = asyncio.ensure_future(found.take("a"))
        await asyncio.sleep(0)
        assert not waiting.done()
        assert await found.take("b") == "two"
        found.free("three")
        await asyncio.sleep(0)
        assert not waiting.done()
        found.done("a")
        assert await waiting == "three"

    run(check())


@pytest.mark.parametrize(("limit", "status"), [("per_client", 429), ("queue", 503)])
def test_too_many(limit: str, status: int) -> None:
    async def check() -> None:
        found = turns(**{limit: 1})
        await found.take("a")
        waiting = [asyncio.ensure_future(found.take("a")) for _ in range(2)]
        done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        error = done.pop().exception()
        assert isinstance(error, Refused)
        assert (error.status, error.retry > 0) == (status, True)
        for one in waiting:
            one.cancel()

    run(check())


def test_nobody_waits_for_ever() -> None:
    async def check() -> None:
        found = turns(timeout=0.01)
        await found.take("a")
        with pytest.raises(Refused) as refused:
            await found.take("a")
        assert refused.value.status == 503
        assert len(found) == 0

    run(check())


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.booleans()), max_size=30))
def test_no_worker_is_lost_when_clients_leave(steps: list[tuple[str, bool, bool]]) -> None:
    """Each step: a client asks; it may leave before or just as it gets its worker."""

    async def check() -> None:
        found = turns(queue=100, per_client=100)
        for client, leaves, turn in steps:
            asking = asyncio.ensure_future(found.take(client))
            if turn:
                await asyncio.sleep(0)
            if leaves:
                asking.cancel()
            (got,) = await asyncio.gather(asking, return_exceptions=True)
            if isinstance(got, str):
                found.free(got)
                found.done(client)
        assert len(found) == 0
        assert sorted(found.withdraw()) == ["one", "two"]

    run(check())
