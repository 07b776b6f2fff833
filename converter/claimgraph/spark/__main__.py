"""`python -m claimgraph.spark INPUT... --out DIR`, or this file by spark-submit.

Writes DIR/problems (JSON Lines) and DIR/quads (N-Quads), each by Spark's commit protocol: a folder
is whole when it has a file _SUCCESS. Exit codes as those of `claimgraph dump`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer
from pyspark.errors import AnalysisException, PySparkException
from pyspark.sql import SparkSession

from claimgraph.cli import failed
from claimgraph.errors import ClaimgraphError
from claimgraph.spark import Converted, convert, read

Text = Optional[str]  # noqa: UP045


def main(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="JSON Lines, wherever Spark finds them.")
    ],
    out: Annotated[str, typer.Option("--out", "-o", help="New folder, wherever Spark writes.")],
    settings: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="The claimgraph.toml of all records, on this machine."),
    ] = None,
    base: Annotated[Text, typer.Option(help="Base IRI, in place of that of the settings.")] = None,
    quarantine: Annotated[
        bool, typer.Option("--quarantine", help="Write the quads of what holds; else all or none.")
    ] = False,
    compress: Annotated[Text, typer.Option(help="gzip, zstd, or what else Spark knows.")] = None,
) -> None:
    """Turn records into checked N-Quads on a Spark cluster."""
    spark = SparkSession.builder.getOrCreate()
    folders = [f"{out.rstrip('/')}/{name}" for name in ("problems", "quads")]
    try:
        for folder in folders:
            _check_new(spark, folder)
        done = convert(read(spark, inputs), settings, base)
        done.problems.write.json(folders[0])
        if not done.published or (done.refused and not quarantine):
            failed(f"{_told(done)}; nothing is published, see {folders[0]}", 1)
        done.quads.write.text(folders[1], compression=compress)
    except ClaimgraphError as error:
        failed(f"claimgraph: {error}", error.exit_code)
    except PySparkException as error:
        said = str(error).strip().splitlines()
        failed(f"claimgraph: Spark failed: {next(iter(said), type(error).__name__)}", 2)
    typer.echo(f"{folders[1]}: quads of {_told(done)}; see {folders[0]}")


def _told(done: Converted) -> str:
    return f"{done.published:,} records, {done.refused:,} kept out"


def _check_new(spark: SparkSession, folder: str) -> None:
    """Raise ClaimgraphError for a folder that is there, before the work and not behind it."""
    try:
        _ = spark.read.text(folder).schema
    except AnalysisException as error:
        if error.getCondition() == "PATH_NOT_FOUND":
            return
        raise
    raise ClaimgraphError(f"{folder} is there already: name a new folder")


if __name__ == "__main__":
    typer.run(main)
