"""What the driver does: by joins it settles which records are published.

As claimgraph.release.settle with --quarantine: what is wrong among the records goes first, with
what refers to it, then what the shapes refuse, with what refers to that, until all that is left
holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F  # noqa: N812

from claimgraph.errors import ClaimgraphError, Nonconformance, Problem
from claimgraph.records.held import publisher
from claimgraph.records.lines import SETTINGS, read_line
from claimgraph.records.outcome import Entry, Origin, Refusal
from claimgraph.records.settings import Settings
from claimgraph.spark import lines as of_lines
from claimgraph.spark import problems, settings, twins
from claimgraph.spark.batch import Batch, Task, Work, each, groups
from claimgraph.spark.checkpoint import checkpointed
from claimgraph.spark.near import Graph

BATCH = 10_000  # records, without those near them
WORSE = f"severity NOT IN {problems.LET_PASS}"


class Converted(NamedTuple):
    """What holds as N-Quads, each once (`value`), and all that does not (problems.TABLE).

    `published` and `refused` count records. What `quads` need is worked out when they are written.
    """

    quads: DataFrame
    problems: DataFrame
    published: int
    refused: int
    rows: DataFrame

    def release(self) -> None:
        """Let Spark drop the lines that it keeps: the tables can still be used, but slowly."""
        self.rows.unpersist()


def convert(
    lines: DataFrame, given: Settings | Path | None = None, base: str | None = None
) -> Converted:
    """Read, check, map and validate all records; what does not hold is kept out.

    lines: `value` has a record each, in JSON; `file` and `block` are as claimgraph.spark.read
    gives them. given: the settings of the one source, or the path of their claimgraph.toml; lines
    of settings must say the same. base: another base IRI. Raises ClaimgraphError where settings
    differ, or nothing is read; Nonconformance where the shapes refuse what no record states.
    """
    run = _Run(lines, given, base)
    wrong = run.wrong()
    run.leave(wrong.select("id"))
    said = run.said()
    return run.converted(wrong.union(said).union(run.led()))


class _Run:
    """Records, the ids of those that are kept out so far (`gone`), and what is `left` (slim)."""

    def __init__(self, lines: DataFrame, given: Settings | Path | None, base: str | None) -> None:
        self.rows = rows = of_lines.rows(lines).persist()
        self.settings = settings.agreed(rows, given, base)
        is_record = f"broken OR kind NOT IN ('', '{SETTINGS}')"
        found = twins.joined(of_lines.numbered(rows).filter(is_record), self.settings)
        self.number = found.count()
        if not self.number:
            raise ClaimgraphError("no records in what was read")
        batch = F.pmod(F.xxhash64("home"), F.lit(-(-self.number // BATCH)))
        self.records = found.withColumn("batch", batch)
        self.entries = self.records.filter("NOT broken")
        self.slim = checkpointed(self.entries.select("id", "batch", "refs", "tells"))
        entry = publisher(self.settings)
        self.desk = Batch.desk(entry) if entry else None
        self.desk_id = entry.record.id if entry else ""
        self.left, self.gone = self.slim, checkpointed(self.slim.select("id").limit(0))

    def wrong(self) -> DataFrame:
        """What is no record, and what is wrong among those that are."""
        unread = self.records.filter("broken").select("file", "line", "value")
        said = unread.mapInArrow(_unread(self.settings), problems.TABLE)
        near = Graph(self.records, self.slim, self.desk_id).near(self.slim)
        return checkpointed(self._each(Batch.wrong, near, problems.TABLE).union(said))

    def leave(self, ids: DataFrame) -> DataFrame:
        """Keep these out, and what refers to them, and so on; returns the ids that are new."""
        refs = self.entries.select("id", F.explode("refs").alias("ref"))
        before, new = self.gone, ids.filter("id != ''").distinct()
        while True:
            new = checkpointed(new.join(self.gone, "id", "left_anti"))
            if new.isEmpty():
                self.left = checkpointed(self.slim.join(self.gone, "id", "left_anti"))
                return self.gone.join(before, "id", "left_anti")
            self.gone = checkpointed(self.gone.union(new).repartition("id"))
            led = refs.join(new.withColumnRenamed("id", "ref"), "ref", "left_semi")
            new = led.select("id").distinct()

    def said(self) -> DataFrame:
        """What the shapes say, until they refuse nothing any more."""
        own = self.left
        found = self.records.sparkSession.createDataFrame([], problems.TABLE)
        while True:
            near = Graph(self.records, self.left, self.desk_id).near(own)
            new = checkpointed(self._each(Batch.results, near, problems.TABLE))
            found = found.union(new)
            worse = new.filter(WORSE)
            _check_blame(worse)
            if worse.isEmpty():
                passed = found.filter(f"NOT ({WORSE})").join(self.gone, "id", "left_anti")
                return found.filter(WORSE).union(passed.select(*found.columns))
            gone = self.slim.join(self.leave(worse.select("id")), "id", "left_semi")
            own = checkpointed(Graph(self.records, self.left, self.desk_id).touched(gone))
            found = found.filter(WORSE).union(
                found.filter(f"NOT ({WORSE})").join(own, "id", "left_anti").select(*found.columns)
            )

    def led(self) -> DataFrame:
        """What refers to records that are kept out."""
        out = self.entries.join(self.gone, "id", "left_semi")
        refs = out.select("file", "line", "value", F.explode("refs").alias("ref"))
        wrong = refs.join(self.gone.withColumnRenamed("id", "ref"), "ref", "left_semi")
        by_record = wrong.groupBy("file", "line", "value").agg(F.collect_set("ref").alias("refs"))
        return by_record.mapInArrow(_led(self.settings), problems.TABLE)

    def converted(self, found: DataFrame) -> Converted:
        """The tables."""
        left = self.left
        near = Graph(self.records, left, self.desk_id).referred(left)
        quads = self._each(Batch.quads, near, "value string")
        published = left.count()
        if self.desk and left.filter(F.col("id") == self.desk_id).isEmpty():
            quads = quads.union(self._rows(self.desk.quads(), "value string"))
            said = self._rows(self.desk.results(), problems.TABLE)
            _check_blame(said.withColumn("id", F.lit("")).filter(WORSE))
            found = found.union(said)
        return Converted(quads, found, published, self.number - published, self.rows)

    def _each(self, work: Work, near: DataFrame, schema: str) -> DataFrame:
        rows = near.repartition("batch").sortWithinPartitions("batch")
        return rows.mapInArrow(each(work, self.settings), schema)

    def _rows(self, found: pa.RecordBatch, schema: str) -> DataFrame:
        rows = [tuple(one.values()) for one in found.to_pylist()]
        return self.records.sparkSession.createDataFrame(rows, schema)


def _check_blame(worse: DataFrame) -> None:
    """Raise Nonconformance for what no record caused."""
    nobody = worse.filter("id = ''").limit(10).collect()
    if nobody:
        raise Nonconformance(Problem(message=f"{one.message} ({one.focus})") for one in nobody)


def _unread(own: Settings) -> Task:
    def run(given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for rows in groups(given, 0):
            read = (read_line(value, Origin(file, line), own) for file, line, value in rows)
            refusals = (one for one in read if isinstance(one, Refusal))
            yield problems.table(said for one in refusals for said in problems.refused(one))

    return run


def _led(own: Settings) -> Task:
    def run(given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for rows in groups(given, 0):
            read = ((read_line(v, Origin(f, n), own), ids) for f, n, v, ids in rows)
            entries = ((one, ids) for one, ids in read if isinstance(one, Entry))
            yield problems.table(said for one, ids in entries for said in problems.led(one, ids))

    return run
