"""What a shape states of itself in terms of SHACL, checked as far as a single value goes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimgraph.errors import ClaimgraphError
from claimgraph.gate import terms
from claimgraph.gate.described import Description
from claimgraph.gate.fast.literals import XSD
from claimgraph.gate.report import SH
from claimgraph.statements.alike import TYPE


class Unsupported(ClaimgraphError):
    """The shapes need another engine: they are not plain SHACL Core."""


class Own:
    """What a shape states of itself, by the local names of SHACL's properties."""

    def __init__(self, node: str, description: Description) -> None:
        self.node = node
        self.types = description.get(TYPE, ())
        self._stated = {
            predicate[len(SH) + 1 : -1]: objects
            for predicate, objects in description.items()
            if predicate.startswith(f"<{SH}")
        }

    def __contains__(self, name: str) -> bool:
        return name in self._stated

    def __getitem__(self, name: str) -> Sequence[str]:
        return self._stated.get(name, ())

    def one(self, name: str) -> str:
        """The only value, "" where there is none."""
        if len(self[name]) > 1:
            raise self.wrong(name, "has several values")
        return self[name][0] if self[name] else ""

    def flag(self, name: str) -> bool:
        """Whether it is "true"; of sh:uniqueLang "1" is not (§4.4.5)."""
        value = self.one(name)
        no = ("", f'"false"^^<{XSD}boolean>', *[f'"1"^^<{XSD}boolean>'] * (name == "uniqueLang"))
        if value not in (_TRUE, *no):
            raise self.wrong(name, "is neither true nor false")
        return value == _TRUE

    def iri(self, name: str) -> str:
        value = self.one(name)
        if value and not terms.is_iri(value):
            raise self.wrong(name, "is no IRI")
        return value

    def iris(self, name: str) -> Sequence[str]:
        if not all(map(terms.is_iri, self[name])):
            raise self.wrong(name, "is no IRI")
        return self[name]

    def integer(self, name: str) -> int:
        match = _INTEGER.fullmatch(self.one(name))
        if not match:
            raise self.wrong(name, "is no xsd:integer from 0 on")
        return int(match.group(1))

    def wrong(self, name: str, what: str) -> Unsupported:
        return Unsupported(f"sh:{name} of {self.node} {what}")


_TRUE = f'"true"^^<{XSD}boolean>'
_INTEGER = re.compile(rf'"([0-9]{{1,9}})"\^\^<{XSD}integer>')
