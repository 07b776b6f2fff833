"""Run the application under uvicorn until a signal ends it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from pathlib import Path

import uvicorn

from claimgraph.errors import ClaimgraphError
from claimgraph.query import release_store
from claimgraph.serve.app import app
from claimgraph.serve.connection import Connection, OnPurpose
from claimgraph.serve.options import Options

CONNECTIONS = 1000  # at once; then 503
IDLE = 5  # seconds that a connection without a request stays open
LAST = 30  # seconds for requests to end, at shutdown
HEAD = 1 << 16  # bytes of a request's line and headers


def run(release: Path, options: Options) -> None:
    """Serve; raises ClaimgraphError where the release cannot be opened."""
    release_store.key(release)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # the command line has it end the process
    logging.basicConfig(level=logging.INFO, format="%(levelname)s: %(message)s")
    application = app(release, options)

    async def serving() -> None:
        await _check_address(options)
        async with application.router.lifespan_context(application):
            await server(application, options).serve()

    asyncio.run(serving())


async def _check_address(options: Options) -> None:
    """Raise ClaimgraphError if nothing can listen there; told before the release is opened."""
    try:
        loop = asyncio.get_running_loop()
        tried = await loop.create_server(asyncio.Protocol, options.host, options.port)
    except OSError as error:
        number = error.errno or 0
        reason = os.strerror(number) if number > 0 else error.strerror  # below it: of the name
        where = f"{options.host}, port {options.port}"
        raise ClaimgraphError(f"cannot listen on {where}: {reason}; see --host, --port") from error
    tried.close()
    await tried.wait_closed()


def server(application: object, options: Options) -> uvicorn.Server:
    """The HTTP server, with its limits; the application is already started."""
    config = uvicorn.Config(
        application,  # type: ignore[arg-type]
        host=options.host,
        port=options.port,
        lifespan="off",
        http=Connection,
        ws="none",
        access_log=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=LAST,
        h11_max_incomplete_event_size=HEAD,
        log_config=None,
    )
    logging.getLogger("uvicorn.error").addFilter(OnPurpose())
    return uvicorn.Server(config)
