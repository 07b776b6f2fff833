"""What executors do with a batch: its own records and those near it, as rows of near.Graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import pyarrow as pa

from claimgraph.errors import ClaimgraphError
from claimgraph.gate import fast
from claimgraph.gate.shapes import read as read_shapes
from claimgraph.records.held import InMemory, Key, Outcome
from claimgraph.records.lines import read_line
from claimgraph.records.lookup import Lookup
from claimgraph.records.outcome import Entry, Origin
from claimgraph.records.settings import Settings
from claimgraph.release.around import Around
from claimgraph.spark import problems
from claimgraph.statements.mapping import Mapper
from claimgraph.writers import nquads

Task = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]


class Near(InMemory):
    """The records of a batch, and of those around it as far as `known` has their ids.

    known: whether all that tells of an id is there, too.
    """

    def __init__(self, outcomes: Iterable[Outcome], known: dict[str, bool]) -> None:
        self.known = known
        super().__init__(outcomes)

    def numbers(self, key: Key) -> Sequence[int]:
        """Of the records of an id; raises ClaimgraphError where it is beyond what is known."""
        if key[1] not in self.known:
            raise _beyond(key[1])
        return super().numbers(key)

    def referring(self, key: Key) -> Sequence[int]:
        """Of what states more of a record; raises as `numbers`."""
        if not self.known.get(key[1]):
            raise _beyond(key[1])
        return super().referring(key)


def _beyond(id_: str) -> ClaimgraphError:
    return ClaimgraphError(f"`{id_}` was asked for, but lies too far from the batch: report this")


class Batch(NamedTuple):
    """A batch on its executor: all that is near, and the records of its own by number."""

    settings: Settings
    held: Near
    own: dict[int, Entry]

    @classmethod
    def of(cls, rows: Iterable[Sequence[Any]], settings: Settings) -> Batch:
        """The batch of rows of near.Graph."""
        found: list[Outcome] = []
        known: dict[str, bool] = {}
        own: dict[int, Entry] = {}
        for _, id_, is_own, is_whole, file, line, value in sorted(rows, key=_place):
            known[id_] = is_whole
            if value is None:
                continue
            one = read_line(value, Origin(file, line), settings)
            if isinstance(one, Settings):
                continue
            if is_own and isinstance(one, Entry):
                own[len(found)] = one
            found.append(one)
        return cls(settings, Near(found, known), own)

    @classmethod
    def desk(cls, entry: Entry) -> Batch:
        """The publisher that no record describes."""
        return cls(entry.settings, Near([entry], {entry.record.id: True}), {0: entry})

    def wrong(self) -> pa.RecordBatch:
        """What is wrong with the records, but for suggestions."""
        return problems.table(problems.found(one) for _, one in self._around().findings())

    def results(self) -> pa.RecordBatch:
        """What the shapes say of the nodes of the batch."""
        around = self._around()
        done = around.mapped()
        results = _gate().results(around, around.alike)
        return problems.table(problems.said(results, {**around.context, **done}))

    def quads(self) -> pa.RecordBatch:
        """Those of the batch's records, each once, without line feeds."""
        lookup = Lookup(self.held, self.settings.source)
        lookup.know(self.own.values())
        mapper, lines = Mapper(self.settings, lookup), nquads.Lines()
        for entry in self.own.values():
            one = mapper.mapped(entry)
            nquads.add(lines, one.graph, one.descriptions)
            nquads.add(lines, f"<{self.settings.base}graph/index>", [one.provenance])
        texts = pa.array([line[:-1] for line in nquads.in_order(lines)], pa.string())
        return pa.RecordBatch.from_arrays([texts], ["value"])

    def _around(self) -> Around:
        return Around(self.held, self.own)


Work = Callable[[Batch], pa.RecordBatch]


def each(work: Work, settings: Settings) -> Task:
    """What mapInArrow calls with the rows of whole batches, which stand together."""

    def run(given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for rows in groups(given, 0):
            batch = Batch.of(rows, settings)
            if batch.own:
                yield work(batch)

    return run


def groups(given: Iterator[pa.RecordBatch], column: int) -> Iterator[Iterator[Sequence[Any]]]:
    """Rows that follow each other with the same value in a column."""
    columns = (map(pa.Array.to_pylist, one.columns) for one in given)
    rows = (row for one in columns for row in zip(*one, strict=True))
    return (group for _, group in groupby(rows, key=itemgetter(column)))


def _place(row: Sequence[Any]) -> tuple[Any, ...]:
    """By id first: what is shared belongs to the same record in whatever batch it is looked at."""
    return row[1], row[4] or "", row[5] or 0


@cache
def _gate() -> fast.Compiled:
    return fast.compiled(read_shapes(["core"]))
