"""claimgraph stats"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Optional

import typer

from claimgraph.errors import ClaimgraphError

if TYPE_CHECKING:
    from claimgraph.stats import Section


def stats(
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="Folder of a release.")],
    format: Annotated[
        Literal["table", "json"], typer.Option("--format", "-f", help="How it is written.")
    ] = "table",
    charts: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FOLDER", help="Draw the figures too, as SVG in this folder."),
    ] = None,
) -> None:
    """Count what a release holds, by class, desk, verdict and year.

    Also: texts by language, the most contradicted events, and how complete the release is.
    """
    from claimgraph.cli.progress import loading
    from claimgraph.query import table
    from claimgraph.query.release_store import opened
    from claimgraph.stats import counted, show

    with loading() as watch:
        store = opened(release, watch)
    sections = counted(store)
    if charts:
        _draw(sections, charts)
    width = table.terminal_width(sys.stdout)
    text = show.as_json(sections) if format == "json" else show.text(sections, width)
    sys.stdout.buffer.write(text.encode())


def _draw(sections: list[Section], folder: Path) -> None:
    """A file a section in which something was counted."""
    from claimgraph.manifest import content
    from claimgraph.stats import show
    from claimgraph.stats.chart import chart

    if folder.exists() and not folder.is_dir():
        raise ClaimgraphError(f"{folder}: is a file; --charts takes a folder")
    if content(folder):
        raise ClaimgraphError(f"{folder}: holds a release; name another folder for the charts")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in sections:
            if one.bar and show.counts(one):
                (folder / f"{one.name}.svg").write_text(chart(one), "utf-8")
    except OSError as error:
        raise ClaimgraphError(f"{folder}: {error.strerror}") from error
