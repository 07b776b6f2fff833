"""The union of all graphs: each subject once, with its distinct predicates and objects in order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from claimgraph.statements.predicates import predicates
from claimgraph.statements.rows import Description
from claimgraph.statements.terms import term

Objects = dict[str, list[str]]  # predicate -> objects

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
    """Subjects in reading order, and the prefix of each namespace that they are in."""

    subjects: dict[str, Objects]
    prefixes: dict[str, str]  # prefix -> namespace

    @property
    def triples(self) -> int:
        """How many triples the union holds."""
        return sum(len(objects) for held in self.subjects.values() for objects in held.values())


def union(descriptions: Iterable[Description]) -> Union:
    """Merge what several descriptions say of one subject."""
    found: dict[str, dict[str, set[str]]] = {}
    for subject, pairs in descriptions:
        held = found.setdefault(subject, {})
        for predicate, object_ in pairs:
            held.setdefault(predicate, set()).add(object_)
    order = {term(name): rank for rank, name in enumerate(predicates())}
    subjects = {name: _ordered(found[name], order) for name in sorted(found, key=_place)}
    return Union(subjects, prefixes(subjects))


def _ordered(held: dict[str, set[str]], order: dict[str, int]) -> Objects:
    ranked = sorted(held, key=lambda name: (order.get(name, len(order)), name))
    return {
        name: _types(held[name]) if name == term("rdf:type") else sorted(held[name])
        for name in ranked
    }


def _types(found: set[str]) -> list[str]:
    """The root class first."""
    roots = {term(name) for name in ROOTS}
    return sorted(found, key=lambda name: (name not in roots, name))


def _place(subject: str) -> tuple[int, str]:
    own = _OWN.fullmatch(subject)
    kind = own[2] if own else ""
    return (KINDS.index(kind) if kind in KINDS else len(KINDS), subject[:-1])  # a before a-1


def prefixes(subjects: Iterable[str]) -> dict[str, str]:
    """`claim` for the claims of the only source, else `claim-source`."""
    spaces = dict.fromkeys(own.group(1, 2, 3) for own in map(_OWN.fullmatch, subjects) if own)
    sources = {(space.rsplit("/", 3)[0], source) for space, _, source in spaces}
    found: dict[str, str] = {}
    for space, kind, source in spaces:
        prefix = kind if len(sources) == 1 else f"{kind}-{source}"
        if _PREFIX.fullmatch(prefix):
            found.setdefault(prefix, space)
    return found
