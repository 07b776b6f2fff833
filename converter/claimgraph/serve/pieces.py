"""Answers are sent in pieces: a client that does not read holds one of them, not the whole."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

PIECE = 1 << 16  # bytes


class Pieces:
    """Divides large bodies; before each piece the server waits until the last ones are taken."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As of an ASGI application."""

        async def sending(message: Message) -> None:
            body = message.get("body", b"")
            last = max(0, len(body) - 1) // PIECE * PIECE
            for at in range(0, last, PIECE):
                piece = body[at : at + PIECE]
                await send({"type": message["type"], "body": piece, "more_body": True})
            await send({**message, "body": body[last:]} if last else message)

        await self._app(scope, receive, sending)
