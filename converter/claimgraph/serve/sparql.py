"""The endpoint: SPARQL 1.1 Protocol over the workers, read-only."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from claimgraph.errors import ClaimgraphError
from claimgraph.serve import formats, service
from claimgraph.serve.answers import Query
from claimgraph.serve.context import Context, attended, client
from claimgraph.serve.kept import Answers, Kept
from claimgraph.serve.negotiation import best
from claimgraph.serve.protocol import Asked, asked
from claimgraph.serve.running import Cut, Running
from claimgraph.serve.tasks import Refused
from claimgraph.serve.validators import is_known, validators

Handler = Callable[[Request], Awaitable[Response]]

# what gives another result each time it is run; in a string it does no harm
_FLEETING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\s*\(", re.IGNORECASE)
_CHARSET = {formats.CSV, formats.TSV, formats.TURTLE, "text/xml"}


def endpoint(context: Context, form: Handler) -> Handler:
    """The handler of `/sparql`; `form` answers a browser that brings no query."""

    kept = Answers(context.options.kept)

    async def answer(request: Request) -> Response:
        found = await asked(request, context.options)
        if found.text is None:
            return await _description(context, request, form)
        query = _query(found, request, context)
        told = _validators(context.served, query)
        if request.method != "POST" and is_known(request.headers, told):
            return Response(status_code=304, headers=told)
        known = kept.get((context.served.tag, query))
        if known is not None:
            context.metrics.kept += 1
            return _whole(known, told)
        running = await attended(request, context.pool.run("query", query, client(request)))
        told = _validators(running.served, query)
        keep = partial(kept.keep, (running.served.tag, query), len(query.text))
        if not running.complete and request.method == "HEAD":
            running.close()
            return Response(headers=told, media_type=_content_type(running.media_type))
        if not running.complete:
            return Streamed(running, told, kept.largest, keep)
        new = Kept(running.media_type, running.first)
        if "ETag" in told:
            keep(new)
        return _whole(new, told)

    return answer


def _query(found: Asked, request: Request, context: Context) -> Query:
    try:
        wanted = formats.wanted(request.headers.get("accept", ""), found.format)
    except ClaimgraphError as error:
        raise Refused(400, str(error)) from error
    if wanted == (None, None):
        offered = ", ".join((*formats.ROWS[:4], *formats.GRAPHS))
        raise Refused(406, f"answers are offered as {offered}")
    return Query(
        found.text or "", found.default_graphs, found.named_graphs, wanted, context.options.rows
    )


def _validators(served: service.Served, query: Query) -> dict[str, str]:
    if _FLEETING.search(query.text):
        return {"Cache-Control": "no-store", "Vary": "Accept"}
    return {**validators(served, *query), "Vary": "Accept"}


def _content_type(media_type: str) -> str:
    return media_type + ("; charset=utf-8" if media_type in _CHARSET else "")


def _whole(answer: Kept, headers: Mapping[str, str]) -> Response:
    kind = _content_type(answer.media_type)
    return Response(answer.body, headers=dict(headers), media_type=kind)


class Streamed(Response):
    """An answer whose rest is still to come; ends its worker when the client leaves."""

    def __init__(
        self,
        running: Running,
        headers: Mapping[str, str],
        most: int,
        keep: Callable[[Kept], None],
    ) -> None:
        kind = _content_type(running.media_type)
        super().__init__(None, headers=dict(headers), media_type=kind)
        del self.headers["content-length"]
        self._running = running
        self._most = most if "ETag" in headers else 0
        self._keep = keep

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As of an ASGI application; where a limit is met the answer stays without its end."""
        sending = asyncio.ensure_future(self._send(send))
        leaving = asyncio.ensure_future(_left(receive))
        try:
            await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
        except Cut:
            return
        finally:
            self._running.close()
            for task in (sending, leaving):
                task.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)

    async def _send(self, send: Send) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        whole = bytearray()
        async for piece in self._pieces():
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            if len(whole) <= self._most:
                whole += piece
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        if len(whole) <= self._most:
            self._keep(Kept(self._running.media_type, bytes(whole)))

    async def _pieces(self) -> AsyncIterator[bytes]:
        yield self._running.first
        async for piece in self._running.more():
            yield piece


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _description(context: Context, request: Request, form: Handler) -> Response:
    """Without a query: what the endpoint is (SPARQL 1.1 Service Description), or the page."""
    offered = (*formats.GRAPHS, "text/html")
    kind = best(request.headers.get("accept", ""), offered)
    if kind is None:
        raise Refused(406, f"the description of the endpoint is offered as {', '.join(offered)}")
    if kind == "text/html":
        return await form(request)
    public = context.public(request)
    told = {**validators(context.served, public, kind), "Vary": "Accept"}
    if is_known(request.headers, told):
        return Response(status_code=304, headers=told)
    return Response(service.described(context.served, public, kind), headers=told, media_type=kind)
