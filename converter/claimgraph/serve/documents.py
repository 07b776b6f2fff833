"""The routes of what is read: things of the release, the release itself, its files, our terms."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from claimgraph.serve import describe, lookup, questions
from claimgraph.serve.desk import Desk, Shown
from claimgraph.serve.files import dump, listing, robots, static
from claimgraph.serve.generation import Served
from claimgraph.serve.pages import vocabulary as terms
from claimgraph.serve.replies import (
    VARY,
    media_type,
    spoken_languages,
    unacceptable,
    wanted_format,
    written,
)
from claimgraph.serve.site import FORMATS, VOCABULARIES, Ask, PageRequest, asks
from claimgraph.serve.tasks import Refused
from claimgraph.serve.validators import is_known, is_named, validators
from claimgraph.serve.vocabularies import vocabulary_text


def routes(desk: Desk) -> list[Route]:
    """The last of them take every path of two segments, where nothing is, and of more."""
    handlers: dict[str, Callable[..., Awaitable[Response]]] = {
        "/": partial(_home, desk),
        "/search": partial(lookup.found, desk),
        "/editor": partial(questions.editor, desk),
        "/words.json": partial(questions.completed, desk),
        **dict.fromkeys(("/dump", "/dump/"), partial(listing, desk)),
        "/dump/{name}": partial(dump, desk),
        "/robots.txt": partial(robots, desk),
        "/.well-known/void": partial(_to_home, desk),
        "/static/{name}": static,
        **{f"/{path}": partial(_vocabulary, desk, path, "") for path in VOCABULARIES},
        **{
            f"/{path}.{suffix}": partial(_vocabulary, desk, path, suffix)
            for path in VOCABULARIES
            for suffix in FORMATS
        },
        "/{kind}/{source}": partial(_thing, desk),
        "/{kind}/{source}/{thing:path}": partial(_thing, desk),
    }
    answer = Route("/answer", partial(questions.answered, desk), methods=["GET", "POST"])
    return [answer, *(Route(path, handler) for path, handler in handlers.items())]


async def _home(desk: Desk, request: Request) -> Response:
    """The release: a page, or its description as RDF."""
    shown = desk.shown(request)
    fmt = _named_format(request) or wanted_format(request)
    if not fmt:
        raise unacceptable()
    spoken, kind = spoken_languages(request), media_type(request, fmt)
    told = {**validators(shown.served, "/", kind, spoken, shown.site.public), **VARY}
    if is_known(request, told):
        return Response(status_code=304, headers=told)
    if fmt == "html":
        _, body = await desk.context.whole(request, "home", shown.overview(spoken))
    else:
        body = shown.described(fmt)
    return written(
        request, body, fmt, {**told, "Link": f'<{shown.site.root}/sparql>; rel="service"'}
    )


def _named_format(request: Request) -> str:
    """The `format=` of the request, "" if there is none; raises Refused."""
    named = request.query_params.get("format", "")
    if named and named not in FORMATS:
        there = ", ".join(FORMATS)
        raise Refused(400, f"format={named[:40]!r} is unknown; there are {there}")
    return named


async def _to_home(desk: Desk, request: Request) -> Response:
    """The release stands at `/`."""
    return RedirectResponse(f"{desk.shown(request).site.root}/", 303)


async def _thing(desk: Desk, request: Request) -> Response:
    """A thing of the release, by its path, with or without a suffix."""
    shown = desk.shown(request)
    path = _path(request)
    wanted = wanted_format(request)
    asked = PageRequest(asks(shown.site, path, wanted), spoken_languages(request), shown.site)
    if not asked.asks:
        raise unacceptable()
    json_name = media_type(request, "jsonld")
    told = {**validators(shown.served, *asked, json_name), **VARY}
    if is_named(request, told):
        return Response(status_code=304, headers=told)
    served, body = await _described(desk, request, shown, asked)
    if not body:
        raise Refused(404, f"nothing is known of {asked.asks[0].iri}")
    head, _, rest = body.partition(b"\n")
    found = Ask(**json.loads(head))
    told = {**validators(served, *asked, json_name), **VARY}
    if is_known(request, told):
        return Response(status_code=304, headers=told)
    document = f"{shown.site.path(found.iri) or shown.site.root + path}.{found.format}"
    if found.iri == shown.site.public + path:  # which is no document
        return RedirectResponse(document, 303, told)
    return written(request, rest, found.format, {**told, "Content-Location": document})


async def _described(
    desk: Desk, request: Request, shown: Shown, asked: PageRequest
) -> tuple[Served, bytes]:
    served, body = await desk.context.whole(request, "page", asked)
    return served, body or describe.page(shown.store, asked)


async def _vocabulary(desk: Desk, path: str, suffix: str, request: Request) -> Response:
    """One of our vocabularies; its terms are anchors in the page."""
    fmt = suffix or wanted_format(request)
    if not fmt:
        raise unacceptable()
    shown = desk.shown(request)
    told = {
        **validators(shown.served, path, media_type(request, fmt), shown.site),
        "Vary": "Accept",
    }
    if is_known(request, told):
        return Response(status_code=304, headers=told)
    body = terms.page(path, shown.site) if fmt == "html" else vocabulary_text(path, fmt)
    told["Content-Location"] = f"{shown.site.root}/{path}.{fmt}"
    return written(request, body, fmt, told)


def _path(request: Request) -> str:
    """The path as it was sent, percent-encoded, below the root."""
    raw: bytes = request.scope.get("raw_path") or request.url.path.encode()
    path = raw.partition(b"?")[0].decode("ascii", "replace")
    return path.removeprefix(request.scope.get("root_path", ""))
