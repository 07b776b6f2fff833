"""Pages and descriptions of the things of a release, and of hostile data."""

from __future__ import annotations

import json
from functools import cache
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from lxml import html  # type: ignore[import-untyped]
from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    parse,
)

from claimgraph.query.store import load
from claimgraph.release.dump import dump
from claimgraph.search import Best, Hit
from claimgraph.serve import describe, graph
from claimgraph.serve.graph import Graph, Text
from claimgraph.serve.pages import dumps, home, missing, query, results, search, vocabulary
from claimgraph.serve.site import FORMATS, VOCABULARIES, Ask, PageRequest, Site, asks
from claimgraph.vocabulary import PREFIXES

TOP = Path(__file__).parents[1]
BASE = "https://w3id.org/claimgraph/data/"
SITE = Site("Crash", "en", (BASE,), "http://127.0.0.1:8000")
HOSTILE = (
    "<script>alert(1)</script>",
    "</script></title></textarea><img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)> ' `",
    "\u202eevil\u2066 \u200f",
    "&lt;b&gt; &amp;",
    "x" * 20_000,
    "\x00\x08]]>-->",
)


@cache
def released() -> tuple[Store, frozenset[str]]:
    """The seeds and some reviews, as a store, and as the lines of the N-Triples."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "dist"
        dump([str(TOP / "seeds"), str(TOP / "docs" / "example" / "web")], out)
        lines = (out / "claimgraph.nq").read_text("utf-8").splitlines()
        return load([out]), frozenset(line.rpartition(" <")[0] + " ." for line in lines)


def store() -> Store:
    """The seeds and some reviews."""
    return released()[0]


def nodes(prefixed: str) -> list[NamedNode]:
    """The things of a class."""
    found = store().quads_for_pattern(None, graph.name("rdf:type"), graph.name(prefixed))
    return sorted({q.subject for q in found if isinstance(q.subject, NamedNode)}, key=str)


KINDS = (
    "schema:Claim schema:Event schema:Person schema:Organization schema:NewsArticle "
    "schema:ClaimReview schema:Rating schema:Place cg:Attribution cg:Contradiction cg:EvidenceSpan "
    "cg:Participation oa:TextPositionSelector schema:TextObject prov:Activity prov:Entity"
).split()


def page(found: Store, iri: str, fmt: str = "html", languages: tuple[str, ...] = ()) -> bytes:
    """What the task gives, without its head."""
    body = describe.page(found, PageRequest((Ask(iri, fmt),), languages, SITE))
    head, _, rest = body.partition(b"\n")
    assert json.loads(head) == {"iri": iri, "format": fmt}
    return rest


def tree(text: bytes) -> html.HtmlElement:
    return html.document_fromstring(text.decode())


def check(text: bytes) -> html.HtmlElement:
    """Assert what holds for all pages; gives the page."""
    found = tree(text)
    for script in found.iter("script"):
        src = script.get("src")
        assert src == "/static/editor.js" or script.get("type", "").endswith("json")
        assert src is None or not script.text
    for element in found.iter():
        assert element.tag not in ("svg", "img", "iframe", "object", "style", "base")
        for key, value in element.attrib.items():
            assert not key.startswith("on")
            assert key != "style"
            if key in ("href", "src", "action", "formaction"):
                assert value.startswith(("/", "#", "?", "http://", "https://")), value
                assert not value.startswith("//")
    assert [one.tag for one in found.iter("h1")] == ["h1"]
    assert found.get("lang") == "en"
    assert found.find(".//main").get("id") == "content"
    assert found.find(".//title").text.strip()
    ids = found.xpath("//@id")
    assert len(ids) == len(set(ids))
    for box in found.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        assert found.xpath(f"//label[@for='{box.get('id')}']")
    for header in found.xpath("//th"):
        assert header.get("scope") in ("col", "row")
    return found


def links(found: html.HtmlElement) -> set[str]:
    return set(found.xpath("//main//a/@href"))


def text_of(found: html.HtmlElement) -> str:
    return " ".join(found.find(".//main").text_content().split())


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_page(kind: str) -> None:
    found = nodes(kind)[:3]
    assert found
    for node in found:
        shown = check(page(store(), node.value))
        assert node.value in text_of(shown)
        # nothing that is stated is left out
        for quad in store().quads_for_pattern(node, None, None, DefaultGraph()):
            if isinstance(quad.object, NamedNode):
                address = SITE.path(quad.object.value) or quad.object.value
                assert address in links(shown)
            else:
                assert " ".join(quad.object.value.split()) in text_of(shown)  # type: ignore[union-attr]


def test_every_link_to_a_thing_is_answered() -> None:
    shown = check(page(store(), f"{BASE}event/az-ru/crash-2024-12-25"))
    for path in links(shown):
        kind = path.split("/")[1] if path.startswith("/") else ""
        if kind and not path.startswith("/editor") and kind not in VOCABULARIES:
            asked = path.partition("#")[0] if "." not in path[-7:] else path
            request = PageRequest(asks(SITE, asked, "html"), (), SITE)
            if "#" not in path:
                assert describe.page(store(), request), path


def test_the_page_of_a_claim() -> None:
    shown = text_of(check(page(store(), f"{BASE}claim/az-ru/crash-birds")))
    assert "Russian authorities, body not specified as “the Russian side” asserts" in shown
    assert "Nurani denies" in shown
    assert "according to Nurani" in shown
    assert "Russian air defence shot the aircraft down." in shown
    assert "sha256" in shown


def test_the_page_of_an_event_is_by_speaker() -> None:
    shown = check(page(store(), f"{BASE}event/az-ru/crash-2024-12-25"))
    heads = [one.text_content() for one in shown.iter("h3")]
    assert "They differ on: cause" in heads
    assert {"Caucasian Knot", "Nurani"} <= set(heads)


def test_the_page_of_a_review() -> None:
    review = f"{BASE}review/web/f2e7c09214fcedf8664d"
    shown = text_of(check(page(store(), review)))
    assert "The desk’s own rating: True but misleading" in shown
    assert "As a verdict: misleading true" in shown
    claim = check(page(store(), f"{BASE}claim/web/f2e7c09214fcedf8664d.claim"))
    assert f"/review/web/{review.rpartition('/')[2]}" in links(claim)
    assert "True but misleading" in text_of(claim)
    desk = check(page(store(), f"{BASE}actor/web/tidecheck.example"))
    assert "What they reviewed" in text_of(desk)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("fmt", "parser"),
    [("ttl", RdfFormat.TURTLE), ("nt", RdfFormat.N_TRIPLES), ("jsonld", RdfFormat.JSON_LD)],
)
def test_rdf_is_what_the_release_says(kind: str, fmt: str, parser: RdfFormat) -> None:
    for node in nodes(kind)[:3]:
        text = page(store(), node.value, fmt)
        read = Store()
        read.bulk_extend(parse(text, parser))
        known = store()
        found = [quad.triple for quad in read]
        assert all(Quad(t.subject, t.predicate, t.object) in known for t in found)
        own = {q.triple for q in known.quads_for_pattern(node, None, None, DefaultGraph())}
        assert own <= set(found)


@pytest.mark.parametrize("kind", KINDS)
def test_terms_are_spelt_as_in_the_release(kind: str) -> None:
    for node in nodes(kind)[:20]:
        lines = page(store(), node.value, "nt").decode().splitlines()
        assert set(lines) <= released()[1]
        own = {line for line in released()[1] if line.startswith(f"{node} ")}
        assert own <= set(lines)


def test_a_claim_has_its_parts() -> None:
    text = page(store(), f"{BASE}claim/az-ru/crash-shot-down", "ttl").decode()
    for part in ("attribution:crash-shot-down", "span:", "selector:", "text:"):
        assert f"\n{part}" in text
    assert '"4497"^^xsd:nonNegativeInteger' in text


def test_formats_hold_the_same() -> None:
    iri = f"{BASE}claim/az-ru/crash-shot-down"
    kinds = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}
    read = [
        {quad.triple for quad in parse(page(store(), iri, fmt), kind)}
        for fmt, kind in kinds.items()
    ]
    assert read[0] == read[1] == read[2]
    assert len(read[0]) > 20


def test_what_is_not_known() -> None:
    asked = asks(SITE, "/claim/az-ru/nothing.ttl", "html")
    assert describe.page(store(), PageRequest(asked, (), SITE)) == b""


@pytest.mark.parametrize(
    ("path", "wanted", "first"),
    [
        ("/claim/s/a", "ttl", Ask(f"{BASE}claim/s/a", "ttl")),
        ("/claim/s/a.ttl", "", Ask(f"{BASE}claim/s/a", "ttl")),
        ("/claim/s/a.nt", "html", Ask(f"{BASE}claim/s/a.nt", "html")),
        ("/claim/s/%c3%a4", "nt", Ask(f"{BASE}claim/s/%C3%A4", "nt")),
        ("/claim/s/a%2Fb", "nt", Ask(f"{BASE}claim/s/a%2Fb", "nt")),
        ('/claim/s/"<x>\\', "nt", Ask(f"{BASE}claim/s/%22%3Cx%3E%5C", "nt")),
    ],
)
def test_what_a_path_asks_for(path: str, wanted: str, first: Ask) -> None:
    found = asks(SITE, path, wanted)
    assert next(one for one in found if one.iri.startswith(BASE)) == first
    for one in found:
        NamedNode(one.iri)


def test_paths_of_terms() -> None:
    assert SITE.path(f"{PREFIXES['cg']}stance") == "/ontology#stance"
    assert SITE.path(PREFIXES["cgv"].rstrip("#")) == "/value"
    assert SITE.path("https://example.org/claim/s/a") is None
    assert SITE.path(f"{BASE}claim/s") is None
    below = SITE._replace(public="https://example.org/graph")
    assert below.path(f"{BASE}claim/s/a") == "/graph/claim/s/a"


def test_labels_are_in_the_language_that_is_wanted() -> None:
    held = Store()
    node = NamedNode(f"{BASE}event/s/a")
    for text, tag in (("Feuer", "de"), ("fire", "en"), ("oheň", "cs"), ("fogo", "pt-br")):
        held.add(Quad(node, graph.name("schema:name"), Literal(text, language=tag)))
    assert Graph(held).label(node) == Text("fire", "en")
    assert Graph(held, ["de"]).label(node) == Text("Feuer", "de")
    assert Graph(held, ["pt", "de"]).label(node) == Text("fogo", "pt-br")
    assert Graph(held, ["fr"]).label(node) == Text("fire", "en")


def hostile(text: str) -> Store:
    """The seeds, with this text in each literal and no web address that is one."""
    held = Store()
    address = NamedNode("javascript:alert(1)")
    for quad in store().quads_for_pattern(None, None, None, DefaultGraph()):
        if isinstance(quad.object, Literal):
            language = quad.object.language
            worse = Literal(text, language=language) if language else Literal(text)
            held.add(Quad(quad.subject, quad.predicate, worse))
        elif quad.predicate in (graph.name("schema:url"), graph.name("schema:sameAs")):
            held.add(Quad(quad.subject, quad.predicate, address))
        else:
            held.add(quad)
    return held


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_stay_texts(text: str) -> None:
    held = hostile(text)
    for kind in KINDS:
        shown = check(page(held, nodes(kind)[0].value))
        assert len(html.tostring(shown)) < 3_000_000


def test_a_hostile_text_is_shown_as_it_is() -> None:
    text = HOSTILE[1]
    shown = check(page(hostile(text), f"{BASE}claim/az-ru/crash-birds"))
    assert shown.find(".//h1").text_content() == text
    assert text in shown.find(".//title").text


def test_marks_of_direction_do_not_reach_the_title() -> None:
    shown = check(page(hostile(HOSTILE[3]), f"{BASE}claim/az-ru/crash-birds"))
    assert not set("\u202e\u2066\u200f") & set(shown.find(".//title").text)
    assert shown.find(".//h1").get("dir") == "auto"


def test_a_long_text_is_whole_once() -> None:
    text = HOSTILE[5]
    shown = check(page(hostile(text), f"{BASE}claim/az-ru/crash-birds"))
    assert len(shown.find(".//h1").text_content()) < 400
    assert shown.find(".//blockquote").text_content() == text


def test_what_refers_to_a_thing_is_bounded() -> None:
    held = Store()
    event = NamedNode(f"{BASE}event/s/e")
    held.add(Quad(event, graph.name("rdf:type"), graph.name("schema:Event")))
    for number in range(1000):
        claim = NamedNode(f"{BASE}claim/s/c{number}")
        held.add(Quad(claim, graph.name("rdf:type"), graph.name("schema:Claim")))
        held.add(Quad(claim, graph.name("schema:about"), event))
    shown = check(page(held, event.value))
    assert text_of(shown).count("The first 200 of 1,000.") == 2
    assert len(links(shown)) < 300


@pytest.mark.parametrize(
    ("number", "told"),
    [(1, "1 found,"), (1050, "1 of 1,050 found,"), (inf, "1 of more than 1 found,")],
)
def test_a_search_tells_how_many_there_are(number: float, told: str) -> None:
    hit = Hit(f"{BASE}claim/s/c", "claim", "a text", "en", 1.0)
    status = check(search.page(SITE, "text", "", Best([hit], number))).find(".//*[@role='status']")
    assert status.text_content() == f"{told} the best first."


@pytest.mark.parametrize("text", HOSTILE[:5], ids=range(5))
def test_other_pages_with_hostile_texts(text: str) -> None:
    site = SITE._replace(title=text)
    hit = Hit("javascript:alert(1)", text, text, text, 1.0)
    check(search.page(site, text, text, Best([hit], 1)))
    check(search.page(site, text, "", Best([], 0), text))
    check(missing.page(site, text, text))
    check(query.page(site, text, ()))
    held = hostile(text)
    check(results.page(held, results.Question(site, "SELECT * { ?s ?p ?o } LIMIT 200", ())))
    overview = home.Overview(
        site, (), (Text(text, "en"),), ("javascript:x",), (f"{BASE}actor/a/b",), {"claim": 1}, 2,
        (dumps.File("claimgraph.ttl", 10**10, "0" * 64, "text/turtle"),), (), {"name": text}, {},
    )  # fmt: skip
    shown = check(home.page(held, overview))
    block = shown.xpath("//script[@type='application/ld+json']")[0]
    assert json.loads(block.text) == {"name": text}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ASK {}", "Yes."),
        ("SELECT * { ?s a schema:ClaimReview }", "3 rows."),
        ("SELECT (1 AS ?n) {}", "1 row."),
        ("SELECT * { ?s cg:nothing ?o }", "0 rows."),
        ("CONSTRUCT { ?s a ?c } WHERE { ?s a ?c }", "The first 1,000 rows; fetch all as a file."),
        ("SELECT (?s AS ?x) { ?s ?p ?o }", "The first 1,000 rows; fetch all as a file."),
    ],
)
def test_answers_as_pages(text: str, wanted: str) -> None:
    shown = check(results.page(store(), results.Question(SITE, text, ())))
    assert wanted in text_of(shown)
    assert shown.find(".//textarea").text.lstrip("\n") == text


def test_answers_link_to_pages() -> None:
    asked = results.Question(SITE, "SELECT ?e { ?e a schema:Event } ORDER BY ?e LIMIT 1", ())
    assert any(one.startswith("/event/") for one in links(check(results.page(store(), asked))))


@pytest.mark.parametrize("path", VOCABULARIES)
def test_each_of_our_terms_has_its_anchor(path: str) -> None:
    shown = check(vocabulary.page(path, SITE))
    space = PREFIXES[VOCABULARIES[path]]
    names = {
        quad.subject.value.removeprefix(space)
        for quad in graph.vocabulary()
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(space)
    }
    assert names
    assert names <= set(shown.xpath("//@id"))
    assert all(SITE.path(f"{space}{name}") == f"/{path}#{name}" for name in names)


def test_formats_are_named_once() -> None:
    assert len(set(FORMATS.values())) == len(FORMATS)
