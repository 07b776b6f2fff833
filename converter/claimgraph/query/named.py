"""The questions that come with claimgraph: one file `queries/NAME.rq` each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from claimgraph import resources
from claimgraph.errors import ClaimgraphError
from claimgraph.query.hints import meant
from claimgraph.query.parameters import Parameter, declared

_TITLE = re.compile(r"(?:#[^\n]*\n)*")


class NamedQuery(NamedTuple):
    """A query with its name and, from the comment at its top, what it asks."""

    name: str
    title: str
    text: str

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """What may be given to it."""
        return declared(self.text)


def listed() -> list[NamedQuery]:
    """All named queries, sorted by name."""
    return [_query(path) for path in sorted(resources.folder("queries").glob("*.rq"))]


def named(name: str) -> NamedQuery:
    """The query of that name; raises ClaimgraphError, with a near miss where there is one."""
    known = {query.name: query for query in listed()}
    if name not in known:
        hint = meant(name, list(known), f"there are {', '.join(known)}")
        raise ClaimgraphError(f"no named query {name!r}: {hint}")
    return known[name]


def _query(path: Path) -> NamedQuery:
    text = path.read_text("utf-8")
    lines = _TITLE.match(text)[0].splitlines()  # type: ignore[index]
    title = " ".join(line.lstrip("#").strip() for line in lines)
    return NamedQuery(path.stem, title, text)
