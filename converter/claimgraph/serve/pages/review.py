"""The page of a review, and tables of reviews: rating as given, verdicts as normalised."""

from __future__ import annotations

from pyoxigraph import NamedNode

from claimgraph.serve.elements import Child, Html, tag
from claimgraph.serve.graph import Graph
from claimgraph.serve.pages.facts import address, short
from claimgraph.serve.pages.layout import between, named, rest, section, table, word, written
from claimgraph.serve.site import Site

_COLUMNS = ("Review", "Claim", "Desk", "Rating", "Verdict", "Published")
_FACTS = {
    "schema:author": "Desk",
    "schema:contributor": "Written by",
    "schema:datePublished": "Published",
    "schema:dateModified": "Changed",
    "schema:inLanguage": "Language",
}


def show(graph: Graph, node: NamedNode, site: Site) -> list[Child]:
    """What the page has besides the statements."""
    claim = graph.node(node, "schema:itemReviewed")
    wording = graph.text(node, "schema:claimReviewed")
    told = [
        tag("p", named(graph, claim, site)),
        tag("p", "In the desk’s words: “", written(wording), "”") if wording else None,
    ]
    found = [
        tag("p", "The desk’s own rating: ", rating(graph, node) or "none"),
        tag("p", "As a verdict: ", verdicts(graph, node, site) or "not known"),
    ]
    return [
        address(graph, node),
        section("What was reviewed", *told),
        section("What the desk found", *found),
        section("The review", short(graph, node, _FACTS, site)),
    ]


def rating(graph: Graph, review: NamedNode) -> Child:
    """The desk's label, and its number with the scale."""
    node = graph.node(review, "schema:reviewRating")
    if node is None:
        return None
    label = written(graph.text(node, "schema:alternateName") or graph.text(node, "schema:name"))
    value, worst, best = (
        graph.value(node, f"schema:{x}") for x in ("ratingValue", "worstRating", "bestRating")
    )
    scale = f" (from {worst or '?'} to {best or '?'})" if worst or best else ""
    return between(filter(None, (label, f"{value}{scale}" if value else None)))


def verdicts(graph: Graph, review: NamedNode, site: Site) -> Child:
    """The normalised verdicts, one for each axis."""
    found = graph.nodes(review, "cg:normalizedVerdict")
    return between((word(graph, one, site) for one in found), " ")


def reviews(graph: Graph, predicate: str, node: NamedNode, site: Site) -> list[Child]:
    """A table of the reviews that have the node as their claim or their desk."""
    held = graph.subjects(predicate, node)
    found = [one for one in held.nodes if graph.node(one, "schema:itemReviewed")]
    rows = [_row(graph, one, predicate, site) for one in found]
    query = f"SELECT ?review WHERE {{ ?review {predicate} {node} }}"
    left = rest(len(held.nodes), held.total, site, query)
    shown = table("Reviews", _COLUMNS, rows)
    return [shown, left] if shown or left else []


def _row(graph: Graph, one: NamedNode, predicate: str, site: Site) -> tuple[Child, ...]:
    claim, desk = (graph.node(one, name) for name in ("schema:itemReviewed", "schema:author"))
    return (
        named(graph, one, site),
        named(graph, claim, site) if predicate != "schema:itemReviewed" else None,
        named(graph, desk, site) if predicate != "schema:author" else None,
        rating(graph, one),
        verdicts(graph, one, site),
        _day(graph, one),
    )


def _day(graph: Graph, review: NamedNode) -> Html | None:
    found = graph.value(review, "schema:datePublished")
    return tag("time", found[:10], datetime=found) if found else None
