"""Sources of every format at once: detection, mixing, refusal, and numbers that add up."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimgraph.errors import ClaimgraphError, RecordErrors
from claimgraph.records import Article, Review
from claimgraph.records.settings import Settings
from claimgraph.release.dump import dump
from claimgraph.sources import formats
from claimgraph.sources.loss import totals
from claimgraph.sources.told import Given
from gathered import gather

pytestmark = pytest.mark.usefixtures("folder")

REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://desk.example/1",
    "claimReviewed": "The moon is near",
    "author": {"@type": "Organization", "name": "The Desk"},
    "reviewRating": {"alternateName": "False"},
}
JSON = json.dumps(REVIEW)
PAGE = f'<!doctype html><html lang=en><script type="application/ld+json">{JSON}</script></html>'
LINE = '{"kind": "actor", "id": "ann", "type": "person", "name": "Ann"}'


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip archive of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


FORMATS: list[tuple[str, bytes, str | None]] = [
    ("a.html", PAGE.encode(), "page"),
    ("a", PAGE.encode(), "page"),
    ("a", PAGE.encode("utf-16"), "page"),
    ("a", b"<?xml version='1.0'?><!-- x --><html xmlns='x'>", "page"),
    ("a.json", JSON.encode(), "jsonld"),
    ("a", b"\xef\xbb\xbf" + JSON.encode(), "jsonld"),
    ("a", f"[{JSON}]".encode(), "jsonld"),
    ("a.txt", f'<script type="application/ld+json">{JSON}</script>\n'.encode() * 2, "jsonld"),
    ("a", f'<script type="application/ld+json">{JSON}</script>'.encode() * 2, "page"),
    ("a.jsonld", b"null", "jsonld"),
    ("a.yaml", b"", "records"),
    ("a.json", b'{"articles": []}', "records"),
    ("a.json", b'{"artcles": []}', "records"),
    ("a.jsonl", LINE.encode(), "records"),
    ("a.jsonl", b'{"id": "ann", "kind": "actor"}', "records"),
    ("a.jsonl", b'{"kind": "settings", "source": "x"}', "records"),
    ("a.json", b'{"claims": [{"id": "c", "text": "x"}]}', "records"),
    ("a.json", b'{"claims": [{"text": "x", "claimReview": []}]}', "google"),
    ("a.json", b'[{"claim_text": ["x"], "review_url": "y"}]', "collector"),
    ("a.json", b'{"kind": "Listing", "data": []}', None),
    ("a.md", b"# Heading", None),
    ("a.css", b"body { color: red }", None),
    ("a.json", b'{"name": "package", "version": "1"}', None),
    ("a.png", b"\x89PNG\r\n\x1a\n\x00", None),
    ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
]


@pytest.mark.parametrize(("name", "data", "expected"), FORMATS)
def test_detection(name: str, data: bytes, expected: str | None) -> None:
    found = formats.detected(Given(name, data, Settings()))
    assert (found.name if found else None) == expected


@pytest.mark.parametrize("name", ["records", *formats.READERS, "ninjs/1.1", "ninjs/2.x_dev"])
def test_named(name: str) -> None:
    assert formats.named(name).name == name


@pytest.mark.parametrize("name", ["pages", "", "ninjs/9", "page/1", "../x"])
def test_no_format(name: str) -> None:
    with pytest.raises(ClaimgraphError, match=r"no format|ninjs has no version"):
        formats.named(name)


def test_a_folder_of_everything() -> None:
    Path("in/deep").mkdir(parents=True)
    Path("in/a.html").write_text(PAGE)
    Path("in/deep/b.jsonl").write_text(LINE)
    Path("in/c.zip").write_bytes(zipped({"x/d.gz": PAGE.encode(), "../e.txt": b"words"}))
    Path("in/f.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    Path("in/notes.txt").write_text("words")
    found = gather(["in"])
    assert [(a.name, a.format, a.read, a.mapped, a.repeated) for a in found.accounts] == [
        ("in/a.html", "page", 1, 1, 0),
        ("in/c.zip/x/d.gz", "page", 1, 1, 1),
        ("in/deep/b.jsonl", "records", 1, 1, 0),
        ("in/f.html.gz", "page", 1, 1, 1),
    ]
    assert found.reading.skipped == ["in/c.zip/../e.txt", "in/notes.txt"]
    assert {e.settings.source for e in found.reading.entries} == {"records", "web"}


def test_one_bad_block_costs_no_other() -> None:
    bad = '<script type="application/ld+json">{"@type": "ClaimReview", </script>'
    Path("a.html").write_text(f"<html>\n{bad}\n{PAGE}")
    found = gather(["a.html"])
    assert totals(found.accounts) == {"read": 2, "mapped": 1, "repeated": 0, "refused": 1}
    ((reason, lines),) = found.accounts[0].refused.items()
    assert reason.startswith("not JSON: ")
    assert lines == [2]


def test_a_bad_file_in_a_folder_costs_no_other() -> None:
    Path("in").mkdir()
    Path("in/a.html").write_text(PAGE)
    Path("in/b.gz").write_bytes(b"\x1f\x8b\x08 no gzip")
    Path("in/c.html").write_bytes(b"<html>" + b"x" * (33 << 20))
    found = gather(["in"])
    assert totals(found.accounts) == {"read": 3, "mapped": 1, "repeated": 0, "refused": 2}


@pytest.mark.parametrize("sources", [["nothing.html"], ["http://[::1"], ["in"]])
def test_sources_that_are_none(sources: list[str]) -> None:
    Path("in").mkdir()
    with pytest.raises(ClaimgraphError):
        gather(sources)


def test_records_with_mistakes_fail_as_ever() -> None:
    Path("a.html").write_text(PAGE)
    Path("b.yaml").write_text("claims: [{id: c}]\n")
    with pytest.raises(RecordErrors, match="is missing"):
        dump(["a.html", "b.yaml"], Path("out"))
    done = dump(["a.html", "b.yaml"], Path("out"), keep_out=True)
    assert done.manifest["rejected"] == 1


values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=9) | st.just(REVIEW),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [*REVIEW, "itemReviewed", "datePublished", "name", "@graph", "@id", "x"]
            ),
            inner
            | st.sampled_from(["ClaimReview", "NewsArticle", "Claim", "https://desk.example/2"]),
            max_size=5,
        )
    ),
    max_leaves=12,
)


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(values, min_size=1, max_size=4))
def test_the_numbers_add_up(documents: list[Any]) -> None:
    """Every item is refused with its reason, or its record is in the graph, once."""
    lines = [json.dumps(REVIEW), *map(json.dumps, documents), "{broken"]
    Path("a.jsonld").write_text("\n".join(lines))
    found = gather(["a.jsonld"])
    done = dump(["a.jsonld"], Path("out"), keep_out=True)
    report = msgspec.json.decode(Path("out/loss.json").read_bytes())
    (one,) = report["inputs"]
    assert report["totals"] == {name: one[name] for name in report["totals"]}
    assert one["read"] == one["mapped"] + one["refused"]
    assert one["refused"] == sum(map(len, one["reasons"].values())) >= 1
    told = [e for e in found.reading.entries if isinstance(e.record, Review | Article)]
    assert one["mapped"] - one["repeated"] <= len(found.reading.entries)
    assert len({e.record.id for e in told}) == len(told)
    published = sum(done.manifest["records"].values())
    assert published + report["rejected"] == len(found.reading.entries)
    assert report["rejected"] == done.manifest["rejected"]


def test_the_web_is_one_source_under_one_description() -> None:
    for name, title in (("a", "A"), ("b", "B"), ("c", "")):
        Path(name).mkdir()
        Path(f"{name}/page.html").write_text(PAGE)
        if title:
            Path(f"{name}/claimgraph.toml").write_text(f"title = '{title}'\n")
    held = {e.settings.title for e in gather(["c", "a"]).reading.entries}
    assert held == {"A"}
    with pytest.raises(ClaimgraphError, match=r"several claimgraph\.toml describe it"):
        gather(["a", "b"])
