"""What shapes/google.ttl names and SHACL Core cannot check: numbers as text, hosts, words, pages.

The shapes give path, severity and message of the results; their names are the keys here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

import rdflib
from rdflib import RDF, SH, Literal, Namespace, URIRef
from rdflib.term import Node

from claimgraph.gate import messages, paths, scale
from claimgraph.gate.graphs import spell
from claimgraph.gate.report import Result, severity_name
from claimgraph.gate.shapes import NAMESPACE
from claimgraph.vocabulary import PREFIXES
from claimgraph.web import urls

GOOGLE = f"{NAMESPACE}google#"
COMPONENT = f"<{GOOGLE}OwnCheckConstraintComponent>"
SCHEMA = Namespace(PREFIXES["schema"])
SHORTEST = 3  # letters of a label that is looked for in the claim


class _Finding(NamedTuple):
    """A focus node, and the value that is wrong."""

    focus: Node
    value: Node


Pages = Mapping[str, str]  # a node in N-Triples spelling -> the page on which it stands
_Check = Callable[[rdflib.Graph, Pages], Iterable[_Finding]]


def results(data: rdflib.Graph, shapes: rdflib.Graph, pages: Pages) -> Iterator[Result]:
    """The results of the checks whose shapes are in `shapes`.

    `pages` tells on which page a review was found; without that, reviews are on one page if
    their URLs are of one page.
    """
    for name, check in _CHECKS.items():
        shape = URIRef(GOOGLE + name)
        if (shape, SH.path, None) in shapes:
            for found in check(data, pages):
                yield _result(shapes, shape, found)


def _result(shapes: rdflib.Graph, shape: URIRef, found: _Finding) -> Result:
    path = shapes.value(shape, SH.path)
    severity = shapes.value(shape, SH.severity) or SH.Violation
    assert path is not None
    return Result(
        focus=spell(found.focus),
        path=paths.spell(shapes, path),
        value=spell(found.value),
        component=COMPONENT,
        severity=severity_name(spell(severity)),
        message=messages.choose(shapes.objects(shape, SH.message)),
        shape=spell(shape),
    )


def _reviews(data: rdflib.Graph) -> list[Node]:
    return list(data.subjects(RDF.type, SCHEMA.ClaimReview))


def _scales(data: rdflib.Graph) -> Iterator[tuple[Node, scale.Scale]]:
    """Each rating of a review with its numbers; of several values of one the least as text."""
    ratings = {node for review in _reviews(data) for node in data.objects(review, _RATING)}
    for rating in ratings:
        given = (SCHEMA.ratingValue, SCHEMA.bestRating, SCHEMA.worstRating)
        texts = (sorted(map(str, data.objects(rating, name))) for name in given)
        yield rating, scale.Scale(*(next(iter(found), "") for found in texts))


def _numbers(data: rdflib.Graph, _: Pages) -> Iterator[_Finding]:
    for rating, given in _scales(data):
        for text in scale.not_numbers(given):
            yield _Finding(rating, Literal(text))


def _upside_down(data: rdflib.Graph, _: Pages) -> Iterator[_Finding]:
    for rating, given in _scales(data):
        if scale.is_upside_down(given):
            yield _Finding(rating, Literal(given.worst))


def _beyond(data: rdflib.Graph, _: Pages) -> Iterator[_Finding]:
    for rating, given in _scales(data):
        if not scale.is_upside_down(given) and scale.is_beyond(given):
            yield _Finding(rating, Literal(given.value))


def _elsewhere(data: rdflib.Graph, _: Pages) -> Iterator[_Finding]:
    """Reviews whose URL is of another registrable domain than those of all their authors."""
    for review in _reviews(data):
        named = {
            _domain(url) for author in data.objects(review, _AUTHOR) for url in _urls(data, author)
        }
        own = named - {""}
        for url in _urls(data, review):
            if own and _domain(url) not in {*own, ""}:
                yield _Finding(review, url)


def _told(data: rdflib.Graph, _: Pages) -> Iterator[_Finding]:
    """Reviews that have the label of their rating, as words, in the claim."""
    for review in _reviews(data):
        labels = {
            _folded(label)
            for rating in data.objects(review, _RATING)
            for label in data.objects(rating, SCHEMA.alternateName)
        }
        for claim in data.objects(review, SCHEMA.claimReviewed):
            if any(_has(_folded(claim), label) for label in labels):
                yield _Finding(review, claim)


def _crowded(data: rdflib.Graph, pages: Pages) -> Iterator[_Finding]:
    """Reviews that do not stand alone on their page."""
    found: dict[str, list[_Finding]] = defaultdict(list)
    for review in _reviews(data):
        url = next(iter(sorted(_urls(data, review), key=str)), None)
        page = pages.get(spell(review)) or (_page(url) if url else "")
        if page:
            found[page].append(_Finding(review, url or URIRef(page)))
    for together in found.values():
        if len(together) > 1:
            yield from together


def _urls(data: rdflib.Graph, node: Node) -> list[Node]:
    return list(data.objects(node, SCHEMA.url))


def _domain(url: Node) -> str:
    """The registrable domain, or "" for what is no URL: another shape speaks of that."""
    try:
        return urls.registrable(str(url))
    except ValueError:
        return ""


def _page(url: Node) -> str:
    try:
        return urls.canonical(str(url)).partition("#")[0]
    except ValueError:
        return ""


def _folded(text: Node) -> str:
    words = unicodedata.normalize("NFKC", str(text)).casefold().split()
    return " ".join(words).strip(" .!:;\"'«»“”")


def _has(claim: str, label: str) -> bool:
    return len(label) >= SHORTEST and bool(re.search(rf"(?<!\w){re.escape(label)}(?!\w)", claim))


_RATING, _AUTHOR = SCHEMA.reviewRating, SCHEMA.author
_CHECKS: dict[str, _Check] = {
    "Rating-number": _numbers,
    "Rating-scale": _upside_down,
    "Rating-range": _beyond,
    "ClaimReview-site": _elsewhere,
    "ClaimReview-verdict": _told,
    "ClaimReview-page": _crowded,
}
