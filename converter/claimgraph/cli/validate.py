"""claimgraph validate"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from claimgraph.gate.report import Report


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

    wanted = load(shapes)
    data = graphs.graph(quad for path in rdf.files(files) for quad in rdf.read(path))
    report = check(data, wanted)
    if format == "text":
        typer.echo(render.text(report, _prefixes(report)), nl=False)
    else:
        typer.echo({"turtle": render.turtle, "json": render.json}[format](report), nl=False)
    raise typer.Exit(0 if report.conforms else 1)


def _prefixes(report: Report) -> dict[str, str]:
    """Those of the vocabulary, of the packaged shapes, and of the nodes that the report names."""
    from claimgraph.gate.shapes import NAMESPACE, profiles
    from claimgraph.vocabulary import PREFIXES
    from claimgraph.writers.union import prefixes

    own = {name: f"{NAMESPACE}{name}#" for name in profiles()}
    return {**prefixes(result.focus for result in report.results), **own, **PREFIXES}
