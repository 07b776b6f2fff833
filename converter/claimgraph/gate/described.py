"""Graphs by their nodes: the statements about a node, and who refers to it.

Terms are in N-Triples spelling, as in canonical N-Quads: `<http://…>`, `"text"@en` with the tag in
lower case, `"3"^^<…>`, plain strings without xsd:string; blank nodes are `_:b0`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, repeat
from typing import TYPE_CHECKING, Protocol

from claimgraph.collecting import uncollected
from claimgraph.errors import ClaimgraphError
from claimgraph.statements import rows
from claimgraph.statements.alike import TYPE, Alike, alike

if TYPE_CHECKING:
    from pyoxigraph import Quad

Description = Mapping[str, Sequence[str]]  # predicate -> distinct objects

NOTHING: Description = {}
_DIRECTION = re.compile('"@[A-Za-z0-9-]+--(?:ltr|rtl)$')


class Data(Protocol):
    """A data graph. A node may be any term: a literal has no statements of its own."""

    def out(self, node: str) -> Description:
        """What is stated of a node; empty if nothing is."""

    def incoming(self, node: str, predicate: str) -> Sequence[str]:
        """The distinct subjects of which `predicate` states the node."""


class Nodes:
    """A graph in memory; who refers to whom is looked up once for each predicate asked for."""

    def __init__(self, described: Mapping[str, Description]) -> None:
        self.described = described
        self._incoming: dict[str, dict[str, list[str]]] = {}

    @cached_property
    def alike(self) -> Sequence[Alike]:
        """The nodes with those of which alike is stated."""
        return [*alike(self.described)]

    def out(self, node: str) -> Description:
        return self.described.get(node, NOTHING)

    def incoming(self, node: str, predicate: str) -> Sequence[str]:
        index = self._incoming.get(predicate)
        if index is None:
            index = self._incoming[predicate] = backwards(self.alike, predicate)
        return index.get(node, ())


def backwards(nodes: Iterable[Alike], predicate: str) -> dict[str, list[str]]:
    """The distinct subjects by the values that `predicate` states of them."""
    index: dict[str, list[str]] = {}
    for some in nodes:
        if predicate in some.columns:
            subjects = chain.from_iterable(
                map(repeat, some.subjects, repeat(some.numbers[predicate]))
            )
            for subject, value in zip(subjects, some.columns[predicate], strict=True):
                index.setdefault(value, []).append(subject)
    return index


def described(quads: Iterable[Quad], blank: str = "b") -> dict[str, dict[str, list[str]]]:
    """The statements of quads, of whatever graph; blank nodes are called `blank` and a number.

    Raises ClaimgraphError for what RDF 1.2 adds (triple terms, base direction): SHACL 1.0 knows
    neither.
    """
    found: dict[str, dict[str, list[str]]] = {}
    names: dict[str, str] = {}  # predicates and classes: one string of each is quicker to look up
    last, stated = "", {}
    with uncollected():
        for s, p, o in _spelled(quads, blank):
            p = names.setdefault(p, p)
            if p == TYPE:
                o = names.setdefault(o, o)
            if s != last:
                last, stated = s, found.setdefault(s, {})
            if p in stated:
                stated[p].append(o)
            else:
                stated[p] = [o]
    for stated in found.values():
        for p, objects in stated.items():
            if len(objects) > 1:
                stated[p] = list(dict.fromkeys(objects))
    return found


def _spelled(quads: Iterable[Quad], blank: str) -> Iterator[tuple[str, str, str]]:
    labels: dict[str, str] = {}
    for quad in quads:
        s, o = str(quad.subject), str(quad.object)
        if s[0] == "_":
            s = labels.setdefault(s, f"_:{blank}{len(labels)}")
        is_triple = o[0] != '"' and " " in o
        if is_triple or (o[-1] in "lr" and _DIRECTION.search(o)):
            raise ClaimgraphError(
                f"{o} is RDF 1.2, which SHACL 1.0 cannot check: use RDF 1.1 terms"
            )
        if o[0] == "_":
            o = labels.setdefault(o, f"_:{blank}{len(labels)}")
        yield s, str(quad.predicate), o


def add(graph: dict[str, dict[str, list[str]]], more: Mapping[str, Description]) -> None:
    """Add the statements of another graph to the first; blank nodes of one label are one."""
    for node, description in more.items():
        stated = graph.setdefault(node, {})
        for predicate, objects in description.items():
            rows.add(stated, predicate, objects)


def listed(data: Data, head: str) -> list[str] | None:
    """The members of an RDF list; None where it is not well-formed."""
    members: list[str] = []
    seen = {head}
    while head != NIL:
        description = data.out(head)
        first, rest = description.get(FIRST, ()), description.get(REST, ())
        if len(first) != 1 or len(rest) != 1 or (rest[0] in seen):
            return None
        members.append(first[0])
        head = rest[0]
        seen.add(head)
    return members


_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
FIRST, REST, NIL = (f"<{_RDF}{name}>" for name in ("first", "rest", "nil"))
SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"


def superclasses(data: Data, classes: Sequence[str]) -> list[str]:
    """The classes and all that they are rdfs:subClassOf, in the order in which they are found."""
    found = list(dict.fromkeys(classes))
    known = set(found)
    for one in found:  # grows meanwhile
        for above in data.out(one).get(SUBCLASS, ()):
            if above not in known:
                known.add(above)
                found.append(above)
    return found
