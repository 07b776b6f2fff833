"""claimgraph markup: a folder with a document for each review, the feed, and a manifest."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import claimgraph
from claimgraph import rdf
from claimgraph.errors import ClaimgraphError
from claimgraph.manifest import GENERATOR, MANIFEST, MARKUP, check_content
from claimgraph.markup.feed import feed
from claimgraph.markup.index import Index, index
from claimgraph.markup.nest import CONTEXT, Node, review
from claimgraph.markup.require import lacking
from claimgraph.release import folder

FEED = "datafeed.json"
LONGEST = 100  # characters of the readable part of a file name
_UNSAFE = re.compile(r"[^A-Za-z0-9_]+")


class LeftOut(NamedTuple):
    """A review that has no markup, and why."""

    review: str
    reason: str


class Written(NamedTuple):
    """What was published: the number of reviews, and those left out."""

    reviews: int
    left_out: list[LeftOut]

    def describe(self, out: Path) -> str:
        """The summary for a person."""
        lines = [f"{out}: {self.reviews:,} review{'' if self.reviews == 1 else 's'}, {FEED}"]
        for reason, number in sorted(Counter(one.reason for one in self.left_out).items()):
            first = next(one.review for one in self.left_out if one.reason == reason)
            more = f" and {number - 1:,} more, see {out / MANIFEST}" if number > 1 else ""
            lines.append(f"left out, {reason}: {first}{more}")
        return "\n".join(lines)


def write(sources: Sequence[Path], out: Path) -> Written:
    """Publish the markup of all reviews in a release, or in other RDF, in the folder `out`.

    Reviews without what Google requires are left out. Raises ClaimgraphError where there is no
    review, or none with all of that, and for what cannot be read or written; `out` then stays
    as it was.
    """
    _check(out)
    folder.repair(out)
    held = index(quad for file in rdf.files(sources) for quad in rdf.read(file))
    kept, left_out = _sorted_out(held)
    if not kept:
        raise ClaimgraphError(_nothing(sources, left_out))
    with folder.published(out) as place:
        files = dict(_files(kept))
        files[MANIFEST] = _manifest(files, kept, left_out)
        for name, text in files.items():
            (place / name).write_bytes(text.encode())
    return Written(len(kept), left_out)


def file_name(iri: str) -> str:
    """A name for the document of a review: the end of its IRI in safe letters, and a hash of it."""
    words = _UNSAFE.sub("-", "-".join(iri.split("/")[-2:])).strip("-")[:LONGEST]
    return f"{words}-{sha256(iri.encode()).hexdigest()[:12]}.jsonld"


def text(document: Node) -> str:
    """JSON that may stand in a `script` element as it is: `<` is escaped."""
    return json.dumps(document, ensure_ascii=False, indent=2).replace("<", "\\u003c") + "\n"


def _check(out: Path) -> None:
    folder.check(out)
    check_content(out, MARKUP)


def _sorted_out(held: Index) -> tuple[list[Node], list[LeftOut]]:
    """The trees that may be published, by IRI, and the reviews left out."""
    kept, left_out = [], []
    for subject in held.instances("schema:ClaimReview"):
        tree = review(held, subject)
        reason = "no IRI" if "@id" not in tree else lacking(tree)
        if reason:
            left_out.append(LeftOut(subject, reason))
        else:
            kept.append(tree)
    return kept, left_out


def _nothing(sources: Sequence[Path], left_out: list[LeftOut]) -> str:
    names = ", ".join(map(str, sources))
    if not left_out:
        return f"{names}: no review in it, so there is no markup to write"
    reasons = ", ".join(sorted({one.reason for one in left_out}))
    return f"{names}: none of the {len(left_out):,} reviews has what Google requires: {reasons}"


def _files(kept: list[Node]) -> Iterator[tuple[str, str]]:
    for tree in kept:
        yield file_name(tree["@id"]), text({"@context": CONTEXT, **tree})
    yield FEED, text(feed(kept))


def _manifest(files: dict[str, str], kept: list[Node], left_out: list[LeftOut]) -> str:
    told: dict[str, Any] = {
        "generator": GENERATOR,
        "version": claimgraph.__version__,
        "content": MARKUP,
        "reviews": len(kept),
        "left_out": [one._asdict() for one in left_out],
        "files": {
            name: {"sha256": sha256(text.encode()).hexdigest(), "size": len(text.encode())}
            for name, text in sorted(files.items())
        },
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"
