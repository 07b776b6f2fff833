"""The figures of queries: what is compared, what is drawn, and what the page says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import query
from benchmarks.asked import INDEX, QUESTIONS, ours, theirs, timed
from docs import figures as page
from small_releases import release

FIGURES: dict[str, Any] = {
    "reviews": 10,
    "triples": 330,
    "build": {"wall": 2.5, "peak": 1 << 20},
    "start": {"wall": 0.25},
    "size": 5 << 20,
    "claimgraph": {"steps": {"open": {"wall": 0.1}, "join": {"wall": 0.5, "rows": 7}}},
    "rdflib": {"steps": {"open": {"wall": 9.0}, "join": {"over": 300}}},
}


def test_differences_are_those_of_rows() -> None:
    mine = {"open": {"wall": 1}, "a": {"rows": 1}, "b": {"rows": 2}, "c": {"rows": 3}}
    other = {"open": {"wall": 2}, "a": {"rows": 1}, "b": {"rows": 3}, "c": {"over": 10}}
    assert query.differences(mine, other) == ["b"]
    assert query.differences(mine, {}) == []


def test_ours_stands_beside_theirs() -> None:
    bars = [(bar.label, bar.value, bar.note, bar.ours) for bar in query.panel(FIGURES).bars]
    assert bars == [
        ("first command", 2.5, "2.5, builds the store", True),
        ("next command", 0.25, "0.25", True),
        ("open", 0.1, "0.100", True),
        ("… rdflib", 9.0, "9.000", False),
        ("join", 0.5, "0.500", True),
        ("… rdflib", None, "more than 300 s", False),
    ]


def test_the_page_has_all_of_them() -> None:
    lines = list(page._query(FIGURES))
    assert "| open |  | 0.1000 | 9.0000 |" in lines
    assert "| join | 7 | 0.5000 | more than 300 |" in lines
    assert "**0.25 s**" in "".join(lines)


def test_what_takes_too_long_is_stopped() -> None:
    def forever() -> None:
        while True:
            pass

    assert timed(forever, 1) == {"over": 1}
    assert timed(lambda: 3, 1)["rows"] == 3


@pytest.mark.parametrize("name", QUESTIONS)
def test_both_engines_take_the_questions(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMGRAPH_CACHE", str(tmp_path / "cache"))
    folder = release(tmp_path / "dist")
    assert ours(folder)(QUESTIONS[name]) == theirs(folder)(QUESTIONS[name])


def test_the_program_prints_its_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMGRAPH_CACHE", str(tmp_path / "cache"))
    folder = release(tmp_path / "dist")
    command = [sys.executable, "-m", "benchmarks.asked", "claimgraph", str(folder), "10"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert list(json.loads(done.stdout)) == ["open", *QUESTIONS, INDEX]
