"""Which sources are read in place, and that nothing is lost beside them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from claimgraph.records import on_disk
from claimgraph.records.settings import Settings
from claimgraph.records.survey import File, pages
from claimgraph.release.dump import dump
from claimgraph.sources.streams import collect

PLACE = b'{"kind":"place","id":"%d","name":"P"}\n'
PAGE = (
    b'<!doctype html><html lang="en"><script type="application/ld+json">{"@type": "ClaimReview",'
    b'"url": "https://desk.example/1", "claimReviewed": "It rains upwards.",'
    b'"author": {"name": "Desk"}, "reviewRating": {"alternateName": "False"}}</script></html>'
)
SHA = "0" * 64
CLAIM = {
    "kind": "claim",
    "id": "c",
    "text": {"en": "It rains."},
    "attributions": [
        {
            "speaker": "s",
            "article": "a",
            "stance": "asserts",
            "form": "direct",
            "evidence": [{"start": 0, "end": 3, "sha256": SHA}],
        }
    ],
}


def test_unknown_files_are_skipped(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "a.jsonl").write_bytes(PLACE % 1)
    (tmp_path / "s" / "notes.txt").write_text("nothing")
    found = collect([str(tmp_path / "s")], tmp_path)
    assert isinstance(found.held, on_disk.OnDisk)
    assert list(found.skipped) == ["s/notes.txt"]


@pytest.mark.parametrize("name", ["page.html", "page.html.gz", "b.jsonl.gz"])
def test_what_some_reader_knows_is_read_too(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "s"
    folder.mkdir()
    (folder / "a.jsonl").write_bytes(PLACE % 1)
    data = (PLACE % 2) if "jsonl" in name else PAGE
    (folder / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    dump([str(folder)], tmp_path / "dist")
    records = json.loads((tmp_path / "dist" / "manifest.json").read_text())["records"]
    assert records["place"] == (2 if "jsonl" in name else 1)
    assert records.get("review", 0) == (0 if "jsonl" in name else 1)


def test_a_damaged_file_in_a_folder_is_counted(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    folder.mkdir()
    (folder / "a.jsonl").write_bytes(PLACE % 1)
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(PLACE % 2)[:-6])
    dump([str(folder)], tmp_path / "dist")
    told = json.loads((tmp_path / "dist" / "loss.json").read_text())
    assert told["totals"]["refused"] == 1


def test_more_files_than_are_held_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_disk, "OPEN", 2)
    folder = tmp_path / "s"
    folder.mkdir()
    for number in range(9):
        (folder / f"{number}.jsonl").write_bytes(PLACE % number)
    held = collect([str(folder)], tmp_path).held
    assert [len(held.read([number])) for number in (*range(9), 0, 5)] == [1] * 11


@pytest.mark.parametrize("more", [{}, {"variant_of": None}, {"same_as": []}])
def test_a_field_that_is_null_hides_nothing(tmp_path: Path, more: dict[str, object]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(CLAIM | more) + "\n")
    (page,) = pages(File(path, "a.jsonl", Settings()), None, 0)
    assert list(page.told) == [(("records", "a"), 0)]
