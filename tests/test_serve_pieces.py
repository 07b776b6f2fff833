"""Large answers leave in pieces, and nothing of them is lost."""

from __future__ import annotations

import asyncio

import pytest
from starlette.responses import Response
from starlette.types import Message

from claimgraph.serve.pieces import PIECE, Pieces

SIZES = (0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7)


def sent(body: bytes) -> list[Message]:
    """The messages of an answer, behind its head."""
    found: list[Message] = []

    async def send(message: Message) -> None:
        found.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    asyncio.run(Pieces(Response(body))({"type": "http"}, receive, send))
    assert found[0]["type"] == "http.response.start"
    assert (b"content-length", str(len(body)).encode()) in found[0]["headers"]
    return found[1:]


@pytest.mark.parametrize("size", SIZES)
def test_no_piece_is_large_and_all_come(size: int) -> None:
    body = bytes(at * 31 % 251 for at in range(size))
    found = sent(body)
    assert b"".join(one["body"] for one in found) == body
    assert all(len(one["body"]) <= PIECE for one in found)
    *before, last = (one.get("more_body", False) for one in found)
    assert all(before)
    assert not last
