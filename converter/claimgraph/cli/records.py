"""claimgraph check-spans, init and schema"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from claimgraph.cli.dump import Sources


def check_spans(
    sources: Sources,
    texts: Annotated[Path, typer.Option("--texts", help="Folder of the articles' texts.")],
) -> None:
    """Verify the evidence spans in articles' texts.

    Length and hash of each text are verified, too.
    """
    from claimgraph import spans

    found = spans.check_spans(sources, texts)
    typer.echo(f"{found.spans} spans in {found.texts} texts match.")


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New or empty folder.")],
) -> None:
    """Write a starter folder of records that dumps as it is."""
    from claimgraph.records.starter import write

    for path in write(folder):
        typer.echo(path)
    typer.echo(f"Next: claimgraph dump {folder} --out dist")


def schema() -> None:
    """Print the JSON Schema of record files.

    With it editors complete and check while you type.
    """
    from claimgraph.records.schema import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
