"""The IRIs of a source's things: `{base}{kind}/{source}/{id}`.

Parts of a record hang on its id: with a hash of what identifies them, never with an index.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote

_PLAIN = re.compile(r"[A-Za-z0-9._-]*")


class Names(NamedTuple):
    """Makes the IRIs of one source, spelt as in N-Triples."""

    base: str
    source: str

    def iri(self, kind: str, id_: str) -> str:
        """The IRI of a record, or of a part that `id_` names."""
        return f"{_space(self.base, kind, self.source)}{local(id_)}>"


@lru_cache(1024)
def _space(base: str, kind: str, source: str) -> str:
    return f"<{base}{kind}/{local(source)}/"


def local(id_: str) -> str:
    """An id as a segment of an IRI: percent-encoded UTF-8 beyond ASCII letters and digits."""
    return id_ if _PLAIN.fullmatch(id_) else quote(id_, safe="")


def part(parent: str, *identity: str) -> str:
    """The id of a part of `parent`: 12 hex digits of a hash of what identifies it."""
    digest = sha256("\n".join(identity).encode()).hexdigest()
    return f"{parent}.{digest[:12]}"
