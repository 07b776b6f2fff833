"""On a cluster: the same records, checks, mapping and gate on an existing Spark session.

    lines = read(spark, ["s3a://bucket/reviews/"])
    done = convert(lines, Path("claimgraph.toml"))
    done.quads.write.text("s3a://bucket/quads")

DataFrames only, so that it runs by spark-submit and by Spark Connect alike. Needs the extra
`claimgraph[spark]`, and claimgraph where the executors run.
"""

from __future__ import annotations

from claimgraph.spark.convert import Converted, convert
from claimgraph.spark.lines import read

__all__ = ["Converted", "convert", "read"]
