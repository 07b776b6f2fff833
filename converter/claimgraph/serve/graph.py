"""What pages read from a store: the objects and subjects of a node, and its label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from claimgraph import rdf, resources
from claimgraph.vocabulary import PREFIXES

CELL = 200  # characters of a number, date or hash
SHOWN = 200  # of what refers to one node, on one page

_DEFAULT = DefaultGraph()
_LABELS = (
    "schema:name schema:headline schema:text schema:claimReviewed dcterms:title "
    "schema:description schema:alternateName rdfs:label skos:prefLabel schema:url"
).split()
_WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


class Text(NamedTuple):
    """A text and its language ("" where it is not known)."""

    value: str
    language: str = ""


class Several(NamedTuple):
    """The first of several nodes, sorted, and how many there are."""

    nodes: list[NamedNode]
    total: int


class Graph:
    """The default graph of a store, read for somebody who prefers these languages."""

    def __init__(self, store: Store, languages: Sequence[str] = ()) -> None:
        self._store = store
        self._languages = tuple(languages)
        self._labels: dict[NamedNode, Text] = {}

    def knows(self, node: NamedNode) -> bool:
        """Whether anything is said of the node."""
        return next(self.quads(node), None) is not None

    def quads(self, node: NamedNode) -> Iterator[Quad]:
        """All that is said of the node."""
        return self._store.quads_for_pattern(node, None, None, _DEFAULT)

    def referring(self, node: NamedNode) -> Iterator[Quad]:
        """All that is said of others and points to the node."""
        return self._store.quads_for_pattern(None, None, node, _DEFAULT)

    def objects(self, node: NamedNode, predicate: str) -> list[NamedNode | Literal]:
        """The objects of a prefixed name, sorted."""
        found = self._store.quads_for_pattern(node, name(predicate), None, _DEFAULT)
        return sorted((quad.object for quad in found), key=str)  # type: ignore[misc]

    def nodes(self, node: NamedNode, predicate: str) -> list[NamedNode]:
        """The objects that are IRIs, sorted."""
        return [one for one in self.objects(node, predicate) if isinstance(one, NamedNode)]

    def node(self, node: NamedNode, predicate: str) -> NamedNode | None:
        """The first of `nodes`."""
        return next(iter(self.nodes(node, predicate)), None)

    def value(self, node: NamedNode, predicate: str) -> str:
        """How the first literal is spelt, as much as a cell of a table has; "" if there is none."""
        found = (one.value for one in self.objects(node, predicate) if isinstance(one, Literal))
        return next(found, "")[:CELL]

    def subjects(self, predicate: str, node: NamedNode) -> Several:
        """What has the node as its object: not more than are shown on one page."""
        found = self._store.quads_for_pattern(None, name(predicate), node, _DEFAULT)
        first = [quad.subject for quad in islice(found, SHOWN)]
        held = sorted((one for one in first if isinstance(one, NamedNode)), key=str)
        return Several(held, len(first) + sum(1 for _ in found))

    def first(self, predicate: str, object_: str, count: int) -> list[NamedNode]:
        """Some of what has the prefixed name as its object, as the store gives them, sorted."""
        found = self._store.quads_for_pattern(None, name(predicate), name(object_), _DEFAULT)
        nodes = (q.subject for q in islice(found, count) if isinstance(q.subject, NamedNode))
        return sorted(nodes, key=str)

    def hanging(self, predicate: str, node: NamedNode) -> list[NamedNode]:
        """All that has the node as its object, sorted."""
        found = self._store.quads_for_pattern(None, name(predicate), node, _DEFAULT)
        return sorted((q.subject for q in found if isinstance(q.subject, NamedNode)), key=str)

    def text(self, node: NamedNode, predicate: str) -> Text | None:
        """The literal in the language that is wanted most."""
        found = [one for one in self.objects(node, predicate) if isinstance(one, Literal)]
        return self._best(found)

    def label(self, node: NamedNode) -> Text:
        """The node's name, headline or text; else that of our vocabularies; else its IRI's end."""
        if node not in self._labels:
            stated = (self.text(node, predicate) for predicate in _LABELS)
            self._labels[node] = next(filter(None, stated), None) or _word(node)
        return self._labels[node]

    def types(self, node: NamedNode) -> list[str]:
        """The IRIs of its classes, sorted."""
        return [one.value for one in self.nodes(node, "rdf:type")]

    def _best(self, literals: Iterable[Literal]) -> Text | None:
        texts = [Text(one.value, one.language or "") for one in literals]
        return min(texts, key=self._rank, default=None)

    def _rank(self, text: Text) -> tuple[int, bool, str, str]:
        wanted = (*self._languages, "en")
        main = text.language.partition("-")[0]
        fits = (rank for rank, tag in enumerate(wanted) if tag in (text.language, main))
        return next(fits, len(wanted)), not text.language, text.language, text.value


@cache
def name(prefixed: str) -> NamedNode:
    """The IRI of a prefixed name of ours."""
    prefix, _, local = prefixed.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


@cache
def vocabulary() -> Store:
    """Our own terms, values and kinds of event; read once, before a worker is shut off."""
    store = Store()
    for file in ("claimgraph.ttl", "values.ttl", "event-types.ttl"):
        store.bulk_extend(rdf.read(resources.folder("ontology") / file))
    return store


@cache
def _words() -> dict[str, Text]:
    own = Graph(vocabulary())
    found: dict[str, Text] = {}
    for predicate in ("rdfs:label", "skos:prefLabel"):
        for quad in vocabulary().quads_for_pattern(None, name(predicate), None, _DEFAULT):
            subject = quad.subject
            if isinstance(subject, NamedNode):
                found[subject.value] = own.text(subject, predicate) or Text(subject.value)
    return found


def prepare() -> None:
    """Read what labels need; afterwards no file is opened."""
    _words()


def _word(node: NamedNode) -> Text:
    """Of a term its label or its parted name, of another thing the end of its IRI."""
    if node.value in _words():
        return _words()[node.value]
    space, end = parted(node.value)
    if space in PREFIXES.values() and not space.startswith(PREFIXES["wd"]):
        return Text(" ".join(_WORDS.findall(end)).lower() or end, "en")
    return Text(unquote(end) or node.value)


def parted(iri: str) -> tuple[str, str]:
    """An IRI up to its last `#` or `/`, and what comes behind."""
    at = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:at], iri[at:]
