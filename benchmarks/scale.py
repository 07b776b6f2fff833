"""Time and memory as the number of reviews grows: `python -m benchmarks.scale --reviews 1000000`

Each of 10,000, 100,000 and 1,000,000 reviews up to the given number is dumped (the fewest three
times, for the median), in a folder for temporary files that is removed afterwards; a million takes
some 15 GB. Memory is the
highest resident set of any one process of the command, as the kernel keeps it.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import measure, records
from benchmarks.chart import Bar, Panel, draw
from benchmarks.measure import CLAIMGRAPH, FIGURES, Command

SIZES = (10_000, 100_000, 1_000_000)
SPACE = 15_000  # bytes a review: records, sorted runs, the release
PAUSE = 0.05  # seconds between two looks
DISK = 20  # looks between two sums of the folder


class Watch(threading.Thread):
    """Looks at all that come from a process, and at the folder that they write to."""

    def __init__(self, pid: int, folder: Path) -> None:
        super().__init__(daemon=True)
        self.pid, self.folder = pid, folder
        self.peaks: dict[int, int] = {}  # bytes by process id
        self.disk = 0
        self.ended = threading.Event()

    def run(self) -> None:
        """Look until told to end."""
        looks = 0
        while not self.ended.wait(PAUSE):
            for pid in below(self.pid):
                self.peaks[pid] = max(self.peaks.get(pid, 0), peak(pid))
            if looks % DISK == 0:
                self.disk = max(self.disk, size(self.folder))
            looks += 1


def below(pid: int) -> Iterator[int]:
    """All processes that come from one, as far as they are alive."""
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = tasks.read_text().split()
        except OSError:  # it has ended
            continue
        for child in map(int, found):
            yield child
            yield from below(child)


def peak(pid: int) -> int:
    """The highest resident set of a process in bytes; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().split("\n")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


def size(folder: Path) -> int:
    """Bytes in a folder; what goes away meanwhile counts nothing."""
    found = 0
    for file in folder.rglob("*"):
        try:
            found += file.stat().st_size if file.is_file() else 0
        except OSError:
            continue
    return found


def measured(reviews: int, place: Path) -> dict[str, Any]:
    """One dump of so many reviews: time, memory and bytes."""
    with tempfile.TemporaryDirectory(dir=place) as name:
        folder = Path(name)
        source, release = records.written(folder, reviews), folder / "dist"
        given = source.stat().st_size
        command: Command = [*CLAIMGRAPH, "dump", source, "--out", release, "--quiet"]
        watches: list[Watch] = []

        def watch(pid: int) -> None:
            watches.append(Watch(pid, folder))
            watches[0].start()

        done = measure.run(command, env={"TMPDIR": name}, started=watch)
        watches[0].ended.set()
        watches[0].join()
        written = sum(file.stat().st_size for file in release.iterdir())
    return {
        "reviews": reviews,
        "wall": round(done.wall, 3),
        "cpu": round(done.cpu, 3),
        "peak": max(watches[0].peaks.values(), default=done.peak),
        "processes": len(watches[0].peaks),
        "read": given,
        "written": written,
        "disk": watches[0].disk,
    }


def panels(rows: list[dict[str, Any]]) -> list[Panel]:
    """Time a thousand reviews, and memory."""
    speeds, sizes = list[Bar](), list[Bar]()
    for row in rows:
        label, each = f"{row['reviews']:,} reviews", row["wall"] / row["reviews"] * 1000
        speeds.append(Bar(label, each, f"{each:.3f}", True))
        sizes.append(Bar(label, row["peak"] / 2**20, f"{row['peak'] / 2**20:.0f}", True))
    title = "Elapsed time for each 1,000 reviews"
    return [Panel(title, "s", speeds), Panel("Largest process", "MiB", sizes)]


def main() -> None:
    """Measure, print, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, default=100_000)
    parser.add_argument("--place", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--out", type=Path, default=FIGURES)
    given = parser.parse_args()
    sizes = [size for size in SIZES if size <= given.reviews] or [given.reviews]
    free, needed = shutil.disk_usage(given.place).free, SPACE * max(sizes)
    if free < needed:
        sys.exit(f"{given.place} has {free:,} bytes free, and {needed:,} are needed: name --place")
    rows: list[dict[str, Any]] = []
    for count in sizes:
        runs = [measured(count, given.place) for _ in range(3 if count == sizes[0] else 1)]
        rows.append(sorted(runs, key=lambda one: float(one["wall"]))[len(runs) // 2])
        rows[-1]["relative"] = round(
            rows[-1]["wall"] / count / (rows[0]["wall"] / rows[0]["reviews"]), 3
        )
        print(line(rows[-1]), flush=True)
    figures: dict[str, Any] = {"machine": measure.machine(), "sizes": rows}
    measure.show(figures["machine"])
    measure.save("scale", figures, draw(panels(rows)), given.out)


def line(row: dict[str, Any]) -> str:
    """A row for people."""
    return (
        f"{row['reviews']:>9,} reviews {row['wall']:8.2f} s, {row['relative']:.2f} times as long "
        f"each as of the smallest; {row['peak'] / 2**20:.0f} MiB in the largest of "
        f"{row['processes']} processes; {row['written']:,} bytes written, {row['disk']:,} on disk"
    )


if __name__ == "__main__":
    main()
