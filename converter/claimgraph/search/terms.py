"""What is looked for: words, "phrases" and beginnings*, spelt for FTS5 so that none is syntax."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from claimgraph.errors import ClaimgraphError, UnsafeInput
from claimgraph.search.folding import fold, spaced

MAX_LENGTH = 1000  # characters of all words
MAX_TERMS = 32  # FTS5 holds each on its stack
PIECE = 3  # characters of the least piece of a word that is looked for

_TERM = re.compile(r'"([^"]*)(?:"(\*?))?|([^\s"]+)')


class Term(NamedTuple):
    """A word or phrase, folded; `plain` where it is a word without a mark."""

    text: str
    prefix: bool
    plain: bool


def terms(words: str) -> list[Term]:
    """The terms of a search, all of which must be met.

    Raises ClaimgraphError where there is none, UnsafeInput where there are too many.
    """
    if len(words) > MAX_LENGTH:
        raise UnsafeInput(f"more than {MAX_LENGTH} characters to look for; use fewer words")
    found = [_term(*match.groups(default="")) for match in _TERM.finditer(words)]
    kept = list(dict.fromkeys(one for one in found if any(map(str.isalnum, one.text))))
    if not kept:
        raise ClaimgraphError("nothing to look for: give a word with a letter or a digit")
    if len(kept) > MAX_TERMS:
        raise UnsafeInput(f"more than {MAX_TERMS} words to look for; use fewer")
    return kept


def _term(phrase: str, star: str, word: str) -> Term:
    if phrase:
        return Term(fold(phrase), bool(star), False)
    prefix = word.endswith("*")
    return Term(fold(word.strip("*")), prefix, not prefix)


def whole(found: Sequence[Term]) -> str:
    """The FTS5 expression for whole words."""
    return " ".join(_quoted(spaced(one.text)) + "*" * one.prefix for one in found)


def within(found: Sequence[Term]) -> str:
    """That for pieces of words; "" where a term is a phrase or a beginning, or too short."""
    if not all(one.plain and len(one.text) >= PIECE for one in found):
        return ""
    return " ".join(_quoted(one.text) for one in found)


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', '""'))
