"""The command: tables, CSV and JSON of what is found."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from math import inf
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from claimgraph.cli import query
from claimgraph.cli.search import search
from claimgraph.search import KINDS, finding
from searched import BASE, cached, made_up

APP = typer.Typer()
APP.command()(search)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("made-up")
    with cached(folder / "cache"):
        yield made_up(folder)


def cli(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(APP, [*words], catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


def test_command_csv(release: Path) -> None:
    code, out, _ = cli(str(release), "two", "said")
    assert code == 0
    header, row = out.splitlines()
    assert header == "iri,kind,text,language,score"
    assert row.startswith(f'{BASE}claim/s/formula,claim,"\'=1+1 is two, said the mayor",en,')


def test_command_json(release: Path) -> None:
    code, out, _ = cli(str(release), "疫苗", "--format", "json", "--kind", "claim")
    [hit] = json.loads(out)
    assert (code, hit["iri"], hit["language"]) == (0, f"{BASE}claim/s/vaccine", "zh")
    assert hit["text"] in out  # as it is, not escaped
    assert hit["score"] > 0


def test_command_table(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    code, out, _ = cli(str(release), "gas", "pipe*", "-f", "table", "--limit", "1", "-l", "en")
    assert code == 0
    header, _, row = out.splitlines()
    assert header.split() == ["kind", "language", "text", "iri"]
    assert row.split()[0] == "event"


@pytest.mark.parametrize(("form", "out"), [("table", ""), ("json", "[]\n")])
def test_command_without_hits(release: Path, form: str, out: str) -> None:
    assert cli(str(release), "xyzzy", "plugh", "-f", form) == (
        0,
        out,
        "nothing found for: xyzzy plugh\n",
    )


def test_nothing_found_tells_where_it_was_looked_for(release: Path) -> None:
    said = cli(str(release), "xyzzy", "-k", "claim", "-l", "en")[2]
    assert said == "nothing found for: xyzzy --kind claim --language en\n"


def test_the_command_loads_no_sqlite_before_it_runs() -> None:
    code = "import sys, claimgraph.cli.search; print('sqlite3' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("gas", "--limit", "2"), "2 of 6; --limit shows more\n"),
        (("gas", "--limit", "1", "--kind", "claim"), "1 of 2; --limit shows more\n"),
        (("mentiu", "--limit", "1", "-l", "pt"), ""),
        (("gas", "--limit", "6"), ""),
        (("gas",), ""),
    ],
)
def test_what_is_left_out_is_told(
    release: Path, words: tuple[str, ...], said: str, form: str
) -> None:
    code, out, told = cli(str(release), *words, "-f", form)
    assert (code, told) == (0, said)
    assert "--limit" not in out
    if form == "json":
        assert json.loads(out)


def test_more_than_could_be_counted_is_told(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "_count", lambda *_: inf)
    assert cli(str(release), "gas", "--limit", "2")[2] == "2 of more than 2; --limit shows more\n"


@pytest.mark.parametrize(
    ("most", "said"),
    [
        (2, "claimgraph: --search binds the best 2 of 6 hits; more words find fewer\n"),
        (6, ""),
        (1000, ""),
    ],
)
def test_what_a_query_does_not_bind_is_told(
    release: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    most: int,
    said: str,
) -> None:
    monkeypatch.setattr(query, "HITS", most)
    text = query._found([release], "gas", "SELECT ?hit {}")
    assert text.count(BASE) == min(most, 6)
    assert capsys.readouterr() == ("", said)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_asked_for(release: Path, kind: str) -> None:
    assert cli(str(release), "gas*", "-k", kind)[0] == 0


def test_no_other_kind_can(release: Path) -> None:
    code, _, said = cli(str(release), "gas", "-k", "claims")
    assert code == 2
    assert "claims" in said
