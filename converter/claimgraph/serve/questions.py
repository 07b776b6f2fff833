"""The pages of questions: the one to write a query on, and that of its answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from claimgraph.errors import ClaimgraphError
from claimgraph.query.named import NamedQuery, listed, named
from claimgraph.serve.binding import Given
from claimgraph.serve.desk import Desk
from claimgraph.serve.elements import Html, tag
from claimgraph.serve.pages import query, results
from claimgraph.serve.protocol import Asked, asked
from claimgraph.serve.replies import FRESH, page, retry
from claimgraph.serve.tasks import Refused
from claimgraph.serve.validators import is_known, is_named, of_answer, validators
from claimgraph.serve.vocabularies import words


async def editor(desk: Desk, request: Request) -> Response:
    """The page to write a query on; `query`, or `name` and parameters, say which stands in it."""
    shown = desk.shown(request)
    given = request.query_params
    chosen = _chosen(given.get("name", ""))
    if chosen is None:
        text = given.get("query") or query.START
        told = validators(shown.served, shown.site, text)
        if is_known(request, told):
            return Response(status_code=304, headers=told)
        return page(query.page(shown.site, text, _named()), told)
    values = {one.name: given.get(one.name, "").strip() for one in chosen.parameters}
    narrow = query.narrowing(shown.site, chosen, values)
    try:
        text = await _bound(desk, request, chosen, values)
    except Refused as error:
        body = query.page(shown.site, chosen.text, _named(), _wrong(error), narrow=narrow)
        return page(body, {**FRESH, **retry(error)}, error.status)
    told = validators(shown.served, shown.site, text, values)
    return page(query.page(shown.site, text, _named(), narrow=narrow), told)


def _chosen(name: str) -> NamedQuery | None:
    """The query of that name, None of no name; raises Refused."""
    try:
        return named(name) if name else None
    except ClaimgraphError as error:
        raise Refused(404, str(error)) from error


async def _bound(
    desk: Desk, request: Request, chosen: NamedQuery, values: Mapping[str, str]
) -> str:
    """The query with what is given for its parameters; raises Refused."""
    given = tuple((name, value) for name, value in values.items() if value)
    if not given:
        return chosen.text
    _, text = await desk.context.whole(request, "bind", Given(chosen.text, given))
    return text.decode()


async def answered(desk: Desk, request: Request) -> Response:
    """The answer to a query as a page."""
    return await answer(desk, request, await asked(request, desk.context))


async def answer(desk: Desk, request: Request, found: Asked) -> Response:
    """As `answered`, of a request that has been read; without a query, the page to write one."""
    vary = {"Vary": "Accept"}
    if found.text is None:
        empty = await editor(desk, request)
        empty.headers.update(vary)
        return empty
    shown = desk.shown(request)
    parts = ("answer", shown.site, found)
    told = {**of_answer(shown.served, found.text, *parts), **vary}
    if is_named(request, told):
        return Response(status_code=304, headers=told)
    question = results.Question(
        shown.site, found.text, _named(), found.default_graphs, found.named_graphs
    )
    try:
        served, body = await desk.context.whole(request, "answer", question)
    except Refused as error:
        body = query.page(shown.site, found.text, _named(), _wrong(error), title="No answer")
        return page(body, {**FRESH, **vary, **retry(error)}, error.status)
    told = {**of_answer(served, found.text, *parts), **vary}
    if is_known(request, told):
        return Response(status_code=304, headers=told)
    return page(body, told)


async def completed(desk: Desk, request: Request) -> Response:
    """The words that the editor completes."""
    told = validators(desk.context.served, "words")
    if is_known(request, told):
        return Response(status_code=304, headers=told)
    body = json.dumps(words(), ensure_ascii=False).encode()
    return Response(body, headers=told, media_type="application/json")


def _wrong(error: Refused) -> Html:
    return tag("p", error.detail, role="alert", class_="wrong")


@cache
def _named() -> tuple[NamedQuery, ...]:
    return tuple(listed())
