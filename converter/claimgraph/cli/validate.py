"""claimgraph validate"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer


def validate(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="RDF files and folders: together one data graph."),
    ],
    shapes: Annotated[
        list[str],
        typer.Option("--shapes", "-s", help="A profile, or a file of shapes; may be repeated."),
    ] = ["core"],  # noqa: B006
    format: Annotated[
        Literal["text", "turtle", "json"], typer.Option("--format", "-f", help="Of the report.")
    ] = "text",
) -> None:
    """Check RDF files against SHACL shapes. Violations fail; warnings are shown."""
    from claimgraph import rdf
    from claimgraph.gate import check, graphs, render
    from claimgraph.gate.shapes import load
    from claimgraph.vocabulary import PREFIXES

    wanted = load(shapes)
    data = graphs.graph(quad for path in rdf.files(files) for quad in rdf.read(path))
    report = check(data, wanted)
    if format == "text":
        typer.echo(render.text(report, PREFIXES), nl=False)
    else:
        typer.echo({"turtle": render.turtle, "json": render.json}[format](report), nl=False)
    raise typer.Exit(0 if report.conforms else 1)
