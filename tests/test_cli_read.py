"""claimgraph read and verdict: what they print, where, and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from test_cli import run

PAGE = """<!doctype html><html lang="es"><link rel="canonical" href="https://desk.example/1">
<script type="application/ld+json">{"@type": "ClaimReview", "claimReviewed": "La luna cae",
"author": {"name": "El Faro"}, "reviewRating": {"alternateName": "Falso"}, "mood": "grim"}</script>
<script type="application/ld+json">{"@type": "ClaimReview", "claimReviewed": "El sol cae",
"author": {"name": "El Faro"}, "reviewRating": {"alternateName": "Quizá \x1b[31m"}}</script>
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / "columns.toml").write_text('name = "x"\n[columns]\nwhat = "claimReviewed"\n')
    (tmp_path / "table.csv").write_text("what,where\nIt rains,https://desk.example/2\n")
    return tmp_path


def test_read_prints_records_that_dump_accepts(place: Path) -> None:
    done = run("read", "page.html", cwd=place)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    kinds = ["settings", "review", "claim", "actor", "review", "claim"]
    assert [line["kind"] for line in lines] == kinds
    assert "page: 1 input; items: 2 read, 2 mapped" in done.stderr
    assert "fields without a place: 1 (ClaimReview.mood 1)" in done.stderr
    piped = run("dump", "-", "--as", "records", "-o", "a", "-q", cwd=place, stdin=done.stdout)
    direct = run("dump", "page.html", "-o", "b", "-q", cwd=place)
    assert (piped.returncode, direct.returncode) == (0, 0)
    names = ("claimgraph.nq", "claimgraph.ttl", "claimgraph.jsonld", "dataset.ttl")
    for name in names:
        assert (place / "a" / name).read_bytes() == (place / "b" / name).read_bytes()


def test_read_to_a_file(place: Path) -> None:
    done = run("read", "page.html", "--out", "records.jsonl", "--quiet", cwd=place)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (place / "records.jsonl").read_text() == run("read", "page.html", cwd=place).stdout
    assert not list(place.glob(".*"))


def test_dump_tells_what_became_of_the_input(place: Path) -> None:
    done = run("dump", ".", "-o", "out", "--base", "https://data.example/", cwd=place)
    assert done.returncode == 0
    for line in ("page: 1 input; items: 2 read, 2 mapped", "the whole account: out/loss.json"):
        assert line in done.stdout
    assert "skipped: " in done.stdout
    assert b"https://data.example/review/web/" in (place / "out/claimgraph.nq").read_bytes()
    manifest = json.loads((place / "out/manifest.json").read_text())
    assert "loss.json" in manifest["files"]
    assert manifest["url_rules"] >= 1


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("read notes.txt", 2, "notes.txt: no reader knows this kind of file"),
        ("read page.html --as table", 2, "page.html:1: no column map knows"),
        ("read page.html --as pdf", 2, "no format is called `pdf`"),
        ("read page.html --as ninjs/7.7", 2, "ninjs has no version `7.7`"),
        ("read table.csv --columns columns.toml --as page", 2, "--columns is for tables"),
        ("read table.csv --columns none.toml", 2, "none.toml: No such file"),
        ("read page.html --base nonsense", 2, "the base IRI `nonsense`"),
        ("read page.html --out no/such/folder.jsonl", 2, "no/such/folder.jsonl: No such file"),
        ("verdict", 2, "give a label to explain"),
        ("verdict False --coverage page.html", 2, "give a label to explain"),
        ("verdict --coverage notes.txt", 2, "no reader knows"),
        ("verdict --coverage page.html --desk afp.com", 2, "--desk and --lang belong to a label"),
        ("verdict False --desk AFP", 2, "name the desk's site, such as politifact.com"),
    ],
)
def test_refusals(place: Path, command: str, code: int, said: str) -> None:
    done = run(*command.split(), cwd=place)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_verdicts_are_explained(place: Path) -> None:
    done = run("verdict", "True but misleading", cwd=place)
    assert done.returncode == 0
    assert done.stdout.startswith("truth: true, context: misleading\nrow: True but misleading (")
    assert "source: http" in done.stdout
    unknown = run("verdict", "Quizá", "--desk", "desk.example", "--lang", "es", cwd=place)
    assert (unknown.returncode, unknown.stdout) == (
        1,
        "`Quizá` is unknown: no row of desk.example matches `quizá`\n",
    )


def test_all_hosts_of_a_desk_have_its_rows(place: Path) -> None:
    for desk in ("factuel.afp.com", "www.afp.com", "https://factcheck.afp.com/list"):
        done = run("verdict", "Salah", "--desk", desk, cwd=place)
        assert done.stdout.splitlines()[1] == "row: Salah (afp.com, any language), exact match"


def test_coverage(place: Path) -> None:
    done = run("verdict", "--coverage", "page.html", cwd=place)
    assert done.returncode == 0
    total = next(line for line in done.stdout.splitlines() if line.startswith("all"))
    assert total.split() == ["all", "2", "2", "1", "50.0", "%", "50.0", "%"]
    assert "\x1b" not in done.stdout
    report = json.loads(
        run("verdict", "--coverage", "page.html", "--format", "json", cwd=place).stdout
    )
    assert report["total"] == {"reviews": 2, "rated": 2, "explained": 1, "verdicts": 1}
    assert [one["desk"] for one in report["unknown"]] == ["El Faro"]
