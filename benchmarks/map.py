"""To N-Triples only: our mapping, libraries, engines for RML, and the floor.

`python -m benchmarks.map --reviews 10000`. Ours maps the records; the others are given a table
of the same reviews, with about as many triples each (see flat), as no table holds all of a record.
So the figure to compare is the time a triple. Each is one command, from its start to its end. The
floor decodes the records and writes as many bytes as ours. What the others wrote is compared with
what the table says, line by line.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph

from benchmarks import flat, measure, peers, records, reviews
from benchmarks.chart import Bar, Panel, draw
from benchmarks.measure import FIGURES, Command, Failed, Run
from benchmarks.peers import Peer, Ready

REFERENCE = "pyoxigraph"
RML = ("morph-kgc", "rdfizer")  # engines that read JSON too
SLOW = 20.0  # seconds; what takes longer is run once
Lines = set[str]


def table(folder: Path, count: int) -> dict[str, Path]:
    """The table of the same reviews as `records.written` makes, in both forms."""
    held = (msgspec.json.decode(line) for line, _ in reviews.lines(count))
    rows = list(flat.rows(held))
    files = {"CSV": folder / "table.csv", "JSON": folder / "table.json"}
    flat.write(files["CSV"], rows)
    told = [{name: value for name, value in row.items() if value} for row in rows]
    files["JSON"].write_bytes(msgspec.json.encode(told))
    return files


def runs(tool: str, python: Path, source: Path, out: Path, repeat: int) -> list[Run]:
    """Runs of one tool; raise Failed."""
    command: Command = [python, "-m", "benchmarks.mappers", tool, source, out]
    found: list[Run] = []
    while not found or (len(found) < repeat and found[0].wall < SLOW):
        out.unlink(missing_ok=True)
        found.append(measure.run(command, folder=source.parent))
    return found


def triples(file: Path) -> tuple[Lines, int]:
    """The distinct triples of a file, and how many of its lines are no N-Triples."""
    found, bad = set[str](), 0
    for line in file.read_bytes().split(b"\n"):
        try:
            quads = list(pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_TRIPLES))
        except SyntaxError:
            bad += 1
        else:
            found.update(str(quad.triple) for quad in quads)
    return found, bad


def ours(folder: Path, source: Path, repeat: int) -> dict[str, dict[str, Any]]:
    """Our mapping, the floor, and the dump: checked, and in all three syntaxes."""
    python, rows = Path(sys.executable), dict[str, dict[str, Any]]()
    out, release = folder / "claimgraph.nt", folder / "dist"
    made = [records.dump(source, release) for _ in range(repeat)]
    try:
        rows["claimgraph"] = measure.summary(runs("claimgraph", python, source, out, repeat))
    except Failed as error:
        rows["claimgraph"] = {"skipped": f"failed: {measure.reason(error)}"}
        out.write_text("".join(records.triples(release)), "utf-8")
    count = out.read_bytes().count(b"\n")
    shutil.copy(out, folder / "expected")
    rows["floor"] = measure.summary(runs("floor", python, source, folder / "floor.nt", repeat))
    rows["claimgraph dump"] = measure.summary(made)
    for row in rows.values():
        row["triples"] = count
    return rows


def theirs(peer: Peer, ready: Ready, source: Path, folder: Path, repeat: int) -> dict[str, Any]:
    """One tool by others, with what it wrote compared."""
    if ready.reason:
        return {"skipped": ready.reason}
    out = folder / f"{peer.name}.nt"
    try:
        row = measure.summary(runs(peer.name, ready.python, source, out, repeat))
    except Failed as error:
        return {"skipped": f"failed: {measure.reason(error)}"}
    found, bad = triples(out)
    wanted = triples(folder / f"{REFERENCE}.nt")[0]
    row |= {"version": ready.version, "triples": len(wanted), "bad lines": bad}
    row |= {"input": source.suffix[1:].upper()}
    return row | {"missing": len(wanted - found), "more": len(found - wanted)}


def line(name: str, row: dict[str, Any]) -> str:
    """A row for people."""
    if "skipped" in row:
        return f"{name:16} {row['skipped']}"
    each = row["wall"] / row["triples"] * 1e6
    return f"{name:16} {row['wall']:8.3f} s  {each:8.2f} µs a triple  {note(row)}"


def note(row: dict[str, Any]) -> str:
    """What is wrong with what was written."""
    wrong = {name: row.get(name) for name in ("missing", "more", "bad lines") if row.get(name)}
    return ", ".join(f"{count} {name}" for name, count in wrong.items())


def bar(name: str, row: dict[str, Any]) -> Bar:
    """Its time a triple."""
    if "skipped" in row:
        return Bar(name, None, row["skipped"][:70])
    each = row["wall"] / row["triples"] * 1e6
    wrong = ", wrong triples" if note(row) else ""
    return Bar(name, each, f"{each:.2f}{wrong}", name.startswith("claimgraph"))


def main() -> None:
    """Measure, print, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, default=10_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--out", type=Path, default=FIGURES)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = ours(folder, records.written(folder, given.reviews), given.repeat)
        files = table(folder, given.reviews)
        for peer in sorted(peers.MAPPERS, key=lambda one: one.name != REFERENCE):
            ready = peers.ready(peer)
            rows[peer.name] = theirs(peer, ready, files["CSV"], folder, given.repeat)
            if peer.name in RML:
                made = theirs(peer, ready, files["JSON"], folder, given.repeat)
                rows[f"{peer.name}, JSON"] = made
    rows = dict(sorted(rows.items(), key=lambda one: one[1].get("wall", 1e9)))
    print("\n".join(line(name, row) for name, row in rows.items()))
    versions = {
        name.split(",")[0]: row["version"] for name, row in rows.items() if "version" in row
    }
    figures = {"machine": measure.machine(versions), "reviews": given.reviews, "tools": rows}
    measure.show(figures["machine"])
    panel = Panel(
        f"Mapping {given.reviews:,} reviews to N-Triples, time a triple",
        "µs",
        [bar(name, row) for name, row in rows.items()],
    )
    measure.save("map", figures, draw([panel]), given.out)


if __name__ == "__main__":
    main()
