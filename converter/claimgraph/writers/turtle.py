"""Turtle: one paragraph a subject, prefixed, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from claimgraph.statements.terms import term
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers.union import Objects, Union

# a local name that needs no escape (Turtle 1.1, PN_LOCAL, ASCII)
_LOCAL = r"{0}(?:(?:{0}|[.-])*(?:{0}|-))?".format("(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})")
_NAME = re.compile(f"<(.*[/#])({_LOCAL})>")
_TYPED = re.compile(r'("(?:[^"\\]|\\.)*")\^\^(<.*>)', re.DOTALL)
_TYPE = term("rdf:type")
_WIDTH = 80


class Shortener:
    """Spells terms with prefixes where one fits, and notes which prefixes it used."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.spaces = {space: prefix for prefix, space in prefixes.items()}
        self.used: set[str] = set()

    def __call__(self, spelt: str) -> str:
        """The term as Turtle spells it."""
        if spelt.startswith("<"):
            return self.iri(spelt)
        literal = _TYPED.fullmatch(spelt)
        return f"{literal[1]}^^{self.iri(literal[2])}" if literal else spelt

    def iri(self, spelt: str) -> str:
        name = _NAME.fullmatch(spelt)
        prefix = self.spaces.get(name[1]) if name else None
        if name is None or prefix is None:
            return spelt
        self.used.add(prefix)
        return f"{prefix}:{name[2]}"


def turtle(union: Union, header: str = "") -> str:
    """The union as Turtle; `header` is a comment for its top."""
    known = {**PREFIXES, **union.prefixes}
    shorten = Shortener(known)
    body = "".join(_paragraph(s, held, shorten) for s, held in union.subjects.items())
    used = (f"@prefix {name}: <{known[name]}> .\n" for name in known if name in shorten.used)
    return f"{header}{''.join(used)}{body}"


def _paragraph(subject: str, held: Objects, shorten: Shortener) -> str:
    return f"\n{shorten(subject)} " + " ;\n    ".join(_lines(held, shorten)) + " .\n"


def _lines(held: Objects, shorten: Shortener) -> Iterator[str]:
    for predicate, objects in held.items():
        name = "a" if predicate == _TYPE else shorten(predicate)
        spelt = [shorten(one) for one in objects]
        between = ", " if sum(map(len, spelt)) < _WIDTH else ",\n        "
        yield f"{name} {between.join(spelt)}"
