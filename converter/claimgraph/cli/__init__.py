"""The command line. Each command reads its options, calls one function and shows the result.

Exit codes: 0 done; 1 the data does not conform, ASK is false, spans do not match; 2 usage, or
nothing readable; 130 and 143 for SIGINT and SIGTERM.
"""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from typing import Annotated, NoReturn

import typer

from claimgraph import __version__
from claimgraph.cli import (
    dump,
    markup,
    query,
    read,
    records,
    search,
    serve,
    stats,
    validate,
    verdict,
)
from claimgraph.errors import ClaimgraphError, DataError, visible

app = typer.Typer(
    name="claimgraph",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(dump.dump)
app.command()(read.read)
app.command()(markup.markup)
app.command()(validate.validate)
app.command()(query.query)
app.command()(search.search)
app.command()(stats.stats)
app.command()(serve.serve)
app.command()(verdict.verdict)
app.command()(records.check_spans)
app.command()(records.init)
app.command()(records.schema)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"claimgraph {__version__}")
        raise typer.Exit


@app.callback()
def _claimgraph(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Claims, their sources and their reviews as linked data that SHACL has checked."""


def main() -> NoReturn:
    """Run the command line; every expected error becomes one message and an exit code."""
    signal.signal(signal.SIGINT, lambda *_: sys.exit(130))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if hasattr(signal, "SIGPIPE"):  # end quietly when the reader of our output has left
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        _run()
    except DataError as error:
        number = len(error.problems)
        failed(f"{error}\n{number} problem{'' if number == 1 else 's'}.", error.exit_code)
    except ClaimgraphError as error:
        failed(f"claimgraph: {error}", error.exit_code)
    except OSError as error:  # of our own output: the commands explain those of their files
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        failed(f"claimgraph: cannot write the output: {error.strerror}", 2)
    sys.exit(0)


def _run() -> None:
    try:
        app()
    except UnicodeEncodeError:
        _check_encoding(sys.argv[1:])
        raise
    finally:
        gc.freeze()  # the interpreter, about to end, need not look for circles


def _check_encoding(arguments: list[str]) -> None:
    """Raise ClaimgraphError for an argument that is not UTF-8: only names of files may be so."""
    for one in arguments:
        told = os.fsencode(one).decode(errors="backslashreplace")
        if told != one:
            raise ClaimgraphError(f"{told}: not UTF-8; set the terminal or the script to UTF-8")


def failed(message: str, code: int) -> NoReturn:
    """Say what is wrong on standard error, control characters made visible, and exit."""
    typer.echo(visible(message), err=True)
    sys.exit(code)
