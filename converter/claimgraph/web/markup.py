"""What an HTML page says of itself: canonical link, language, title, JSON-LD blocks and items."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, NamedTuple

from claimgraph.repair.decoding import decode
from claimgraph.repair.entities import unescape
from claimgraph.web.html_items import items
from claimgraph.web.html_tokens import tokens
from claimgraph.web.item_syntax import MICRODATA, RDFA

_TELLING = frozenset("html link meta script".split())
_META = frozenset(["og:url", "content-language"])
_SYNTAXES = (MICRODATA, RDFA)


class Block(NamedTuple):
    """The raw text of one `application/ld+json` script, and the line where it begins, from 1."""

    text: str
    line: int


class Item(NamedTuple):
    """One item of schema.org, in the form of JSON-LD, and the line of its element, from 1."""

    value: dict[str, Any]
    line: int
    syntax: str  # microdata or rdfa


class Page(NamedTuple):
    """A page; texts are "" where it does not say.

    canonical: URL of `link rel=canonical`, else of `og:url`, as published (it may be relative).
    language: `lang` of the page as published (BCP 47, or nearly).
    rules: names of what decoding took, sorted.
    """

    canonical: str
    language: str
    title: str
    blocks: tuple[Block, ...]
    items: tuple[Item, ...]
    rules: tuple[str, ...]


class _Fact(NamedTuple):
    """Something that a tag or its content says; `at` is its index in the HTML."""

    about: str
    text: str
    at: int


def blocks(html: bytes, content_type: str = "") -> Page:
    """Read a page, packed by gzip or not; `content_type` is that of its HTTP header.

    Raises UnsafeInput and Unreadable as `decode` and `items` do.
    """
    text, rules = decode(html, content_type)
    line_ends = [match.start() for match in re.finditer("\n", text)]
    facts = list(_facts(text))
    return Page(
        canonical=_first(facts, "canonical") or _first(facts, "og:url"),
        language=_first(facts, "lang") or _first(facts, "content-language"),
        title=_first(facts, "title"),
        blocks=tuple(
            Block(fact.text, bisect_left(line_ends, fact.at) + 1)
            for fact in facts
            if fact.about == "block"
        ),
        items=tuple(
            Item(item.value, bisect_left(line_ends, item.at) + 1, syntax.name)
            for syntax in _SYNTAXES
            if syntax.items.search(text)
            for item in items(tokens(text), syntax)
        ),
        rules=rules,
    )


def _first(facts: list[_Fact], about: str) -> str:
    return next((fact.text for fact in facts if fact.about == about and fact.text), "")


def _facts(html: str) -> Iterator[_Fact]:
    is_data = False  # whether the script is JSON-LD
    for token in tokens(html):
        if token.kind == "raw":
            if token.name == "title":
                yield _Fact("title", " ".join(unescape(token.source).split()), token.at)
            elif token.name == "script" and is_data:
                yield _Fact("block", token.source, token.at)
        elif token.kind == "start" and token.name in _TELLING:
            attributes = token.attributes()
            is_data = _media_type(attributes) == "application/ld+json"
            about, text = _said(token.name, attributes)
            yield _Fact(about, text.strip(), token.at)


def _media_type(attributes: dict[str, str]) -> str:
    return attributes.get("type", "").partition(";")[0].strip().lower()


def _said(element: str, attributes: dict[str, str]) -> tuple[str, str]:
    """What a tag is about, and what it says."""
    if element == "html":
        return "lang", attributes.get("lang") or attributes.get("xml:lang", "")
    if element == "link" and "canonical" in attributes.get("rel", "").lower().split():
        return "canonical", attributes.get("href", "")
    if element == "meta":
        names = ("property", "name", "http-equiv")
        about = next((attributes[name].strip().lower() for name in names if name in attributes), "")
        return about if about in _META else "", attributes.get("content", "")
    return "", ""
