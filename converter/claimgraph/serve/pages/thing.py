"""The page of one thing of the release: what its kind asks for, then all that is stated."""

from __future__ import annotations

from collections.abc import Callable

from pyoxigraph import NamedNode

from claimgraph.serve.elements import Child, Html, tag
from claimgraph.serve.graph import Graph
from claimgraph.serve.pages import actor, article, claim, contradiction, event, review
from claimgraph.serve.pages.facts import facts, referring
from claimgraph.serve.pages.layout import SHORT, between, document, shortened, word
from claimgraph.serve.site import FORMATS, Site
from claimgraph.vocabulary import PREFIXES

Show = Callable[[Graph, NamedNode, Site], list[Child]]

_S, _CG = PREFIXES["schema"], PREFIXES["cg"]
_KINDS: dict[str, Show] = {
    f"{_S}Claim": claim.show,
    f"{_S}Event": event.show,
    f"{_S}ClaimReview": review.show,
    f"{_S}NewsArticle": article.show,
    f"{_S}CreativeWork": article.show,
    f"{_CG}Contradiction": contradiction.show,
    f"{_S}Person": actor.show,
    f"{_S}Organization": actor.show,
    f"{PREFIXES['prov']}Agent": actor.show,
}
_NAMES = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples"}


def page(graph: Graph, node: NamedNode, site: Site) -> bytes:
    """The page as UTF-8."""
    kinds = graph.types(node)
    show = next((_KINDS[kind] for kind in kinds if kind in _KINDS), _nothing)
    others = [(FORMATS[suffix], path) for suffix, path in _paths(node, site)]
    return document(
        site,
        graph.label(node).value,
        heading(graph, node, site),
        *show(graph, node, site),
        facts(graph, node, site),
        referring(graph, node, site),
        alternates=others,
    )


def heading(graph: Graph, node: NamedNode, site: Site) -> Html:
    """Kind, name, IRI and formats; a long text stands whole below its beginning."""
    label = graph.label(node)
    marks = [word(graph, kind, site) for kind in graph.nodes(node, "rdf:type")]
    language = label.language or None
    long = len(label.value) > SHORT
    formats = (
        tag("a", _NAMES[suffix], href=path, type=FORMATS[suffix])
        for suffix, path in _paths(node, site)
    )
    return tag(
        "div",
        tag("p", between(marks, " "), class_="kind"),
        tag("h1", shortened(label.value), lang=language, dir="auto"),
        tag("blockquote", label.value, lang=language, dir="auto") if long else None,
        tag("p", tag("code", node.value), class_="iri"),
        tag("p", "As data: ", between(formats), class_="formats"),
        class_="heading",
    )


def _paths(node: NamedNode, site: Site) -> list[tuple[str, str]]:
    path = site.path(node.value)
    return [(suffix, f"{path}.{suffix}") for suffix in _NAMES] if path else []


def _nothing(graph: Graph, node: NamedNode, site: Site) -> list[Child]:
    return []
