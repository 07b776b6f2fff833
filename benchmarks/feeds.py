"""Reading what is not our own: `python -m benchmarks.feeds --reviews 10000 30000`

Made reviews are dumped, written as a feed of markup by `claimgraph markup`, and this feed, one
file of JSON-LD, is dumped again. Time and memory are those of that second dump, at each size.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import measure, records
from benchmarks.chart import Bar, Panel, draw
from benchmarks.measure import CLAIMGRAPH, FIGURES


def feed(folder: Path, reviews: int) -> Path:
    """The feed of so many made reviews."""
    release = folder / "release"
    records.dump(records.written(folder, reviews), release)
    measure.run([*CLAIMGRAPH, "markup", release, "--out", folder / "markup"])
    return folder / "markup" / "datafeed.json"


def weigh(reviews: int) -> dict[str, Any]:
    """What it takes to dump a feed of so many reviews."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = feed(folder, reviews)
        run = measure.run([*CLAIMGRAPH, "dump", file, "--out", folder / "again", "--quiet"])
        return {"reviews": reviews, "bytes": file.stat().st_size} | measure.summary([run])


def main() -> None:
    """Measure, print, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, nargs="+", default=[10_000, 30_000])
    parser.add_argument("--out", type=Path, default=FIGURES)
    given = parser.parse_args()
    rows: list[dict[str, Any]] = []
    for reviews in given.reviews:
        rows.append(row := weigh(reviews))
        size, peak = row["bytes"] / 1e6, row["peak"] / 2**20
        print(f"{reviews:9,} reviews {size:6.1f} MB {row['wall']:7.2f} s {peak:5.0f} MiB")
    machine = measure.machine()
    measure.show(machine)
    bars = [
        Bar(f"{row['reviews']:,} reviews", row["peak"] / 2**20, f"{row['peak'] / 2**20:.0f}", True)
        for row in rows
    ]
    measure.save(
        "feeds",
        {"machine": machine, "sizes": rows},
        draw([Panel("Largest process", "MiB", bars)]),
        given.out,
    )


if __name__ == "__main__":
    main()
