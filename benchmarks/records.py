"""Generated reviews and releases of them, as files in a folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyoxigraph

from benchmarks.measure import CLAIMGRAPH, ROOT, Run, run


def written(folder: Path, reviews: int, share: float = 0.0, seed: int = 1) -> Path:
    """A file of so many reviews, made by a process of its own."""
    file = folder / f"reviews-{reviews}-{share:g}-{seed}.jsonl"
    options = ("--reviews", str(reviews), "--faults", str(share), "--seed", str(seed))
    with file.open("wb") as out:
        command = [sys.executable, "-m", "benchmarks.reviews", *options]
        subprocess.run(command, cwd=ROOT, stdout=out, stderr=subprocess.DEVNULL, check=True)
    return file


def dump(source: Path, out: Path) -> Run:
    """One run of `claimgraph dump`, without words."""
    return run([*CLAIMGRAPH, "dump", source, "--out", out, "--quiet"])


def triples(release: Path) -> list[str]:
    """The lines of a release's union as N-Triples."""
    form, lines = pyoxigraph.RdfFormat.TURTLE, pyoxigraph.RdfFormat.N_TRIPLES
    quads = pyoxigraph.parse(path=str(release / "claimgraph.ttl"), format=form)
    text = pyoxigraph.serialize((quad.triple for quad in quads), format=lines) or b""
    return text.decode().splitlines(keepends=True)
