"""claimgraph query"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated, Literal, Optional

import typer

from claimgraph.errors import ClaimgraphError

Format = Literal["table", "csv", "tsv", "json", "xml", "turtle"]


def query(
    inputs: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(metavar="PATH... [SPARQL]", help="Releases or RDF files, then a query."),
    ] = None,
    file: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--file", help="Read the query from a file."),
    ] = None,
    name: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--name", "-n", help="Run a named query."),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", "-l", help="List the named queries.")] = False,
    format: Annotated[
        Optional[Format],  # noqa: UP045
        typer.Option("--format", "-f", help="Default: table, in a pipe csv, for graphs turtle."),
    ] = None,
) -> None:
    """Ask releases and RDF files in SPARQL. The default graph holds all distinct triples."""
    from claimgraph.query import named, results, run, store

    if listed:
        width = max(len(one.name) for one in named.listed())
        for one in named.listed():
            typer.echo(f"{one.name:{width}}  {one.title}")
        return
    for number in (signal.SIGINT, signal.SIGTERM):  # no handler runs while the engine does
        signal.signal(number, signal.SIG_DFL)
    paths, text = _split(inputs or [], file, name)
    found = run(store.load(paths), text)
    results.write(found, format or results.default(found, sys.stdout.isatty()), sys.stdout.buffer)
    if results.is_false(found):
        raise typer.Exit(1)


def _split(inputs: list[str], file: Path | None, name: str | None) -> tuple[list[Path], str]:
    """The paths, and the text of the query: the last input, a file's, or a named one's."""
    from claimgraph.query import named

    if file and name:
        raise ClaimgraphError("give --file or --name, not both")
    text = named.named(name).text if name else _text(file) if file else ""
    if not text:
        *inputs, text = inputs or [""]
        if not inputs and _exists(text):
            raise ClaimgraphError("no query: give one behind the paths, or --name, or --file")
    if not inputs:
        raise ClaimgraphError("nothing to ask: name a release or an RDF file before the query")
    return [Path(one) for one in inputs], text


def _exists(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):  # too long for a path, or with a NUL
        return False


def _text(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ClaimgraphError(f"{file}: not UTF-8") from error
    except OSError as error:
        raise ClaimgraphError(f"{file}: {error.strerror}") from error
