"""Write the result of a query: as a table, in the formats of the W3C, or as Turtle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO, Generic, TypeVar

from pyoxigraph import (
    BlankNode,
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    Triple,
)

from claimgraph.errors import ClaimgraphError
from claimgraph.query import Result, rows, table
from claimgraph.statements.rows import Description, Objects
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers.turtle import Shortener, turtle
from claimgraph.writers.union import union

W3C = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
_ROWS = ("table", *W3C)
BATCH = 200  # rows that are encoded at once
Item = TypeVar("Item")


def formats(result: Result) -> tuple[str, ...]:
    """The formats that fit the result."""
    return ("turtle",) if isinstance(result, QueryTriples) else _ROWS


def default(result: Result, terminal: bool) -> str:
    """The format of a result if none is named: on a terminal a table, elsewhere CSV."""
    return formats(result)[0] if terminal or isinstance(result, QueryTriples) else "csv"


def is_false(result: Result) -> bool:
    """Whether the result is the `no` of an ASK query."""
    return isinstance(result, QueryBoolean) and not result


def write(result: Result, fmt: str, out: BinaryIO, limit: int | None = None) -> bool:
    """Write the result as UTF-8, and tell whether rows or triples beyond the limit were left out.

    The rows of a SELECT can be written once; but for a table, they are written as they come. On
    a terminal, a table is folded to its width. In CSV, a text that a spreadsheet would run as a
    formula gets an apostrophe before it. Raises ClaimgraphError for a format that does not fit
    the query, or cannot hold the result.
    """
    if fmt not in formats(result):
        kind = "CONSTRUCT and DESCRIBE" if isinstance(result, QueryTriples) else "SELECT and ASK"
        fitting = ", ".join(formats(result))
        raise ClaimgraphError(f"the format {fmt} does not fit this query; for {kind}: {fitting}")
    if isinstance(result, QueryBoolean):
        out.write(_answer(result, fmt))
        return False
    found = Limited(result, limit)
    try:
        for text in _texts(result, fmt, found, out):
            out.write(text.encode())
    except RuntimeError as error:
        raise ClaimgraphError(f"the query cannot be run: {error}") from error
    return found.cut


def w3c_csv(names: list[str], solutions: Iterable[QuerySolution]) -> Iterator[bytes]:
    """The CSV of the W3C's recommendation, in pieces: texts as they are, for programs."""
    texts = rows.spelt(rows.FORMS["csv"], names, solutions)
    while piece := "".join(islice(texts, BATCH)):
        yield piece.encode()


class Limited(Generic[Item]):
    """The first of some items; `cut` once there were more."""

    def __init__(self, items: Iterable[Item], limit: int | None) -> None:
        self._items, self._limit = items, limit
        self.cut = False

    def __iter__(self) -> Iterator[Item]:
        for number, item in enumerate(self._items):
            if number == self._limit:
                self.cut = True
                return
            yield item


def _texts(
    result: QuerySolutions | QueryTriples, fmt: str, found: Limited[Any], out: BinaryIO
) -> Iterator[str]:
    if isinstance(result, QueryTriples):
        return iter([_turtle(found)])
    names = [variable.value for variable in result.variables]
    if fmt == "table":
        return _table(names, found, table.terminal_width(out))
    return rows.spelt(rows.FORMS["spreadsheet" if fmt == "csv" else fmt], names, found)


def _answer(result: QueryBoolean, fmt: str) -> bytes:
    if fmt == "table":
        return b"true\n" if result else b"false\n"
    text = result.serialize(format=W3C[fmt]) or b""
    return text if text.endswith(b"\n") else text + b"\n"


def _turtle(triples: Iterable[Triple]) -> str:
    """Sorted and prefixed; blank nodes are numbered in the order of the result."""
    names: dict[BlankNode, str] = {}

    def spelt(term: object) -> str:
        if isinstance(term, Triple):
            return f"<<( {' '.join(map(spelt, term))} )>>"
        if isinstance(term, BlankNode):
            return names.setdefault(term, f"_:b{len(names)}")
        return str(term)

    nodes: dict[str, Objects] = {}
    for s, p, o in dict.fromkeys(tuple(map(spelt, triple)) for triple in triples):
        nodes.setdefault(s, {}).setdefault(p, []).append(o)
    return turtle(union(map(Description._make, nodes.items())))


def _table(header: list[str], solutions: Iterable[Any], width: int | None) -> Iterator[str]:
    shorten = Shortener(PREFIXES)
    cells = [[_shown(solution[name], shorten) for name in header] for solution in solutions]
    shown = table.lines(header, cells, width) if cells and header else ()
    yield from (f"{line}\n" for line in shown)
    yield f"{len(cells) or 'no'} row{'' if len(cells) == 1 else 's'}\n"


def _shown(term: object, shorten: Shortener) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, Literal) else shorten[str(term)]
