"""What the benchmarks share: run a command and weigh it, name the machine, keep the figures.

Times are in seconds, sizes in bytes.
"""

from __future__ import annotations

import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
LAUNCH = ROOT / "benchmarks" / "launch.py"
FIGURES = ROOT / "docs" / "benchmarks"
CLAIMGRAPH = (sys.executable, "-m", "claimgraph")
PACKAGES = ("claimgraph", "msgspec", "pyoxigraph", "pyshacl", "rdflib")
TOLD = 2000  # characters of what a failed command said
PLACE = re.compile(r"(?<![^\s\"'])(/[^\s/]+)+/")
Command = Sequence[str | Path]


class Run(NamedTuple):
    """One run of a command: elapsed time, processor time, and its largest process.

    `first` is the time to the first byte on standard output.
    """

    wall: float
    cpu: float
    peak: int
    first: float
    code: int
    output: str


class Failed(Exception):
    """A command ended as it must not; the text is the end of what it said."""


def run(
    command: Command,
    good: Collection[int] = (0,),
    env: Mapping[str, str] | None = None,
    started: Callable[[int], None] = lambda pid: None,
    folder: Path | None = None,
) -> Run:
    """Run the command to its end; raise Failed for an exit code that is not a good one.

    `started` is told the id of the process above it; the command runs in `folder`.
    """
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", LAUNCH, place, *map(str, command)],
            cwd=folder,
            env={**_environment(), **(env or {})},
        )
        started(process.pid)
        if process.wait():
            raise Failed(f"{command[0]} could not be started")
        used = json.loads((place / "used").read_text("utf-8"))
        output, said = ((place / one).read_text("utf-8", "replace") for one in ("output", "errors"))
    if used["code"] not in good:
        raise Failed(f"{command[-1]} ended with {used['code']}: {(output + said)[-TOLD:]}")
    return Run(**used, output=output)


def reason(error: Exception | str) -> str:
    """The last line of what went wrong, files without their folders."""
    lines = [line for line in str(error).split("\n") if line.strip(" ^~")]
    return PLACE.sub("", lines[-1].strip() if lines else "no reason told")[:160]


def _environment() -> dict[str, str]:
    """As of an installed package, whose bytecode is kept: the first run, not counted, writes it.

    The modules of this folder can be run by other interpreters, and from elsewhere.
    """
    found = {name: one for name, one in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {**found, "PYTHONPATH": path}


def median(values: Iterable[float]) -> float:
    """The median, to the microsecond."""
    return round(statistics.median(values), 6)


def summary(runs: Sequence[Run]) -> dict[str, Any]:
    """The medians of several runs of one command."""
    return {
        "wall": median(one.wall for one in runs),
        "cpu": median(one.cpu for one in runs),
        "peak": round(median(one.peak for one in runs)),
        "runs": len(runs),
    }


def times(count: int, command: Command, good: Collection[int] = (0,)) -> list[Run]:
    """So many runs of a command, after one that is not counted where there are several."""
    if count > 1:
        run(command, good)
    return [run(command, good) for _ in range(count)]


def machine(more: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Processor, cores, memory, system, Python, and the versions of packages."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES} | dict(more or {}),
    }


def both(repeat: int = 3) -> float:
    """How much two processes do at once, beside one: 2 with two cores, 1 where they share one."""
    alone, together = [], []
    for _ in range(repeat):
        alone.append(_counting(1))
        together.append(_counting(2))
    return round(2 * median(alone) / median(together), 2)


def _counting(processes: int) -> float:
    """Seconds in which so many processes at once fill a dictionary."""
    begun = time.perf_counter()
    running = [subprocess.Popen([sys.executable, "-c", _COUNT]) for _ in range(processes)]
    for one in running:
        one.wait()
    return time.perf_counter() - begun


_COUNT = "d = {}\nfor i in range(3_000_000): d[i % 5000] = str(i)"


def version(package: str) -> str:
    """The installed version, or a dash."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "-"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").split("\n")
    except OSError:
        return platform.processor()
    named = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def save(name: str, figures: Mapping[str, Any], svg: str, folder: Path = FIGURES) -> None:
    """Keep the figures as JSON and as a chart, and print where."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(figures, indent=1, ensure_ascii=False) + "\n"
    (folder / f"{name}.json").write_text(text, "utf-8")
    (folder / f"{name}.svg").write_text(svg, "utf-8")
    print(f"figures: {folder / name}.json, {folder / name}.svg")


def show(machine: Mapping[str, Any]) -> None:
    """Print what the figures were measured on."""
    packages = ", ".join(f"{name} {number}" for name, number in machine["packages"].items())
    memory = machine["memory"] / 2**30
    print(f"{machine['processor']}, {machine['cores']} cores, {memory:.0f} GiB; ", end="")
    print(f"{machine['system']}; Python {machine['python']}; {packages}")
