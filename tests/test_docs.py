"""Every command in README and docs runs and prints what it says; generated files are current.

A ```console block is a session: `$ ` starts a command, `…` stands for lines left out. All sessions
of one file run in one folder, which holds copies of seeds/ and of the queries and the examples in
docs/. A command that ends with `&` is a server, which runs until the page ends. A ```sh block is
not run; those are listed here. No command stands anywhere else.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from _pytest.mark.structures import ParameterSet

from docs.generate import pages

TOP = Path(__file__).parents[1]
PAGES = sorted(
    path
    for path in [TOP / "README.md", *TOP.glob("[!.]*/**/*.md")]
    if not {".venv", "node_modules", "tests"} & set(path.relative_to(TOP).parts)
)
COMMAND = re.compile(r"^(?:\$ |(?:claimgraph|pip|make|python|npm) )", re.MULTILINE)
FENCE = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ELSEWHERE = {  # what needs more than this project and its test tools
    "pip install .",
    'pip install ".[warc,zstd]"',
    'pip install ".[serve]"',
    "claimgraph serve dist",  # docs/server.md runs it
    "claimgraph check-spans seeds --texts FOLDER",
    # a cluster, and the stores that load its parts
    'pip install "claimgraph[spark]"',
    "venv-pack --output env.tar.gz",
    "PYSPARK_DRIVER_PYTHON=python PYSPARK_PYTHON=./env/bin/python spark-submit "
    "--archives env.tar.gz#env job.py s3a://bucket/reviews/ --out s3a://bucket/graph "
    "--quarantine --compress gzip",
    "SPARK_REMOTE=sc://spark.example:15002 python -m claimgraph.spark s3a://bucket/reviews/ "
    "--out s3a://bucket/graph --quarantine",
    'for part in quads/part-*.txt.gz; do mv "$part" "${part%.txt.gz}.nq.gz"; done',
    "importrdf preload --force --recursive -c repository.ttl quads",
}


class Step(NamedTuple):
    """One command of a page, and what it prints."""

    command: str
    output: str


def blocks(page: Path, language: str) -> list[str]:
    return [text for name, text in FENCE.findall(page.read_text("utf-8")) if name == language]


def steps(page: Path) -> list[Step]:
    texts = blocks(page, "console")
    parts = [part for text in texts for part in re.split(r"^\$ ", text, flags=re.MULTILINE)]
    return [Step(*part.split("\n", 1)) for part in parts if part]


def pattern(output: str) -> re.Pattern[str]:
    """The output as a pattern in which a line `…` stands for any lines."""
    lines = output.splitlines(keepends=True)
    return re.compile("".join("(.*\n)*?" if x == "…\n" else re.escape(x) for x in lines))


def test_there_are_pages() -> None:
    assert TOP / "README.md" in PAGES
    assert len(PAGES) > 5


def sessions() -> Iterator[ParameterSet]:
    """The pages with sessions; one that needs curl is for where other people's tools are."""
    for page in PAGES:
        if told := steps(page):
            marks = [pytest.mark.external] if any("curl " in one.command for one in told) else []
            yield pytest.param(page, id=page.name, marks=marks)


@contextmanager
def served(command: str, folder: Path, env: dict[str, str]) -> Iterator[None]:
    """A server that listens on the port it names."""
    port = int(command.split("--port ")[1].split()[0])
    with subprocess.Popen(["/bin/sh", "-c", f"exec {command}"], cwd=folder, env=env) as process:
        try:
            for _ in range(300):
                with socket.socket() as tried:
                    if not tried.connect_ex(("127.0.0.1", port)):
                        break
                time.sleep(0.1)
            yield
        finally:
            process.terminate()


@pytest.mark.parametrize("page", list(sessions()))
def test_sessions(page: Path, tmp_path: Path) -> None:
    shutil.copytree(TOP / "seeds", tmp_path / "seeds")
    (tmp_path / "docs").mkdir()
    shutil.copytree(TOP / "docs" / "example", tmp_path / "docs" / "example")
    for query in (TOP / "docs").glob("*.rq"):
        shutil.copy(query, tmp_path / "docs")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    held = {**os.environ, "PATH": path, "COLUMNS": "100", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
    with ExitStack() as servers:
        for command, output in steps(page):
            if command.endswith(" &"):
                servers.enter_context(served(command.removesuffix(" &"), tmp_path, held))
                continue
            done = subprocess.run(
                command,
                shell=True,
                cwd=tmp_path,
                env=held,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            assert pattern(output).fullmatch(done.stdout), f"$ {command}\n{done.stdout}"


def test_commands_that_are_not_run_are_listed() -> None:
    found = {line for page in PAGES for text in blocks(page, "sh") for line in text.splitlines()}
    assert {line for line in found if line and not line.startswith("#")} == ELSEWHERE


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(TOP)))
def test_commands_are_marked(page: Path) -> None:
    text = page.read_text("utf-8")
    assert len(re.findall("^```", text, re.MULTILINE)) == 2 * len(FENCE.findall(text))
    others = [inner for name, inner in FENCE.findall(text) if name not in ("console", "sh")]
    assert not [inner for inner in others if COMMAND.search(inner)]


@pytest.mark.parametrize("name", pages())
def test_generated_files_are_current(name: str) -> None:
    assert (TOP / name).read_text("utf-8") == pages()[name], "run `make docs`"
