"""claimgraph validate"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from claimgraph.errors import visible

if TYPE_CHECKING:
    from claimgraph.gate.report import Report


def validate(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="RDF files, pages, and folders: together one data graph."
        ),
    ],
    shapes: Annotated[
        list[str],
        typer.Option("--shapes", "-s", help="A profile, or a file of shapes; may be repeated."),
    ] = ["core"],  # noqa: B006
    format: Annotated[
        Literal["text", "turtle", "json"], typer.Option("--format", "-f", help="Of the report.")
    ] = "text",
    engine: Annotated[
        Literal["auto", "pyshacl", "fast"],
        typer.Option(help="What validates: auto takes fast for shapes of SHACL Core."),
    ] = "auto",
) -> None:
    """Check RDF, or the markup of pages, against SHACL shapes.

    Violations fail; warnings are shown. For the profiles google and feed, JSON is read as
    forgivingly as in a page, and folders are searched for pages too.
    """
    from claimgraph.gate import data, engines, render
    from claimgraph.gate.shapes import read

    wanted = read(shapes)
    given = data.of_rdf(files) if data.PROFILES.isdisjoint(shapes) else data.of_markup(files)
    for note in given.notes:
        typer.echo(visible(note), err=True)
    report = engines.validate(given.nodes, wanted, given.pages, engine)
    if format == "text":
        typer.echo(render.text(report, _prefixes(report), given.places), nl=False)
    else:
        typer.echo({"turtle": render.turtle, "json": render.json}[format](report), nl=False)
    raise typer.Exit(0 if report.conforms else 1)


def _prefixes(report: Report) -> dict[str, str]:
    """Those of the vocabulary, of the packaged shapes, and of the nodes that the report names."""
    from claimgraph.gate.shapes import NAMESPACE, profiles
    from claimgraph.vocabulary import PREFIXES
    from claimgraph.writers.union import prefixes, spaces

    own = {name: f"{NAMESPACE}{name}#" for name in profiles()}
    return {**prefixes(spaces(result.focus for result in report.results)), **own, **PREFIXES}
