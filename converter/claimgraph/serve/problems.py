"""Errors as the client reads them: problem details (RFC 9457), or a page for people."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, ExceptionHandler, Message, Receive, Scope, Send

from claimgraph.serve.desk import Desk
from claimgraph.serve.negotiation import best
from claimgraph.serve.pages import missing
from claimgraph.serve.replies import FRESH, page, retry
from claimgraph.serve.tasks import Refused

log = logging.getLogger("claimgraph.serve")
Teller = Callable[[Request, Exception], Awaitable[Response]]
MEDIA_TYPE = "application/problem+json"
_SAID = {404: "nothing is at this address", 405: "the header Allow names the methods"}


def handlers(tell: Teller) -> Mapping[Any, ExceptionHandler]:
    """What answers for what routes raise: refusals, and errors of routing."""
    return dict.fromkeys((Refused, HTTPException), tell)


class Unforeseen:
    """Answers for what nobody foresaw; inside of what gives each answer its headers."""

    def __init__(self, app: ASGIApp, tell: Teller) -> None:
        self._app = app
        self._tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As of an ASGI application; an answer that has begun is cut, by the server."""
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            log.exception("%s failed", scope["path"])
            await (await self._tell(Request(scope), error))(scope, receive, send)


def teller(desk: Desk) -> Teller:
    """What answers for an error."""

    async def told(request: Request, error: Exception) -> Response:
        status, detail, more = _reason(error)
        headers = {**FRESH, "Vary": "Accept", **more}
        site = desk.shown(request).site if _is_for_people(request) else None
        if site is None:
            return problem(status, detail, headers)
        return page(missing.page(site, _phrase(status).capitalize(), detail), headers, status)

    async def safely(request: Request, error: Exception) -> Response:
        try:
            return await told(request, error)
        except Exception as other:  # there is nothing that a page could be about
            status, detail, more = _reason(other)
            if not isinstance(other, Refused):
                log.exception("no page of an error can be made")
            return problem(status, detail, {**FRESH, **more})

    return safely


def problem(status: int, detail: str, headers: Mapping[str, str]) -> Response:
    """A problem, with the phrase of its status as its title."""
    told: dict[str, Any] = {"title": _phrase(status), "status": status}
    if detail:
        told["detail"] = detail
    return Response(json.dumps(told, ensure_ascii=False).encode(), status, headers, MEDIA_TYPE)


def _reason(error: Exception) -> tuple[int, str, Mapping[str, str]]:
    """Status, detail and headers; 405 has its Allow."""
    if isinstance(error, Refused):
        return error.status, error.detail, retry(error)
    if isinstance(error, HTTPException):
        return error.status_code, _SAID.get(error.status_code, ""), error.headers or {}
    return 500, "the server failed; its log says how", {}


def _is_for_people(request: Request) -> bool:
    wanted = best(request.headers.get("accept", ""), (MEDIA_TYPE, "text/html"))
    return wanted == "text/html"


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase
