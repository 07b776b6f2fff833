"""How fast it starts: `python -m benchmarks.start`

`claimgraph --help` and the dump of the seeds, to the first byte and in all, beside Python that
does nothing and Python that imports rdflib and pySHACL. Also which of these two are loaded by
the import of the package and by --help.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.chart import Bar, Panel, draw
from benchmarks.measure import CLAIMGRAPH, FIGURES, ROOT, Command

SEEDS = ROOT / "seeds"
HEAVY = ("rdflib", "pyshacl", "pyoxigraph")
LOADED = "import sys; print(*(name for name in {heavy} if name in sys.modules))"
HELP = (
    "import sys\nfrom claimgraph.cli import main\nsys.argv = ['claimgraph', '--help']\n"
    "try:\n    main()\nexcept SystemExit:\n    pass\nprint()\n"
)


def commands(out: Path) -> dict[str, Command]:
    """What is run, by name."""
    python = (sys.executable, "-c")
    return {
        "python": (*python, "print()"),
        "import rdflib, pyshacl": (*python, "import rdflib, pyshacl; print()"),
        "claimgraph --help": (*CLAIMGRAPH, "--help"),
        "claimgraph dump seeds": (*CLAIMGRAPH, "dump", SEEDS, "--out", out),
    }


def loaded(program: str) -> list[str]:
    """Which heavy modules are there after a program."""
    whole = f"{program}\n{LOADED.format(heavy=HEAVY)}"
    return measure.run([sys.executable, "-c", whole]).output.split("\n")[-2].split()


def main() -> None:
    """Measure, print, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--out", type=Path, default=FIGURES)
    given = parser.parse_args()
    rows: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, command in commands(Path(folder) / "dist").items():
            runs = measure.times(given.repeat, command)
            rows[name] = measure.summary(runs) | {"first": measure.median(r.first for r in runs)}
            print(f"{name:24} {rows[name]['first']:.3f} s, {rows[name]['wall']:.3f} s in all")
    modules = {"import": loaded("import claimgraph"), "help": loaded(HELP)}
    print(f"loaded of {', '.join(HEAVY)}: {modules}")
    figures = {"machine": measure.machine(), "commands": rows, "loaded": modules}
    measure.show(figures["machine"])
    bars = [
        Bar(name, row["wall"], f"{row['wall']:.2f}", name.startswith("claimgraph"))
        for name, row in rows.items()
    ]
    measure.save("start", figures, draw([Panel("Elapsed time", "s", bars)]), given.out)


if __name__ == "__main__":
    main()
