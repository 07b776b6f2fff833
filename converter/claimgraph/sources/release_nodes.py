"""The nodes of a release: their IRIs, what is said of them, and who points to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import unquote

import msgspec
from pyoxigraph import Triple

from claimgraph.records.fields import Id
from claimgraph.records.settings import Base
from claimgraph.statements.names import Names, local
from claimgraph.statements.terms import term
from claimgraph.writers.union import KINDS

Objects = Mapping[str, Sequence[Any]]  # predicate -> objects
Graph = Mapping[str, Objects]  # by subject; subjects and predicates are spelt as in N-Triples
Backwards = Mapping[str, Sequence[str]]  # object -> subjects


class Named(NamedTuple):
    """An IRI of ours: `{base}{kind}/{source}/{id}`, the source and the id decoded."""

    kind: str
    names: Names
    id: str


@lru_cache(4096)
def named(node: str) -> Named | None:
    """What an IRI, spelt `<...>`, names; None where it is none of ours."""
    parts = node[1:-1].rsplit("/", 3)
    if len(parts) != 4 or parts[1] not in KINDS or node[0] != "<":
        return None
    id_, names = unquote(parts[3]), _names(f"{parts[0]}/", parts[2])
    return Named(parts[1], names, id_) if names and local(id_) == parts[3] else None


@lru_cache(256)
def _names(base: str, segment: str) -> Names | None:
    source = unquote(segment)
    try:
        held = Names(msgspec.convert(base, Base), msgspec.convert(source, Id))
    except msgspec.ValidationError:
        return None
    return held if local(source) == segment else None


def graph(triples: Iterable[Triple]) -> Graph:
    """Triples by subject and predicate, in an order that no syntax changes."""
    found: dict[str, dict[str, list[Any]]] = {}
    for one in triples:
        held = found.setdefault(str(one.subject), {})
        held.setdefault(str(one.predicate), []).append(one.object)
    return {subject: _ordered(found[subject]) for subject in sorted(found)}


def _ordered(held: Objects) -> Objects:
    return {predicate: sorted(objects, key=str) for predicate, objects in held.items()}


def types(held: Objects) -> frozenset[str]:
    """The classes of a node."""
    return frozenset(map(str, held.get(term("rdf:type"), ())))


class Release(NamedTuple):
    """The graph of a release, and who points to its claims and texts."""

    graph: Graph
    attributions: Backwards
    spans: Backwards

    @classmethod
    def of(cls, graph: Graph) -> Release:
        """The release that a graph is."""
        return cls(graph, _backwards(graph, "cg:claim"), _backwards(graph, "oa:hasSource"))


def _backwards(graph: Graph, predicate: str) -> Backwards:
    found: dict[str, list[str]] = defaultdict(list)
    for subject, held in graph.items():
        for node in held.get(term(predicate), ()):
            found[str(node)].append(subject)
    return found


class Scope(NamedTuple):
    """The source of a record, and the language of its texts that name none."""

    names: Names
    spoken: str = ""

    def refer(self, node: Any, *kinds: str) -> str | None:
        """The id of a record of this source that is of one of these kinds."""
        found = named(str(node))
        return found.id if found and found.names == self.names and found.kind in kinds else None


class Here(NamedTuple):
    """One record of a release; a link has no node but that of its graph."""

    release: Release
    kind: str
    scope: Scope
    id: str

    def iri(self, kind: str) -> str:
        """The IRI of what has the record's id: its text, its rating, its graph."""
        return self.scope.names.iri(kind, self.id)

    def node(self, iri: str) -> Objects:
        """What is said of a node; nothing, where the file does not hold it."""
        return self.release.graph.get(iri, {})

    @property
    def own(self) -> Objects:
        """What is said of the record itself."""
        return self.node(self.iri(self.kind))

    @property
    def about(self) -> Objects:
        """What is said of its graph."""
        return self.node(self.iri("graph"))

    def parts(self, predicate: str, held: Objects) -> list[Objects]:
        """The nodes to which a predicate leads."""
        return [self.node(str(one)) for one in held.get(term(predicate), ())]
