"""Pages: what they say of themselves, and their JSON-LD. One oracle is lxml, where installed."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.repair.decoding import decode
from claimgraph.repair.json_repair import loads
from claimgraph.web import markup
from claimgraph.web.html_tokens import tokens
from claimgraph.web.markup import Block, blocks
from page_pieces import LD

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


@given(st.binary(max_size=80) | st.text("<>!-/='\" itemscope", max_size=60).map(str.encode))
@quick
def test_any_bytes_are_a_page(data: bytes) -> None:
    if not data.startswith(b"\x1f\x8b\x08"):
        page = blocks(data)
        lines = [block.line for block in page.blocks] + [item.line for item in page.items]
        assert all(1 <= line <= len(decode(data).text.split("\n")) for line in lines)


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
