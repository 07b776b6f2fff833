"""claimgraph read"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from claimgraph.cli.dump import As, Base, Columns, Sources
from claimgraph.errors import visible


def read(
    sources: Sources,
    form: As = None,
    columns: Columns = None,
    base: Base = None,
    out: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--out", "-o", metavar="FILE", help="Default: standard output."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print no account.")] = False,
) -> None:
    """Show what sources tell, as records that dump accepts.

    They are JSON Lines; the account of what became of each source goes to standard error.
    """
    from claimgraph.records.write import write_lines
    from claimgraph.sources import loss
    from claimgraph.sources.formats import chosen
    from claimgraph.sources.gather import gather

    found = gather(sources, base, chosen(form, columns))
    to_file = out is not None and str(out) != "-"
    write_lines(found.reading.entries, out if out and to_file else sys.stdout.buffer)
    for refusal in found.reading.refusals:
        typer.echo(visible("\n".join(map(str, refusal.problems))), err=True)
    if not quiet:
        skipped = [f"skipped: {name}" for name in found.reading.skipped]
        typer.echo(visible("\n".join([*loss.describe(found.accounts), *skipped])), err=True)
