"""claimgraph verdict"""

from __future__ import annotations

import json
from typing import Annotated, Literal, Optional

import typer

from claimgraph.errors import ClaimgraphError, visible


def verdict(
    label: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(metavar="LABEL", help="A desk's verdict in its own words, or a number."),
    ] = None,
    desk: Annotated[str, typer.Option(help="Its site, such as politifact.com.")] = "",
    lang: Annotated[str, typer.Option(help="Language of the label, such as pt-BR.")] = "",
    coverage: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(metavar="SOURCE", help="Count how many reviews the tables explain."),
    ] = None,
    format: Annotated[
        Literal["text", "json"], typer.Option("--format", "-f", help="Of the counts.")
    ] = "text",
) -> None:
    """Explain what the tables say of a label, or how much of a source they cover."""
    if bool(label) == bool(coverage):
        raise ClaimgraphError("give a label to explain, or --coverage with a source")
    if coverage:
        _covered(coverage, format)
    else:
        _explained(label or "", desk, lang)


def _covered(sources: list[str], form: str) -> None:
    from claimgraph.sources import coverage
    from claimgraph.sources.gather import gather

    found = coverage.coverage(one.record for one in gather(sources).reading.entries)
    if not found.counts:
        raise ClaimgraphError(f"no reviews in {', '.join(sources)}")
    if form == "json":
        typer.echo(json.dumps(coverage.plain(found), indent=1, ensure_ascii=False))
    else:
        typer.echo(visible(coverage.text(found)))


def _explained(label: str, desk: str, language: str) -> None:
    from claimgraph.verdicts import AXES, explain, fold

    found = explain(label, desk, language)
    if found is None:
        of = f" of {desk}" if desk else ""
        typer.echo(visible(f"`{label}` is unknown: no row{of} matches `{fold(label)}`"))
        raise typer.Exit(1)
    axes = [f"{axis}: {found.axes[axis]}" for axis in AXES if axis in found.axes]
    row = (f"{name} {part}" for name, part in zip(("desk", "language"), found.row[:2], strict=True))
    lines = [
        ", ".join(axes) or "no finding on any axis",
        f"row: {found.row.label} ({', '.join(row)}), {found.match} match",
        f"source: {found.source}, {found.date}",
        *([f"note: {found.note}"] if found.note else []),
    ]
    typer.echo(visible("\n".join(lines)))
