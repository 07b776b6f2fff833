"""Texts that take long or much memory: refused in words or read, within time and memory.

Each case is read in a process of its own that may use 10 s and 2 GiB and can open no socket.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hostile_sources import LIMITED, block, outcome, outcome_of, page
from wild_inputs import (
    BASE,
    FACTCK,
    GDELT,
    MULTIFC,
    NEWSML,
    PAGE,
    REVIEW,
    TURTLE,
    archived,
)

pytestmark = LIMITED
MEGABYTE = 1_000_000
LENGTHS = pytest.mark.parametrize(  # the shorter one takes too long as well, if time is quadratic
    "length", [80_000, pytest.param(MEGABYTE, marks=pytest.mark.slow)]
)


def filled(piece: str, length: int = MEGABYTE) -> str:
    return (piece * (length // len(piece) + 1))[:length]


def review(**fields: Any) -> bytes:
    return json.dumps({**REVIEW, **fields}).encode()


TOLD = re.compile(r"\d+ mapped, |refused: .*[abc]\.(html|jsonld)")
ITEM = '<div itemscope itemtype="http://schema.org/ClaimReview">'
PIECES = (
    *("<script", "<!--", "&", '"', "'", "<", "</", "<a b=", '<a b="', "<div>", "<p></b>", " "),
    *("<title>", "<meta ", "&#x41;", "<b itemprop=name>", ITEM, "<ul><li>", "<![CDATA["),
)
IN_JSON = (
    "[",
    '{"a":',
    "]",
    '"',
    "/*",
    "//",
    "<!--",
    "\\",
    "\\ud800",
    "1",
    "&quot;",
    "{}",
    "\ufeff",
)
IN_TEXT = (
    *("<", "<b ", "&amp;", "\u00c3", "\u200d", "\u202a", "\u2067\u05d0", " ", "\u0301", "9"),
    *("2020-01-01 ", "http://", "/", "%", ".", "@", "a.", "\U0001f3f4\U000e0067", "<script>"),
)


@LENGTHS
@pytest.mark.parametrize("piece", PIECES)
def test_pages(piece: str, length: int) -> None:
    Path("a.html").write_bytes(page(filled(piece, length)))
    Path("b.html").write_bytes(page(ITEM + filled(piece, length)))
    assert all(map(TOLD.match, outcome("a.html", "b.html").splitlines()))


@LENGTHS
@pytest.mark.parametrize("piece", IN_JSON)
def test_blocks(piece: str, length: int) -> None:
    start = '{"@type": "ClaimReview", "url": "https://a.example/", "claimReviewed": '
    Path("a.html").write_bytes(block(filled(piece, length)))
    Path("b.html").write_bytes(block(start + filled(piece, length)))
    Path("c.jsonld").write_bytes(b'{"@type": "x"}\n' + filled(piece, length).encode())
    assert all(map(TOLD.match, outcome("a.html", "b.html", "c.jsonld").splitlines()))


@LENGTHS
@pytest.mark.parametrize("piece", IN_TEXT)
def test_texts(piece: str, length: int) -> None:
    long, url = filled(piece, min(length, 99_000)), filled(piece, 8000)
    rating = {"alternateName": long, "ratingValue": long}
    links = [f"https://x.example/{number}/{url}" for number in range(20)]
    item = {"@type": "Claim", "author": {"name": long, "url": url}, "appearance": links}
    documents = [
        review(
            claimReviewed=long, headline=filled(piece, length), inLanguage=long, reviewRating=rating
        ),
        review(itemReviewed=item, datePublished=long, url=f"https://desk.example/{url}"),
        review(url=f"https://{url}", datePublished=filled(piece, 190)),
    ]
    Path("a.jsonld").write_bytes(b"\n".join(documents))
    assert TOLD.match(outcome("a.jsonld"))


def warc(head: bytes) -> bytes:
    return b"WARC/1.0\r\n" + head + b"\r\nContent-Length: 0\r\n\r\n\r\n\r\n"


def many(count: int, **fields: str) -> bytes:
    """Reviews of one claim, each with fields of its own."""
    lines = (
        review(**{name: value.format(number) for name, value in fields.items()})
        for number in range(count)
    )
    return b"\n".join(lines)


PAGES = PAGE.encode()
NAR = '<knowledgeItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="x">'
SCHEMES = "".join(f'<scheme alias="a{number}" uri="b"/>' for number in range(10_000))
CONCEPT = '<concept><type qcode="x:event"/><name>x</name></concept>'
LONG_NODE = {"@id": "_:x", "@type": "Organization", "name": [str(n) for n in range(30_000)]}
NAMES = [[{"name": f"{letter}{number}"} for number in range(5_000)] for letter in "ab"]
RECORD = {
    "review_url": "https://desk.example/1",
    "claim_text": ["x"] * 2000,
    "reviews": [{"original_label": "a"}] * 2000,
}
REFUSED = "refused: .*{name}.*"
SLOW: dict[str, tuple[Callable[[], bytes], str]] = {
    "page.html": (lambda: b"<html>" + b"x" * (33 << 20), REFUSED + "more than 32 MiB"),
    "deep.json": (lambda: b'{"@type":' * 100_000, REFUSED + "nested more than 100 deep|not JSON"),
    "words.txt": (lambda: b"words", REFUSED + "no reader knows"),
    "empty.html": (lambda: b"", REFUSED + "no reader knows"),
    "comments.html": (lambda: b"<!---->" * 9000 + b"x", REFUSED),
    "declared.html": (lambda: b"<?xml " * 10_000, REFUSED),
    "spaces": (lambda: b"{" + b" " * 200_000 + b"x", REFUSED),
    "charset.html": (lambda: page("<meta charset=" + " " * 120_000 + "@>") + b"\xff", REFUSED),
    "prefix.html": (lambda: page(f'<div typeof=x prefix="{filled("a")}">'), REFUSED),
    "digits.html": (lambda: block('{"@type": "Claim", "x": 1.' + "1" * MEGABYTE + "}"), REFUSED),
    "key.jsonld": (lambda: review(**{"k" * MEGABYTE: 1}), "1 mapped"),
    "keys.jsonld": (lambda: review(**{f"k{number}": 1 for number in range(60_000)}), "1 mapped"),
    "names.jsonld": (
        lambda: b"\n".join(review(itemReviewed={"@type": "Claim", "author": a}) for a in NAMES),
        "2 mapped",
    ),
    "refer.jsonld": (
        lambda: json.dumps([LONG_NODE, *[{**REVIEW, "author": {"@id": "_:x"}}] * 300]).encode(),
        REFUSED + "refer to long nodes too often",
    ),
    "circle.jsonld": (
        lambda: json.dumps([{"@id": "x", "author": {"@id": "x"}, **REVIEW}] * 9).encode(),
        "9 mapped",
    ),
    "collector.json": (lambda: json.dumps([RECORD]).encode(), REFUSED + "more than 10000 claims"),
    "field.warc": (lambda: warc(b"X: a" + b" " * 60_000 + b"b"), "refused: "),
    "type.warc": (
        lambda: archived(PAGES).replace(b"charset=utf-8", b"charset=" + b" " * 60_000 + b"@", 1),
        REFUSED,
    ),
    "catalog.xml": (
        lambda: (
            f"{NAR}<catalog>{SCHEMES}</catalog><conceptSet>{CONCEPT * 5000}".encode()
            + b"</conceptSet></knowledgeItem>"
        ),
        "5000 mapped",
    ),
    "deep.xml": (lambda: (NAR + "<a>" * 300_000).encode(), REFUSED + "nested more than 100 deep"),
    "laughs.xml": (
        lambda: b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + NEWSML[39:].encode(),
        REFUSED + "document type declaration",
    ),
    "outside.xml": (
        lambda: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + NEWSML[39:].encode(),
        REFUSED + "document type declaration",
    ),
    "remote.xml": (
        lambda: b'<!DOCTYPE x SYSTEM "http://evil.example/x.dtd">' + NEWSML[39:].encode(),
        REFUSED + "document type declaration",
    ),
    "laughs.html": (lambda: b'<!DOCTYPE html [<!ENTITY a "&a;">]><p>' + b"&a;" * 300_000, REFUSED),
    "tabs.tsv": (lambda: (MULTIFC + "\t" * MEGABYTE).encode(), "2 mapped, "),
    "quotes.csv": (lambda: (FACTCK + '"\n' * 100_000).encode(), "1 mapped, "),
    "rows.csv": (lambda: GDELT.encode() * 500, "1000 mapped"),
    "lists.ttl": (lambda: TURTLE.encode() + b"<a:b> <a:c> " + b"(" * 20_000, REFUSED),
    "terms.ttl": (lambda: TURTLE.encode() + b"<a:b> <a:c> " + b"<<( " * 100_000, REFUSED),
    "context.jsonld": (lambda: review(**{"@context": "https://evil.example/context"}), "1 mapped"),
    "contexts.jsonld": (
        lambda: b'{"@context": ["https://w3id.org/claimgraph/ontology#", "http://evil.example/"]}',
        REFUSED,
    ),
}


@pytest.mark.parametrize("name", SLOW)
def test_what_would_take_long(name: str) -> None:
    make, expected = SLOW[name]
    Path(name).write_bytes(make())
    assert re.match(expected.format(name=re.escape(name)), outcome(name))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value"), [("headline", "{}"), ("datePublished", "20{:04}"), ("claimReviewed", "{}")]
)
def test_many_reviews_of_one_page(name: str, value: str) -> None:
    Path("a.jsonld").write_bytes(many(5000, **{name: value}))
    assert outcome("a.jsonld").startswith("5000 mapped")


def test_variants_of_variants_are_followed_once() -> None:
    lines = [
        f'<{BASE}claim/web/{n}> a schema:Claim ; schema:text "x" ; '
        f"cg:variantOf <{BASE}claim/web/{(n + 1) % 3000}> ."
        for n in range(3000)
    ]
    assert outcome_of("a.ttl", (TURTLE + "\n".join(lines)).encode()).startswith("3003 mapped")
