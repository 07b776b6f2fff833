"""HTML built from elements: any text comes back as text, and no address leads astray."""

from __future__ import annotations

import ast
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.serve import elements
from claimgraph.serve.elements import fragment, is_safe, json_block, link, tag

SERVE = Path(elements.__file__).parent
# what a parser of HTML changes by itself
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]))


class Read(HTMLParser):
    """The elements, attributes and texts that a browser sees."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@given(TEXTS, TEXTS)
def test_texts_and_attributes_come_back(text: str, value: str) -> None:
    read = Read(tag("p", text, title=value, class_="x").text)
    assert read.tags == [("p", {"title": value, "class": "x"})]
    assert read.text == text


def test_control_characters_are_no_part_of_html() -> None:
    assert tag("p", "a\x00\x08\x1b\x9fb\n").text == "<p>a\ufffd\ufffd\ufffd\ufffdb\n</p>"


@pytest.mark.parametrize(
    "address",
    ["/", "/a/b?c=d", "#x", "?q=1", "http://example.org", "HTTPS://example.org/ä?a=b&c=d"],
)
def test_safe_addresses(address: str) -> None:
    assert is_safe(address)
    assert Read(link(address, "x").text).tags[0][1]["href"] == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "//example.org",
        "/\\example.org",
        "http:///x",
        "http://",
        "https://exa mple.org",
        "urn:x",
        "ftp://example.org",
        "x",
    ],
)
def test_other_addresses_are_no_links(address: str) -> None:
    assert not is_safe(address)
    assert link(address, "<b>").text == "<span>&lt;b&gt;</span>"
    with pytest.raises(ValueError, match="safe"):
        tag("a", "x", href=address)


@pytest.mark.parametrize("name", ["onclick", "style", "srcdoc", "a b", "x>"])
def test_attributes_that_are_code(name: str) -> None:
    with pytest.raises(ValueError, match="attribute"):
        tag("p", **{name: "x"})


def test_script_holds_no_text() -> None:
    with pytest.raises(ValueError, match="no text"):
        tag("script", "alert(1)")


@given(st.recursive(TEXTS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner)))
def test_data_comes_back_and_ends_nothing(value: object) -> None:
    text = json_block(value).text
    inner = text.removeprefix('<script type="application/json">').removesuffix("</script>")
    assert "<" not in inner
    assert json.loads(inner) == value


def test_nested_children() -> None:
    assert fragment("a", ["b", [tag("br")]], None, 3).text == "ab<br>3"


@pytest.mark.parametrize(
    "path",
    [one for one in SERVE.rglob("*.py") if one.name != "elements.py"],
    ids=lambda path: path.stem,
)
def test_markup_is_made_in_one_place(path: Path) -> None:
    """`Html(…)` is called nowhere else: what is not built from elements is escaped."""
    calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if type(node) is ast.Call]
    assert not [one for one in calls if type(one) is ast.Name and one.id == "Html"]
