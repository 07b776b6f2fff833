"""claimgraph validate on pages and other markup."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from claimgraph.cli import app
from claimgraph.errors import ClaimgraphError
from claimgraph.gate import data

REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "/bridge",
    "claimReviewed": "The bridge fell.",
    "author": {"@type": "Organization", "name": "The Desk"},
    "reviewRating": {"@type": "Rating", "alternateName": "False"},
    "itemReviewed": {
        "@type": "Claim",
        "author": {"name": "The mayor"},
        "datePublished": "2024-03-01",
        "appearance": {"url": "https://mayor.example/speech"},
    },
}
SENSELESS = {
    **REVIEW,
    "reviewRating": {"alternateName": "False", "worstRating": 5, "bestRating": 5},
}
CLAIM = "<http://example.org/c> a <http://schema.org/Claim> .\n"
TEXT = '<http://example.org/c> <http://schema.org/text> "It rains."@en .\n'


def page(*values: object) -> str:
    blocks = "".join(
        f'<script type="application/ld+json">{json.dumps(one)}</script>\n' for one in values
    )
    return f'<link rel="canonical" href="https://desk.example/bridge">\n{blocks}'


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["validate", *arguments])


@pytest.fixture
def files(folder: Path) -> Path:
    """A page, a bad page, documents of every kind, RDF, in the working directory."""
    (folder / "good.html").write_text(page(REVIEW))
    (folder / "good.html.gz").write_bytes(gzip.compress(page(REVIEW).encode()))
    (folder / "bad.html").write_text(page(REVIEW, SENSELESS))
    (folder / "plain.html").write_text("<p>Nothing</p>")
    absolute = {**REVIEW, "url": "https://desk.example/bridge"}
    (folder / "good.jsonld").write_text(json.dumps(absolute))
    (folder / "good.json").write_text(json.dumps(absolute)[:-1] + ",}")
    (folder / "claim.ttl").write_text(CLAIM)
    (folder / "https.ttl").write_text("[] a <https://schema.org/ClaimReview> .\n")
    return folder


@pytest.mark.parametrize("name", ["good.html", "good.html.gz", "good.jsonld", "good.json"])
def test_good_markup_conforms(files: Path, name: str) -> None:
    done = run(name, "--shapes", "google")
    assert (done.exit_code, done.stdout) == (0, "Conforms: no results (fast engine).\n")
    assert done.stderr == (
        "good.json:1: read after repairs: trailing-commas\n" * (name == "good.json")
    )


def test_report_names_page_and_line(files: Path) -> None:
    done = run("bad.html", "-s", "google")
    assert done.exit_code == 1
    assert done.stdout.startswith("Does not conform: 1 violation, 2 warnings (fast engine).\n")
    assert '    bad.html:3  _:bad-L3-2  schema:worstRating  "5"\n' in done.stdout
    assert "    bad.html:2  _:bad-L2-0  schema:url  <https://desk.example/bridge>\n" in done.stdout
    told = json.loads(run("bad.html", "-s", "google", "-f", "json").stdout)
    assert told["results"][0]["focus"] == "_:bad-L3-2"


def test_a_bad_block_is_told_and_does_not_cost_the_others(files: Path) -> None:
    text = page(SENSELESS).replace(
        "<script", "<script type='application/ld+json'>{</script>\n<script"
    )
    (files / "torn.html").write_text(text)
    done = run("torn.html", "-s", "google")
    assert done.exit_code == 1
    assert "torn.html:2: not read" in done.stderr
    assert "torn.html:3  _:torn-L3-" in done.stdout


def test_a_folder_of_pages(files: Path) -> None:
    for name in ("site", "site/below", "site/.hidden"):
        (files / name).mkdir()
    (files / "site" / "one.html").write_text(page(SENSELESS))
    (files / "site" / "below" / "one.htm").write_text(page(SENSELESS))
    (files / "site" / ".hidden" / "two.html").write_text(page(SENSELESS))
    (files / "site" / "feed.json").write_text(json.dumps(SENSELESS))
    (files / "site" / "settings.json").write_text('{"colour": "red"}')
    (files / "site" / "notes.txt").write_text("x")
    (files / "site" / "sitemap.xml").write_text("<urlset/>")
    given = data.of_markup([Path("site"), Path("site/one.html")])
    assert set(given.places.values()) == {
        "site/one.html:2",
        "site/below/one.htm:2",
        "site/feed.json:1",
    }
    assert set(given.pages.values()) == {"https://desk.example/bridge"}
    done = run("site", "-s", "google")
    assert "Does not conform: 4 violations" in done.stdout  # three scales, one file: URL


def test_blank_nodes_of_all_files_differ(files: Path) -> None:
    for name in ("a", "b"):
        (files / name).mkdir()
        (files / name / "page.html").write_text(page(REVIEW) + page(REVIEW).replace("\n", ""))
        (files / name / "data.ttl").write_text("[] a <http://schema.org/ClaimReview> .\n")
    given = data.of_markup([Path("a"), Path("b")])
    reviews = {s for s, _, o in given.graph if str(o) == "http://schema.org/ClaimReview"}
    assert len(reviews) == 6


@pytest.mark.parametrize("name", ["https.ttl", "plain.html", "claim.ttl"])
def test_nothing_passes_unseen(files: Path, name: str) -> None:
    done = run(name, "good.html", "-s", "google")
    assert done.exit_code == (1 if name == "https.ttl" else 0)
    assert ("plain.html: no JSON-LD" in done.stderr) == (name == "plain.html")
    alone = run("claim.ttl", "-s", "google")
    assert "there is no ClaimReview and no DataFeed" in alone.stderr


def test_nothing_to_check(files: Path) -> None:
    with pytest.raises(ClaimgraphError, match=r"plain\.html: nothing here to check"):
        data.of_markup([Path("plain.html")])


def test_core_reads_rdf_as_before(files: Path) -> None:
    (files / "site").mkdir()
    (files / "site" / "good.ttl").write_text(CLAIM + TEXT)
    (files / "site" / "bad.html").write_text(page(SENSELESS))
    assert run("site").exit_code == 0
    assert run("claim.ttl").exit_code == 1
    assert run("site/bad.html").exit_code == 1  # a page that is named is read
    assert list(data.of_rdf([Path("site")]).graph) == list(
        data.of_rdf([Path("site/good.ttl")]).graph
    )


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("validate good.html --shapes google", 0, ""),
        ("validate plain.html --shapes google", 2, "nothing here to check"),
        ("validate nowhere.html --shapes google", 2, "nowhere.html"),
        ("validate notes.txt --shapes google", 2, "notes.txt"),
        ("validate bad.html --shapes gogle", 2, "did you mean google?"),
        ("markup claim.ttl --out out", 2, "no review in it"),
        ("markup nowhere --out out", 2, "nowhere"),
        ("markup claim.ttl", 2, "--out"),
    ],
)
def test_exit_codes(files: Path, command: str, code: int, said: str) -> None:
    (files / "notes.txt").write_text("x")
    process = [sys.executable, "-m", "claimgraph", *command.split()]
    done = subprocess.run(process, cwd=files, capture_output=True, text=True)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    assert said in done.stderr


@pytest.mark.corpus
def test_real_pages(shared: Path) -> None:
    """What is known of these 34 pages: how many lack what, and which scales make no sense."""
    from claimgraph.gate import check
    from claimgraph.gate.shapes import load

    given = data.of_markup([shared / "corpora" / "claimreview-pages"])
    report = check(given.graph, load(["google"]), given.pages)
    found = [result.shape.rpartition("#")[2][:-1] for result in report.results]
    assert {name: found.count(name) for name in set(found)} == {
        "Rating-scale": 2,
        "ClaimReview-itemReviewed": 18,
        "Claim-appearance": 13,
        "Claim-author": 3,
        "Claim-datePublished": 2,
    }
    assert len(given.notes) == 1
