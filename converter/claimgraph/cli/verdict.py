"""claimgraph verdict"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Literal, Optional

import typer

from claimgraph.cli.dump import As, Columns
from claimgraph.errors import ClaimgraphError, visible

if TYPE_CHECKING:
    from claimgraph.sources.formats import Format


def verdict(
    label: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(metavar="LABEL", help="A desk's verdict in its own words, or a number."),
    ] = None,
    desk: Annotated[str, typer.Option(help="The desk's site, such as politifact.com.")] = "",
    lang: Annotated[str, typer.Option(help="Language of the label, such as pt-BR.")] = "",
    coverage: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option(
            metavar="SOURCE", help="Count how many reviews the tables explain; may be repeated."
        ),
    ] = None,
    form: As = None,
    columns: Columns = None,
    format: Annotated[
        Literal["text", "json"], typer.Option("--format", "-f", help="Of the counts of --coverage.")
    ] = "text",
) -> None:
    """Explain a label by the tables, or count what they cover."""
    if bool(label) == bool(coverage):
        raise ClaimgraphError("give a label to explain, or --coverage with a source")
    if coverage and (desk or lang):
        raise ClaimgraphError("--desk and --lang belong to a label; --coverage counts every desk")
    if label and (form or columns):
        raise ClaimgraphError("--as and --columns belong to the sources of --coverage")
    if coverage:
        from claimgraph.sources.formats import chosen

        _covered(coverage, chosen(form, columns), format)
    else:
        _explained(label or "", desk, lang)


def _covered(sources: list[str], read_as: Format | None, form: str) -> None:
    from claimgraph.records.outcome import Entry
    from claimgraph.sources import coverage
    from claimgraph.sources.streams import collected

    with collected(sources, None, read_as) as held:
        found = coverage.coverage(one.record for one in held.told() if isinstance(one, Entry))
    if not found.counts:
        raise ClaimgraphError(f"no reviews in {', '.join(sources)}")
    if form == "json":
        typer.echo(json.dumps(coverage.plain(found), indent=1, ensure_ascii=False))
    else:
        typer.echo(visible(coverage.text(found)))


def _explained(label: str, desk: str, language: str) -> None:
    from claimgraph.verdicts import ANY, AXES, explain, fold

    site = _site(desk) if desk else ""
    found = explain(label, site, language)
    if found is None:
        of = f" of {site}" if site else ""
        typer.echo(visible(f"`{label}` is unknown: no row{of} matches `{fold(label)}`"))
        raise typer.Exit(1)
    axes = [f"{axis}: {found.axes[axis]}" for axis in AXES if axis in found.axes]
    desks, languages = (None if one == ANY else one for one in found.row[:2])
    row = f"{found.row.label} ({desks or 'any desk'}, {languages or 'any language'})"
    lines = [
        ", ".join(axes) or "no finding on any axis",
        f"row: {row}{f', {found.match} match' if found.match else ''}",
        f"source: {found.source}, {found.date}",
        *([f"note: {found.note}"] if found.note else []),
    ]
    typer.echo(visible("\n".join(lines)))


def _site(desk: str) -> str:
    """The site that stands for all hosts of the desk, as in what is read."""
    from claimgraph.sources.identity import desk_site

    try:
        return desk_site(desk)
    except ValueError as error:
        message = f"--desk {desk}: {error}; name the desk's site, such as politifact.com"
        raise ClaimgraphError(message) from error
