"""claimgraph markup: the folder it writes."""

from __future__ import annotations

import json
import re
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from claimgraph.errors import ClaimgraphError
from claimgraph.gate import check, data
from claimgraph.gate.shapes import load
from claimgraph.manifest import MARKUP
from claimgraph.manifest import content as content_of
from claimgraph.markup.write import file_name, text, write
from claimgraph.release.dump import dump

SOURCE = Path(__file__).parent / "data" / "markup"
BASE = "https://desk.example/data/review/dam/"
KEPT = ["check-blast", "check-film", "leak-de", "leak-en"]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dam") / "release"
    dump([str(SOURCE)], out)
    return out


@pytest.fixture(scope="module")
def markup(release: Path) -> Path:
    out = release.with_name("markup")
    write([release], out)
    return out


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_document_for_each_review_and_a_feed(markup: Path) -> None:
    names = [file_name(BASE + name) for name in KEPT]
    assert sorted(content(markup)) == sorted([*names, "datafeed.json", "manifest.json"])
    feed = json.loads((markup / "datafeed.json").read_text("utf-8"))
    documents = [json.loads((markup / name).read_text("utf-8")) for name in names]
    assert {one.pop("@context") for one in documents} == {"https://schema.org"}
    assert [item["item"] for item in feed["dataFeedElement"]] == documents
    assert [one["@id"] for one in documents] == [BASE + name for name in KEPT]
    assert feed["sdLicense"] == "https://creativecommons.org/licenses/by/4.0/"
    assert feed["dateModified"] == "2024-05-05T23:00:00-05:00"


def test_the_manifest_tells_the_truth(markup: Path) -> None:
    manifest = json.loads((markup / "manifest.json").read_text("utf-8"))
    assert content_of(markup) == MARKUP
    assert manifest["reviews"] == len(KEPT)
    assert manifest["left_out"] == [
        {"review": f"{BASE}silent-1", "reason": "no rating"},
        {"review": f"{BASE}silent-2", "reason": "a rating without a label"},
        {"review": f"{BASE}silent-3", "reason": "no rating"},
    ]
    files = content(markup)
    del files["manifest.json"]
    assert manifest["files"] == {
        name: {"sha256": sha256(text).hexdigest(), "size": len(text)}
        for name, text in files.items()
    }


def test_what_is_written_conforms(markup: Path) -> None:
    given = data.of_markup([markup])
    report = check(given.graph, load(["google", "feed"]), given.pages)
    assert report.conforms
    assert report.counts["Warning"] == 3  # no date of a review, no author and no date of a claim
    assert given.notes == []
    types = {str(one).rpartition("/")[2] for one in given.graph.objects()}
    assert {"ClaimReview", "Claim", "DataFeed", "DataFeedItem"} <= types


def test_equal_input_is_equal_bytes(release: Path, markup: Path, tmp_path: Path) -> None:
    write([release], tmp_path / "again")
    write([release / "claimgraph.ttl"], tmp_path / "turtle")
    write([release / "claimgraph.nq", release / "claimgraph.jsonld"], tmp_path / "both")
    for name in ("again", "turtle", "both"):
        assert content(tmp_path / name) == content(markup)


def test_the_summary_counts_what_is_left_out(release: Path, tmp_path: Path) -> None:
    done = write([release], tmp_path / "out")
    assert done.describe(Path("out")).splitlines() == [
        "out: 4 reviews, datafeed.json",
        f"left out, a rating without a label: {BASE}silent-2",
        f"left out, no rating: {BASE}silent-1 and 1 more, see out/manifest.json",
    ]


def test_an_earlier_markup_is_replaced(release: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write([release], out)
    (tmp_path / "one.nt").write_text(ONE)
    done = write([tmp_path / "one.nt"], out)
    assert done.reviews == 1
    assert len(content(out)) == 3


REVIEW = "<https://x.example/review/a/1>"
ONE = f"""
{REVIEW} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://schema.org/ClaimReview> .
{REVIEW} <http://schema.org/claimReviewed> "x" .
{REVIEW} <http://schema.org/url> <https://x.example/1> .
{REVIEW} <http://schema.org/reviewRating> _:r .
_:r <http://schema.org/alternateName> "False" .
"""


@pytest.mark.parametrize(
    ("triples", "message"),
    [
        ("", "no review in it"),
        (ONE.replace("alternateName", "name"), "none of the 1 reviews .* without a label"),
        (ONE.replace(REVIEW, "_:b"), "none of the 1 reviews .* no IRI"),
    ],
)
def test_nothing_to_publish(triples: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "one.nt").write_text(triples)
    with pytest.raises(ClaimgraphError, match=message):
        write([tmp_path / "one.nt"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_release_of_data_is_not_replaced(release: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(release, copy)
    with pytest.raises(ClaimgraphError, match="holds a graph release"):
        write([copy], copy)
    assert content(copy) == content(release)


def test_a_folder_of_others_is_not_replaced(release: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear")
    with pytest.raises(ClaimgraphError, match="holds files"):
        write([release], tmp_path)


# ---- names and text


@pytest.mark.parametrize(
    ("iri", "words"),
    [
        ("https://x.example/review/desk/a-1", "desk-a-1"),
        ("https://x.example/review/desk/%C3%BC.1", "desk-C3-BC-1"),
        ("https://x.example/review/../../etc/passwd", "etc-passwd"),
        ("https://x.example/review/a/..", "a"),
        ("https://x.example/review/a/\\..\\b:c\x00", "a-b-c"),
        ("https://x.example/ü/ü", ""),
        ("https://x.example/review/a/" + "b" * 500, "a-" + "b" * 98),
        ("urn:x", "urn-x"),
    ],
)
def test_file_name(iri: str, words: str) -> None:
    name = file_name(iri)
    assert name == f"{words}-{sha256(iri.encode()).hexdigest()[:12]}.jsonld"
    assert re.fullmatch(r"[A-Za-z0-9_-]{13,113}\.jsonld", name)


def test_file_names_differ_where_iris_do() -> None:
    iris = [f"https://x.example/review/{end}" for end in ("a/b", "a-b/", "a/B", "A/b", "c/a/b")]
    assert len({file_name(iri).lower() for iri in iris}) == len(iris)


def test_text_may_stand_in_a_script_element() -> None:
    document = {"text": "</script><!-- ]]> & ü"}
    assert "<" not in text(document)
    assert json.loads(text(document)) == document
