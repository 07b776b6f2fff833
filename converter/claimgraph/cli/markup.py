"""claimgraph markup"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimgraph.errors import visible


def markup(
    sources: Annotated[
        list[Path], typer.Argument(metavar="RELEASE...", help="Releases, or other RDF files.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the markup.")],
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
) -> None:
    """Write reviews as JSON-LD for their pages, and as a feed."""
    from claimgraph.markup.write import write

    done = write(sources, out)
    if not quiet:
        typer.echo(visible(done.describe(out)))
