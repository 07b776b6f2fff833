"""The page of an event: who took part, who says what of it, where they contradict each other."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from claimgraph.serve.elements import Child, Html, tag
from claimgraph.serve.graph import SHOWN, Graph
from claimgraph.serve.pages import sayings
from claimgraph.serve.pages.contradiction import contradictions
from claimgraph.serve.pages.facts import short
from claimgraph.serve.pages.layout import more, named, rest, section, table, word
from claimgraph.serve.pages.sayings import Saying
from claimgraph.serve.site import Site
from claimgraph.vocabulary import PREFIXES

_FACTS = {
    "schema:additionalType": "Kind",
    "cg:when": "When",
    "schema:location": "Where",
    "schema:superEvent": "Part of",
    "schema:description": "Description",
    "cg:accordingTo": "Known only from the claim",
    "cg:sameEventAs": "Same event as",
    "schema:sameAs": "Same as",
}
_CLAIM = f"{PREFIXES['schema']}Claim"


def show(graph: Graph, node: NamedNode, site: Site) -> list[Child]:
    """What the page has besides the statements."""
    about = graph.subjects("schema:about", node)
    disputes = [one for one in about.nodes if graph.nodes(one, "cg:between")]
    claims = {one for one in about.nodes if _CLAIM in graph.types(one)}
    claims.update(one for dispute in disputes for one in graph.nodes(dispute, "cg:between"))
    query = f"SELECT ?claim WHERE {{ ?claim a schema:Claim ; schema:about {node} }}"
    left = rest(len(about.nodes), about.total, site, query, "Ask for all claims.")
    return [
        section("The event", short(graph, node, _FACTS, site), _parts(graph, node, site)),
        section("Where the claims contradict each other", contradictions(graph, disputes, site)),
        section("Who says what", grouped(graph, claims, site), left),
        section("Who took part", participants(graph, node, site)),
    ]


def _parts(graph: Graph, node: NamedNode, site: Site) -> Html | None:
    found = graph.subjects("schema:superEvent", node).nodes
    links = (tag("li", named(graph, one, site)) for one in found)
    return tag("div", tag("h3", "Events within it"), tag("ul", *links)) if found else None


def grouped(graph: Graph, claims: Iterable[NamedNode], site: Site) -> list[Child]:
    """The claims by who says them."""
    by_speaker: dict[NamedNode | None, list[Saying]] = {}
    silent: list[NamedNode] = []
    for claim in sorted(claims, key=lambda one: one.value):
        found = sayings.of(graph, graph.subjects("cg:claim", claim).nodes)
        silent += [] if found else [claim]
        for one in found:
            by_speaker.setdefault(one.speaker, []).append(one)

    def name(speaker: NamedNode | None) -> tuple[str, str]:
        return (graph.label(speaker).value, speaker.value) if speaker else ("\U0010ffff", "")

    groups: list[Child] = [
        _group(graph, speaker, by_speaker[speaker], site)
        for speaker in sorted(by_speaker, key=name)
    ]
    if silent:
        links = (tag("li", named(graph, one, site)) for one in silent[:SHOWN])
        nobody = tag("h3", "Nobody is recorded as saying")
        groups.append(tag("div", nobody, tag("ul", *links), class_="group"))
    return groups


def _group(graph: Graph, speaker: NamedNode | None, found: list[Saying], site: Site) -> Html:
    items = (
        tag(
            "li",
            sayings.stance(graph, one, site),
            " ",
            named(graph, one.claim, site),
            tag("small", " in ", named(graph, one.work, site)),
        )
        for one in sorted(found, key=lambda one: str(one.claim))
    )
    head = tag("h3", named(graph, speaker, site) or "(nobody recorded)")
    return tag("div", head, tag("ul", *items, class_="claims"), class_="group")


def participants(graph: Graph, node: NamedNode, site: Site) -> list[Child]:
    """Each part that somebody had in the event."""
    found = graph.nodes(node, "cg:participation")
    rows = [
        (
            named(graph, graph.node(one, "cg:participant"), site),
            word(graph, graph.node(one, "schema:roleName"), site),
            graph.value(one, "cg:when"),
            [tag("p", named(graph, claim, site)) for claim in graph.nodes(one, "cg:accordingTo")],
        )
        for one in found[:SHOWN]
    ]
    header = ("Who", "As", "When", "According to the claim")
    shown = table("Participants", header, rows)
    return [shown, more(len(rows), len(found))] if shown else []
