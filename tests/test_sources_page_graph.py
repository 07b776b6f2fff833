"""Markup of pages and documents as RDF."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimgraph.errors import ClaimgraphError, UnsafeInput
from claimgraph.repair.decoding import MAX_BYTES
from claimgraph.sources import page_graph, page_names
from claimgraph.vocabulary import PREFIXES

SCHEMA = PREFIXES["schema"]
ITEM = "<p {0}='claimReviewed'>The bridge fell.</p><a {0}='url' href='/bridge'>x</a></div>"
REVIEW = {"@type": "ClaimReview", "claimReviewed": "The bridge fell.", "url": "/bridge"}
BRIDGE = "https://desk.example/bridge"


def script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>\n'


def page(*blocks: str, canonical: str = "https://desk.example/page") -> str:
    head = f'<html><head><link rel="canonical" href="{canonical}">\n'
    return head + "".join(blocks) + "</head></html>"


def jsonld(value: object) -> str:
    return script(json.dumps(value))


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


class Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, text: str, name: str = "page.html") -> page_graph.Marked:
        (self.folder / name).write_text(text, "utf-8")
        return page_graph.read(self.folder / name)


def told(marked: page_graph.Marked, name: str) -> list[str]:
    """Values of a property of schema.org."""
    wanted = ox.NamedNode(SCHEMA + name)
    quads = [quad for part in marked.parts for quad in part.quads]
    return [value(quad.object) for quad in quads if quad.predicate == wanted]


def value(term: object) -> str:
    assert isinstance(term, ox.NamedNode | ox.Literal)
    return term.value


@pytest.mark.parametrize(
    "context",
    [
        "http://schema.org",
        "https://schema.org",
        "https://schema.org/",
        "http://www.schema.org/",
        "https://schema.org/docs/jsonldcontext.jsonld",
        ["https://schema.org", {"@language": "en"}],
        {"@vocab": "https://schema.org/"},
        {"@vocab": "http://www.schema.org/"},
    ],
    ids=str,
)
def test_every_way_to_name_schema_org(read: Reader, context: object) -> None:
    marked = read(page(jsonld({"@context": context, **REVIEW})))
    assert told(marked, "claimReviewed") == ["The bridge fell."]
    types = [q.object for q in marked.parts[0].quads if q.predicate.value.endswith("#type")]
    assert types == [ox.NamedNode(SCHEMA + "ClaimReview")]
    assert marked.notes == []


def test_full_names_under_https(read: Reader) -> None:
    full = {
        "@type": "https://schema.org/ClaimReview",
        "https://schema.org/datePublished": {"@value": "2024", "@type": "https://schema.org/Date"},
    }
    (quad,) = (q for q in read(page(jsonld(full))).parts[0].quads if "date" in q.predicate.value)
    assert quad.predicate.value == SCHEMA + "datePublished"
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.datatype.value == SCHEMA + "Date"


@pytest.mark.parametrize(
    "node",
    [
        [{"@context": "https://schema.org", **REVIEW}],
        {"@context": "https://schema.org", "@graph": [REVIEW]},
        {"@context": "https://schema.org", "@type": "WebPage", "mainEntity": {"review": REVIEW}},
    ],
    ids=["array", "graph", "nested"],
)
def test_wherever_the_review_stands(read: Reader, node: object) -> None:
    assert told(read(page(jsonld(node))), "claimReviewed") == ["The bridge fell."]


@pytest.mark.parametrize(
    "body",
    [
        "<div itemscope itemtype='https://schema.org/ClaimReview'>" + ITEM.format("itemprop"),
        "<div vocab='http://schema.org/' typeof='ClaimReview'>" + ITEM.format("property"),
    ],
    ids=["microdata", "rdfa"],
)
def test_items_of_the_elements(read: Reader, body: str) -> None:
    marked = read(page(body))
    assert told(marked, "claimReviewed") == ["The bridge fell."]
    assert told(marked, "url") == [BRIDGE]
    assert [part.line for part in marked.parts] == [2]


def test_one_bad_block_does_not_cost_the_others(read: Reader) -> None:
    good = jsonld({"@context": "https://schema.org", **REVIEW})
    marked = read(page(script('{"@context": '), good, script("null"), good))
    assert told(marked, "claimReviewed") == ["The bridge fell."] * 2
    assert [part.line for part in marked.parts] == [2, 3, 4, 5]
    assert ["page.html:2: not read" in one for one in marked.notes] == [True, False]


@pytest.mark.parametrize(
    ("block", "note"),
    [
        ('{"@context": "https://terms.example/", "@type": "ClaimReview"}', "is not fetched"),
        ('{"@type": "ClaimReview"}', 'write "@context"'),
        ('{"@context": "https://schema.org", "@type": 3}', "not read: @type"),
        ('{"@context": "https://schema.org", "@type": "Claim", "text": "a\nb",}', "after repairs"),
        ("[" * 200, "not read"),
    ],
)
def test_notes_name_file_and_line(read: Reader, block: str, note: str) -> None:
    marked = read(page("\n", script(block)))
    (said,) = marked.notes
    assert f"{read.folder / 'page.html'}:3: " in said
    assert note in said
    assert said.count("page.html") == 1


def test_a_page_without_markup_says_so(read: Reader) -> None:
    marked = read("<html><p>Nothing</p></html>")
    assert marked.parts == []
    assert "no JSON-LD, microdata or RDFa" in marked.notes[0]


@pytest.mark.parametrize(
    ("url", "absolute"),
    [
        ("/bridge", BRIDGE),
        ("?id=3", "https://desk.example/page?id=3"),
        (" https://desk.example/a b|c ", "https://desk.example/a%20b%7Cc"),
        ("https://desk.example/ü", "https://desk.example/ü"),
    ],
)
def test_urls(read: Reader, url: str, absolute: str) -> None:
    node = {"@context": "https://schema.org", "@id": url, "url": [url, {"@id": url}]}
    marked = read(page(jsonld(node)))
    assert set(told(marked, "url")) == {absolute}
    assert {value(q.subject) for part in marked.parts for q in part.quads} == {absolute}
    assert marked.url == "https://desk.example/page"


@pytest.mark.parametrize("canonical", ["", "/page", "javascript:x"])
def test_without_a_canonical_link_urls_are_the_file_s(read: Reader, canonical: str) -> None:
    marked = read(page(jsonld({"@context": "https://schema.org", **REVIEW}), canonical=canonical))
    assert told(marked, "url") == ["file:///bridge"]
    assert marked.url == ""


def test_what_is_empty_says_nothing(read: Reader) -> None:
    node = {"@context": "https://schema.org", "@id": None, "url": "", "name": ["", "x", None]}
    marked = read(page(jsonld(node)))
    assert (told(marked, "url"), told(marked, "name")) == ([], ["x"])


@pytest.mark.parametrize("name", ["review.jsonld", "review.json"])
def test_documents(read: Reader, name: str) -> None:
    marked = read('{"@context": "https://schema.org", "@type": "Claim", "text": "x",} // y', name)
    assert told(marked, "text") == ["x"]
    assert "review.json" in marked.notes[0]
    assert "comments, trailing-commas" in marked.notes[0]


def test_packed(tmp_path: Path) -> None:
    path = tmp_path / "page.HTML.gz"
    path.write_bytes(
        gzip.compress(page(jsonld({"@context": "https://schema.org", **REVIEW})).encode())
    )
    assert page_names.is_page(path)
    assert told(page_graph.read(path), "url") == [BRIDGE]


def test_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ClaimgraphError, match=r"no\.html: cannot be read: No such file"):
        page_graph.read(tmp_path / "no.html")
    bomb = tmp_path / "bomb.html.gz"
    bomb.write_bytes(gzip.compress(b" " * (MAX_BYTES + 1)))
    with pytest.raises(UnsafeInput, match=r"bomb\.html\.gz: more than 32 MiB"):
        page_graph.read(bomb)
    torn = tmp_path / "torn.html.gz"
    torn.write_bytes(gzip.compress(b"x" * 99)[:-9])
    with pytest.raises(ClaimgraphError, match=r"torn\.html\.gz: .*cut off"):
        page_graph.read(torn)


NAMES = st.sampled_from("@context @type @id @value @graph @list url claimReviewed author".split())
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=9)
    | st.sampled_from(["https://schema.org", "ClaimReview", "@id", "a b", "//["]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(), inner),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(VALUES)
def test_whatever_a_block_says_the_next_one_is_read(tmp_path: Path, value: object) -> None:
    good = jsonld({"@context": "https://schema.org", "@type": "Claim", "text": "the good one"})
    any_ = script(json.dumps(value).replace("<", "\\u003c"))
    marked = Reader(tmp_path)(page(any_, good))
    assert len(marked.parts) == 2
    assert "the good one" in told(marked, "text")
