"""From lines to rows, one a line: what a record refers to and tells of, so that Spark can join.

A row's `kind` is that of its record, `settings`, or "" for a blank line; `broken` is one that is
kept out. `home` is what decides on its batch: reviews lie with their claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F  # noqa: N812

from claimgraph.errors import ClaimgraphError
from claimgraph.records import Review, kind
from claimgraph.records.fields import is_reference, values
from claimgraph.records.held import telling
from claimgraph.records.lines import SETTINGS, read_line
from claimgraph.records.outcome import Entry, Origin, Refusal
from claimgraph.records.settings import Settings
from claimgraph.records.survey import LONGEST

BOM = b"\xef\xbb\xbf"
ROWS = (
    "file string, block bigint, at bigint, value binary, kind string, id string, home string, "
    "broken boolean, refs array<string>, tells array<string>"
)
_NAMES = [column.split()[0] for column in ROWS.split(", ")]
_TEXTS = pa.list_(pa.string())
_TYPES = (
    pa.string(), pa.int64(), pa.int64(), pa.binary(), pa.string(), pa.string(), pa.string(),
    pa.bool_(), _TEXTS, _TEXTS,
)  # fmt: skip


class Row(NamedTuple):
    """What Spark needs to know of one line."""

    kind: str
    id: str = ""
    home: str = ""
    broken: bool = False
    refs: Sequence[str] = ()
    tells: Sequence[str] = ()


def read(spark: SparkSession, paths: Sequence[str]) -> DataFrame:
    """The lines of files of JSON Lines, wherever Spark finds them, packed by suffix or not."""
    text = spark.read.option("lineSep", "\n").text(list(paths))
    places = (F.col("_metadata.file_path"), F.col("_metadata.file_block_start"))
    return text.select("value", places[0].alias("file"), places[1].alias("block"))


def rows(lines: DataFrame) -> DataFrame:
    """All lines as ROWS; a DataFrame without `file` and `block` counts as one file."""
    named = set(lines.columns)
    if "value" not in named:
        raise ClaimgraphError("the DataFrame of lines has no column `value`")
    is_placed = {"file", "block"} <= named
    return lines.select(
        F.col("file") if is_placed else F.lit("").alias("file"),
        (F.col("block") if is_placed else F.spark_partition_id()).cast("bigint").alias("block"),
        F.monotonically_increasing_id().alias("at"),
        F.col("value").cast("binary").alias("value"),
    ).mapInArrow(_rows, ROWS)


def numbered(found: DataFrame) -> DataFrame:
    """The rows with `line` in place of `block` and `at`; `found` is persisted, or they move."""
    before = Window.partitionBy("file").orderBy("block").rowsBetween(Window.unboundedPreceding, -1)
    blocks = found.groupBy("file", "block").agg(F.min("at").alias("first"), F.count("*").alias("n"))
    starts = blocks.select(
        "file",
        "block",
        (F.coalesce(F.sum("n").over(before), F.lit(0)) + 1 - F.col("first")).alias("shift"),
    )
    placed = found.join(F.broadcast(starts), ["file", "block"])
    return placed.withColumn("line", F.col("at") + F.col("shift")).drop("block", "at", "shift")


def _rows(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    last: tuple[str, int] | None = None
    for batch in batches:
        files, blocks, places, texts = (column.to_pylist() for column in batch.columns)
        read = []
        for number, (file, block, text) in enumerate(zip(files, blocks, texts, strict=True)):
            line = text or b""
            if (file, block) != last and block == 0:
                line = line.removeprefix(BOM)
            texts[number], last = line, (file, block)
            read.append(_row(line, file))
        told = [*zip(*read, strict=True)] or [()] * len(Row._fields)
        columns = [files, blocks, places, texts, *told]
        arrays = [pa.array(one, type_) for one, type_ in zip(columns, _TYPES, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, _NAMES)


def _row(line: bytes, file: str) -> Row:
    """A row; raises ClaimgraphError for a line too long."""
    if len(line) > LONGEST:
        raise ClaimgraphError(f"{file}: a line of more than 64 MiB")
    if not line or line.isspace():
        return Row("")
    one = read_line(line, Origin("", 0), _NONE)
    if isinstance(one, Settings):
        return Row(SETTINGS)
    if isinstance(one, Refusal):
        return Row(one.kind, one.id, one.id, broken=True)
    return row(one)


def row(entry: Entry) -> Row:
    """The row of a record."""
    record = entry.record
    refs = dict.fromkeys(id_ for _, _, id_ in values(record, is_reference))
    home = record.claim if isinstance(record, Review) else record.id
    return Row(kind(record), record.id, home, False, [*refs], [*telling(record)])


_NONE = Settings()
