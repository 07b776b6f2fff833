"""How deep and how long a query may be: the engine holds each level on its stack."""

from __future__ import annotations

import re

from claimgraph.errors import UnsafeInput
from claimgraph.query.tokens import COMMENT, IRI, LONG, NAME, SHORT, VARIABLE, code

MAX_NESTING = 100  # brackets in one another
MAX_OPERATIONS = 1000  # operators, calls and groups
MAX_PATTERNS = 120  # the engine plans a join of n patterns in a time of n to the fourth: 2 s

_BRACKET = re.compile(r"<<|>>|[(\[{}\])]")
_NAME = re.compile(NAME)
_OPERATION = re.compile(r"\|\|?|&&|[-+*/^!{]|\b(?:AS|FILTER)\b|\w\s*\(", re.IGNORECASE)
_HAVING = re.compile(r"\bHAVING\b", re.IGNORECASE)
_INSIDE = rf"(?:{LONG}|{SHORT}|{IRI}|{COMMENT}|[^{{}}\"'#])*+"
_ROWS = rf"VALUES(?=[\s#?$(]){_INSIDE}\{{{_INSIDE}\}}"
_PART = re.compile(
    rf"(?P<gap>\s+|{COMMENT})|(?P<rows>(?i:{_ROWS}))|(?P<term>{VARIABLE}|{LONG}|{SHORT}|{IRI})"
    rf"|(?P<name>{NAME})|(?P<sign>.)",
    re.DOTALL,
)
_DECIMAL = re.compile(r"[+-]?\d*\.\d+(?:[eE][+-]?\d+)?")
_TERM = re.compile(r".*:.*|[+-]?\.?\d.*|true|false", re.IGNORECASE | re.DOTALL)


def check(query: str) -> None:
    """Raise UnsafeInput for a query that could bring the engine down."""
    text = code(query)
    depth = 0
    for bracket in _BRACKET.findall(text):
        depth += 1 if bracket in ("<<", "(", "[", "{") else -1
        if depth > MAX_NESTING:
            raise UnsafeInput(f"the query is nested deeper than {MAX_NESTING} brackets; flatten it")
    plain = _NAME.sub(lambda name: "" if ":" in name[0] else name[0], text)
    conditions = sum(part.count("(") for part in _HAVING.split(plain)[1:])
    if len(_OPERATION.findall(plain)) + conditions > MAX_OPERATIONS:
        raise UnsafeInput(
            f"the query has more than {MAX_OPERATIONS} operators, calls and groups; "
            "divide it, or list the alternatives in VALUES"
        )
    if _patterns(query) > MAX_PATTERNS:
        raise UnsafeInput(
            f"the query has more than {MAX_PATTERNS} patterns; divide it, "
            "or list the alternatives in VALUES"
        )


def _patterns(query: str) -> int:
    """As many as there are triples, steps of paths, and groups, or a few more.

    Counted is what parts them, where it parts no arguments, and twice the items of collections.
    Rows of VALUES are none, nor groups behind UNION, MINUS, or EXISTS.
    """
    number = 0
    after = apart = False  # after a term; before a group that is planned for itself
    inside = [""]  # which brackets
    for part in _PART.finditer(query):
        kind, text = part.lastgroup, part[0]
        if kind == "gap":
            continue
        term = kind == "term" or (kind == "name" and bool(_TERM.fullmatch(text)))
        if kind == "name" and not _DECIMAL.fullmatch(text):
            number += text.count(".")
        if inside[-1] == "(":
            number += 2 * (after and (term or text in "(["))
        else:
            number += text in ";,"
        number += text in "[/" or (text == "{" and not apart)
        apart = text.upper() in ("UNION", "MINUS", "EXISTS")
        after = term or text in ")]"
        _enter(text, inside)
    return number


def _enter(text: str, inside: list[str]) -> None:
    """Keep the brackets up to date that are open."""
    if text in "([{":
        inside.append(text)
    elif text in ")]}" and len(inside) > 1:
        inside.pop()
