"""The texts of a release that can be found, each with the thing that it stands for.

The label of a rating and the text of a correction stand for the review; a claim as its review
words it stands for the claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from pyoxigraph import Literal as Text
from pyoxigraph import NamedNode, Quad

from claimgraph.records.actor import ROOT
from claimgraph.records.actor import ROOTS as ACTORS
from claimgraph.records.article import ROOTS as ARTICLES
from claimgraph.vocabulary import PREFIXES

Field = Literal["name", "alias", "text", "label"]
KINDS = ("claim", "review", "article", "event", "actor", "place")
PART = "part"  # the kind of what hangs on a review


class Entry(NamedTuple):
    """A text; of the kind PART where `iri` is a part of the thing."""

    iri: str
    kind: str
    field: Field
    text: str
    language: str  # BCP 47 in lower case; "" where it is not told


class Part(NamedTuple):
    """A node that is a part of a review."""

    iri: str
    of: str


def _node(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


_ROOTS = {
    "schema:Claim": "claim",
    "schema:ClaimReview": "review",
    "schema:Event": "event",
    "schema:Place": "place",
    "schema:Rating": PART,
    "schema:Comment": PART,
    **dict.fromkeys(ARTICLES.values(), "article"),
    **dict.fromkeys((ROOT, *ACTORS.values()), "actor"),
}
_KIND = {_node(name): kind for name, kind in _ROOTS.items()}
_FIELDS: dict[NamedNode, Field] = {
    _node("schema:name"): "name",
    _node("schema:headline"): "name",
    _node("schema:alternateName"): "alias",
    _node("schema:description"): "text",
    _node("schema:text"): "text",
    _node("schema:claimReviewed"): "text",
}
_TYPE, _CLAIM, _WORDED, _RATING, _CORRECTION, _LABEL = map(
    _node,
    (
        "rdf:type",
        "schema:itemReviewed",
        "schema:claimReviewed",
        "schema:reviewRating",
        "schema:correction",
        "schema:alternateName",
    ),
)
_Pairs = Sequence[tuple[NamedNode, object]]


def entries(quads: Iterable[Quad]) -> Iterator[Entry | Part]:
    """The texts and parts, from triples that are grouped by subject, as our Turtle has them."""
    for subject, found in groupby(quads, lambda quad: quad.subject):
        pairs = [(quad.predicate, quad.object) for quad in found]
        kinds = (_KIND.get(o) for p, o in pairs if p == _TYPE and isinstance(o, NamedNode))
        kind = next(filter(None, kinds), "")
        if kind and isinstance(subject, NamedNode):
            yield from _of(subject.value, kind, pairs)


def _of(iri: str, kind: str, pairs: _Pairs) -> Iterator[Entry | Part]:
    claims = [o.value for p, o in pairs if p == _CLAIM and isinstance(o, NamedNode)]
    for predicate, object_ in pairs:
        if isinstance(object_, NamedNode):
            if predicate in (_RATING, _CORRECTION):
                yield Part(object_.value, iri)
        elif isinstance(object_, Text) and predicate in _FIELDS:
            said = object_.value, object_.language or ""
            if predicate == _WORDED:
                yield from (Entry(claim, "claim", "text", *said) for claim in claims)
            else:
                label = kind == PART and predicate == _LABEL
                yield Entry(iri, kind, "label" if label else _FIELDS[predicate], *said)
