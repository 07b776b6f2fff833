"""claimgraph read"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from claimgraph.cli.dump import As, Base, Columns, Sources
from claimgraph.errors import visible

if TYPE_CHECKING:
    from claimgraph.records.outcome import Entry, Refusal
    from claimgraph.sources.streams import Collected


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
    from claimgraph.sources.streams import collected

    with collected(sources, base, chosen(form, columns)) as found:
        to_file = out is not None and str(out) != "-"
        refused: list[Refusal] = []
        write_lines(_entries(found, refused), out if out and to_file else sys.stdout.buffer)
        accounts = found.accounts(refused)
    for refusal in refused:
        typer.echo(visible("\n".join(map(str, refusal.problems))), err=True)
    if not quiet:
        skipped = [f"skipped: {name}" for name in found.skipped]
        typer.echo(visible("\n".join([*loss.describe(accounts), *skipped])), err=True)


def _entries(found: Collected, refused: list[Refusal]) -> Iterator[Entry]:
    """The records; `refused` gets what is none."""
    from claimgraph.records.outcome import Entry

    for one in found.told():
        if isinstance(one, Entry):
            yield one
        else:
            refused.append(one)
