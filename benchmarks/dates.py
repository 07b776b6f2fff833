"""Reading dates: our module against the edtf package. `python -m benchmarks.dates`

Prints medians of five runs and their ratio.
"""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys

RUNS = 5
IMPORTS = ("import claimgraph.dates", "import edtf")
PARSES = (
    "from claimgraph.dates import Edtf; parse = Edtf.parse",
    "from edtf import parse_edtf as parse",
)
TIMED = "import time\n{setup}\nt = time.perf_counter()\n{work}\nprint(time.perf_counter() - t)"
LOOP = "for _ in range(200): parse('2025-07-04')"


def seconds(setup: str, work: str) -> float:
    """Median time of `work` in fresh processes, after `setup`."""
    return statistics.median(_once(TIMED.format(setup=setup, work=work)) for _ in range(RUNS))


def _once(program: str) -> float:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    return float(done.stdout)


def main() -> None:
    """Print both figures."""
    print(f"Python {platform.python_version()}, {platform.machine()}")
    ours, theirs = (seconds("", work) for work in IMPORTS)
    print(f"import: edtf takes {theirs / ours:.1f} times as long")
    ours, theirs = (seconds(setup, LOOP) for setup in PARSES)
    print(f"parse: edtf takes {theirs / ours:.0f} times as long")


if __name__ == "__main__":
    main()
