"""Bodies are read in turns, so that what is held of them is bounded."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from starlette.requests import Request
from starlette.types import Message

from claimgraph.serve import context
from claimgraph.serve.context import Context, Left
from claimgraph.serve.metrics import Metrics
from claimgraph.serve.options import Options
from claimgraph.serve.protocol import DIRECT, SMALL, asked
from claimgraph.serve.tasks import Refused

QUERY = b"ASK {}"
ONE, OTHER = "192.0.2.1", "198.51.100.1"
MANY = [f"192.0.2.{number}" for number in range(context.BODIES + 1)]


def request(receive: Callable[[], Awaitable[Message]], size: int | None, who: str) -> Request:
    headers = [(b"host", b"h"), (b"content-type", DIRECT.encode())]
    if size is not None:
        headers.append((b"content-length", b"%d" % size))
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/sparql",
        "query_string": b"",
        "headers": headers,
        "client": (who, 1),
    }
    return Request(scope, receive)


def shared(timeout: float) -> Context:
    return Context(Options(workers=2, timeout=timeout), None, Metrics())  # type: ignore[arg-type]


async def whole() -> Message:
    return {"type": "http.request", "body": QUERY, "more_body": False}


async def beside(slow: list[str], size: int | None, who: str) -> int:
    """The status of a body that comes at once, beside large ones that do not come."""
    desk, begun = shared(timeout=0.05), list[str]()

    async def read(one: str) -> None:
        async def never() -> Message:
            begun.append(one)
            await asyncio.Event().wait()
            raise AssertionError

        await asked(request(never, SMALL + 1, one), desk)

    reading = [asyncio.ensure_future(read(one)) for one in slow]
    await asyncio.sleep(0.01)
    assert len(begun) == min(len(slow), context.BODIES)
    try:
        await asked(request(whole, size, who), desk)
    except Refused as error:
        return error.status
    finally:
        for one in reading:
            one.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
    return 200


@pytest.mark.parametrize(
    ("slow", "size", "who", "status"),
    [
        (MANY, len(QUERY), OTHER, 200),
        (MANY, SMALL, OTHER, 200),
        (MANY, SMALL + 1, OTHER, 503),
        (MANY, None, OTHER, 503),
        (MANY[: context.BODIES - 1], SMALL + 1, OTHER, 200),
        ([ONE] * 10, SMALL + 1, OTHER, 200),
        ([ONE], SMALL + 1, ONE, 200),
        ([ONE] * 16, SMALL + 1, ONE, 429),
    ],
)
def test_large_bodies_are_read_in_turns(
    slow: list[str], size: int | None, who: str, status: int
) -> None:
    assert asyncio.run(beside(slow, size, who)) == status


def test_a_turn_ends_with_its_body() -> None:
    async def often() -> None:
        desk = shared(timeout=1)
        for _ in range(context.BODIES * 2):
            assert (await asked(request(whole, None, ONE), desk)).text == QUERY.decode()

    asyncio.run(often())


def test_a_client_that_leaves_before_its_body_has_come() -> None:
    async def gone() -> Message:
        return {"type": "http.disconnect"}

    with pytest.raises(Left):
        asyncio.run(asked(request(gone, None, ONE), shared(timeout=1)))
