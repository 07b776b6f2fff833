"""Reading markup, or the feed alone, gives the reviews, claims, ratings and people again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, parse

from claimgraph.markup.write import FEED, write
from claimgraph.release.dump import dump

DATA = Path(__file__).parent / "data"
SOURCES = [DATA / "reviews", DATA / "web"]
SCHEMA = "http://schema.org/"
# what a document says of the things in it, and how texts in several languages may differ
PROPERTIES = {
    "ClaimReview": "url author itemReviewed reviewRating datePublished dateModified contributor "
    "identifier claimReviewed sdLicense",
    "Rating": "ratingValue bestRating worstRating alternateName",
    "Claim": "firstAppearance sameAs sdLicense",
    "Person": "jobTitle sameAs",
    "Organization": "url sameAs",
}
TRANSLATED = {"claimReviewed", "alternateName"}  # markup has each text in one language
TRANSLATED = {"claimReviewed", "alternateName"}  # markup has each text in one language
Facts = set[tuple[str, str, str]]


def facts(release: Path, kept: set[str] | None = None) -> Facts:
    """What markup can say, of the subjects that are kept; texts without their language."""
    quads = list(parse(path=release / "claimgraph.nq"))
    types = {(q.subject, q.object.value.removeprefix(SCHEMA)) for q in quads if is_type(q)}
    found: Facts = set()
    for quad in quads:
        name = quad.predicate.value.removeprefix(SCHEMA)
        subject = quad.subject.value
        if any((quad.subject, kind) in types for kind, names in PROPERTIES.items()
               if name in names.split()):  # fmt: skip
            term = quad.object
            value = term.value if isinstance(term, Literal | NamedNode) else str(term)
            if kept is None or subject in kept:
                found.add((subject, name, value))
    return found


def is_type(quad: object) -> bool:
    """Whether it states a class."""
    return str(getattr(quad, "predicate", "")).endswith("#type>")


@pytest.mark.parametrize("only_feed", [False, True])
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_markup_is_read_back(source: Path, only_feed: bool, tmp_path: Path) -> None:
    dump([str(source)], tmp_path / "first")
    done = write([tmp_path / "first"], tmp_path / "markup")
    again = tmp_path / "markup"
    if only_feed:
        shutil.copy(again / FEED, tmp_path)
        again = tmp_path / FEED
    dump([str(again)], tmp_path / "second")
    back = facts(tmp_path / "second")
    subjects = {subject for subject, _, _ in back}
    assert len({s for s, name, _ in back if name == "reviewRating"}) == done.reviews > 1
    first = facts(tmp_path / "first", subjects)
    assert back <= first
    assert {name for _, name, _ in first - back} <= TRANSLATED


def test_web_reviews_are_the_same_in_full(tmp_path: Path) -> None:
    """All of the web's identities are made anew from URLs and names: nothing is added."""
    dump([str(DATA / "web")], tmp_path / "first")
    write([tmp_path / "first"], tmp_path / "markup")
    dump([str(tmp_path / "markup")], tmp_path / "second")
    first, second = (
        {str(quad) for quad in parse(path=tmp_path / name / "claimgraph.nq")}
        for name in ("first", "second")
    )
    assert second
    assert second <= first
