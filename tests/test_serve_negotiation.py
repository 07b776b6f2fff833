"""What a client accepts (RFC 9110, 12.5)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.serve.negotiation import best, languages

RDF = ("text/html", "text/turtle", "application/ld+json")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("", "text/html"),
        ("*/*", "text/html"),
        (BROWSER, "text/html"),
        ("text/turtle", "text/turtle"),
        ("TEXT/Turtle", "text/turtle"),
        ("text/turtle, text/html", "text/html"),
        ("text/turtle, text/html;q=0.9", "text/turtle"),
        ("application/*", "application/ld+json"),
        ("text/*;q=0.3, text/turtle;q=0.2, */*;q=0.1", "text/html"),
        ("text/*;q=0.9, text/html;q=0", "text/turtle"),
        ("*/*, text/html;q=0.5", "text/turtle"),
        ("image/png", None),
        ("text/html;q=0", None),
        ("text/html;q=0.000, text/turtle;q=0.001", "text/turtle"),
        ("text/turtle;charset=utf-8", "text/turtle"),
        ('text/turtle;profile="a,b"', None),
        ("text/turtle ; q=0.5 , application/ld+json ; q=0.6", "application/ld+json"),
        ("text/html;q=bad, text/turtle;q=0.9", "text/html"),
        ("html, text/turtle", "text/turtle"),
        (",,;=,", "text/html"),
    ],
)
def test_best(accept: str, wanted: str | None) -> None:
    assert best(accept, RDF) == wanted


def test_parameters_are_compared() -> None:
    offered = ("text/x;a=1", "text/x;a=2")
    assert best("text/x;a=2, text/x;q=0.5", offered) == "text/x;a=2"


@given(st.text())
def test_any_header_is_read(accept: str) -> None:
    assert best(accept, RDF) in (*RDF, None)
    assert all(languages(accept))


@pytest.mark.parametrize(
    "accept",
    [
        'text/x;a="' + "\\" * 100_000,
        "a/b," * 100_000,
        "a/b;" + '"\\' * 50_000,
        "a/b;" + '"\\' * 50_000 + "\\",
        'a/b;x="\\' * 50_000,
        "a/b;" + "x" * 100_000,
        "a/b;" + "x " * 50_000,
        "a/b;x" + " " * 100_000,
        "a/" + "b" * 100_000 + "(",
    ],
)
def test_a_long_header_is_read_quickly(accept: str) -> None:
    start = time.process_time()
    assert best(accept, ("text/html",)) in (None, "text/html")
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("", ()),
        ("de-CH, en;q=0.8, fr;q=0.9", ("de-ch", "fr", "en")),
        ("*, de;q=0", ()),
        ("a b, é, ru", ("ru",)),
    ],
)
def test_languages(header: str, wanted: tuple[str, ...]) -> None:
    assert languages(header) == wanted
