"""All that is stated of a thing, and what refers to it, as tables that leave nothing out."""

from __future__ import annotations

from itertools import islice

from pyoxigraph import Literal, NamedNode

from claimgraph.serve.elements import Child, Html, link, tag
from claimgraph.serve.graph import SHOWN, Graph, Text
from claimgraph.serve.pages.layout import between, more, named, rest, section, table, written
from claimgraph.serve.site import Site
from claimgraph.statements.predicates import predicates
from claimgraph.statements.terms import term
from claimgraph.vocabulary import PREFIXES

_PLAIN = f"{PREFIXES['xsd']}string"
_WHOLE = 100_000  # characters of a text that is shown whole


def facts(graph: Graph, node: NamedNode, site: Site) -> Html | None:
    """Each property of a node with its values, in reading order."""
    held: dict[NamedNode, list[object]] = {}
    for quad in graph.quads(node):
        held.setdefault(quad.predicate, []).append(quad.object)
    order = {term(name): rank for rank, name in enumerate(predicates())}
    names = sorted(held, key=lambda one: (order.get(str(one), len(order)), one.value))
    rows = [(named(graph, name, site), _values(graph, held[name], site)) for name in names]
    return section("All that is stated", table("Statements", ("Property", "Value"), rows))


def _values(graph: Graph, values: list[object], site: Site) -> Html:
    shown = [value(graph, one, site) for one in sorted(values, key=str)[:SHOWN]]
    if len(values) == 1:
        return tag("div", *shown)
    items = (tag("li", one) for one in shown)
    return tag("div", tag("ul", *items, class_="plain"), more(len(shown), len(values)))


def value(graph: Graph, found: object, site: Site) -> Child:
    """A term: a link with its label, or a text with its language or datatype."""
    if isinstance(found, NamedNode):
        return named(graph, found, site)
    if not isinstance(found, Literal):
        return str(found)
    if found.language:
        text = written(Text(found.value, found.language), _WHOLE)
        return [text, tag("small", f" {found.language}")]
    if found.datatype.value == _PLAIN:
        return written(Text(found.value), _WHOLE)
    return found.value


def referring(graph: Graph, node: NamedNode, site: Site) -> Html | None:
    """What points to a node: the first of it, and how much there is."""
    found = graph.referring(node)
    first = list(islice(found, SHOWN))
    count = len(first) + sum(1 for _ in found)
    held: dict[NamedNode, list[NamedNode]] = {}
    for quad in first:
        if isinstance(quad.subject, NamedNode):
            held.setdefault(quad.predicate, []).append(quad.subject)
    rows = [
        (named(graph, name, site), _subjects(graph, sorted(held[name], key=str), site))
        for name in sorted(held, key=lambda one: one.value)
    ]
    query = f"SELECT ?subject ?property WHERE {{ ?subject ?property {node} }}"
    left = rest(len(first), count, site, query)
    shown = table("References to this", ("Property", "From"), rows)
    return section("What refers to this", shown, left)


def _subjects(graph: Graph, nodes: list[NamedNode], site: Site) -> Html:
    links = (tag("li", named(graph, one, site)) for one in nodes)
    return tag("ul", *links, class_="plain")


def short(graph: Graph, node: NamedNode, names: dict[str, str], site: Site) -> Html | None:
    """Some properties as a list of terms; `names` has what each is called, by prefixed name."""
    found: list[Html] = []
    for prefixed, called in names.items():
        values = [value(graph, one, site) for one in graph.objects(node, prefixed)]
        if values:
            told = tag("dd", between(values[:SHOWN]), more(SHOWN, len(values)))
            found.append(tag("div", tag("dt", called), told))
    return tag("dl", *found) if found else None


def address(graph: Graph, node: NamedNode) -> Html | None:
    """Where a work stands on the web, if that is a web address."""
    found = graph.node(node, "schema:url")
    return tag("p", link(found.value, found.value), class_="address") if found else None
