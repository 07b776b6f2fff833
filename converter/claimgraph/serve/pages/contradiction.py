"""The page of a contradiction, and contradictions as cards: the sides, and who speaks for each."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from claimgraph.serve.elements import Child, Html, tag
from claimgraph.serve.graph import Graph
from claimgraph.serve.pages import sayings
from claimgraph.serve.pages.layout import named, section, table, word
from claimgraph.serve.site import Site


def show(graph: Graph, node: NamedNode, site: Site) -> list[Child]:
    """What the page has besides the statements."""
    event = graph.node(node, "schema:about")
    about = tag("p", "About ", named(graph, event, site)) if event else None
    return [section("These cannot all be right", about, _sides(graph, node, site))]


def contradictions(graph: Graph, nodes: Iterable[NamedNode], site: Site) -> list[Child]:
    """A card for each contradiction."""
    return [_card(graph, node, site) for node in nodes]


def _card(graph: Graph, node: NamedNode, site: Site) -> Html:
    aspect = graph.node(node, "cg:aspect")
    title = tag("h3", "They differ on: ", word(graph, aspect, site) if aspect else "(not said)")
    whole = tag("p", tag("a", "This contradiction", href=site.path(node.value) or "#"))
    return tag("div", title, _sides(graph, node, site), whole, class_="card")


def _sides(graph: Graph, node: NamedNode, site: Site) -> Html | None:
    rows = [
        (named(graph, claim, site), sayings.voices(graph, claim, site))
        for claim in graph.nodes(node, "cg:between")
    ]
    name = graph.label(node).value
    return table(f"Claims in {name}", ("Claim", "Who says it"), rows)
