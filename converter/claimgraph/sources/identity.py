"""What a review, a desk and a claimant are known by across sources: hashes, sites and names.

Nothing here depends on the order of what is read. Raised is ValueError, for what is no http(s)
URL and for an empty name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from typing import NamedTuple
from unicodedata import normalize

from claimgraph.records import Review
from claimgraph.resources import text as resource
from claimgraph.web.url_parts import parsed
from claimgraph.web.urls import above, canonical

# byte order mark, soft hyphen, zero width space, marks of writing direction: not the joiners
_UNSEEN = re.compile("[\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")

_LONGEST_ID = 190
_OURS = re.compile(r"(?:[0-9a-f]{20}|gdelt|review|claim)(?:\..*)?")  # how other ids begin


class Met(NamedTuple):
    """A review as one source shows it; what the source does not say is empty.

    `own_id` is the page's id of the review, given only where it is another for every review of
    its page; `claim` is the claim's text, with entities and markup resolved.
    """

    own_id: str = ""
    claim: str = ""


def own_id(record: Review) -> str:
    """What the page calls a review: its identifier, else its `@id`."""
    return next(iter((*record.identifiers, *record.same_as)), "")


class Desk(NamedTuple):
    """A row of `ontology/desks.tsv`: whose pages these are. `*.a.org` is a.org and all below."""

    host: str
    path: str
    desk: str
    name: str
    source: str
    date: str


def key(text: str) -> str:
    """The first 20 hex digits of the SHA-256 of the text in UTF-8: opaque, the same everywhere."""
    return sha256(text.encode()).hexdigest()[:20]


def folded(text: str) -> str:
    """The text for comparing: NFKC, without case, unseen marks and more than one space."""
    text = normalize("NFKC", _UNSEEN.sub("", text)).casefold()
    return " ".join(_UNSEEN.sub("", normalize("NFKC", text)).split())


def same_name(one: str, other: str) -> bool:
    """Whether two spellings are one name; titles and quotation marks count."""
    return folded(one) == folded(other)


def claimant_id(name: str, site: str) -> str:
    """The id of a speaker without id or URL, who is known by name within one site alone."""
    if not folded(name):
        raise ValueError("a claimant without a name has no id")
    return key(f"{site}\n{folded(name)}")


def desk_id(site: str) -> str:
    """The id of the desk of a site: its name, unless that is longer than ids, or looks like one."""
    return key(f"site\n{site}") if len(site) > _LONGEST_ID or _OURS.fullmatch(site) else site


def review_ids(url: str, met: Iterable[Met]) -> dict[Met, str]:
    """The ids of the reviews on one page, from everything that any source says of that page.

    `met` must hold them all, whatever their order: group the whole input by `canonical(url)`.
    Reviews of one own id, or of one claim, are one review. If that leaves one, it has the id of
    the page; if several, each has its own, and what names neither claim nor id has the page's.
    """
    page = canonical(url)
    names = {one: _names(one) for one in met}
    first = _joined(names.values())
    if len(set(first.values())) < 2:
        return dict.fromkeys(names, key(page))
    return {
        one: key(f"{page}\n{first[marks[0]]}") if marks else key(page)
        for one, marks in names.items()
    }


def desks() -> tuple[Desk, ...]:
    """The desks that have several hosts, or share one."""
    _, *rows = resource("ontology", "desks.tsv").splitlines()
    return tuple(Desk(*row.split("\t")) for row in rows)


def desk_site(url: str) -> str:
    """The site that stands for the desk whose page this is: its id, the same for all its hosts."""
    parts = parsed(canonical(url))
    for host in (parts.host, *(f"*.{one}" for one in above(parts.host))):
        for path, desk in _by_host().get(host, ()):
            if f"{parts.path}/".startswith(f"{path}/"):
                return desk
    return parts.host


def _names(one: Met) -> list[str]:
    claim = folded(one.claim)
    own_id = [f"id {one.own_id}"] if one.own_id else []
    return own_id + ([f"text {key(claim)}"] if claim else [])


def _joined(groups: Iterable[list[str]]) -> dict[str, str]:
    """For each name the first in order of all that are joined with it, directly or not."""
    known: dict[str, str] = {}

    def root(name: str) -> str:
        while (higher := known.setdefault(name, name)) != name:
            known[name] = name = known[higher]
        return name

    for group in groups:
        for name in group:
            low, high = sorted((root(group[0]), root(name)))
            known[high] = low
    return {name: root(name) for name in list(known)}


@cache
def _by_host() -> dict[str, list[tuple[str, str]]]:
    """Path and desk of each host, the longest path first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in sorted(desks(), key=lambda row: (-len(row.path), row)):
        found.setdefault(row.host, []).append((row.path, row.desk))
    return found
