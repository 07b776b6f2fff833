"""Items in Microdata and RDFa, as dicts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.web.markup import Item, blocks
from page_pieces import OPEN

quick = settings(deadline=None, max_examples=100)


def one(html: str) -> Any:
    """The value of the one item of a page."""
    (item,) = blocks(html.encode()).items
    return item.value


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
