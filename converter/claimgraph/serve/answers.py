"""The task `query`: run SPARQL and write its result."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, NamedTuple

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from claimgraph.errors import ClaimgraphError
from claimgraph.query import run
from claimgraph.query.results import w3c_csv
from claimgraph.serve import formats
from claimgraph.serve.formats import Formats
from claimgraph.serve.tasks import Answer, Refused, Write
from claimgraph.serve.writing import Counting, SortedHead, fit_for_xml, limited
from claimgraph.vocabulary import PREFIXES


class Query(NamedTuple):
    """A query, the data set it names outside of its text, and how it is answered."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    formats: Formats
    rows: int


def query(store: Store, asked: Query) -> Answer:
    """Run a query; the rest of its work is done while the answer is written."""
    result = run(store, asked.text, asked.default_graphs, asked.named_graphs)
    if isinstance(result, QueryTriples):
        kind = _fitting(asked.formats.graph, "a graph", formats.GRAPHS)
        return Answer(kind, _graph(result, formats.GRAPHS[kind], asked.rows))
    kind = _fitting(asked.formats.rows, "rows", formats.OFFERED)
    if isinstance(result, QuerySolutions) and kind == formats.CSV:
        return Answer(kind, _csv(result, asked.rows))
    return Answer(kind, _rows(result, formats.ROWS[kind], asked.rows))


def _fitting(kind: str | None, what: str, offered: Iterable[str]) -> str:
    if kind is None:
        raise Refused(406, f"the query gives {what}: accept {', '.join(offered)}")
    return kind


def _csv(result: QuerySolutions, most: int) -> Write:
    """Our own: the engine's leaves IRIs with a comma without quotes."""
    names = [variable.value for variable in result.variables]

    def write(out: BinaryIO) -> None:
        try:
            for piece in w3c_csv(names, limited(result, most)):
                out.write(piece)
        except (RuntimeError, OSError) as error:
            _explain(error, None)

    return write


def _rows(result: QuerySolutions | QueryBoolean, form: QueryResultsFormat, most: int) -> Write:
    def write(out: BinaryIO) -> None:
        if isinstance(result, QueryBoolean):
            out.write(result.serialize(format=form) or b"")
            return
        counting = Counting(out, form, most)
        try:
            result.serialize(counting, form)  # type: ignore[arg-type]
        except (RuntimeError, OSError, Refused) as error:
            _explain(error, counting.refused)

    return write


def _graph(result: QueryTriples, form: RdfFormat, most: int) -> Write:
    def write(out: BinaryIO) -> None:
        triples = limited(result, most)
        try:
            if form == RdfFormat.TURTLE:
                head = SortedHead(out)
                serialize(triples, head, form, prefixes=PREFIXES)  # type: ignore[arg-type]
                head.done()
            elif form == RdfFormat.RDF_XML:
                serialize(fit_for_xml(triples), out, form)
            else:
                serialize(triples, out, form)
        except (RuntimeError, OSError, ValueError) as error:
            _explain(error, None)

    return write


def _explain(error: Exception, refused: Refused | None) -> None:
    """Raise what stands behind an error of the engine."""
    if refused is not None:
        raise refused
    if isinstance(error, ConnectionError):
        raise error
    raise ClaimgraphError(f"the query cannot be run: {error}") from error
