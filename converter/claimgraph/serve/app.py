"""The application: the routes, and the workers behind them for as long as it runs."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from claimgraph.serve import documents, metrics, openapi, problems, questions, sparql
from claimgraph.serve.context import Context
from claimgraph.serve.desk import Desk
from claimgraph.serve.headers import Headers
from claimgraph.serve.metrics import Metrics
from claimgraph.serve.options import Options
from claimgraph.serve.pieces import Pieces
from claimgraph.serve.pool import Pool

PACKED_FROM = 1000  # bytes; shorter answers are not worth it
LEVEL = 4  # of gzip: most of what 9 saves, in a third of its time


def app(release: Path, options: Options) -> Starlette:
    """The server of a release; its workers live from startup to shutdown."""
    counters = Metrics()
    pool = Pool(release, options, counters)
    context = Context(options, pool, counters)
    desk = Desk(context)
    tell = problems.teller(desk)

    @asynccontextmanager
    async def running(_: Starlette) -> AsyncIterator[None]:
        try:
            await pool.open()
            yield
        finally:
            await pool.close()

    return Starlette(
        routes=[*_own(desk), *documents.routes(desk)],
        middleware=[
            Middleware(Pieces),
            Middleware(Headers, metrics=counters),
            Middleware(GZipMiddleware, minimum_size=PACKED_FROM, compresslevel=LEVEL),
            Middleware(problems.Unforeseen, tell=tell),
        ],
        exception_handlers=problems.handlers(tell),
        lifespan=running,
    )


def _own(desk: Desk) -> list[BaseRoute]:
    context = desk.context
    endpoint = sparql.endpoint(context, partial(questions.answer, desk))

    async def health(request: Request) -> Response:
        alive = context.pool.alive
        told = {
            "status": "ok" if alive else "down",
            "workers": alive,
            "search": context.pool.is_indexed,
            "release": context.served.tag,
        }
        body, status = json.dumps(told), 200 if alive else 503
        return Response(body, status, {"Cache-Control": "no-store"}, "application/json")

    async def counted(request: Request) -> Response:
        headers = {"Cache-Control": "no-store", "Content-Type": metrics.MEDIA_TYPE}
        return Response(context.metrics.text(), headers=headers)

    async def described(request: Request) -> Response:
        body = openapi.described(context.public(request))
        return Response(json.dumps(body), media_type="application/json")

    return [
        Route("/sparql", endpoint, methods=["GET", "POST"]),
        Route("/health", health),
        Route("/metrics", counted),
        Route("/openapi.json", described),
    ]
