"""Figures as tables, as JSON and as charts: what the command writes."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
import typer
from typer.testing import CliRunner

from claimgraph.cli.stats import stats
from claimgraph.errors import ClaimgraphError
from claimgraph.query.release_store import opened
from claimgraph.release.dump import dump
from claimgraph.stats import Section, counted
from claimgraph.stats.show import SHOWN, as_json, text

REVIEWS = Path(__file__).parent / "data" / "reviews"
APP = typer.Typer()
APP.command()(stats)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("reviews") / "dist"
    dump([str(REVIEWS)], out)
    return out


def section(*rows: tuple[str | int, ...]) -> Section:
    return Section("desks", "By desk", ("desk", "reviews", "iri"), rows, ("desk",), "reviews")


def cli(*words: str) -> str:
    done = CliRunner().invoke(APP, [*words], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_a_table_has_commas_and_no_iris() -> None:
    assert text([section(("Plainly", 1200, "http://e.example/")), section()], None) == (
        "By desk\ndesk     reviews\n-------  -------\nPlainly  1,200\n\nBy desk\nnone\n"
    )


def test_a_long_table_is_cut_and_says_so() -> None:
    rows = [(f"desk {number}", 1, "") for number in range(SHOWN + 5)]
    shown = text([section(*rows)], None)
    assert shown.count("\ndesk ") == SHOWN + 1  # the header too
    assert shown.endswith("and 5 more: --format json has all\n")
    assert len(json.loads(as_json([section(*rows)]))["desks"]) == SHOWN + 5


def test_nothing_but_zeros_is_none() -> None:
    assert text([section(("Plainly", 0, ""))], None).endswith("\nnone\n")


def test_the_command_as_json_is_the_figures(release: Path) -> None:
    told = json.loads(cli(str(release), "--format", "json"))
    for one in counted(opened(release)):
        assert [tuple(row.values()) for row in told[one.name]] == list(one.rows)
        assert all(tuple(row) == one.header for row in told[one.name])
    assert told["desks"][0]["iri"].startswith("https://desk.example/data/actor/")


def test_the_command_as_tables(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    shown = cli(str(release))
    assert shown == text(counted(opened(release)), None)
    assert "Reviews by normalized verdict\naxis" in shown
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(len, cli(str(release)).splitlines())) <= 60


def test_charts_are_written(release: Path, tmp_path: Path) -> None:
    cli(str(release), "--charts", str(tmp_path / "to" / "charts"))
    files = sorted((tmp_path / "to" / "charts").iterdir())
    assert [file.name for file in files] == [
        f"{name}.svg"
        for name in (
            "classes contradicted coverage desks languages publishers verdicts years".split()
        )
    ]
    for file in files:
        assert ElementTree.parse(file).getroot().get("role") == "img"
    before = [file.read_bytes() for file in files]
    cli(str(release), "--charts", str(tmp_path / "to" / "charts"))
    assert [file.read_bytes() for file in files] == before


def test_charts_are_not_put_into_a_release(release: Path) -> None:
    before = sorted(release.iterdir())
    with pytest.raises(ClaimgraphError, match="holds a release; name another folder"):
        cli(str(release), "--charts", str(release))
    assert sorted(release.iterdir()) == before


def test_a_folder_that_cannot_be_written(release: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ClaimgraphError, match="file: "):
        cli(str(release), "--charts", str(tmp_path / "file"))


def test_a_folder_that_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(ClaimgraphError, match=r"no release \(manifest\.json\) is in it"):
        cli(str(tmp_path))
