"""claimgraph serve"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from claimgraph.errors import ClaimgraphError

_ADDRESS = re.compile(r"https?://[^\s/?#<>\"{}|\\^`]+(/[^\s?#<>\"{}|\\^`]*)?")


def serve(
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="Folder of a release.")],
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    public_url: Annotated[
        str, typer.Option(metavar="URL", help="Address that others know the server by.")
    ] = "",
    workers: Annotated[
        int,
        typer.Option(min=0, help="Processes that run queries. Default: one a core, at least 2."),
    ] = 0,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that a query may take.")] = 10,
    memory: Annotated[int, typer.Option(min=16, help="MiB that a query may use.")] = 512,
    rows: Annotated[int, typer.Option(min=1, help="Rows or triples in an answer.")] = 1_000_000,
    text: Annotated[int, typer.Option(min=1, help="KiB in a query's text.")] = 1024,
    queue: Annotated[int, typer.Option(min=1, help="Queries that may wait for a worker.")] = 64,
    per_client: Annotated[int, typer.Option(min=1, help="Queries of one client at once.")] = 16,
) -> None:
    """Serve a release on the web: SPARQL, linked data, pages. It is only read.

    A new release in the folder is taken up by itself.
    """
    if public_url and not _ADDRESS.fullmatch(public_url):
        raise ClaimgraphError(f"--public-url {public_url}: write it as https://data.example.org")
    from claimgraph.serve import run
    from claimgraph.serve.options import Options

    given = {"workers": workers} if workers else {}
    options = Options(
        host=host,
        port=port,
        public_url=public_url,
        timeout=timeout,
        memory=memory << 20,
        rows=rows,
        text=text << 10,
        queue=queue,
        per_client=per_client,
        **given,
    )
    run.run(release, options)
