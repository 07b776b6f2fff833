"""Which sources are read in place, and that nothing is lost beside them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from claimgraph.errors import RecordErrors
from claimgraph.records import Actor, spool, stored, survey
from claimgraph.records.settings import Settings
from claimgraph.records.spool import File
from claimgraph.records.survey import pages
from claimgraph.release.dump import dump
from claimgraph.sources import inputs
from claimgraph.sources.streams import collect
from gathered import gather

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
    assert len(found.held) == 1
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


def test_a_file_that_is_damaged_at_its_end_is_counted(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    folder.mkdir()
    (folder / "a.jsonl").write_bytes(PLACE % 1)
    lines = b"".join(PLACE % number for number in range(9999))
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(lines, 1)[:-6])
    dump([str(folder)], tmp_path / "dist")
    told = json.loads((tmp_path / "dist" / "loss.json").read_text())
    assert told["totals"] == {"read": 2, "mapped": 1, "repeated": 0, "refused": 1}


def test_lines_stay_in_place_beside_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of lines may be larger than what is read into memory."""
    monkeypatch.setattr(inputs, "MAX_BYTES", len(PAGE))
    folder = tmp_path / "s"
    folder.mkdir()
    (folder / "a.jsonl").write_bytes(b"".join(PLACE % number for number in range(99)))
    (folder / "b.html").write_bytes(PAGE)
    (folder / "c.yaml").write_text("places: [{id: c, name: P}]\n")
    found = gather([str(folder)])
    assert [(one.name, one.mapped) for one in found.accounts] == [
        ("s/a.jsonl", 99),
        ("s/b.html", 1),
        ("s/c.yaml", 1),
    ]
    records = [e for e in found.reading.entries if e.settings.source != "web"]
    assert [e.origin.line for e in records] == [*range(1, 100), 1]
    assert {e.origin.file for e in records} == {f"{folder}/a.jsonl", f"{folder}/c.yaml"}


YAML = """claims:
- id: c
  text: T
  supports: [a,
    nobody]
- id: d
  attributions:
  - speaker: gone
    article: gone
    stance: asserts
    form: direct
  text: T
"""


def test_mistakes_are_told_with_the_lines_of_their_fields(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(YAML)
    (tmp_path / "b.json").write_text('{"claims": [{"id": "a", "text": "T",\n"supports": ["x"]}]}')
    with pytest.raises(RecordErrors) as caught:
        dump([str(tmp_path)], tmp_path / "out" / "dist")
    places = [(Path(one.file).name, one.line, one.field) for one in caught.value.problems]
    assert places == [
        ("a.yaml", 5, "supports[1]"),
        ("a.yaml", 8, "attributions[0].speaker"),
        ("a.yaml", 9, "attributions[0].article"),
        ("b.json", 2, "supports[0]"),
    ]


@pytest.mark.parametrize("remembered", [0, 1, 99])
def test_what_many_items_tell_alike_counts_as_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, remembered: int
) -> None:
    monkeypatch.setattr(spool, "REMEMBERED", remembered)
    site, same = "https://desk.example/", ["https://a.example/", "https://b.example/", []]
    names = ["Desk", "The Desk", "The Desk", "Desk", "The Desk", "DESK"]
    reviews = [
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": f"https://desk.example/{number}",
            "claimReviewed": "It rains",
            "author": {"name": name, "sameAs": same[number % 3], "url": f"{site}{number % 2}"},
            "reviewRating": {"alternateName": "False"},
        }
        for number, name in enumerate(names)
    ]
    (tmp_path / "a.jsonld").write_text("\n".join(map(json.dumps, reviews)))
    found = gather([str(tmp_path / "a.jsonld")])
    (desk,) = [e.record for e in found.reading.entries if isinstance(e.record, Actor)]
    assert (desk.name, desk.aliases) == ("The Desk", ("Desk", "DESK"))
    lost = {path: seen.count for path, seen in found.accounts[0].values.items()}
    assert lost == {"actor.url: told otherwise elsewhere": 3}


@pytest.mark.parametrize("lenient", [False, True])
def test_a_line_too_long_is_refused_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lenient: bool
) -> None:
    for module in (survey, stored):
        monkeypatch.setattr(module, "LONGEST", 1 << 20)
    path = tmp_path / "a.jsonl"
    long = json.dumps({"kind": "place", "id": "x", "name": "y" * (5 << 20)}).encode()
    path.write_bytes(PLACE % 1 + long + b"\n" + PLACE % 2)
    wanted = f"{path}:2: a line of more than 1 MiB"
    if not lenient:
        with pytest.raises(RecordErrors, match=wanted):
            dump([str(path)], tmp_path / "dist")
        return
    done = dump([str(path)], tmp_path / "dist", keep_out=True)
    assert done.manifest["records"] == {"place": 2}
    assert [str(p) for one in done.refused for p in one.problems] == [wanted]
    told = json.loads((tmp_path / "dist" / "loss.json").read_text())
    assert told["totals"] == {"read": 3, "mapped": 2, "repeated": 0, "refused": 1}
    assert len((tmp_path / "dist" / "rejected.jsonl").read_bytes()) < 1000


def test_more_files_than_are_held_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "OPEN", 2)
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
