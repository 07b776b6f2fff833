"""For each batch of records all that has to lie with it: what its checks, its mapping and the
shapes look at.

Ids `own` are those of the batch. What tells of them, and what either refers to, is known with all
that tells of it (`whole`); what these refer to again is known by its own lines.
"""

from __future__ import annotations

from functools import reduce

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F  # noqa: N812

from claimgraph.spark.checkpoint import checkpointed


class Graph:
    """Records by id, what they refer to and what they tell of.

    records: id, batch, refs, tells, and what `lines.numbered` gives; all that may be near.
    slim: the first four of those that count; `desk` is the id of the publisher, "" for none.
    """

    def __init__(self, records: DataFrame, slim: DataFrame, desk: str) -> None:
        self.records, self.slim, self.desk = records, slim, desk
        self._refs = slim.select("id", F.explode("refs").alias("ref"))
        self._tells = slim.select("id", F.explode("tells").alias("told"))

    def near(self, own: DataFrame) -> DataFrame:
        """Rows for the batches of `own` (batch, id, tells): all that Around may ask for."""
        ids = own.select("batch", "id")
        told = own.select("batch", F.explode("tells").alias("id"))
        seeds = _all(ids, told, self._telling(_all(ids, told)))
        whole = checkpointed(_all(seeds, self._referred(seeds), self._desks(own)))
        tellers = self._telling(whole)
        beyond = self._referred(_all(whole, tellers))
        return self._rows(
            _flagged(ids, own=True, whole=True),
            _flagged(whole, whole=True),
            _flagged(_all(tellers, beyond)),
        )

    def referred(self, own: DataFrame) -> DataFrame:
        """Rows for the batches of `own`: they, and what they refer to."""
        ids = own.select("batch", "id")
        refs = _all(self._referred(ids), self._desks(own))
        return self._rows(_flagged(ids, own=True), _flagged(refs))

    def touched(self, gone: DataFrame) -> DataFrame:
        """Those of slim whose nodes say something else without the records `gone` (id, tells)."""
        lost = gone.select(F.explode("tells").alias("id")).distinct()
        tellers = self._tells.join(lost.withColumnRenamed("id", "told"), "told").select("id")
        beside = self._tells.join(tellers.distinct(), "id").select(F.col("told").alias("id"))
        referring = self._refs.join(lost.withColumnRenamed("id", "ref"), "ref").select("id")
        return self.slim.join(_all(lost, tellers, beside, referring), "id", "left_semi")

    def _telling(self, ids: DataFrame) -> DataFrame:
        told = ids.withColumnRenamed("id", "told")
        return told.join(self._tells, "told").select("batch", "id")

    def _referred(self, ids: DataFrame) -> DataFrame:
        return ids.join(self._refs, "id").select("batch", F.col("ref").alias("id"))

    def _desks(self, own: DataFrame) -> DataFrame:
        desk = own.select("batch", F.lit(self.desk).alias("id"))
        return desk.filter(F.lit(bool(self.desk)))

    def _rows(self, *needed: DataFrame) -> DataFrame:
        """Each with the records of its id, or none; twins of other batches are not own."""
        each = reduce(DataFrame.union, needed).groupBy("batch", "id")
        ids = each.agg(F.max("own").alias("own"), F.max("whole").alias("whole"))
        names = ("id", F.col("batch").alias("home"), "file", "line", "value", "broken")
        found = ids.join(self.records.select(*names), "id", "left")
        own = F.col("own") & (F.col("batch") == F.col("home")) & ~F.col("broken")
        return found.select(
            "batch",
            "id",
            F.coalesce(own, F.lit(False)).alias("own"),
            "whole",
            "file",
            "line",
            "value",
        )


def _all(*some: DataFrame) -> DataFrame:
    return reduce(DataFrame.union, some).distinct()


def _flagged(ids: DataFrame, own: bool = False, whole: bool = False) -> DataFrame:
    return ids.select("batch", "id", _flag("own", own), _flag("whole", whole))


def _flag(name: str, value: bool) -> Column:
    return F.lit(value).alias(name)
