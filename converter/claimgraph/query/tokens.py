"""The terminals of SPARQL 1.1 (section 19.8) that matter for telling code from text."""

from __future__ import annotations

import re

from pyoxigraph import Literal, NamedNode

_LETTERS = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_WORD = rf"{_LETTERS}_0-9\u00b7\u0300-\u036f\u203f\u2040"

VARIABLE = rf"[?$][{_WORD}]+"
# keywords, numbers, prefixed names, labels of blank nodes: what no white space divides
NAME = rf"(?:[{_WORD}:.-]|%[0-9A-Fa-f]{{2}}|\\[_~.!$&'()*+,;=/?#@%-])+"
IRI = r'<[^<>"{}|^`\x00-\x20]*>'  # with \u escapes, which oxigraph allows
LONG = r"'''(?:'{0,2}+(?:[^'\\]|\\.))*+'''|" + r'"""(?:"{0,2}+(?:[^"\\]|\\.))*+"""'
SHORT = r"'(?:[^'\\\r\n]|\\[^\r\n])*+'|" + r'"(?:[^"\\\r\n]|\\[^\r\n])*+"'
COMMENT = r"#[^\r\n]*+"
GAP = rf"(?:\s|{COMMENT})*+"

_TOKEN = re.compile(rf"(?P<kept>{VARIABLE}|{NAME})|{LONG}|{SHORT}|{IRI}|{COMMENT}", re.DOTALL)
_VISIBLE = re.compile(r"\S")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_PAIR = re.compile(r"\\\\([uU])|\\.")


def code(query: str) -> str:
    """The query with blanks for its strings, IRIs and comments; what is left keeps its place."""
    return _TOKEN.sub(lambda found: found["kept"] or _VISIBLE.sub(" ", found[0]), query)


def unescaped(query: str) -> str:
    r"""The query with its \u escapes resolved (section 19.2)."""
    return _ESCAPE.sub(_character, query)


def _character(escape: re.Match[str]) -> str:
    number = int(escape[1] or escape[2], 16)
    return chr(number) if number < 0x110000 else escape[0]


def spelt(term: NamedNode | Literal) -> str:
    r"""A term as it may stand in a query.

    What begins like a \u escape in a text stays as it is, also for those who replace the escapes
    of a query before they look for its tokens.
    """
    return _PAIR.sub(_apart, str(term))


def _apart(pair: re.Match[str]) -> str:
    return f"\\\\\\U000000{ord(pair[1]):02X}" if pair[1] else pair[0]
