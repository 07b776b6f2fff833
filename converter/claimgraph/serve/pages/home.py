"""The page of the whole release: what it holds, where to begin, files to take away."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from pyoxigraph import NamedNode, Store

from claimgraph.serve.elements import Child, Html, json_block, link, tag
from claimgraph.serve.graph import SHOWN, Graph, Text, name
from claimgraph.serve.pages.dumps import File, listed
from claimgraph.serve.pages.layout import (
    Place,
    between,
    document,
    named,
    rest,
    section,
    word,
    written,
)
from claimgraph.serve.pages.search import form as search_form
from claimgraph.serve.site import FORMATS, Site

_FIRST = 8  # of each kind, to begin with
_BEGIN = {
    "cg:Contradiction": "Contradictions",
    "schema:Event": "Events",
    "schema:ClaimReview": "Reviews",
    "schema:NewsArticle": "Articles",
}
_PLURALS = {"activity": "activities"}


class Overview(NamedTuple):
    """What a worker needs for the page beside the store."""

    site: Site
    languages: tuple[str, ...]
    descriptions: tuple[Text, ...]
    licenses: tuple[str, ...]
    publishers: tuple[str, ...]
    records: Mapping[str, int]
    triples: int
    files: tuple[File, ...]
    queries: tuple[Place, ...]  # the named ones: name, and what it asks
    linked: Any  # the description in schema.org terms, for robots
    classes: Mapping[str, int]  # how many things are of a class, by its IRI


def page(store: Store, overview: Overview) -> bytes:
    """The page as UTF-8."""
    graph = Graph(store, overview.languages)
    site = overview.site
    alternates = [(kind, f"{site.root}/?format={suffix}") for suffix, kind in FORMATS.items()][1:]
    return document(
        site,
        site.title,
        tag("h1", site.title, lang=site.language or None, dir="auto"),
        [tag("p", written(text, 2000)) for text in overview.descriptions],
        _numbers(overview),
        search_form(site, "", ""),
        [_beginning(graph, kind, title, overview) for kind, title in _BEGIN.items()],
        section("Questions it answers", _queries(overview)),
        section("Files", listed(site, overview.files)),
        section("Terms of use", _terms(graph, overview)),
        json_block(overview.linked, "application/ld+json"),
        alternates=alternates,
    )


def _numbers(overview: Overview) -> Html:
    counted = [*overview.records.items(), ("triple", overview.triples)]
    items = (
        tag("li", tag("strong", f"{count:,}"), " ", kind if count == 1 else _plural(kind))
        for kind, count in counted
    )
    return tag("ul", *items, class_="numbers")


def _plural(kind: str) -> str:
    return _PLURALS.get(kind, f"{kind}s")


def _beginning(graph: Graph, kind: str, title: str, overview: Overview) -> Html | None:
    """The first by name; of very many, those that the store gives first."""
    found = sorted(graph.first("rdf:type", kind, SHOWN), key=partial(_order, graph))
    first = found[:_FIRST]
    items = (tag("li", _shown(graph, node, overview.site)) for node in first)
    count = max(overview.classes.get(name(kind).value, 0), len(found))
    left = rest(len(first), count, overview.site, f"SELECT ?thing WHERE {{ ?thing a {kind} }}")
    return section(title, tag("ul", *items), left) if found else None


def _order(graph: Graph, node: NamedNode) -> tuple[str, str]:
    disputed = graph.node(node, "schema:about") if graph.node(node, "cg:aspect") else None
    return graph.label(disputed or node).value.casefold(), node.value


def _shown(graph: Graph, node: NamedNode, site: Site) -> Child:
    about = graph.node(node, "schema:about")
    aspect = graph.node(node, "cg:aspect")
    if aspect is None or about is None:
        return named(graph, node, site)
    label = graph.label(about)
    path = site.path(node.value) or "#"
    over = link(path, label.value, lang=label.language or None, dir="auto")
    return [over, " ", word(graph, aspect, site)]


def _queries(overview: Overview) -> list[Child]:
    root = overview.site.root
    items = (
        tag("li", link(f"{root}/editor?name={name}", title)) for name, title in overview.queries
    )
    own = tag("p", "Or ", link(f"{root}/editor", "write your own query"), " in SPARQL.")
    return [tag("ul", *items), own]


def _terms(graph: Graph, overview: Overview) -> list[Child]:
    publishers = (named(graph, NamedNode(iri), overview.site) for iri in overview.publishers)
    return [
        tag("p", "Published by ", between(publishers)) if overview.publishers else None,
        tag("p", "Licence: ", between(link(one, one) for one in overview.licenses))
        if overview.licenses
        else tag("p", "No licence is stated."),
    ]
