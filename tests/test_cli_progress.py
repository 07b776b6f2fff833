"""The bar of a dump: on a terminal, nowhere else."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from claimgraph.cli import progress
from claimgraph.release.watch import Watch

SEEDS = str(Path(__file__).parents[1] / "seeds")
PAGE = (
    '{"@context": "https://schema.org", "@type": "ClaimReview", "url": "https://desk.example/%d",'
    '"claimReviewed": "It rains %d times", "author": {"name": "Desk"},'
    '"reviewRating": {"alternateName": "False"}}\n'
)
ANN = '{"kind": "actor", "id": "ann%d", "type": "person", "name": "Ann"}\n'
WRONG = '{"kind": "claim", "id": "c%d", "text": "T", "supports": ["nobody"]}\n'


def on_terminal(*command: str, **env: str) -> str:
    """What a command writes to standard error where that is a terminal."""
    ours, theirs = pty.openpty()
    run = [sys.executable, "-m", "claimgraph", *command]
    with subprocess.Popen(
        run, stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, "TERM": "xterm", **env}
    ) as process:
        os.close(theirs)
        said = b""
        try:
            while some := os.read(ours, 1 << 16):
                said += some
        except OSError:  # how Linux tells the end of a terminal
            pass
        os.close(ours)
    assert process.returncode == 0
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said.decode())


def bars(source: Path | str, tmp_path: Path, *more: str) -> list[str]:
    """What the bar of a dump says, each thing once."""
    said = on_terminal("dump", str(source), "--out", str(tmp_path / "dist"), *more, COLUMNS="140")
    return list(dict.fromkeys(line.strip() for line in re.split(r"[\r\n]+", said) if line.strip()))


def test_a_terminal_sees_how_far_it_has_come(tmp_path: Path) -> None:
    said = bars(SEEDS, tmp_path)
    assert [line.split()[0] for line in said if line[0].isalpha()][:1] == ["reading"]
    done = [line for line in said if line.startswith("validating")]
    assert re.search(r" 0 of 329 records, 0 refused", done[0])
    assert re.search(r" 329 of 329 records, [\d,]+ a second, 0 refused +0:00:00$", done[-1])
    assert said[-1].startswith("writing")


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonld"])
def test_it_sees_what_was_met_while_reading(tmp_path: Path, name: str) -> None:
    lines = [ANN % n if name == "a.jsonl" else PAGE % (n, n) for n in range(1500)]
    (tmp_path / name).write_text("".join(lines))
    said = bars(tmp_path / name, tmp_path)
    met = [re.search(r"^reading.* ([\d,]+) records", line) for line in said]
    assert any(one and int(one[1].replace(",", "")) >= 1 for one in met)


def test_it_sees_what_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("".join(ANN % n for n in range(9)) + WRONG % 1 + WRONG % 2)
    every = bars(tmp_path / "a.jsonl", tmp_path, "--quarantine")
    said = [line for line in every if line.startswith("validating")]
    assert re.search(r" 0 of 11 records, 0 refused", said[0])
    assert re.search(r" 11 of 11 records, [\d,]+ a second, 2 refused", said[-1])


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Watch, io.StringIO]]:
    """A bar, and what it writes; a second passes from each look at the clock to the next."""
    clock, text = count(), io.StringIO()
    shown = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[said]}"),
        TimeRemainingColumn(),
        console=Console(file=text, force_terminal=True, width=140),
        auto_refresh=False,
        get_time=lambda: float(next(clock)),
    )
    monkeypatch.setattr(progress, "monotonic", lambda: float(next(clock)))
    with shown:
        yield progress._Bar(shown), text


def last(text: io.StringIO) -> str:
    """The line that stands on the screen."""
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text.getvalue())
    return re.split(r"[\r\n]+", plain)[-1].strip()


def test_records_met_are_added_up(screen: tuple[Watch, io.StringIO]) -> None:
    bar, text = screen
    for more, wanted in ((1, "1 records"), (999, "1,000 records"), (0, "1,000 records")):
        bar.reading(more)
        assert last(text).startswith("reading")
        assert f" {wanted} " in f"{last(text)} "


def test_each_round_has_its_own_rate_and_time_left(screen: tuple[Watch, io.StringIO]) -> None:
    bar, text = screen
    bar.records(0, 1_000_000, 0)
    for done in range(100_000, 1_000_001, 100_000):
        bar.records(done, 1_000_000, 7)
    first = last(text)
    assert "1,000,000 of 1,000,000 records" in first
    bar.records(0, 100, 7)
    assert " 0 of 100 records, 7 refused" in last(text)
    bar.records(50, 100, 8)
    rate = re.search(r"50 of 100 records, ([\d,]+) a second, 8 refused", last(text))
    assert rate
    assert 1 <= int(rate[1].replace(",", "")) <= 50
    assert "0:00:00" not in last(text)
    bar.writing()
    assert last(text).startswith("writing")


@pytest.mark.parametrize("option", ["--quiet", "-q"])
def test_quiet_is_quiet(tmp_path: Path, option: str) -> None:
    assert on_terminal("dump", SEEDS, "--out", str(tmp_path / "dist"), option) == ""


def test_a_pipe_sees_nothing_of_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "claimgraph", "dump", SEEDS, "--out", str(tmp_path / "dist")]
    assert subprocess.run(command, capture_output=True, check=True).stderr == b""
