"""claimgraph dump"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Optional

import typer

from claimgraph.errors import visible

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="Files of records, pages, JSON-LD, tables and more, folders of them, a URL, or -.",
    ),
]
As = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--as",
        metavar="FORMAT",
        help="Their format, if it is not to be detected: page, jsonld, google, collector, table, "
        "ninjs, ninjs/1.0 and so on, newsml, gdelt, warc, release or records.",
    ),
]
Columns = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(metavar="MAP.toml", help="What the columns of the tables mean."),
]
Base = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(help="Base IRI, in place of that of claimgraph.toml."),
]


def dump(
    sources: Sources,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the release.")],
    form: As = None,
    columns: Columns = None,
    base: Base = None,
    quarantine: Annotated[
        bool,
        typer.Option("--quarantine", help="Publish what holds; keep the rest in rejected.jsonl."),
    ] = False,
    engine: Annotated[
        Literal["auto", "pyshacl", "fast"],
        typer.Option(help="What checks the shapes: auto takes the fast one where it can."),
    ] = "auto",
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=0, help="Processes that work on it; 0: all cores.")
    ] = 0,
    compress: Annotated[
        Optional[Literal["gz", "zst"]],  # noqa: UP045
        typer.Option(help="Pack the three files of the graph."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
) -> None:
    """Turn what sources tell into a release of checked RDF."""
    from claimgraph.cli.progress import bar
    from claimgraph.release.dump import dump as publish
    from claimgraph.sources.formats import chosen

    read_as = chosen(form, columns)
    with bar(quiet) as watch:
        done = publish(sources, out, base, quarantine, read_as, engine, jobs, compress, watch)
    for refusal in done.refused:
        typer.echo(visible("\n".join(map(str, refusal.problems))), err=True)
    if not quiet:
        typer.echo(visible(done.describe(out)))
