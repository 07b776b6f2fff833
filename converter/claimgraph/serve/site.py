"""Where the things of a release stand on a server: their IRIs, and the paths that answer them."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from claimgraph.serve import formats
from claimgraph.statements.names import local
from claimgraph.vocabulary import PREFIXES

FORMATS = {  # suffix -> media type, in the order of preference
    "html": formats.HTML,
    "ttl": formats.TURTLE,
    "jsonld": formats.JSON_LD,
    "nt": formats.N_TRIPLES,
}
VOCABULARIES = {"ontology": "cg", "value": "cgv", "event-type": "evtype"}  # path -> prefix

_BELOW = re.compile(r"[a-z]+/[^/?#]+/[^/?#]+")
_OWN = {PREFIXES[prefix]: path for path, prefix in VOCABULARIES.items()}


class Site(NamedTuple):
    """A release as a server shows it."""

    title: str
    language: str  # of the title
    bases: tuple[str, ...]  # what the release's IRIs begin with
    public: str  # the address of the server as others know it, without a slash at its end

    @property
    def root(self) -> str:
        """What every path of a link begins with; mostly ""."""
        return urlsplit(self.public).path.rstrip("/")

    def path(self, iri: str) -> str | None:
        """The path that answers an IRI of the release or of our vocabularies; None for others."""
        for base in self.bases:
            if iri.startswith(base) and _BELOW.fullmatch(iri, len(base)):
                return f"{self.root}/{iri[len(base) :]}"
        space, hash_, name = iri.partition("#")
        found = _OWN.get(f"{space}#")  # of a term, or of the vocabulary itself
        return f"{self.root}/{found}{hash_}{name}" if found else None

    def iris(self, path: str) -> tuple[str, ...]:
        """The IRIs that a path below the root, percent-encoded or not, may stand for."""
        spelt = "/".join(local(unquote(part)) for part in path.strip("/").split("/"))
        return tuple(
            dict.fromkeys((f"{self.public}/{spelt}", *(f"{b}{spelt}" for b in self.bases)))
        )


class Ask(NamedTuple):
    """A thing, and the format its description is wanted in (a suffix)."""

    iri: str
    format: str


class PageRequest(NamedTuple):
    """What a worker needs to describe a thing; the first of `asks` that is known is described."""

    asks: tuple[Ask, ...]
    languages: tuple[str, ...]  # wanted, the best first
    site: Site


def asks(site: Site, path: str, wanted: str) -> tuple[Ask, ...]:
    """What a path may ask for: a thing in the format `wanted`, or one and a suffix."""
    stem, _, suffix = path.rpartition(".")
    whole = [Ask(iri, wanted) for iri in site.iris(path)] if wanted else []
    cut = [Ask(iri, suffix) for iri in site.iris(stem)] if suffix in FORMATS else []
    return (*whole, *cut)
