"""The bar of a dump: on a terminal, nowhere else."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

SEEDS = str(Path(__file__).parents[1] / "seeds")


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
    return said.decode()


def test_a_terminal_sees_how_far_it_has_come(tmp_path: Path) -> None:
    said = on_terminal("dump", SEEDS, "--out", str(tmp_path / "dist"), COLUMNS="120")
    assert "329 records" in said
    assert "refused" in said


@pytest.mark.parametrize("option", ["--quiet", "-q"])
def test_quiet_is_quiet(tmp_path: Path, option: str) -> None:
    assert on_terminal("dump", SEEDS, "--out", str(tmp_path / "dist"), option) == ""


def test_a_pipe_sees_nothing_of_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "claimgraph", "dump", SEEDS, "--out", str(tmp_path / "dist")]
    assert subprocess.run(command, capture_output=True, check=True).stderr == b""
