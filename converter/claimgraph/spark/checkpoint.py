"""Tables that are worked out once: joins upon joins of them stay small plans."""

from __future__ import annotations

from pyspark.sql import DataFrame

PLACE = "spark.checkpoint.dir"


def checkpointed(one: DataFrame) -> DataFrame:
    """The table as it is now: in the folder of checkpoints, if Spark has one, else on executors.

    Without such a folder a run fails when an executor is lost.
    """
    if one.sparkSession.conf.get(PLACE, ""):
        return one.checkpoint()
    return one.localCheckpoint()
