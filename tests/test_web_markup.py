"""Pages: what they say of themselves. Oracles are html.parser, lxml where it is installed."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.errors import UnsafeInput
from claimgraph.repair.decoding import decode
from claimgraph.repair.json_repair import loads
from claimgraph.web import html_items, markup
from claimgraph.web.html_tokens import tokens
from claimgraph.web.markup import Block, Item, blocks

quick = settings(deadline=None, max_examples=100)

PAGE = """<!DOCTYPE html>
<html lang="pt-BR">
<head>
  <meta property="og:url" content="https://example.org/og">
  <title> What is
    claimed &amp; what&nbsp;is not </title>
  <link rel="stylesheet" href="x.css"><link href="/a?b=1&amp;c=2&copy=3" rel="nofollow Canonical">
  <script type="application/ld+json">{"a": 1}</script>
  <script>var data = '<script type="application/ld+json">';</script>
  <!-- <script type="application/ld+json">{"b": 2}</script> -->
</head><body>
  <p>Text</p><SCRIPT class=x TYPE='Application/LD+JSON; charset=utf-8' >
    {"c": "<b>3</b>",
     broken
  </SCRIPT
  >
  <script type="application/json">{"d": 4}</script>
  <svg><title>icon</title></svg>
</body></html>
"""


def test_a_page() -> None:
    page = blocks(PAGE.encode())
    assert page.canonical == "/a?b=1&c=2&copy=3"
    assert page.language == "pt-BR"
    assert page.title == "What is claimed & what is not"
    assert page.blocks == (
        Block('{"a": 1}', 8),
        Block('\n    {"c": "<b>3</b>",\n     broken\n  ', 12),
    )
    assert (page.items, page.rules) == ((), ())
    assert blocks(gzip.compress(PAGE.replace("\n", "\r\n").encode())) == page


def one(html: str) -> Any:
    """The value of the one item of a page."""
    (item,) = blocks(html.encode()).items
    return item.value


def said(html: str, name: str) -> str:
    return str(getattr(blocks(html.encode()), name))


SAYS = [  # html, what it says of what
    ('<link rel=canonical href=" http://a/ ">', "canonical", "http://a/"),
    ("<link rel=canonical content=b><link rel=canonical href=a>", "canonical", "a"),
    ("<LINK REL=canonical HREF=a><link rel=canonical href=b>", "canonical", "a"),
    ('<meta property=og:url content="http://b/">', "canonical", "http://b/"),
    ("<meta property=og:url content=b><link rel=canonical href=a>", "canonical", "a"),
    ("<meta name=canonical content=a><meta name=block content=1>", "canonical", ""),
    ("<a rel=canonical href=a>", "canonical", ""),
    ("<!-- <link rel=canonical href=a> -->", "canonical", ""),
    ('<html xml:lang="fr">', "language", "fr"),
    ('<html lang="" xml:lang="fr">', "language", "fr"),
    ('<meta http-equiv="Content-Language" content="de">', "language", "de"),
    ('<html lang="hi"><meta http-equiv="Content-Language" content="de">', "language", "hi"),
    ('<div lang="de">', "language", ""),
    ("<meta name=title content=a><title>b</title><title>c</title>", "title", "b"),
    ("<title>a <b>b</b></title>", "title", "a <b>b</b>"),
    ("<title>a", "title", "a"),
    ("no markup", "title", ""),
    ("", "title", ""),
]


@pytest.mark.parametrize(("html", "name", "text"), SAYS)
def test_what_a_page_says(html: str, name: str, text: str) -> None:
    assert said(html, name) == text


LD = '<script type="application/ld+json">{}</script>'
SCRIPTS = [  # html, texts of the blocks
    (LD.format("1") * 2, ["1", "1"]),
    (f"<div title='>'{LD.format(1)}", []),  # the tag of the div is not closed: all is in it
    (f"<div title='>'>{LD.format(1)}", ["1"]),
    (f'<p title="a>b" {LD.format(1)}', []),
    (f'{LD.format(1)}<p title="never closed {LD.format(2)}', ["1"]),
    ("<script type=application/ld+json>1</script>", ["1"]),
    ("<script\ntype = 'application/ld+json'\n>1</script\n>", ["1"]),
    ("<script type='application/ld+json'>1", ["1"]),
    ("<script type='application/ld+json'>1</scripts>2</script x>", ["1</scripts>2"]),
    ("<script type='application/ld+json'><!-- 1 --></script>", ["<!-- 1 -->"]),
    ("<script type='application/ld+json'></script>", [""]),
    ("<script type='text/javascript' type='application/ld+json'>1</script>", []),
    ("<script data-type='application/ld+json'>1</script>", []),
    (f"<textarea>{LD.format(1)}</textarea><style>{LD.format(2)}</style>{LD.format(3)}", ["3"]),
    (f"<!-->{LD.format(1)}<!--->{LD.format(2)}<!----!>{LD.format(3)}", ["1", "2", "3"]),
    (f"<!-- a -- > {LD.format(1)} --!> {LD.format(2)}", ["2"]),
    (f"<!doctype html [ <!ENTITY a 'b'> ]><?xml a?><![CDATA[ a ]]></ a>{LD.format(1)}", ["1"]),
    (f"a < b <3 <- </> {LD.format(1)}", ["1"]),
    (f"<noscript>{LD.format(1)}</noscript><template>{LD.format(2)}</template>", ["1", "2"]),
    (f"<!-- never closed {LD.format(1)}", []),
]


@pytest.mark.parametrize(("html", "texts"), SCRIPTS)
def test_blocks_are_found_as_a_browser_finds_them(html: str, texts: list[str]) -> None:
    assert [block.text for block in blocks(html.encode()).blocks] == texts


def test_a_bad_block_costs_no_other() -> None:
    html = "".join(LD.format(text) for text in ('{"a": ', "[" * 200, "", '{"b": 2}'))
    assert loads(blocks(html.encode()).blocks[3].text).value == {"b": 2}


# ---- items

CONTEXT = {"@context": "http://schema.org"}
REVIEW = """
<div itemscope itemtype="https://schema.org/ClaimReview" itemid=" http://a/#review ">
  <meta itemprop="datePublished" content="2018-10-07">
  <a itemprop="url" href="http://a/?b&amp;c">link</a>
  <p itemprop="claimReviewed">The <b>moon</b> is<br>a balloon &amp; more<script>x()</script>
  <p>unrelated
  <div itemprop="author" itemscope itemtype="http://schema.org/Organization">
    <img itemprop="logo image" src="l.png"><span itemprop=name>Desk</span></div>
  <span itemprop="reviewRating" itemscope itemtype="http://www.schema.org/Rating">
    <span itemprop="ratingValue" content="1">one</span><i itemprop="alternateName">False</i></span>
  <ul><li itemprop="keywords">moon<li itemprop="keywords">balloon</ul>
  <time itemprop="dateModified" datetime="2018-10-08">yesterday</time>
  <time itemprop="dateCreated">2018</time>
</div>
<span itemprop="name">of nothing</span>
"""
SAME_REVIEW = """
<div vocab="https://schema.org/" typeof="ClaimReview" resource="http://a/#review">
  <meta property="datePublished" content="2018-10-07">
  <a property="url" href="http://a/?b&amp;c">link</a>
  <p property="claimReviewed">The <b>moon</b> is<br>a balloon &amp; more<script>x()</script>
  <p>unrelated
  <div property="author" typeof="Organization">
    <img property="logo schema:image" src="l.png"><span property=name>Desk</span></div>
  <span property="reviewRating" typeof="schema:Rating">
    <span property="ratingValue" content="1">one</span><i property="alternateName">False</i></span>
  <ul><li property="keywords">moon<li property="http://schema.org/keywords">balloon</ul>
  <time property="dateModified" datetime="2018-10-08">yesterday</time>
  <time property="dateCreated">2018</time>
</div>
<span property="name">of nothing</span>
"""


@pytest.mark.parametrize(("html", "syntax"), [(REVIEW, "microdata"), (SAME_REVIEW, "rdfa")])
def test_a_review_in_markup(html: str, syntax: str) -> None:
    assert blocks(html.encode()).items == (
        Item(
            {
                **CONTEXT,
                "@type": "ClaimReview",
                "@id": "http://a/#review",
                "datePublished": "2018-10-07",
                "url": "http://a/?b&c",
                "claimReviewed": "The moon is a balloon & more",
                "author": {
                    "@type": "Organization",
                    "logo": "l.png",
                    "image": "l.png",
                    "name": "Desk",
                },
                "reviewRating": {"@type": "Rating", "ratingValue": "1", "alternateName": "False"},
                "keywords": ["moon", "balloon"],
                "dateModified": "2018-10-08",
                "dateCreated": "2018",
            },
            2,
            syntax,
        ),
    )


OPEN = '<div itemscope itemtype="http://schema.org/Article">'
ARTICLE = {**CONTEXT, "@type": "Article"}
MICRODATA = [  # html within an article, its properties
    ("<p itemprop=name>a</p><p itemprop=name>b</p>", {"name": ["a", "b"]}),
    (
        "<i itemprop=name>a</i><i itemprop=name>b</i><i itemprop=name>c</i>",
        {"name": ["a", "b", "c"]},
    ),
    ("<p itemprop=a>1<i itemprop=b>2</i>3</p>", {"b": "2", "a": "123"}),
    ("<object itemprop=a data=b></object><meter itemprop=c value=2>", {"a": "b", "c": "2"}),
    ("<meta itemprop=a><a itemprop=b>text</a>", {"a": "", "b": "text"}),
    ("<b><p></b><i itemprop=a>x</i></p>", {"a": "x"}),
    ("</p></section></b><i itemprop=a>x</i>", {"a": "x"}),
    (
        "<table><tr><td itemprop=a>x<td itemprop=b>y<tr><td itemprop=c>z</table>",
        {"a": "x", "b": "y", "c": "z"},
    ),
    ("<table><tr><td></div><i itemprop=a>x</i></table>", {"a": "x"}),
    ("<div itemscope><i itemprop=a>x</i></div><i itemprop=b>y</i>", {"b": "y"}),
    ("<div itemprop=a itemscope><i itemprop=b>x</i></div>", {"a": {"b": "x"}}),
    (
        "<i itemprop='http://schema.org/a'>x</i><i itemprop='http://b/c'>y</i>",
        {"a": "x", "http://b/c": "y"},
    ),
    ("<i itemprop='@id @type @context'>x</i><i itemprop=''>y</i>", {}),
    ("<i itemprop=a>x", {"a": "x"}),
    ("<textarea itemprop=a>&lt;b&gt;</textarea>", {"a": "<b>"}),
    ("</body></html><i itemprop=a>x</i>", {"a": "x"}),
]


@pytest.mark.parametrize(("html", "properties"), MICRODATA)
def test_properties_of_microdata(html: str, properties: dict[str, Any]) -> None:
    page = blocks(f"{OPEN}{html}</div>".encode())
    assert page.items[0].value == {**ARTICLE, **properties}


RDFA = [  # html, its item
    (
        '<p prefix="s: http://schema.org/" typeof="s:Claim"><i property="s:name">a</i>',
        {"@type": "Claim", "name": "a"},
    ),
    (
        '<p typeof="schema:Claim x:Y"><i property="schema:name">a</i>',
        {"@type": ["Claim", "x:Y"], "name": "a"},
    ),
    (
        '<p typeof="http://schema.org/Claim" about=b><i property="name">a</i>',
        {"@type": "Claim", "@id": "b"},
    ),
    (
        '<p vocab="http://schema.org/" typeof="Claim"><i vocab="http://b/" property="name">a</i>',
        {"@type": "Claim", "http://b/name": "a"},
    ),
    (
        '<p vocab="http://schema.org/" typeof=Claim><i property=creator resource=c>a</i>',
        {"@type": "Claim", "creator": "c"},
    ),
]


@pytest.mark.parametrize(("html", "item"), RDFA)
def test_terms_of_rdfa(html: str, item: dict[str, Any]) -> None:
    assert one(html) == {**CONTEXT, **item}


@pytest.mark.parametrize(
    "html",
    [
        '<div itemscope><i itemprop="name">a</i></div>',
        '<div itemscope itemtype="http://data-vocabulary.org/Review">',
        '<div itemtype="http://schema.org/Article">',
        '<div typeof="Article"><i property="name">a</i></div>',
        '<div typeof="foaf:Document sioc:Item">',
        '<div vocab="http://xmlns.com/foaf/0.1/" typeof="Person">',
        "<p>itemscope typeof</p>",
    ],
)
def test_other_items_are_left_out(html: str) -> None:
    assert blocks(html.encode()).items == ()


TREE = st.recursive(
    st.sampled_from(["a", "b &amp; c", " "]),
    lambda inner: st.tuples(
        st.sampled_from(["div", "section", "span", "b"]),
        st.sampled_from(["", "itemprop=a", "itemprop=b itemscope", "itemprop='a b'"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=10,
)


def written(node: Any) -> str:
    if isinstance(node, str):
        return node
    name, attributes, inner = node
    return f"<{name} {attributes}>{''.join(map(written, inner))}</{name}>"


def words(node: Any) -> str:
    if isinstance(node, str):
        return node.replace("&amp;", "&")
    inner = "".join(map(words, node[2]))
    return inner if node[0] in ("span", "b") else f" {inner} "


def told(nodes: list[Any], item: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The item with the properties that stand in a tree, all of them lists."""
    for _, attributes, inner in (node for node in nodes if not isinstance(node, str)):
        if "itemscope" in attributes:
            item.setdefault("b", []).append(told(inner, {}))
            continue
        told(inner, item)
        for name in re.findall(r"\b[ab]\b", attributes):
            item.setdefault(name, []).append(" ".join("".join(map(words, inner)).split()))
    return item


def lists(value: Any) -> Any:
    """An item with lists only."""
    if not isinstance(value, dict):
        return value
    named = {name: found for name, found in value.items() if not name.startswith("@")}
    return {
        name: [lists(one) for one in (found if isinstance(found, list) else [found])]
        for name, found in named.items()
    }


def ordered(item: Any) -> Any:
    """An item in which the order of the values of a property does not count."""
    if not isinstance(item, dict):
        return item
    return {name: sorted(map(repr, map(ordered, found))) for name, found in sorted(item.items())}


@given(st.lists(TREE, max_size=3))
@quick
def test_items_follow_the_tree(trees: list[Any]) -> None:
    """The same tree, written as HTML and read from it, and told straight away."""
    found = lists(one(OPEN + "".join(map(written, trees))))
    assert ordered(found) == ordered(told(trees, {}))


# ---- tokens


class Oracle(HTMLParser):
    """The standard library's tokenizer."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[Any, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        first: dict[str, str] = {}
        for name, value in attrs:
            first.setdefault(name, value or "")
        self.found.append(("start", tag, first))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("end", tag))


NAMES = st.text("abgGhZ1-", min_size=1, max_size=4).map(lambda name: f"x{name}")
VALUES = st.text("ab é<=&;/", max_size=5)
ATTRIBUTE = st.one_of(
    NAMES,
    st.builds("{}={}".format, NAMES, st.text("ab1/", min_size=1, max_size=4)),
    st.builds('{} = "{}"'.format, NAMES, VALUES),
    st.builds("{}='{}'".format, NAMES, VALUES),
)
MARKUP = st.one_of(
    st.builds(
        lambda name, given: f"<{' '.join([name, *given])}>", NAMES, st.lists(ATTRIBUTE, max_size=3)
    ),
    st.builds("</{}>".format, NAMES),
    st.builds("<!-- {} -->".format, st.text("ab<> ", max_size=6)),
    st.text("ab &amp; é\n", max_size=6),
)


@given(st.lists(MARKUP, max_size=8).map("".join))
@quick
def test_tags_are_those_of_the_standard_library(html: str) -> None:
    oracle = Oracle()
    oracle.feed(html)
    oracle.close()
    found = [
        ("start", token.name, token.attributes()) if token.kind == "start" else ("end", token.name)
        for token in tokens(html)
        if token.kind in ("start", "end")
    ]
    assert found == oracle.found


@given(st.text("<>!-/='\" abp", max_size=40))
@quick
def test_any_text_has_tokens_in_order(html: str) -> None:
    found = list(tokens(html))
    places = [token.at for token in found]
    assert places == sorted(set(places))
    for token in found:
        if token.kind in ("text", "raw"):
            assert html.startswith(token.source, token.at)
        else:
            assert html[token.at] == "<"


@given(st.binary(max_size=80) | st.text("<>!-/='\" itemscope", max_size=60).map(str.encode))
@quick
def test_any_bytes_are_a_page(data: bytes) -> None:
    if not data.startswith(b"\x1f\x8b\x08"):
        page = blocks(data)
        lines = [block.line for block in page.blocks] + [item.line for item in page.items]
        assert all(1 <= line <= len(decode(data).text.split("\n")) for line in lines)


# ---- hostile input

LONG, SECONDS = 20_000, 5  # a reader that is quadratic takes minutes
HOSTILE = [  # html, number of blocks
    ("<div>" * LONG + LD, 1),
    (OPEN + "<b>" * LONG + "<i><table>" + "</i>" * LONG + LD, 1),
    (OPEN + "<i><table>" + "<b>" * LONG + "</i>" * LONG + LD, 1),
    (OPEN + "<section><table>" + "<b>" * LONG + "</section>" * LONG + LD, 1),
    (OPEN + "<li itemprop=a>x" * LONG + LD, 1),
    (OPEN + f"<p itemprop='{'a b ' * LONG}'>x</p>" + LD, 1),
    ("<p vocab=http://schema.org/ typeof=Claim>" + "<div prefix='a: b'>" * LONG + LD, 1),
    ("<p " + " ".join(f"a{number}=1" for number in range(LONG)) + ">" + LD, 1),
    (f"<p title='{'x' * 5_000_000}'>" + LD, 1),
    ("<!DOCTYPE html [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><p>&b;&b;</p>" + LD, 1),
    ("<!--" * LONG, 0),
    ("<a b='" * LONG, 0),
    ("<a " * LONG, 0),
    ("<a " + "=" * LONG, 0),
    ("<a" + " " * LONG, 0),
    ("<title>" * LONG, 0),
    (LD * 5000, 5000),
]


@pytest.mark.parametrize(("html", "count"), HOSTILE, ids=lambda value: ascii(value)[:16])
def test_time_is_linear(html: str, count: int) -> None:
    started = process_time()
    assert len(blocks(html.encode()).blocks) == count
    assert process_time() - started < SECONDS


def test_items_are_not_nested_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    nested = "<div itemprop=a itemscope>"
    assert blocks((OPEN + nested * 99).encode()).items
    with pytest.raises(UnsafeInput, match="items nested more than 100"):
        blocks((OPEN + nested * 100).encode())
    with pytest.raises(UnsafeInput, match="properties nested more than 100"):
        blocks((OPEN + "<b itemprop=a>" * 101).encode())
    monkeypatch.setattr(html_items, "_MOST_TEXT", 1000)
    with pytest.raises(UnsafeInput, match="characters of properties"):
        blocks((OPEN + "<b itemprop=a>" * 50 + "x" * 21).encode())


# ---- corpora


def pages(shared: Path, name: str) -> list[Path]:
    return sorted((shared / "corpora" / name).glob("*.gz"))


def types(value: Any) -> list[str]:
    """All types in JSON-LD."""
    if isinstance(value, list):
        return [name for member in value for name in types(member)]
    if not isinstance(value, dict):
        return []
    own = value.get("@type", [])
    return [*(own if isinstance(own, list) else [own]), *types(list(value.values()))]


@pytest.mark.corpus
def test_every_review_page_has_its_review(shared: Path) -> None:
    files = pages(shared, "claimreview-pages")
    assert len(files) == 34
    for file in files:
        page = blocks(file.read_bytes())
        found = [name for block in page.blocks for name in types(loads(block.text).value)]
        assert found.count("ClaimReview") == 1, file.name
        assert page.canonical
        assert page.title


@pytest.mark.corpus
def test_what_news_pages_say(shared: Path) -> None:
    files = pages(shared, "news-pages")
    assert len(files) == 128
    found: Counter[str] = Counter()
    for file in files:
        page = blocks(file.read_bytes())
        found.update({"canonical": bool(page.canonical), "language": bool(page.language)})
        found.update({"title": bool(page.title), "rules": len(page.rules)})
        found.update(f"{item.syntax} {item.value['@type']}" for item in page.items)
    articles = {name: count for name, count in found.items() if "Article" in name}
    assert articles == {"microdata Article": 5, "microdata NewsArticle": 9}
    assert (found["canonical"], found["language"], found["title"]) == (128, 125, 128)
    assert found["rules"] == 0


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["claimreview-pages", "news-pages"])
def test_pages_are_read_as_by_lxml(shared: Path, name: str) -> None:
    """The same JSON-LD blocks; the same attributes of all links, metas, divisions and spans."""
    etree: Any = pytest.importorskip("lxml.etree")
    elements = ("a", "div", "link", "meta", "span")
    for file in pages(shared, name):
        text = decode(file.read_bytes()).text
        tree = etree.fromstring(text, etree.HTMLParser(no_network=True))
        scripts = [script.text or "" for script in tree.iter("script") if is_data(script.attrib)]
        assert [block.text for block in blocks(file.read_bytes()).blocks] == scripts
        attributes = Counter(
            (one.tag, frozenset(one.attrib.items())) for one in tree.iter(*elements)
        )
        assert attributes == Counter(
            (token.name, frozenset(token.attributes().items()))
            for token in tokens(text)
            if token.kind == "start" and token.name in elements
        )


def is_data(attributes: Any) -> bool:
    return bool(markup._media_type(attributes) == "application/ld+json")
