"""The page of a claim: who says it where, what contradicts it, how it was reviewed."""

from __future__ import annotations

from pyoxigraph import NamedNode

from claimgraph.serve.elements import Child, Html, tag
from claimgraph.serve.graph import Graph
from claimgraph.serve.pages import sayings
from claimgraph.serve.pages.facts import short
from claimgraph.serve.pages.layout import named, rest, section, table, word
from claimgraph.serve.pages.review import reviews
from claimgraph.serve.site import Site

_SPOKEN = ("Who", "Stance", "Form", "Where", "When", "Evidence, by characters")
_ABOUT = {
    "schema:about": "About",
    "schema:firstAppearance": "First appeared in",
    "schema:appearance": "Appears in",
    "schema:datePublished": "Published",
}
_LINKS = {"cg:supports": "Supports", "cg:variantOf": "Is a variant of"}
_BACK = {"cg:supports": "Is supported by", "cg:variantOf": "Has the variant"}


def show(graph: Graph, node: NamedNode, site: Site) -> list[Child]:
    """What the page has besides the statements."""
    return [
        section("Who says it", spoken(graph, node, site)),
        section("What contradicts it", contradicting(graph, node, site)),
        section("How it was reviewed", reviews(graph, "schema:itemReviewed", node, site)),
        section("What it is about", short(graph, node, _ABOUT, site)),
        section("Other claims", related(graph, node, site)),
    ]


def spoken(graph: Graph, node: NamedNode, site: Site) -> list[Child]:
    """Each saying of the claim."""
    held = graph.subjects("cg:claim", node)
    rows = [
        (
            sayings.speaker(graph, one, site),
            sayings.stance(graph, one, site),
            word(graph, one.form, site),
            named(graph, one.work, site),
            one.said,
            sayings.evidence(graph, one, site),
        )
        for one in sayings.of(graph, held.nodes)
    ]
    query = f"SELECT * WHERE {{ ?attribution cg:claim {node} ; schema:spokenByCharacter ?who }}"
    left = rest(len(rows), held.total, site, query)
    shown = table("Sayings of this claim", _SPOKEN, rows)
    return [shown, left] if rows else [tag("p", "Nobody is recorded as saying it.")]


def contradicting(graph: Graph, node: NamedNode, site: Site) -> Html | None:
    """The claims that cannot be right together with this one, by contradiction."""
    rows = []
    for contradiction in graph.subjects("cg:between", node).nodes:
        aspect = word(graph, graph.node(contradiction, "cg:aspect"), site)
        for other in graph.nodes(contradiction, "cg:between"):
            if other != node:
                who = sayings.voices(graph, other, site)
                rows.append((named(graph, other, site), who, aspect))
    return table("Contradicting claims", ("Claim", "Who says it", "They differ on"), rows)


def related(graph: Graph, node: NamedNode, site: Site) -> Html | None:
    """What it supports and what supports it, and its variants."""
    found = [(how, graph.nodes(node, name)) for name, how in _LINKS.items()]
    found += [(how, graph.subjects(name, node).nodes) for name, how in _BACK.items()]
    rows = [
        (how, named(graph, other, site), sayings.voices(graph, other, site))
        for how, others in found
        for other in others
    ]
    return table("Related claims", ("How", "Claim", "Who says it"), rows)
