"""Write the result of a query: as a table, in the formats of the W3C, or as Turtle."""

from __future__ import annotations

import os
import re
import shutil
from typing import BinaryIO

from pyoxigraph import (
    BlankNode,
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    Triple,
)

from claimgraph.errors import ClaimgraphError
from claimgraph.query import Result, table
from claimgraph.statements.rows import Description
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers.turtle import Shortener, turtle
from claimgraph.writers.union import union

W3C = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")  # XML 1.0, Char
_ROWS = ("table", *W3C)


def formats(result: Result) -> tuple[str, ...]:
    """The formats that fit the result."""
    return ("turtle",) if isinstance(result, QueryTriples) else _ROWS


def default(result: Result, terminal: bool) -> str:
    """The format of a result if none is named: on a terminal a table, elsewhere CSV."""
    return formats(result)[0] if terminal or isinstance(result, QueryTriples) else "csv"


def is_false(result: Result) -> bool:
    """Whether the result is the `no` of an ASK query."""
    return isinstance(result, QueryBoolean) and not result


def write(result: Result, fmt: str, out: BinaryIO) -> None:
    """Write the result as UTF-8; the rows of a SELECT can be written once.

    On a terminal, a table is folded to its width. Raises ClaimgraphError for a format that does
    not fit the query, or cannot hold the result.
    """
    if fmt not in formats(result):
        kind = "CONSTRUCT and DESCRIBE" if isinstance(result, QueryTriples) else "SELECT and ASK"
        fitting = ", ".join(formats(result))
        raise ClaimgraphError(f"the format {fmt} does not fit this query; for {kind}: {fitting}")
    try:
        if isinstance(result, QueryTriples):
            text = _turtle(result).encode()
        elif fmt == "table":
            text = _table(result, _width(out)).encode()
        else:
            text = _w3c(result, fmt)
    except RuntimeError as error:
        raise ClaimgraphError(f"the query cannot be run: {error}") from error
    out.write(text)


def _w3c(result: QuerySolutions | QueryBoolean, fmt: str) -> bytes:
    text = result.serialize(format=W3C[fmt]) or b""
    if fmt == "xml":
        if _NOT_XML.search(text):
            raise ClaimgraphError("the result has control characters, which XML cannot hold: json")
        text = text.replace(b"\r", b"&#xD;")  # else read as a line feed (XML 1.0, 2.11)
    return text if text.endswith(b"\n") else text + b"\n"


def _turtle(triples: QueryTriples) -> str:
    """Sorted and prefixed; blank nodes are numbered in the order of the result."""
    names: dict[BlankNode, str] = {}

    def spelt(term: object) -> str:
        if isinstance(term, Triple):
            return f"<<( {' '.join(map(spelt, term))} )>>"
        if isinstance(term, BlankNode):
            return names.setdefault(term, f"_:b{len(names)}")
        return str(term)

    found = [tuple(map(spelt, triple)) for triple in triples]
    return turtle(union(Description(s, [(p, o)]) for s, p, o in found))


def _table(result: QuerySolutions | QueryBoolean, width: int | None) -> str:
    if isinstance(result, QueryBoolean):
        return f"{'true' if result else 'false'}\n"
    header = [variable.value for variable in result.variables]
    shorten = Shortener(PREFIXES)
    rows = [[_shown(solution[name], shorten) for name in header] for solution in result]
    counted = f"{len(rows) or 'no'} row{'' if len(rows) == 1 else 's'}"
    shown = table.lines(header, rows, width) if rows and header else ()
    return "".join(f"{line}\n" for line in (*shown, counted))


def _shown(term: object, shorten: Shortener) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, Literal) else shorten[str(term)]


def _width(out: BinaryIO) -> int | None:
    """That of the terminal, or of COLUMNS where it is set; a pipe has none."""
    known = out.isatty() or "COLUMNS" in os.environ
    return shutil.get_terminal_size().columns if known else None
