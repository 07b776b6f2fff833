"""SPARQL on a release: ours from the cache, beside rdflib: `python -m benchmarks.query`

`--reviews 100000` are some three million triples. Measured are the first `claimgraph query`, which
builds the store, the next ones, and in one process each some questions, with what rdflib takes to
load the same Turtle and to answer. rdflib is left out beyond 10,000 reviews (`--peer` runs it all
the same); each of its answers may take `--limit` seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import measure, records
from benchmarks.chart import Bar, Panel, draw
from benchmarks.measure import CLAIMGRAPH, FIGURES, Command, Run

PEER = 10_000  # reviews, for more of which rdflib is not asked
FAST = "ASK { ?s ?p ?o }"


def first_and_next(release: Path, repeat: int) -> tuple[Run, list[Run]]:
    """The run of `claimgraph query` that builds the store, and those that open it."""
    command: Command = [*CLAIMGRAPH, "query", release, FAST]
    return measure.run(command), measure.times(repeat, command)


def answers(engine: str, release: Path, limit: int, repeat: int) -> dict[str, Any]:
    """The medians of each question to an engine, and its largest process."""
    command: Command = [sys.executable, "-m", "benchmarks.asked", engine, release, str(limit)]
    runs = [measure.run(command) for _ in range(repeat)]
    told = [json.loads(one.output) for one in runs]
    steps = {name: _median([one[name] for one in told]) for name in told[0]}
    return {"steps": steps, "peak": max(one.peak for one in runs), "runs": repeat}


def _median(found: list[dict[str, Any]]) -> dict[str, Any]:
    over = next((one for one in found if "over" in one), None)
    return over or {**found[0], "wall": measure.median(one["wall"] for one in found)}


def differences(mine: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """The questions to which two engines have not as many rows."""
    both = (name for name in mine if {"rows"} <= mine[name].keys() & other.get(name, {}).keys())
    return [name for name in both if mine[name]["rows"] != other[name]["rows"]]


def panel(figures: dict[str, Any]) -> Panel:
    """The bars: a question of ours above that of rdflib."""
    build, start = figures["build"]["wall"], figures["start"]["wall"]
    bars = [
        Bar("first command", build, f"{build:.1f}, builds the store", True),
        Bar("next command", start, f"{start:.2f}", True),
    ]
    other = figures.get("rdflib", {}).get("steps", {})
    for name, one in figures["claimgraph"]["steps"].items():
        bars.append(_bar(name, one, True))
        if name in other:
            bars.append(_bar("… rdflib", other[name], False))
    return Panel(f"{figures['triples']:,} triples, elapsed time", "s", bars)


def _bar(name: str, one: dict[str, Any], ours: bool) -> Bar:
    if "over" in one:
        return Bar(name, None, f"more than {one['over']} s", ours)
    return Bar(name, one["wall"], f"{one['wall']:.3f}", ours)


def size(folder: Path) -> int:
    """The bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    """Measure, compare, print, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, default=PEER)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--peer", action="store_true", help="ask rdflib, however many")
    parser.add_argument("--limit", type=int, default=300, help="seconds an answer may take")
    parser.add_argument("--out", type=Path, default=FIGURES)
    given = parser.parse_args()
    figures: dict[str, Any] = {"machine": measure.machine(), "reviews": given.reviews}
    with tempfile.TemporaryDirectory() as name:
        folder, release = Path(name), Path(name) / "dist"
        os.environ["CLAIMGRAPH_CACHE"] = str(folder / "cache")
        records.dump(records.written(folder, given.reviews), release)
        figures["triples"] = json.loads((release / "manifest.json").read_bytes())["triples"]
        build, start = first_and_next(release, given.repeat)
        figures |= {"build": measure.summary([build]), "start": measure.summary(start)}
        figures["size"] = size(folder / "cache")
        figures["claimgraph"] = answers("claimgraph", release, given.limit, given.repeat)
        if given.peer or given.reviews <= PEER:
            figures["rdflib"] = answers("rdflib", release, given.limit, 1)
    show(figures)
    measure.save("query", figures, draw([panel(figures)]), given.out)
    wrong = differences(*(figures.get(e, {}).get("steps", {}) for e in ("claimgraph", "rdflib")))
    if wrong:
        sys.exit(f"the answers differ: {', '.join(wrong)}")


def show(figures: dict[str, Any]) -> None:
    """Print the figures."""
    measure.show(figures["machine"])
    print(f"{figures['reviews']:,} reviews, {figures['triples']:,} triples")
    build, start = figures["build"], figures["start"]
    print(f"first command {build['wall']:.2f} s, {build['peak'] / 2**20:.0f} MiB; ", end="")
    print(f"next {start['wall']:.3f} s; the store has {figures['size'] / 2**20:.0f} MiB")
    for engine in ("claimgraph", "rdflib"):
        for name, one in figures.get(engine, {}).get("steps", {}).items():
            took = f"{one['wall']:.4f} s" if "wall" in one else f"more than {one['over']} s"
            print(f"{engine:12} {name:20} {took:>20} {one.get('rows', ''):>10} rows")


if __name__ == "__main__":
    main()
