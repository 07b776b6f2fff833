"""Headers of every answer: what a browser may do with it, and that any origin may read it."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from claimgraph.serve.metrics import Metrics

POLICY = "default-src 'none'; frame-ancestors 'none'"  # pages bring their own
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Content-Location, Retry-After",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match, "
    "If-Modified-Since, Range",
    "Access-Control-Max-Age": "86400",
}


class Headers:
    """Adds them, counts the answer, and answers the OPTIONS that a browser sends before a request.

    No credentials are known here, so that no origin needs to be told from another.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As of an ASGI application."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._metrics.requests[message["status"]] += 1
                headers = MutableHeaders(raw=message["headers"])
                headers.update(ALWAYS)
                headers.setdefault("Content-Security-Policy", POLICY)
                _weakened(headers)
            await send(message)

        if scope["method"] == "OPTIONS":
            await _allowed(sending)
        else:
            await self._app(scope, receive, sending)


def _weakened(headers: MutableHeaders) -> None:
    """Of a file that was packed on its way the tag is weak: its bytes are others."""
    tag = headers.get("ETag", "")
    if "Content-Encoding" in headers and tag.startswith('"'):
        headers["ETag"] = f"W/{tag}"


async def _allowed(send: Send) -> None:
    told = {**PREFLIGHT, "Allow": "GET, HEAD, POST, OPTIONS"}
    raw = [(name.lower().encode(), value.encode()) for name, value in told.items()]
    await send({"type": "http.response.start", "status": 204, "headers": raw})
    await send({"type": "http.response.body", "body": b""})
