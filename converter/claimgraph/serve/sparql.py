"""The endpoint: SPARQL 1.1 Protocol over the workers, read-only."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from claimgraph.errors import ClaimgraphError
from claimgraph.serve import formats, service
from claimgraph.serve.answers import Query
from claimgraph.serve.connection import marked_as_cut
from claimgraph.serve.context import Context, Left, attended, client
from claimgraph.serve.generation import Served
from claimgraph.serve.kept import Answers, Kept
from claimgraph.serve.negotiation import best
from claimgraph.serve.protocol import Asked, asked
from claimgraph.serve.replies import Handler
from claimgraph.serve.running import Cut, Running
from claimgraph.serve.tasks import Refused
from claimgraph.serve.validators import is_known, is_named, of_answer, validators

Page = Callable[[Request, Asked], Awaitable[Response]]

log = logging.getLogger("claimgraph.serve")


def endpoint(context: Context, page: Page) -> Handler:
    """The handler of `/sparql`; `page` answers a browser, which may bring no query."""

    kept = Answers(context.options.kept)

    async def answer(request: Request) -> Response:
        found = await asked(request, context)
        if _is_for_people(request, found):
            return await page(request, found)
        if found.text is None:
            return _description(context, request)
        query = _query(found, request, context)
        told = _validators(context.served, query)
        if is_named(request, told):
            return Response(status_code=304, headers=told)
        known = kept.get(told.get("ETag", ""))
        if known is None:
            return await _run(context, request, query, kept)
        context.metrics.kept += 1
        return _whole(request, known, told)

    return answer


async def _run(context: Context, request: Request, query: Query, kept: Answers) -> Response:
    """Have a worker answer; what is whole is kept."""
    running = await attended(request.receive, context.pool.run("query", query, client(request)))
    told = _validators(running.served, query)
    if not running.complete:
        return _begun(request, running, told, kept)
    new = Kept(running.media_type, running.first)
    if "ETag" in told:
        kept.keep(told["ETag"], new)
    return _whole(request, new, told)


def _begun(request: Request, running: Running, told: Mapping[str, str], kept: Answers) -> Response:
    """An answer that is not whole yet."""
    if is_known(request, told):
        running.close()
        return Response(status_code=304, headers=dict(told))
    if request.method == "HEAD":
        running.close()
        head = Response(headers=dict(told), media_type=running.media_type)
        del head.headers["content-length"]  # not known, and not 0 (RFC 9110, 8.6)
        return head
    if request.scope["http_version"] == "1.0":  # its answers end with the connection, cut or not
        running.close()
        raise Refused(505, "an answer of this size needs HTTP/1.1")
    return Streamed(running, told, kept.largest, partial(kept.keep, told.get("ETag", "")))


def _query(found: Asked, request: Request, context: Context) -> Query:
    try:
        wanted = formats.wanted(request.headers.get("accept", ""), found.format)
    except ClaimgraphError as error:
        raise Refused(400, str(error)) from error
    if wanted == (None, None):
        offered = ", ".join((*formats.OFFERED, *formats.GRAPHS))
        raise Refused(406, f"answers are offered as {offered}")
    return Query(
        found.text or "", found.default_graphs, found.named_graphs, wanted, context.options.rows
    )


def _validators(served: Served, query: Query) -> dict[str, str]:
    return {**of_answer(served, query.text, *query), "Vary": "Accept"}


def _whole(request: Request, answer: Kept, headers: Mapping[str, str]) -> Response:
    if is_known(request, headers):
        return Response(status_code=304, headers=dict(headers))
    return Response(answer.body, headers=dict(headers), media_type=answer.media_type)


class Streamed(Response):
    """An answer whose rest is still to come; ends its worker when the client leaves."""

    def __init__(
        self,
        running: Running,
        headers: Mapping[str, str],
        most: int,
        keep: Callable[[Kept], None],
    ) -> None:
        super().__init__(None, headers=dict(headers), media_type=running.media_type)
        del self.headers["content-length"]
        self._running = running
        self._most = most if "ETag" in headers else 0
        self._keep = keep

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As of an ASGI application; where a limit is met the answer stays without its end."""
        try:
            await attended(receive, self._send(send))
        except Cut as error:
            log.info("an answer is cut: %s", error)
            marked_as_cut()
        except Left:
            return
        finally:
            self._running.close()

    async def _send(self, send: Send) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        whole: bytearray | None = bytearray()
        try:
            async for piece in self._pieces():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                if whole is not None:
                    whole += piece
                    whole = whole if len(whole) <= self._most else None
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            if whole is not None:
                self._keep(Kept(self._running.media_type, bytes(whole)))
        finally:
            whole = None  # the traceback of a cut holds this frame for a while

    async def _pieces(self) -> AsyncIterator[bytes]:
        yield self._running.first
        self._running.first = b""
        async for piece in self._running.more():
            yield piece


def _is_for_people(request: Request, found: Asked) -> bool:
    """Whether HTML is wanted before all that the answer, or the description, is offered as."""
    if found.text is not None and found.format:
        return False
    rows = [] if found.text is None else [*formats.ROWS]
    offered = [*rows, *formats.GRAPHS, formats.HTML]
    return best(request.headers.get("accept", ""), offered) == formats.HTML


def _description(context: Context, request: Request) -> Response:
    """Without a query: what the endpoint is (SPARQL 1.1 Service Description)."""
    offered = [*formats.GRAPHS, formats.HTML]
    kind = best(request.headers.get("accept", ""), offered[:-1])
    if kind is None:
        raise Refused(406, f"the description of the endpoint is offered as {', '.join(offered)}")
    public = context.public(request)
    told = {**validators(context.served, public, kind), "Vary": "Accept"}
    if is_known(request, told):
        return Response(status_code=304, headers=told)
    return Response(service.described(context.served, public, kind), headers=told, media_type=kind)
