"""claimgraph search"""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Optional

import typer

from claimgraph.errors import visible

if TYPE_CHECKING:
    from claimgraph.search import Hit


def search(
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="Folder of a release.")],
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS...", help="All must be met."),
    ],
    kind: Annotated[
        Optional[Literal["claim", "review", "article", "event", "actor", "place"]],  # noqa: UP045
        typer.Option("--kind", "-k", help="Only such things."),
    ] = None,
    language: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--language", "-l", help="Only texts in this language, as en or pt-BR."),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=100_000, help="At most so many things.")
    ] = 20,
    format: Annotated[
        Optional[Literal["table", "csv", "json"]],  # noqa: UP045
        typer.Option("--format", "-f", help="Default: table, in a pipe csv."),
    ] = None,
) -> None:
    """Look up words in claims, headlines, names and verdicts.

    The best come first. Case and accents do not count. begin* is how a word begins; '"in a row"',
    quoted twice because of the shell, is a phrase.
    """
    from claimgraph.cli.progress import loading
    from claimgraph.search import best, looked_up

    look = partial(best, words=" ".join(words), kind=kind, limit=limit, language=language)
    with loading() as watch:
        found = looked_up(release, look, watch)
    hits = found.hits
    form = format or ("table" if sys.stdout.isatty() else "csv")
    sys.stdout.buffer.write(_WRITTEN[form](hits).encode())
    if found.number > len(hits):
        sys.stdout.flush()
        typer.echo(f"{len(hits):,} of {found.told()}; --limit shows more", err=True)
    if not hits:
        asked = {"--kind": kind, "--language": language}
        among = "".join(f" {name} {given}" for name, given in asked.items() if given)
        typer.echo(visible(f"nothing found for: {' '.join(words)}{among}"), err=True)


def _table(hits: list[Hit]) -> str:
    from claimgraph.query import table

    if not hits:
        return ""
    rows = [(hit.kind, hit.language, hit.text, hit.iri) for hit in hits]
    lines = table.lines(("kind", "language", "text", "iri"), rows, table.terminal_width(sys.stdout))
    return "".join(f"{line}\n" for line in lines)


def _csv(hits: list[Hit]) -> str:
    from pyoxigraph import Literal as Text
    from pyoxigraph import NamedNode

    from claimgraph.query.rows import FORMS

    form, header = FORMS["spreadsheet"], ["iri", "kind", "text", "language", "score"]
    rows = (
        (NamedNode(h.iri), Text(h.kind), Text(h.text), Text(h.language), Text(_score(h)))
        for h in hits
    )
    return form.head(header) + "".join(form.row(header, row) for row in rows) + form.foot


def _json(hits: list[Hit]) -> str:
    told = [{**hit._asdict(), "score": float(_score(hit))} for hit in hits]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _score(hit: Hit) -> str:
    return f"{hit.score:.6g}"


_WRITTEN = {"table": _table, "csv": _csv, "json": _json}
