"""What shapes/google.ttl names and SHACL Core cannot check: numbers as text, hosts, words, pages.

The shapes give path, severity and message of the results; their names are the keys here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from claimgraph.gate import messages, paths, scale, terms
from claimgraph.gate.described import Nodes
from claimgraph.gate.report import SH, Result, severity_name
from claimgraph.gate.shapes import NAMESPACE
from claimgraph.statements.alike import TYPE
from claimgraph.statements.terms import iri, string, term
from claimgraph.web import urls

GOOGLE = f"{NAMESPACE}google#"
COMPONENT = f"<{GOOGLE}OwnCheckConstraintComponent>"
SHORTEST = 3  # letters of a label that is looked for in the claim


class _Finding(NamedTuple):
    """A focus node, and the value that is wrong."""

    focus: str
    value: str


Pages = Mapping[str, str]  # a node in N-Triples spelling -> the page on which it stands
_Check = Callable[[Nodes, Pages], Iterable[_Finding]]


def results(data: Nodes, shapes: Nodes, pages: Pages) -> Iterator[Result]:
    """The results of the checks whose shapes are in `shapes`.

    `pages` tells on which page a review was found; without that, reviews are on one page if
    their URLs are of one page.
    """
    for name, check in _CHECKS.items():
        shape = f"<{GOOGLE}{name}>"
        if _PATH in shapes.out(shape):
            for found in check(data, pages):
                yield _result(shapes, shape, found)


def _result(shapes: Nodes, shape: str, found: _Finding) -> Result:
    stated = shapes.out(shape)
    (severity,) = stated.get(f"<{SH}severity>", [f"<{SH}Violation>"])
    return Result(
        focus=found.focus,
        path=paths.text(paths.read(shapes, stated[_PATH][0])),
        value=found.value,
        component=COMPONENT,
        severity=severity_name(severity),
        message=messages.choose(stated.get(messages.MESSAGE, ())),
        shape=shape,
    )


def _reviews(data: Nodes) -> Sequence[str]:
    return data.incoming(term("schema:ClaimReview"), TYPE)


def _stated(data: Nodes, node: str, name: str) -> Sequence[str]:
    return data.out(node).get(term(name), ())


def _scales(data: Nodes) -> Iterator[tuple[str, scale.Scale]]:
    """Each rating of a review with its numbers; of several values of one the least as text."""
    ratings = {node for review in _reviews(data) for node in _stated(data, review, _RATING)}
    for rating in ratings:
        given = ("schema:ratingValue", "schema:bestRating", "schema:worstRating")
        texts = (sorted(map(terms.text, _stated(data, rating, name))) for name in given)
        yield rating, scale.Scale(*(next(iter(found), "") for found in texts))


def _numbers(data: Nodes, _: Pages) -> Iterator[_Finding]:
    for rating, given in _scales(data):
        for text in scale.not_numbers(given):
            yield _Finding(rating, string(text))


def _upside_down(data: Nodes, _: Pages) -> Iterator[_Finding]:
    for rating, given in _scales(data):
        if scale.is_upside_down(given):
            yield _Finding(rating, string(given.worst))


def _beyond(data: Nodes, _: Pages) -> Iterator[_Finding]:
    for rating, given in _scales(data):
        if not scale.is_upside_down(given) and scale.is_beyond(given):
            yield _Finding(rating, string(given.value))


def _elsewhere(data: Nodes, _: Pages) -> Iterator[_Finding]:
    """Reviews whose URL is of another registrable domain than those of all their authors."""
    for review in _reviews(data):
        named = {
            _domain(url) for author in _stated(data, review, _AUTHOR) for url in _urls(data, author)
        }
        own = named - {""}
        for url in _urls(data, review):
            if own and _domain(url) not in {*own, ""}:
                yield _Finding(review, url)


def _told(data: Nodes, _: Pages) -> Iterator[_Finding]:
    """Reviews that have the label of their rating, as words, in the claim."""
    for review in _reviews(data):
        labels = {
            _folded(terms.text(label))
            for rating in _stated(data, review, _RATING)
            for label in _stated(data, rating, "schema:alternateName")
        }
        for claim in _stated(data, review, "schema:claimReviewed"):
            if any(_has(_folded(terms.text(claim)), label) for label in labels):
                yield _Finding(review, claim)


def _crowded(data: Nodes, pages: Pages) -> Iterator[_Finding]:
    """Reviews that do not stand alone on their page."""
    found: dict[str, list[_Finding]] = defaultdict(list)
    for review in _reviews(data):
        url = min(_urls(data, review), key=terms.text, default="")
        page = pages.get(review) or (_page(url) if url else "")
        if page:
            found[page].append(_Finding(review, url or iri(page)))
    for together in found.values():
        if len(together) > 1:
            yield from together


def _urls(data: Nodes, node: str) -> Sequence[str]:
    return _stated(data, node, "schema:url")


def _domain(url: str) -> str:
    """The registrable domain, or "" for what is no URL: another shape speaks of that."""
    try:
        return urls.registrable(terms.text(url))
    except ValueError:
        return ""


def _page(url: str) -> str:
    try:
        return urls.canonical(terms.text(url)).partition("#")[0]
    except ValueError:
        return ""


def _folded(text: str) -> str:
    words = unicodedata.normalize("NFKC", str(text)).casefold().split()
    return " ".join(words).strip(" .!:;\"'«»“”")


def _has(claim: str, label: str) -> bool:
    return len(label) >= SHORTEST and bool(re.search(rf"(?<!\w){re.escape(label)}(?!\w)", claim))


_PATH = f"<{SH}path>"
_RATING, _AUTHOR = "schema:reviewRating", "schema:author"
_CHECKS: dict[str, _Check] = {
    "Rating-number": _numbers,
    "Rating-scale": _upside_down,
    "Rating-range": _beyond,
    "ClaimReview-site": _elsewhere,
    "ClaimReview-verdict": _told,
    "ClaimReview-page": _crowded,
}
