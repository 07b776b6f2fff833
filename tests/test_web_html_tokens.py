"""Tokens of HTML; the oracle is html.parser."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.web.html_tokens import tokens

quick = settings(deadline=None, max_examples=100)


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
