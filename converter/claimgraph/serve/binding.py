"""Bind the parameters of a named query: run by a worker, which can look up what they name."""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple

from pyoxigraph import Store

from claimgraph.errors import ClaimgraphError
from claimgraph.query.named import listed
from claimgraph.query.parameters import bound


class Given(NamedTuple):
    """A query with parameters, and what is given for them."""

    text: str
    values: tuple[tuple[str, str], ...]


def bind(store: Store, given: Given) -> bytes:
    """The query with its parameters bound; raises ClaimgraphError for what does not fit."""
    return bound(given.text, dict(given.values), store).encode()


def prepare() -> None:
    """Have the files read that values are checked against; afterwards no file is opened."""
    for query in listed():
        for parameter in query.parameters:
            with suppress(ClaimgraphError):
                bound(query.text, {parameter.name: "?"}, Store())
