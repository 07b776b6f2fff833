"""The union of all graphs: each subject once, with its distinct predicates and objects in order.

Subjects stand in reading order: by the kind of node, then by the text that a writer makes of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import repeat
from typing import NamedTuple

from claimgraph.statements.alike import Alike
from claimgraph.statements.predicates import predicates
from claimgraph.statements.rows import Description, Objects, add
from claimgraph.statements.terms import term

Nodes = dict[str, Objects]

_OWN = re.compile(r"<(.*/([^/]+)/([^/]+)/)([^/]*)>")
_PREFIX = re.compile(r"[A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")  # Turtle 1.1, PN_PREFIX, ASCII
# the kinds of nodes in reading order; what is not listed comes behind, sorted
KINDS = (
    "article text activity actor place event participation claim attribution span selector "
    "contradiction review rating correction graph"
).split()

ROOTS = (
    "schema:NewsArticle schema:Person schema:Organization schema:SoftwareApplication schema:Place "
    "schema:Event schema:Comment"
).split()


class Union(NamedTuple):
    """The nodes, and the prefix of each namespace that their names are in."""

    nodes: Nodes
    prefixes: dict[str, str]  # prefix -> namespace


def union(descriptions: Iterable[Description]) -> Union:
    """Merge what several descriptions say of one subject."""
    nodes = merged(descriptions)
    return Union(nodes, prefixes(spaces(nodes)))


def merged(descriptions: Iterable[Description], into: Nodes | None = None) -> Nodes:
    """Each subject with all that is said of it, in the order in which it is said."""
    nodes: Nodes = {} if into is None else into
    for subject, objects in descriptions:
        held = nodes.setdefault(subject, objects)
        if held is not objects:
            nodes[subject] = both = held.copy()
            for predicate, more in objects.items():
                add(both, predicate, more)
    return nodes


@lru_cache(1 << 14)
def ranked(names: tuple[str, ...]) -> tuple[str, ...]:
    """Predicates in reading order."""
    order = _order()
    return tuple(sorted(names, key=lambda name: (order.get(name, len(order)), name)))


@cache
def _order() -> dict[str, int]:
    return {term(name): rank for rank, name in enumerate(predicates())}


def rooted(classes: Iterable[str]) -> list[str]:
    """Classes in order, the root class first."""
    return sorted(classes, key=lambda name: (name not in _ROOTS, name))


_ROOTS = frozenset(map(term, ROOTS))
_RANKS = {kind: chr(ord("A") + rank) for rank, kind in enumerate(KINDS)}
_LAST = chr(ord("A") + len(KINDS))


def ranks(some: Alike) -> Iterable[str]:
    """The place of each node's kind in reading order: a letter, by which texts are sorted."""
    if some.space:
        return repeat(_rank(some.space[:-1]), len(some.subjects))
    return [_rank(subject[: subject.rfind("/")]) for subject in some.subjects]


@lru_cache(1 << 14)
def _rank(space: str) -> str:
    parts = space.rsplit("/", 2)
    return _RANKS.get(parts[1], _LAST) if len(parts) == 3 else _LAST


class Space(NamedTuple):
    """The namespace of one kind of node of one source."""

    iri: str
    kind: str
    source: str


def spaces(subjects: Iterable[str]) -> list[Space]:
    """The namespaces of subjects that have names like ours."""
    own = (_OWN.fullmatch(subject) for subject in subjects)
    return list(dict.fromkeys(Space(*one.group(1, 2, 3)) for one in own if one))


def prefixes(found: Iterable[Space]) -> dict[str, str]:
    """`claim` for the claims of the only source, else `claim-source`."""
    every = sorted(found, key=lambda one: (_rank(f"<{one.iri}"[:-1]), one.iri))
    sources = {(one.iri.rsplit("/", 3)[0], one.source) for one in every}
    named: dict[str, str] = {}
    for iri, kind, source in every:
        prefix = kind if len(sources) == 1 else f"{kind}-{source}"
        if _PREFIX.fullmatch(prefix):
            named.setdefault(prefix, iri)
    return named
