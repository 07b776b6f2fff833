"""How many reviews a second one core does under Spark: `python -m benchmarks.cluster`

`claimgraph.spark` in local mode on all cores, at two sizes: what the larger takes longer is what
the further reviews take, without what a run costs however little there is to do. Needs Java.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks import measure
from benchmarks.chart import Bar, Panel, draw
from benchmarks.measure import FIGURES, ROOT
from benchmarks.peers import Peer, ready
from benchmarks.records import written

SPARK = Peer("pyspark", f"{ROOT}[spark]")


def seconds(python: Path, reviews: int, repeat: int) -> float:
    """The median of so many conversions of so many reviews."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = written(folder, reviews)
        runs = [
            measure.run(
                [python, "-m", "claimgraph.spark", source, "--out", folder / f"out-{number}"],
                env={"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": str(python)},
            )
            for number in range(repeat)
        ]
    return measure.median(one.wall for one in runs)


def main() -> None:
    """Measure, print, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, nargs=2, default=(20_000, 100_000))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--out", type=Path, default=FIGURES)
    given = parser.parse_args()
    found = ready(SPARK)
    if found.reason:
        parser.exit(1, f"{found.reason}\n")
    machine = measure.machine({"pyspark": found.version})
    walls = {count: seconds(found.python, count, given.repeat) for count in given.reviews}
    (few, first), (many, last) = sorted(walls.items())
    rate = round((many - few) / (last - first) / machine["cores"], 1)
    print(f"{few:,} reviews {first:.1f} s, {many:,} reviews {last:.1f} s")
    print(f"{rate:,} further reviews a second and core")
    figures = {"machine": machine, "walls": walls, "runs": given.repeat, "rate": rate}
    measure.show(machine)
    bars = [Bar(f"{count:,} reviews", wall, f"{wall:.0f}", True) for count, wall in walls.items()]
    panel = Panel("Elapsed time under Spark, in local mode", "s", bars)
    measure.save("cluster", figures, draw([panel]), given.out)


if __name__ == "__main__":
    main()
