"""The page of an article or another work: what is claimed in it, by whom."""

from __future__ import annotations

from pyoxigraph import NamedNode

from claimgraph.serve.elements import Child
from claimgraph.serve.graph import Graph
from claimgraph.serve.pages import sayings
from claimgraph.serve.pages.facts import address, short
from claimgraph.serve.pages.layout import named, rest, section, table, word
from claimgraph.serve.site import Site

_FACTS = {
    "schema:publisher": "Publisher",
    "schema:author": "Author",
    "schema:datePublished": "Published",
    "schema:genre": "Genre",
    "schema:inLanguage": "Language",
    "schema:translationOfWork": "Translation of",
    "schema:about": "About",
    "schema:citation": "Cites",
}
_TOLD = ("Who", "Stance", "Claim", "Form", "When", "Evidence, by characters")


def show(graph: Graph, node: NamedNode, site: Site) -> list[Child]:
    """What the page has besides the statements."""
    held = graph.subjects("schema:isPartOf", node)
    rows = [
        (
            sayings.speaker(graph, one, site),
            sayings.stance(graph, one, site),
            named(graph, one.claim, site),
            word(graph, one.form, site),
            one.said,
            sayings.evidence(graph, one, site),
        )
        for one in sayings.of(graph, held.nodes)
    ]
    query = f"SELECT ?claim WHERE {{ [] schema:isPartOf {node} ; cg:claim ?claim }}"
    left = rest(len(rows), held.total, site, query)
    return [
        address(graph, node),
        section("The article", short(graph, node, _FACTS, site)),
        section("Who says what in it", table("Claims in this article", _TOLD, rows), left),
    ]
