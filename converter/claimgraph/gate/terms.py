"""The parts of a term in N-Triples spelling."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_PLAIN = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def is_iri(term: str) -> bool:
    return term.startswith("<")


def is_literal(term: str) -> bool:
    return term.startswith('"')


def is_blank(term: str) -> bool:
    return term.startswith("_")


def text(term: str) -> str:
    """What SPARQL's str() gives, and for a blank node its label."""
    if is_iri(term):
        return term[1:-1]
    if is_blank(term):
        return term[2:]
    raw = term[1 : term.rindex('"')]
    return _ESCAPE.sub(_unescaped, raw) if "\\" in raw else raw


def language(term: str) -> str:
    """Language tag of a literal; "" where there is none, and for other terms."""
    end = term.rfind('"') + 1
    return term[end + 1 :] if end and term[end : end + 1] == "@" else ""


def datatype(term: str) -> str:
    """Datatype, in angle brackets, of a typed literal; "" for texts and for other terms."""
    end = term.rfind('"') + 1
    return term[end + 2 :] if end and term[end : end + 1] == "^" else ""


def _unescaped(match: re.Match[str]) -> str:
    short, long, plain = match.groups()
    return _PLAIN.get(plain, plain) if plain else chr(int(short or long, 16))
