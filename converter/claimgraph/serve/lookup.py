"""`/search`: words in the texts of the release, as a page or as JSON."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from claimgraph import search
from claimgraph.errors import ClaimgraphError
from claimgraph.search import Hit
from claimgraph.serve.context import Context, client
from claimgraph.serve.desk import Desk
from claimgraph.serve.negotiation import best
from claimgraph.serve.pages.search import page as search_page
from claimgraph.serve.replies import FRESH, page, retry
from claimgraph.serve.tasks import Refused
from claimgraph.serve.validators import is_known, is_named, validators

LONGEST = 1000  # characters of the words
MOST, SOME = 1000, 20  # hits as JSON: the largest limit, and that of no limit
SHOWN = 50  # hits on a page
_KINDS = ("application/json", "text/html")


async def found(desk: Desk, request: Request) -> Response:
    """Hits as a page, or as JSON."""
    wanted = best(request.headers.get("accept", ""), _KINDS)
    if wanted is None:
        raise Refused(406, f"hits are offered as {', '.join(_KINDS)}")
    answer = await (_data if wanted == "application/json" else _page)(desk, request)
    answer.headers["Vary"] = "Accept"
    return answer


async def _data(desk: Desk, request: Request) -> Response:
    words, kind, limit = _asked(request)
    headers = validators(desk.context.served, "search", words, kind, limit)
    if is_named(request, headers):
        return Response(status_code=304, headers=headers)
    hits = await _hits(desk.context, client(request), words, kind, limit)
    if is_known(request, headers):
        return Response(status_code=304, headers=headers)
    body: dict[str, Any] = {"query": words, "hits": [hit._asdict() for hit in hits]}
    return Response(json.dumps(body, ensure_ascii=False), 200, headers, "application/json")


async def _page(desk: Desk, request: Request) -> Response:
    words, kind = (request.query_params.get(name, "") for name in ("q", "kind"))
    words = words[:LONGEST]
    site, who = desk.shown(request).site, client(request)
    try:
        hits = await _hits(desk.context, who, words, kind, SHOWN) if words.strip() else []
    except Refused as error:
        body = search_page(site, words, kind, [], SHOWN, error.detail)
        return page(body, {**FRESH, **retry(error)}, error.status)
    return page(search_page(site, words, kind, hits, SHOWN), {"Cache-Control": "no-cache"})


async def _hits(context: Context, who: str, words: str, kind: str, limit: int) -> list[Hit]:
    """What is found in the release; raises Refused: 400, 429 and 503 as of a query, 500, 504."""
    seconds = context.options.timeout
    index = context.pool.index
    find = partial(search.find, words=words, kind=kind or None, limit=limit, seconds=seconds)
    async with context.searches.turn(who):  # as long as the search, which ends by itself
        try:
            return await asyncio.to_thread(find, index)
        except search.TookTooLong as error:
            raise Refused(504, str(error)) from error
        except search.Damaged as error:
            raise context.pool.damaged(index, partial(search.is_damaged, find)) from error
        except ClaimgraphError as error:
            raise Refused(400, str(error)) from error


def _asked(request: Request) -> tuple[str, str, int]:
    words, kind = (request.query_params.get(name, "") for name in ("q", "kind"))
    number = request.query_params.get("limit", str(SOME))
    if not words.strip():
        raise Refused(400, "give words to look for: ?q=")
    if len(words) > LONGEST:
        raise Refused(413, f"more than {LONGEST} characters to look for")
    if kind and kind not in search.KINDS:
        raise Refused(400, f"kind is one of {', '.join(sorted(search.KINDS))}")
    if not (number.isascii() and number.isdecimal() and 1 <= int(number[:9]) <= MOST):
        raise Refused(400, f"limit is a number from 1 to {MOST}")
    return words, kind, int(number)
