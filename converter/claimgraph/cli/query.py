"""claimgraph query"""

from __future__ import annotations

import re
import signal
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, Optional

import typer

from claimgraph.errors import ClaimgraphError, visible

if TYPE_CHECKING:
    from pyoxigraph import Store

SMALL = 50_000  # triples that are read into memory in less time than a store takes to be built
HITS = 1000  # of --search, the best
_PARAMETER = re.compile(r"\w+=")  # a path that begins so is given as ./name=
Format = Literal["table", "csv", "tsv", "json", "xml", "turtle"]


def query(
    inputs: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(
            metavar="PATH... [SPARQL|NAME=VALUE...]", help="Releases or RDF files, then a query."
        ),
    ] = None,
    file: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--file", help="Read the query from a file; - is standard input."),
    ] = None,
    name: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--name", "-n", help="Run a named query."),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", "-l", help="List the named queries.")] = False,
    search: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(metavar="WORDS", help="Bind ?hit and ?score to what these words find."),
    ] = None,
    format: Annotated[
        Optional[Format],  # noqa: UP045
        typer.Option("--format", "-f", help="Default: table, in a pipe csv, for graphs turtle."),
    ] = None,
    limit: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(min=0, help="Write so many rows or triples at most."),
    ] = None,
    timeout: Annotated[
        Optional[float],  # noqa: UP045
        typer.Option(min=0.001, metavar="SECONDS", help="Stop a query that takes longer."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Tell what the query does and how long it takes.")
    ] = False,
) -> None:
    """Ask releases and RDF files in SPARQL. The default graph holds all distinct triples.

    Behind --name or --file, NAME=VALUE gives a parameter of the query. A large release is
    built into a store in the cache folder once (CLAIMGRAPH_CACHE).
    """
    from claimgraph.query import parameters, timed

    if listed:
        _list()
        return
    asked = _asked(inputs or [], file, name)
    start = timed.limited(timeout) if timeout else None
    store = _store(asked.paths)
    text = parameters.bound(asked.text, asked.given, store)
    if search is not None:
        text = _found(asked.paths, search, text)
    for number in (signal.SIGINT, signal.SIGTERM):  # no handler runs while the engine does
        signal.signal(number, signal.SIG_DFL)
    if start:
        start()
    if explain:
        _explain(store, text)
    else:
        _answer(store, text, format, limit)


def _list() -> None:
    from claimgraph.query import named

    queries = named.listed()
    width = max(len(one.name) for one in queries)
    for one in queries:
        typer.echo(f"{one.name:{width}}  {one.title}")
        for parameter in one.parameters:
            typer.echo(f"{'':{width}}    {parameter.name}=  {parameter.about}")


def _store(paths: list[Path]) -> Store:
    """That of the one release, from the cache if it is large; of anything else in memory."""
    from claimgraph import manifest
    from claimgraph.cli.progress import loading
    from claimgraph.query import release_store, store

    if len(paths) != 1 or not manifest.is_release(paths[0]):
        return store.load(paths)
    with loading() as watch:
        return release_store.opened(paths[0], watch, SMALL)


def _found(paths: list[Path], words: str, text: str) -> str:
    """The query, in which ?hit is bound to what the words find in the one release."""
    from claimgraph import manifest, search
    from claimgraph.cli.progress import loading

    if len(paths) != 1 or not manifest.is_release(paths[0]):
        raise ClaimgraphError("--search looks words up in a release: name one folder, no files")
    with loading() as watch:
        look = partial(search.best, words=words, limit=HITS)
        found = search.looked_up(paths[0], look, watch)
    if found.number > len(found.hits):
        message = f"--search binds the best {HITS:,} of {found.told()} hits; more words find fewer"
        typer.echo(f"claimgraph: {message}", err=True)
    return search.bound(text, found.hits)


def _explain(store: Store, text: str) -> None:
    from claimgraph.query import explain

    for line in explain.explained(store, text):
        typer.echo(visible(line))


def _answer(store: Store, text: str, format: str | None, limit: int | None) -> None:
    from claimgraph.query import results, run

    found = run(store, text)
    fmt = format or results.default(found, sys.stdout.isatty())
    if results.write(found, fmt, sys.stdout.buffer, limit):
        sys.stdout.flush()
        typer.echo(f"the first {limit:,}; --limit shows more", err=True)
    if results.is_false(found):
        raise typer.Exit(1)


class _Asked(NamedTuple):
    paths: list[Path]
    text: str
    given: dict[str, str]


def _asked(inputs: list[str], file: Path | None, name: str | None) -> _Asked:
    """The paths, and the query: the last input, a file's or a named one's, with parameters."""
    from claimgraph.query import named, parameters

    if file and name:
        raise ClaimgraphError("give --file or --name, not both")
    text = named.named(name).text if name else _text(file) if file else ""
    words = [one for one in inputs if _PARAMETER.match(one)] if text else []
    inputs = [one for one in inputs if one not in words]
    if not text:
        *inputs, text = inputs or [""]
        if not inputs and _exists(text):
            raise ClaimgraphError("no query: give one behind the paths, or --name, or --file")
    if not inputs:
        raise ClaimgraphError("nothing to ask: name a release or an RDF file before the query")
    if name or file:
        _check_behind(inputs[1:], text)
    return _Asked([Path(one) for one in inputs], text, parameters.assigned(words))


def _check_behind(words: list[str], text: str) -> None:
    """Raise ClaimgraphError for a value without the name of its parameter."""
    from claimgraph.query import parameters

    names = [one.name for one in parameters.declared(text)]
    for word in words:
        if names and not _exists(word):
            raise ClaimgraphError(
                f"{word}: no such file or folder; a parameter is written NAME=VALUE, as "
                f"{names[0]}={word} (this query has {', '.join(names)})"
            )


def _exists(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):  # too long for a path, or with a NUL
        return False


def _text(file: Path) -> str:
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return data.decode()
    except UnicodeDecodeError as error:
        raise ClaimgraphError(f"{file}: not UTF-8") from error
    except OSError as error:
        raise ClaimgraphError(f"{file}: {error.strerror}") from error
