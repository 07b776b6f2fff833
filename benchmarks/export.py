"""Records to checked Turtle, JSON-LD and N-Quads: ours against rdflib and pySHACL.

`python -m benchmarks.export --reviews 10000`. Ours is `claimgraph dump` as a whole command, from
the file of records to the release. Theirs is the time from the statements to the same three
files, in memory and warm: reading and mapping the records, and the start, are given to it for
nothing. All three files of both must hold the same graph. `--source` takes real input instead.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import pyoxigraph

from benchmarks import measure, records
from benchmarks.chart import Bar, Panel, draw
from benchmarks.measure import CLAIMGRAPH, FIGURES, Command, Run

FORMATS = {
    "claimgraph.ttl": pyoxigraph.RdfFormat.TURTLE,
    "claimgraph.jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "claimgraph.nq": pyoxigraph.RdfFormat.N_QUADS,
}
RDFC = pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0


def same(one: Path, other: Path) -> dict[str, bool]:
    """Of each file of two releases, whether both hold the same canonical data set."""
    return {name: _canonical(one / name) == _canonical(other / name) for name in FORMATS}


def _canonical(file: Path) -> pyoxigraph.Dataset:
    quads = pyoxigraph.parse(path=str(file), format=FORMATS[file.name])
    found = pyoxigraph.Dataset(quads)
    found.canonicalize(RDFC)
    return found


def theirs(release: Path, out: Path, repeat: int) -> dict[str, Any]:
    """The medians of each step of rdflib and pySHACL, and of their sum."""
    out.mkdir()
    command: Command = [sys.executable, "-m", "benchmarks.by_rdflib", release, out]
    runs = [measure.run(command) for _ in range(repeat)]
    steps = [json.loads(one.output) for one in runs]
    medians = {name: measure.median(one[name] for one in steps) for name in steps[0]}
    wall = measure.median(sum(one.values()) for one in steps)
    return measure.summary(runs) | {"wall": wall, "steps": medians}


def ours(source: Path, out: Path, repeat: int, jobs: int = 0) -> list[Run]:
    """Runs of the whole command; real input may have records that do not hold."""
    command: Command = [*CLAIMGRAPH, "dump", source, "--out", out, "--quiet", "--quarantine"]
    return measure.times(repeat, [*command, "--jobs", str(jobs)])


def panel(figures: dict[str, Any]) -> Panel:
    """The bars: ours, theirs, and the steps of theirs."""
    mine, other = figures["claimgraph"], figures["rdflib + pySHACL"]
    bars = [
        Bar("claimgraph dump", mine["wall"], f"{mine['wall']:.2f}, from the records", True),
        Bar("rdflib + pySHACL", other["wall"], f"{other['wall']:.1f}, from the statements"),
        *(Bar(f"… {name}", value, f"{value:.2f}") for name, value in other["steps"].items()),
    ]
    return Panel(f"Export of {figures['triples']:,} checked triples, elapsed time", "s", bars)


def main() -> None:
    """Measure, compare, print, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, default=10_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--peer-repeat", type=int, default=3, help="it takes minutes")
    parser.add_argument("--source", type=Path, help="input of any kind, in place of made reviews")
    parser.add_argument("--out", type=Path, default=FIGURES)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = given.source or records.written(folder, given.reviews)
        release = folder / "dist"
        one_job = ours(source, release, given.repeat, 1)
        runs = ours(source, release, given.repeat)
        told = json.loads((release / "manifest.json").read_text("utf-8"))
        other = theirs(release, folder / "theirs", given.peer_repeat)
        alike = same(release, folder / "theirs")
    mine = measure.summary(runs)
    ratio = round(other["wall"] / mine["wall"], 1)
    figures: dict[str, Any] = {
        "machine": measure.machine(),
        "source": given.source.name if given.source else "made",
    }
    figures |= {"records": told["records"], "triples": told["triples"], "quads": told["quads"]}
    figures |= {"claimgraph": mine, "rdflib + pySHACL": other, "ratio": ratio, "same": alike}
    figures |= {"claimgraph, one process": measure.summary(one_job), "both": measure.both()}
    measure.show(figures["machine"])
    print(f"{told['records'].get('review', 0):,} reviews, {told['triples']:,} triples")
    print(f"claimgraph dump {mine['wall']:.2f} s, {mine['peak'] / 2**20:.0f} MiB")
    single = figures["claimgraph, one process"]["wall"]
    print(f"with one process {single:.2f} s; two at once do {figures['both']} times as much as one")
    print(
        f"rdflib + pySHACL {other['wall']:.2f} s, {other['peak'] / 2**20:.0f} MiB: {other['steps']}"
    )
    print(f"{ratio} times faster; the same graph: {alike}")
    measure.save(
        "export" if not given.source else f"export-{given.source.name}",
        figures,
        draw([panel(figures)]),
        given.out,
    )
    if not all(alike.values()):
        sys.exit("the graphs differ")


if __name__ == "__main__":
    main()
