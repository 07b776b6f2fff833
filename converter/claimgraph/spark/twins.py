"""One record from several of an id, as far as the sources' rules make one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F  # noqa: N812

from claimgraph.records import Claim, kind
from claimgraph.records.lines import read_line
from claimgraph.records.outcome import Entry, Origin
from claimgraph.records.settings import Settings
from claimgraph.sources.account import Account
from claimgraph.sources.joining import hubbed, hubs
from claimgraph.sources.merging import one_of
from claimgraph.sources.told import RECORDS, WEB
from claimgraph.spark.batch import Task, groups
from claimgraph.spark.checkpoint import checkpointed
from claimgraph.spark.lines import row

# columns of the rows that are joined here
NAMED = ("id", "file", "line", "value", "kind", "home", "broken", "refs", "tells")
_TEXTS = pa.list_(pa.string())
_OTHERS = {"line": pa.int64(), "value": pa.binary(), "broken": pa.bool_()}
_OTHERS |= dict.fromkeys(("refs", "tells"), _TEXTS)
_SCHEMA = pa.schema([(name, _OTHERS.get(name, pa.string())) for name in NAMED])
ROWS = (
    "id string, file string, line bigint, value binary, kind string, home string, "
    "broken boolean, refs array<string>, tells array<string>"
)


def joined(records: DataFrame, settings: Settings) -> DataFrame:
    """The records with what stands several times and is equal, or is of the web, made one."""
    ids = records.filter("id != ''").groupBy("id").count()
    several = checkpointed(ids.filter("count > 1").select("id"))
    if not several.isEmpty():
        twins = records.join(several, "id", "left_semi").select(*NAMED).repartition("id")
        one = twins.sortWithinPartitions("id", "file", "line").mapInArrow(_joining(settings), ROWS)
        records = records.join(several, "id", "left_anti").select(*NAMED).union(checkpointed(one))
    return _starred(records, settings) if settings.source == WEB else records


def _joining(settings: Settings) -> Task:
    def run(given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for group in groups(given, 0):
            yield _table(_one(list(group), settings))

    return run


def _one(group: Sequence[Sequence[Any]], settings: Settings) -> Iterator[Sequence[Any]]:
    by_kind: dict[str, list[Entry]] = {}
    for line in group:
        one = _read(line, settings)
        if isinstance(one, Entry):
            by_kind.setdefault(kind(one.record), []).append(one)
        else:
            yield line
    for entries in by_kind.values():
        account = Account("", RECORDS)
        yield from map(_spelt, one_of([(entry, account, 1) for entry in entries]))


def _starred(records: DataFrame, settings: Settings) -> DataFrame:
    """Claims of the web name as a variant the claim that is itself none."""
    claims = records.filter("kind = 'claim' AND NOT broken").select(*NAMED)
    pairs = claims.mapInArrow(_variants(settings), "id string, hub string")
    ids, of = pairs.select("id"), pairs.select(F.col("hub").alias("id"))
    linked = pairs.join(ids.withColumnRenamed("id", "hub"), "hub", "left_semi").select("id", "hub")
    named = dict(linked.union(pairs.join(of, "id", "left_semi")).collect())
    found = hubs(named)
    changed = [id_ for id_, hub in named.items() if found[id_] != hub]
    if not changed:
        return records
    is_changed = F.col("id").isin(changed) & (F.col("kind") == "claim") & ~F.col("broken")
    again = records.filter(is_changed).select(*NAMED).mapInArrow(_hubbing(settings, found), ROWS)
    return records.filter(~is_changed).select(*NAMED).union(checkpointed(again))


def _variants(settings: Settings) -> Task:
    def run(given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in given:
            found = [(r.id, r.variant_of) for r in _claims(batch, settings) if r.variant_of]
            ids, of = zip(*found, strict=True) if found else ((), ())
            arrays = [pa.array(ids, pa.string()), pa.array(of, pa.string())]
            yield pa.RecordBatch.from_arrays(arrays, ["id", "hub"])

    return run


def _claims(batch: pa.RecordBatch, settings: Settings) -> Iterator[Claim]:
    for line in zip(*map(pa.Array.to_pylist, batch.columns), strict=True):
        one = _read(line, settings)
        if isinstance(one, Entry) and isinstance(one.record, Claim):
            yield one.record


def _hubbing(settings: Settings, found: Mapping[str, str]) -> Task:
    def run(given: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for group in groups(given, 0):
            entries = (_read(line, settings) for line in group)
            yield _table(_spelt(hubbed(e, found)) for e in entries if isinstance(e, Entry))

    return run


def _read(line: Sequence[Any], settings: Settings) -> object:
    return read_line(line[3], Origin(line[1], line[2]), settings)


def _spelt(entry: Entry) -> Sequence[Any]:
    one, line = row(entry), msgspec.json.encode(entry.record, enc_hook=str)
    where = entry.origin[:2]
    return (one.id, *where, line, one.kind, one.home, one.broken, one.refs, one.tells)


def _table(rows: Iterable[Sequence[Any]]) -> pa.RecordBatch:
    columns = [*zip(*rows, strict=True)] or [()] * len(_SCHEMA)
    arrays = [pa.array(one, field.type) for one, field in zip(columns, _SCHEMA, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=_SCHEMA)
