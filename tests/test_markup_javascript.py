"""Our markup under structured-data-testing-tool (npm), with its presets for Google."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from claimgraph.markup.write import write
from claimgraph.release.dump import dump

TESTS = Path(__file__).parent
FOLDER = TESTS / "javascript"

pytestmark = pytest.mark.external


def results(node: str, documents: list[str]) -> list[dict[str, object]]:
    head = '<!doctype html><html><head><title>x</title><script type="application/ld+json">'
    pages = json.dumps([f"{head}{one}</script></head><body></body></html>" for one in documents])
    run = subprocess.run(
        [node, str(FOLDER / "structured.mjs")],
        input=pages,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    found: list[dict[str, object]] = json.loads(run.stdout)
    return found


@pytest.mark.parametrize("source", ["markup", "reviews"])
def test_each_document_passes_in_a_page(node: str, source: str, tmp_path: Path) -> None:
    dump([str(TESTS / "data" / source)], tmp_path / "release")
    done = write([tmp_path / "release"], tmp_path / "markup")
    documents = [one.read_text("utf-8") for one in sorted((tmp_path / "markup").glob("*.jsonld"))]
    assert len(documents) == done.reviews >= 4
    for result in results(node, documents):
        assert result["failed"] == []
        assert result["schemas"] == ["ClaimReview"]
        assert result["passed"]


def test_the_tool_fails_what_google_refuses(node: str) -> None:
    (result,) = results(node, ['{"@context": "https://schema.org", "@type": "ClaimReview"}'])
    assert result["failed"] == [
        "ClaimReview[0].url",
        "ClaimReview[0].reviewRating",
        "ClaimReview[0].claimReviewed",
    ]
