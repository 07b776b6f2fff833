"""claimgraph dump"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from claimgraph.errors import visible

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...", help="Record files (YAML, JSON, JSON Lines), folders of them, or -."
    ),
]


def dump(
    sources: Sources,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the release.")],
    base: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="Base IRI, in place of that of claimgraph.toml."),
    ] = None,
    quarantine: Annotated[
        bool,
        typer.Option("--quarantine", help="Publish what holds; keep the rest in rejected.jsonl."),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
) -> None:
    """Turn records into a release: Turtle, JSON-LD and N-Quads that the shapes have let pass."""
    from claimgraph.release.dump import dump as publish

    done = publish(sources, out, base, quarantine)
    for refusal in done.refused:
        typer.echo(visible("\n".join(map(str, refusal.problems))), err=True)
    if not quiet:
        typer.echo(visible(done.describe(out)))
