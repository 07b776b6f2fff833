"""The page of a person or organization: what they say, take part in, publish and review."""

from __future__ import annotations

from pyoxigraph import NamedNode

from claimgraph.serve.elements import Child, tag
from claimgraph.serve.graph import Graph
from claimgraph.serve.pages import sayings
from claimgraph.serve.pages.facts import short
from claimgraph.serve.pages.layout import between, more, named, rest, section, table, word, written
from claimgraph.serve.pages.review import reviews
from claimgraph.serve.site import Site

_FACTS = {
    "schema:alternateName": "Also",
    "schema:description": "Description",
    "schema:jobTitle": "Job",
    "schema:affiliation": "Affiliation",
    "schema:parentOrganization": "Part of",
    "schema:areaServed": "For",
    "schema:url": "Site",
    "schema:sameAs": "Same as",
}
_SAID = ("Claim", "Stance", "Named as", "Where", "When", "About")


def show(graph: Graph, node: NamedNode, site: Site) -> list[Child]:
    """What the page has besides the statements."""
    published = graph.subjects("schema:publisher", node)
    articles = (tag("li", named(graph, one, site)) for one in published.nodes)
    return [
        section("Who this is", short(graph, node, _FACTS, site)),
        section("What they say", said(graph, node, site)),
        section("What they took part in", roles(graph, node, site)),
        section("What they reviewed", *reviews(graph, "schema:author", node, site)),
        section("What they published", tag("ul", *articles)) if published.total else None,
    ]


def said(graph: Graph, node: NamedNode, site: Site) -> list[Child]:
    """Each claim that the actor asserts, suggests, denies or reports."""
    held = graph.subjects("schema:spokenByCharacter", node)
    rows = []
    for one in sayings.of(graph, held.nodes):
        events = graph.nodes(one.claim, "schema:about") if one.claim else []
        rows.append(
            (
                named(graph, one.claim, site),
                sayings.stance(graph, one, site),
                written(one.named_as),
                named(graph, one.work, site),
                one.said,
                between(named(graph, event, site) for event in events[:5]),
            )
        )
    query = f"SELECT ?claim WHERE {{ [] schema:spokenByCharacter {node} ; cg:claim ?claim }}"
    left = rest(len(rows), held.total, site, query)
    shown = table("What they say", _SAID, rows)
    return [shown, left] if shown else []


def roles(graph: Graph, node: NamedNode, site: Site) -> list[Child]:
    """The parts the actor had in events."""
    held = graph.subjects("cg:participant", node)
    rows = []
    for part in held.nodes:
        claims = graph.nodes(part, "cg:accordingTo")
        for event in graph.subjects("cg:participation", part).nodes:
            role = word(graph, graph.node(part, "schema:roleName"), site)
            told = [tag("p", named(graph, claim, site)) for claim in claims]
            rows.append((named(graph, event, site), role, told))
    shown = table("Parts in events", ("Event", "As", "According to the claim"), rows)
    return [shown, more(len(held.nodes), held.total)] if shown else []
