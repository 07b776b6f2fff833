"""`claimgraph query`: releases from the cache, parameters, limits of rows and of time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from claimgraph.cli.query import SMALL
from claimgraph.query import cache
from small_releases import release
from test_cli_progress import on_terminal

PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?k ?l ?m . ?n1 ?n2 ?n3 }"


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release(tmp_path_factory.mktemp("query") / "dist", 300)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return release(tmp_path_factory.mktemp("large") / "dist", SMALL)


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def query(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "claimgraph", "query", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_a_large_release_is_built_once(large: Path, root: Path) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    runs = [query(large, count) for _ in range(2)]
    assert [run.stdout for run in runs] == [f"n\n{SMALL}\n"] * 2
    assert [run.stderr for run in runs] == ["", ""]
    (place,) = root.glob("*/store")
    made = place.stat().st_ino
    query(large, count)
    assert place.stat().st_ino == made


def test_a_terminal_sees_it_built(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimgraph.cli.progress.WORTH_A_BAR", 0)
    said = on_terminal("query", str(large), "ASK {}", COLUMNS="100")
    again = on_terminal("query", str(large), "ASK {}", COLUMNS="100")
    assert again == ""
    assert "MiB" in said or large.joinpath("claimgraph.nq").stat().st_size < 10 << 20


def test_without_a_cache_a_word_is_said(large: Path, root: Path) -> None:
    root.touch()
    done = query(large, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert done.stdout == f"n\n{SMALL}\n"
    assert done.stderr.startswith(f"claimgraph: the cache {root} cannot be used: ")


def test_several_inputs_and_files_are_read_as_before(dist: Path, root: Path) -> None:
    more = dist.parent / "more.ttl"
    more.write_text("<http://e.example/x> a <http://e.example/y> .")
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert query(dist, more, count).stdout == "n\n301\n"
    assert query(dist / "claimgraph.ttl", count).stdout == "n\n300\n"
    assert not root.exists()


@pytest.mark.parametrize(
    ("text", "fmt", "lines"),
    [
        ("SELECT * { ?s ?p ?o }", "csv", 3),
        ("SELECT * { ?s ?p ?o }", "tsv", 3),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "turtle", 2),
    ],
)
def test_a_limit_is_told_of(dist: Path, text: str, fmt: str, lines: int) -> None:
    done = query(dist, text, "--format", fmt, "--limit", "2")
    assert done.returncode == 0
    assert (
        len([line for line in done.stdout.splitlines() if "@prefix" not in line and line]) == lines
    )
    assert done.stderr == "the first 2; --limit shows more\n"
    assert query(dist, text, "--format", fmt, "--limit", "300").stderr == ""


def test_a_query_that_takes_too_long_is_stopped(dist: Path) -> None:
    start = time.monotonic()
    done = query(dist, PRODUCT, "--timeout", "0.3")
    assert time.monotonic() - start < 10
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("claimgraph: the query took longer than 0.3 s; ")


@pytest.mark.parametrize(
    ("text", "code", "out"),
    [("ASK { ?s ?p ?o }", 0, "true\n"), ("ASK { ?s a ?o }", 1, "false\n"), ("oops", 2, "")],
)
def test_within_its_time_nothing_is_different(dist: Path, text: str, code: int, out: str) -> None:
    with_limit, without = query(dist, text, "--timeout", "30"), query(dist, text)
    assert (with_limit.returncode, with_limit.stdout) == (code, out)
    assert with_limit.stderr == without.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_child_ends_with_its_parent(dist: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-m", "claimgraph", "query", str(dist), PRODUCT, "--timeout", "60"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        while not (found := children.read_text().split()):
            time.sleep(0.02)
        time.sleep(0.3)
        process.send_signal(number)
        assert process.wait(10) == 128 + number
    with pytest.raises(ProcessLookupError):
        os.kill(int(found[0]), 0)


def test_explain(dist: Path) -> None:
    done = query(dist, "SELECT * { ?s <http://e.example/p> ?o }", "--explain")
    assert "         300        ?s <http://e.example/p> ?o" in done.stdout.splitlines()
    assert done.stdout.splitlines()[-1].startswith("300 rows: the first after 0.")


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    path = tmp_path / "asked.rq"
    path.write_text(
        "SELECT ?s {\n  VALUES ?o { UNDEF }  # param word (text): the text\n  ?s ?p ?o\n}\n"
    )
    return path


def test_parameters_of_a_file(dist: Path, asked: Path) -> None:
    assert query(dist, "--file", asked, "word=7").stdout == "s\nhttp://e.example/s7\n"
    assert len(query(dist, "--file", asked).stdout.splitlines()) == 301


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--name", "timeline", "actor=nobody"], "actor=nobody: no actor has this id"),
        (["--name", "timeline", "actr=x"], "no parameter 'actr': did you mean actor?"),
        (["--name", "timeline", "actor=a", "actor=b"], "actor= is given twice"),
        (
            ["--name", "timeline", "nurani"],
            "nurani: no such file or folder; a parameter is written NAME=VALUE, as actor=nurani "
            "(this query has actor, since)",
        ),
        (["--name", "timeline", "actor=\udcff"], "actor=\\xff: not UTF-8; "),
        (["ASK { ?s ?p '\udcff' }"], "ASK { ?s ?p '\\xff' }: not UTF-8; "),
        (["SELECT * { ?s ?p ?o }", "actor=x"], "SELECT * { ?s ?p ?o }: no such file"),
    ],
)
def test_wrong_parameters_are_told(dist: Path, words: list[str], message: str) -> None:
    done = query(dist, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("claimgraph: ")
    assert message in done.stderr


def test_the_list_shows_parameters() -> None:
    lines = query("--list").stdout.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("claims-by-actor"))
    assert lines[at + 1].split(maxsplit=1) == ["actor=", "who speaks"]


@pytest.mark.parametrize(
    "clause", ["FROM <http://127.0.0.1:9/>", "FROM NAMED <http://127.0.0.1:9/>"]
)
def test_no_dataset_is_fetched(dist: Path, clause: str) -> None:
    done = query(
        dist, f"SELECT * {clause} {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
    )
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1
