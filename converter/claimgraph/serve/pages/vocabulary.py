"""The pages of our own terms, values and kinds of event: each at its hash IRI."""

from __future__ import annotations

from functools import lru_cache

from pyoxigraph import NamedNode

from claimgraph.serve.elements import Html, tag
from claimgraph.serve.graph import Graph, Text, parted, vocabulary
from claimgraph.serve.pages.facts import value
from claimgraph.serve.pages.layout import between, document, named, written
from claimgraph.serve.site import FORMATS, VOCABULARIES, Site
from claimgraph.vocabulary import PREFIXES

_TEXTS = ("rdfs:comment", "skos:definition", "skos:scopeNote")
_LINKS = {
    "rdfs:subClassOf": "Narrower than",
    "schema:domainIncludes": "Of",
    "schema:rangeIncludes": "Gives",
    "skos:inScheme": "In",
    "skos:broader": "Narrower than",
    "skos:exactMatch": "Same as",
    "skos:closeMatch": "Close to",
    "skos:broadMatch": "Broader elsewhere",
    "skos:notation": "In records",
}


@lru_cache(32)
def page(path: str, site: Site) -> bytes:
    """The page of the vocabulary at a path of `site.VOCABULARIES`."""
    prefix = VOCABULARIES[path]
    space = PREFIXES[prefix]
    graph = Graph(vocabulary())
    whole = NamedNode(space.rstrip("#"))
    title = graph.label(whole)
    alternates = [
        (FORMATS[suffix], f"{site.root}/{path}.{suffix}") for suffix in ("ttl", "jsonld", "nt")
    ]
    formats = (tag("a", href.rpartition(".")[2], href=href, type=kind) for kind, href in alternates)
    return document(
        site,
        title.value,
        tag("h1", written(title)),
        tag("p", written(graph.text(whole, "dcterms:description"), 2000)),
        tag("p", tag("code", space), " as ", tag("code", f"{prefix}:"), class_="iri"),
        tag("p", "As data: ", between(formats), class_="formats"),
        tag("h2", "Terms"),
        [_term(graph, node, prefix, site) for node in terms(space)],
        alternates=alternates,
    )


def terms(space: str) -> list[NamedNode]:
    """What the vocabulary defines, in the order of names."""
    found = {
        quad.subject
        for quad in vocabulary()
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(space)
    }
    return sorted(found, key=lambda one: one.value.lower())


def comment(graph: Graph, node: NamedNode) -> Text | None:
    """What a term means, in a sentence or two."""
    return next(filter(None, (graph.text(node, one) for one in _TEXTS)), None)


def _term(graph: Graph, node: NamedNode, prefix: str, site: Site) -> Html:
    name = parted(node.value)[1]
    kinds = between(named(graph, kind, site) for kind in graph.nodes(node, "rdf:type"))
    rows = []
    for predicate, called in _LINKS.items():
        values = [value(graph, one, site) for one in graph.objects(node, predicate)]
        if values:
            rows.append(tag("div", tag("dt", called), tag("dd", between(values))))
    return tag(
        "div",
        tag("h3", written(graph.label(node)), " ", tag("code", f"{prefix}:{name}")),
        tag("p", tag("small", kinds)),
        tag("p", written(comment(graph, node), 2000)),
        tag("dl", *rows) if rows else None,
        class_="term",
        id=name,
    )
