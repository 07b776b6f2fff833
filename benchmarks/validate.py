"""An N-Triples file against the core shapes: ours, pySHACL, and the engines that pip installs.

`python -m benchmarks.validate --reviews 10000`. The file is the union of a release, with faults
in some of its lines; each engine is one command, and makes a report. Results are compared with
those of pySHACL as sets of focus node, path, component, value and severity. With
CLAIMGRAPH_SHARED also the cases of the W3C's core suite are counted that each engine passes.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import measure, peers, records, reports
from benchmarks.broken import broken
from benchmarks.chart import Bar, Panel, draw
from benchmarks.measure import CLAIMGRAPH, FIGURES, ROOT, Command, Failed
from benchmarks.peers import Ready
from benchmarks.reports import Results
from benchmarks.suite import Case, cases

SHAPES = ROOT / "shapes" / "core.ttl"
SUITE = Path("w3c", "shacl-tests", "core", "manifest.ttl")
OWN = {"claimgraph fast": "fast", "claimgraph pyshacl": "pyshacl"}
REFERENCE = "pyshacl"
SLOW = 20.0  # seconds; what takes longer is run once


class Job(NamedTuple):
    """How an engine is run: its command on data and shapes, and how its report is read."""

    command: Callable[[Path, Path, Path], Command]
    read: Callable[[str], Results]
    good: tuple[int, ...] = (0,)


def own(engine: str) -> Job:
    """`claimgraph validate` with one of its engines; the report is what it prints."""

    def command(data: Path, shapes: Path, out: Path) -> Command:
        named = "core" if shapes == SHAPES else shapes
        options = ("--shapes", named, "--format", "json", "--engine", engine)
        return [*CLAIMGRAPH, "validate", data, *options]

    return Job(command, reports.of_claimgraph, (0, 1))


def other(name: str, ready: Ready) -> Job:
    """An engine by others; the report is a file."""

    def command(data: Path, shapes: Path, out: Path) -> Command:
        return [ready.python, "-m", "benchmarks.validators", name, data, shapes, out]

    return Job(command, reports.of_shacl_rust if name == "shacl-rust" else reports.of_graph)


def weigh(job: Job, data: Path, out: Path, repeat: int) -> tuple[dict[str, Any], Results]:
    """Times and memory of an engine, and its results; raise Failed."""
    command = job.command(data, SHAPES, out)
    runs = [measure.run(command, job.good)]
    while len(runs) < repeat and runs[0].wall < SLOW:
        runs.append(measure.run(command, job.good))
    text = out.read_text("utf-8") if out.exists() else runs[-1].output
    out.unlink(missing_ok=True)
    return measure.summary(runs), job.read(text)


def passed(name: str, job: Job, ready: Ready | None, all_cases: Sequence[Case]) -> dict[str, int]:
    """How many cases of the suite an engine passes, fails, or makes no report for."""
    with tempfile.TemporaryDirectory() as place:
        outs = [Path(place) / f"{index}.report" for index in range(len(all_cases))]
        if ready:
            _suite(name, ready, all_cases, outs, Path(place))
        pairs = zip(all_cases, outs, strict=True)
        return dict(Counter(_outcome(job, case, out, ready is None) for case, out in pairs))


def _suite(
    name: str, ready: Ready, all_cases: Sequence[Case], outs: list[Path], place: Path
) -> None:
    """All cases in one process of the engine, which writes a report for each."""
    files = [
        [str(case.data), str(case.shapes), str(out)]
        for case, out in zip(all_cases, outs, strict=True)
    ]
    told = place / "cases.json"
    told.write_text(json.dumps(files), "utf-8")
    measure.run([ready.python, "-m", "benchmarks.validators", name, "--suite", told])


def _outcome(job: Job, case: Case, out: Path, ours: bool) -> str:
    """Whether the report agrees with the case."""
    try:
        if ours:
            text = measure.run(job.command(case.data, case.shapes, out), job.good).output
        else:
            text = out.read_text("utf-8") if out.exists() else ""
        found = job.read(text) if text else None
    except (Failed, ValueError, SyntaxError):
        found = None
    if found is None:
        return "passed" if case.expected is None else "refused"
    wanted = case.expected
    return "failed" if wanted is None or any(reports.agreed(wanted, found)) else "passed"


def engines() -> dict[str, tuple[Job | None, Ready | None]]:
    """Ours and all others, the reference first; no job where an engine cannot be installed."""
    found: dict[str, tuple[Job | None, Ready | None]] = {}
    for peer in peers.VALIDATORS:
        ready = peers.ready(peer)
        found[peer.name] = (None if ready.reason else other(peer.name, ready), ready)
    return found | {name: (own(engine), None) for name, engine in OWN.items()}


def compare(
    data: Path, repeat: int, all_cases: Sequence[Case], only: Sequence[str] = ()
) -> dict[str, dict[str, Any]]:
    """A row for each engine: figures, or the reason why there are none.

    The results are compared with those of the reference, or of the first engine if it is left out.
    """
    rows: dict[str, dict[str, Any]] = {}
    wanted: Results = frozenset()
    every = engines()
    for name in only or every:
        job, ready = every[name]
        row: dict[str, Any] = {"version": ready.version} if ready else {}
        try:
            if job is None:
                raise Failed(ready.reason if ready else "")
            figures, found = weigh(job, data, data.with_suffix(".report"), repeat)
            wanted = found if name == REFERENCE or name in only[:1] else wanted
            row |= figures | differences(wanted, found)
            row |= {"suite": passed(name, job, ready, all_cases)} if all_cases else {}
        except Failed as error:
            row |= {"skipped": measure.reason(error)}
        rows[name] = row
        print(line(name, row), flush=True)
    return rows


def differences(wanted: Results, found: Results) -> dict[str, int]:
    """How many results there are, and how they differ from those of the reference."""
    missing, more = reports.agreed(wanted, found)
    return {"results": len(found), "missing": len(missing), "more": len(more)}


def line(name: str, row: dict[str, Any]) -> str:
    """A row for people."""
    if "skipped" in row:
        return f"{name:20} {row['skipped']}"
    counts = (f"{number} {what}" for what, number in row.get("suite", {}).items())
    suite = f"; W3C core: {', '.join(counts)}" if "suite" in row else ""
    return f"{name:20} {row['wall']:9.3f} s  {row['peak'] / 2**20:6.0f} MiB  {note(row)}{suite}"


def note(row: dict[str, Any]) -> str:
    """Whether the results are those of the reference."""
    if row["missing"] or row["more"]:
        return f"{row['missing']} results missing, {row['more']} too many"
    return f"{row['results']} results, the same"


def panels(rows: dict[str, dict[str, Any]], triples: int) -> list[Panel]:
    """Time and memory."""
    times, sizes = list[Bar](), list[Bar]()
    for name, row in sorted(rows.items(), key=lambda item: item[1].get("wall", 1e9)):
        ours = name.startswith("claimgraph")
        if "skipped" in row:
            times.append(Bar(name, None, row["skipped"][:70]))
            continue
        wrong = "" if not row["missing"] + row["more"] else ", other results"
        times.append(Bar(name, row["wall"], f"{row['wall']:.2f}{wrong}", ours))
        mebibytes = row["peak"] / 2**20
        sizes.append(Bar(name, mebibytes, f"{mebibytes:.0f}", ours))
    title = f"Validation of {triples:,} triples, elapsed time"
    return [Panel(title, "s", times), Panel("Largest process", "MiB", sizes)]


def main() -> None:
    """Measure, print, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, default=10_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--share", type=float, default=0.0003, help="of lines with a fault")
    parser.add_argument("--engines", nargs="+", default=[], help="only these, into engines.json")
    parser.add_argument("--out", type=Path, default=FIGURES)
    given = parser.parse_args()
    shared = os.environ.get("CLAIMGRAPH_SHARED")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        records.dump(records.written(folder, given.reviews), folder / "dist")
        lines = list(broken(records.triples(folder / "dist"), given.share))
        data = folder / "data.nt"
        data.write_text("".join(lines), "utf-8")
        has_suite = shared and not given.engines
        tests = cases(Path(shared or "").resolve() / SUITE, folder) if has_suite else []
        print(f"{given.reviews:,} reviews, {len(lines):,} triples; {len(tests)} cases of the suite")
        rows = compare(data, given.repeat, tests, given.engines)
    versions = {name: row["version"] for name, row in rows.items() if row.get("version")}
    figures = {"machine": measure.machine(versions), "reviews": given.reviews}
    figures |= {"triples": len(lines), "suite": len(tests), "engines": rows}
    measure.show(figures["machine"])
    name = "engines" if given.engines else "validate"
    measure.save(name, figures, draw(panels(rows, len(lines))), given.out)


if __name__ == "__main__":
    main()
