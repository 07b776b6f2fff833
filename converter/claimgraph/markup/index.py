"""The triples of a release by subject, with the few ways in which markup looks them up.

Subjects are IRIs without angle brackets, blank nodes `_:label`. Predicates and classes are given
by their prefixed names. All lists are sorted, so that nothing depends on the order of the quads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pyoxigraph import Literal, Quad

from claimgraph.statements.terms import term

_ENGLISH = "en"
Values = Mapping[str, Mapping[str, list[str | Literal]]]  # subject -> predicate -> objects


class Index(NamedTuple):
    """All that is said of each subject, and the attributions of each claim."""

    values: Values
    attributions: Mapping[str, list[str]]

    def instances(self, name: str) -> list[str]:
        """The subjects of a class."""
        found = (one for one in self.values if expanded(name) in self.nodes(one, "rdf:type"))
        return sorted(found)

    def nodes(self, subject: str, name: str) -> list[str]:
        """The IRIs and blank nodes that are objects of a predicate."""
        return [one for one in self._objects(subject, name) if isinstance(one, str)]

    def literals(self, subject: str, name: str) -> list[Literal]:
        """The literals that are objects of a predicate."""
        return [one for one in self._objects(subject, name) if isinstance(one, Literal)]

    def text(self, subject: str, name: str, language: str) -> str:
        """One text of several: of the language, else without a tag, else English; "" for none."""
        found = self.literals(subject, name)
        best = min(
            found, key=lambda one: (_distance(one.language or "", language), str(one)), default=None
        )
        return best.value if best else ""

    def lexical(self, subject: str, name: str) -> str:
        """The least lexical form of a predicate's literals; "" for none."""
        return min((one.value for one in self.literals(subject, name)), default="")

    def _objects(self, subject: str, name: str) -> list[str | Literal]:
        return self.values.get(subject, {}).get(expanded(name), [])


def index(quads: Iterable[Quad]) -> Index:
    """Each triple of any graph once."""
    found: dict[str, dict[str, dict[str | Literal, None]]] = {}
    for quad in quads:
        held = found.setdefault(_spelt(quad.subject), {})
        held.setdefault(quad.predicate.value, {})[_object(quad.object)] = None
    values = {
        subject: {name: sorted(objects, key=str) for name, objects in held.items()}
        for subject, held in found.items()
    }
    return Index(values, _attributions(values))


def expanded(name: str) -> str:
    """The IRI of a prefixed name, without angle brackets."""
    return term(name)[1:-1]


def _attributions(values: Values) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for subject in sorted(values):
        for claim in values[subject].get(expanded("cg:claim"), ()):
            found[str(claim)].append(subject)
    return found


def _object(node: object) -> str | Literal:
    return node if isinstance(node, Literal) else _spelt(node)


def _spelt(node: object) -> str:
    return str(node).removeprefix("<").removesuffix(">")


def _distance(tag: str, wanted: str) -> tuple[int, str]:
    """How far a tag is from the language wanted; among equals the least tag is nearest."""
    if tag.lower() == wanted.lower():
        rank = 0
    elif tag and tag.partition("-")[0].lower() == wanted.partition("-")[0].lower():
        rank = 1
    else:
        rank = 2 if not tag else 3 if tag.partition("-")[0].lower() == _ENGLISH else 4
    return rank, tag
