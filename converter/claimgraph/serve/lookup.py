"""`/search`: words in the texts of the release, as a page or as JSON."""

from __future__ import annotations

import asyncio
import json
import logging
from functools import partial
from math import inf
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from claimgraph import search
from claimgraph.errors import ClaimgraphError
from claimgraph.search import Best
from claimgraph.serve.context import Context, client
from claimgraph.serve.desk import Desk
from claimgraph.serve.negotiation import best
from claimgraph.serve.pages.search import page as search_page
from claimgraph.serve.replies import FRESH, page, retry
from claimgraph.serve.tasks import Refused
from claimgraph.serve.validators import is_known, is_named, validators

log = logging.getLogger("claimgraph.serve")
LONGEST = 1000  # characters of the words
MOST, SOME = 1000, 20  # hits as JSON: the largest limit, and that of no limit
SHOWN = 50  # hits on a page, of no limit
NOTHING = Best([], 0)
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
    asked = _asked(request, SOME)
    if not asked.words.strip():
        raise Refused(400, "give words to look for: ?q=")
    headers = validators(desk.context.served, "search", *asked)
    if is_named(request, headers):
        return Response(status_code=304, headers=headers)
    found = await _best(desk.context, client(request), asked)
    if is_known(request, headers):
        return Response(status_code=304, headers=headers)
    body: dict[str, Any] = {
        "query": asked.words,
        "number": None if found.number == inf else found.number,
        "hits": [hit._asdict() for hit in found.hits],
    }
    return Response(json.dumps(body, ensure_ascii=False), 200, headers, "application/json")


async def _page(desk: Desk, request: Request) -> Response:
    site, who = desk.shown(request).site, client(request)
    try:
        asked = _asked(request, SHOWN)
        found = await _best(desk.context, who, asked) if asked.words.strip() else NOTHING
    except Refused as error:
        words, kind = (request.query_params.get(name, "") for name in ("q", "kind"))
        body = search_page(site, words[:LONGEST], kind, NOTHING, error.detail)
        return page(body, {**FRESH, **retry(error)}, error.status)
    body = search_page(site, asked.words, asked.kind, found)
    return page(body, {"Cache-Control": "no-cache"})


async def _best(context: Context, who: str, asked: Asked) -> Best:
    """What is found in the release; raises Refused: 400, 429 and 503 as of a query, 504."""
    index = context.pool.index
    look = partial(
        search.best,
        words=asked.words,
        kind=asked.kind or None,
        limit=asked.limit,
        seconds=context.options.timeout,
    )
    async with context.searches.turn(who):  # as long as the search, which ends by itself
        try:
            return await asyncio.to_thread(look, index)
        except search.TookTooLong as error:
            raise Refused(504, str(error)) from error
        except search.Damaged as error:
            raise context.pool.damaged(index, partial(search.is_damaged, look)) from error
        except search.Unavailable as error:
            log.error("%s", error)
            raise Refused(503, "the index cannot be read now; search again later", 1) from error
        except ClaimgraphError as error:
            raise Refused(400, str(error)) from error


class Asked(NamedTuple):
    """What is looked for."""

    words: str
    kind: str  # "" is any
    limit: int


def _asked(request: Request, limit: int) -> Asked:
    """What a request asks for, with this limit where it has none; raises Refused: 400, 413."""
    words, kind, number = (
        _once(request, name, default)
        for name, default in (("q", ""), ("kind", ""), ("limit", str(limit)))
    )
    if len(words) > LONGEST:
        raise Refused(413, f"more than {LONGEST} characters to look for")
    if kind and kind not in search.KINDS:
        raise Refused(400, f"kind is one of {', '.join(sorted(search.KINDS))}")
    if not _is_limit(number):
        raise Refused(400, f"limit is a number from 1 to {MOST}")
    return Asked(words, kind, int(number))


def _once(request: Request, name: str, default: str) -> str:
    found = request.query_params.getlist(name)
    if len(found) > 1:
        raise Refused(400, f"{name} is given more than once")
    return found[0] if found else default


def _is_limit(number: str) -> bool:
    digits = number.isascii() and number.isdecimal() and len(number) <= len(str(MOST))
    return digits and 1 <= int(number) <= MOST
