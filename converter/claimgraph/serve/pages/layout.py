"""What all pages share: the frame around the content, and how texts and links are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from claimgraph.serve import elements
from claimgraph.serve.elements import Child, Html, link, plain, tag
from claimgraph.serve.graph import Graph, Text, parted
from claimgraph.serve.site import Site
from claimgraph.vocabulary import PREFIXES

SHORT = 300  # characters of a text in a heading, a list or a table


class Place(NamedTuple):
    """A page in the head of others: its path below the root, and its name."""

    path: str
    name: str


PLACES = (Place("/", "Data"), Place("/search", "Search"), Place("/editor", "Query"))


def document(
    site: Site,
    title: str,
    *content: Child,
    alternates: Iterable[tuple[str, str]] = (),
    script: bool = False,
) -> bytes:
    """A page; `alternates` are (media type, path) of the same in other formats."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", _title(title, site)),
        tag("link", rel="stylesheet", href=f"{site.root}/static/style.css"),
        tag("link", rel="icon", href=f"{site.root}/static/icon.svg", type="image/svg+xml"),
        [tag("link", rel="alternate", type=kind, href=path) for kind, path in alternates],
        tag("script", src=f"{site.root}/static/editor.js", defer=True) if script else None,
    )
    body = tag(
        "body",
        tag("a", "Skip to content", href="#content", class_="skip"),
        _header(site),
        tag("main", *content, id="content", tabindex="-1"),
        _footer(site),
    )
    return elements.page(head, "\n", body, language="en")


def _title(title: str, site: Site) -> str:
    texts = dict.fromkeys((shortened(plain(title), 80), shortened(plain(site.title), 60)))
    return " – ".join(filter(None, texts))


def _header(site: Site) -> Html:
    places = (tag("li", link(f"{site.root}{path}", name)) for path, name in PLACES)
    home = link(
        f"{site.root}/", shortened(site.title, SHORT), lang=site.language or None, dir="auto"
    )
    nav = tag("nav", tag("ul", *places), aria_label="Main")
    return tag("header", tag("p", home, class_="site"), nav)


def _footer(site: Site) -> Html:
    terms = (
        link(f"{site.root}/{path}", name)
        for path, name in (("ontology", "terms"), ("value", "values"), ("event-type", "events"))
    )
    return tag(
        "footer",
        tag("p", "Who says what, where, on what evidence. Nothing here says who is right."),
        tag("p", "Words of the data: ", between(terms), "."),
    )


def between(children: Iterable[Child], separator: str = ", ") -> list[Child]:
    """The children with a separator between them."""
    found: list[Child] = []
    for child in children:
        found += [separator, child] if found else [child]
    return found


def shortened(text: str, length: int = SHORT) -> str:
    """At most so many characters, and an ellipsis where some are left out."""
    return text if len(text) <= length else f"{text[:length].rstrip()}…"


def written(text: Text | None, length: int = SHORT) -> Html | None:
    """A text in its language and direction."""
    if text is None:
        return None
    return tag("span", shortened(text.value, length), lang=text.language or None, dir="auto")


def named(graph: Graph, node: NamedNode | None, site: Site) -> Html | None:
    """A link to the page of a thing, by its label; a web address where it has no page."""
    if node is None:
        return None
    label, path = graph.label(node), site.path(node.value)
    if path is None and parted(node.value)[0] not in PREFIXES.values():
        label = Text(node.value)  # a web address, or a thing of others
    return link(
        path or node.value,
        shortened(label.value),
        lang=label.language or None,
        dir="auto",
    )


def word(graph: Graph, node: NamedNode | None, site: Site) -> Html | None:
    """A value of our vocabularies, e.g. a stance, as a small mark that links to its meaning."""
    if node is None:
        return None
    name = node.value.partition("#")[2].lower()
    kind = f" is-{name}" if name.isalnum() and name.isascii() else ""
    return tag("span", named(graph, node, site), class_=f"word{kind}")


def table(caption: str, header: Sequence[str], rows: Iterable[Sequence[Child]]) -> Html | None:
    """A table whose first column names the rows; None without rows. Empty columns are left out."""
    found = [[elements.fragment(child) for child in row] for row in rows]
    if not found:
        return None
    kept = [at for at in range(len(header)) if at == 0 or any(row[at].text for row in found)]
    head = tag("tr", *(tag("th", header[at], scope="col") for at in kept))
    body = (tag("tr", *(_column(row[at], at, header[at]) for at in kept)) for row in found)
    whole = tag("table", tag("caption", caption), tag("thead", head), tag("tbody", *body))
    return tag("div", whole, class_="wide", role="region", aria_label=caption, tabindex="0")


def _column(cell: Html, at: int, header: str) -> Html:
    return tag("th", cell, scope="row") if at == 0 else tag("td", cell, data_label=header)


def section(title: str, *content: Child) -> Html | None:
    """A part of the page under a heading; None if there is nothing in it."""
    if not any(one for one in content):
        return None
    return tag("section", tag("h2", title), *content)


def more(shown: int, count: int, query: Html | None = None) -> Html | None:
    """What a bounded list leaves out, and where all of it is; None if that is nothing."""
    if shown >= count:
        return None
    return tag("p", f"The first {shown:,} of {count:,}. ", query, class_="more")


def rest(
    shown: int, count: int, site: Site, query: str, words: str = "Ask for all of them."
) -> Html | None:
    """As `more`, with a link to the editor, where the query for all of it stands."""
    return more(shown, count, link(f"{site.root}/editor?{urlencode({'query': query})}", words))
