"""Who says what, where, how: attributions as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pyoxigraph import NamedNode

from claimgraph.serve.elements import Child, Html, tag
from claimgraph.serve.graph import Graph, Text
from claimgraph.serve.pages.layout import between, named, word, written
from claimgraph.serve.site import Site


class Saying(NamedTuple):
    """One claim as one speaker tells it in one article or review."""

    node: NamedNode
    claim: NamedNode | None
    speaker: NamedNode | None
    stance: NamedNode | None
    form: NamedNode | None
    work: NamedNode | None
    said: str
    named_as: Text | None
    relayed_by: NamedNode | None  # who tells that the speaker says so
    spans: Sequence[NamedNode]


def saying(graph: Graph, node: NamedNode) -> Saying:
    """What an attribution says."""
    relay = graph.node(node, "cg:relayedBy")
    return Saying(
        node,
        graph.node(node, "cg:claim"),
        graph.node(node, "schema:spokenByCharacter"),
        graph.node(node, "cg:stance"),
        graph.node(node, "cg:form"),
        graph.node(node, "schema:isPartOf"),
        graph.value(node, "schema:dateCreated") or graph.value(node, "cg:when"),
        graph.text(node, "cg:namedAs"),
        graph.node(relay, "schema:spokenByCharacter") if relay else None,
        graph.nodes(node, "cg:evidence"),
    )


def of(graph: Graph, nodes: Iterable[NamedNode]) -> list[Saying]:
    """The sayings of attributions, by speaker and claim."""
    found = [saying(graph, node) for node in nodes]

    def order(one: Saying) -> tuple[str, str, str]:
        texts = (graph.label(node).value if node else "" for node in (one.speaker, one.claim))
        return (*texts, one.node.value)  # type: ignore[return-value]

    return sorted(found, key=order)


def speaker(graph: Graph, one: Saying, site: Site) -> Child:
    """The speaker, and how the article names him, her or it."""
    told = named(graph, one.speaker, site) or "(nobody recorded)"
    if one.named_as is None:
        return told
    return [told, tag("small", " as “", written(one.named_as), "”")]


def stance(graph: Graph, one: Saying, site: Site) -> Child:
    """The stance, and who relays it."""
    mark = word(graph, one.stance, site)
    if one.relayed_by is None:
        return mark
    return [mark, tag("small", " according to ", named(graph, one.relayed_by, site))]


def evidence(graph: Graph, one: Saying, site: Site) -> Html | None:
    """Where the passages stand in the text of the article, and how their hashes begin."""
    if not one.spans:
        return None
    return tag("ul", *(tag("li", _span(graph, span, site)) for span in one.spans), class_="plain")


def _span(graph: Graph, span: NamedNode, site: Site) -> list[Child]:
    selector = graph.node(span, "oa:hasSelector")
    start, end = (graph.value(selector, f"oa:{x}") if selector else "" for x in ("start", "end"))
    digest = graph.value(span, "schema:sha256")
    place = tag("a", f"{start}–{end}", href=site.path(span.value) or "#", class_="offsets")
    return [place, tag("small", " sha256 ", tag("code", f"{digest[:12]}…")) if digest else None]


def voices(graph: Graph, claim: NamedNode, site: Site) -> Html | None:
    """Who says a claim, in one line."""
    found = of(graph, graph.subjects("cg:claim", claim).nodes)
    if not found:
        return None
    told = (
        [speaker(graph, one, site), " ", stance(graph, one, site)] for one in found if one.speaker
    )
    return tag("p", between(told, "; "), class_="voices")
