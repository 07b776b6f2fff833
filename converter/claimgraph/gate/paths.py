"""SHACL property paths (§2.3.1): from RDF to text in SPARQL's notation, from text to Turtle.

The text has full IRIs and keeps the grouping of the RDF: `^<p>`, `<p>/(<q>|<r>)`, `(^<p>)*`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from claimgraph.errors import ClaimgraphError
from claimgraph.gate.described import FIRST, Data, listed

SH = "http://www.w3.org/ns/shacl#"
OPERATORS = {
    "alternativePath": "|",
    "inversePath": "^",
    "zeroOrMorePath": "*",
    "oneOrMorePath": "+",
    "zeroOrOnePath": "?",
}
_OPERATORS = {f"<{SH}{name}>": operator for name, operator in OPERATORS.items()}
NAMES = {operator: name for name, operator in OPERATORS.items()}
DEEPEST = 50
TOKEN = re.compile(r"<[^>]*>|[()/|^*+?]")


class Compound(NamedTuple):
    """An operator of `/|^*+?` and what it stands between, before or after."""

    operator: str
    parts: tuple[Path, ...]


Path = str | Compound


def read(shapes: Data, node: str) -> Path:
    """The property path at `node`; raises ClaimgraphError when it is ill-formed."""
    return _read(shapes, node, 0)


def text(path: Path) -> str:
    """The path as text."""
    if isinstance(path, str):
        return path
    loose = {"/": "/|", "|": "|"}.get(path.operator, "/|^*+?")
    parts = [
        f"({text(part)})" if isinstance(part, Compound) and part.operator in loose else text(part)
        for part in path.parts
    ]
    if path.operator in "/|":
        return path.operator.join(parts)
    return f"^{parts[0]}" if path.operator == "^" else parts[0] + path.operator


def turtle(text: str) -> str:
    """Turtle of the path that `text` spells, for use where the prefix sh: is declared."""
    tokens = TOKEN.findall(text)
    if "".join(tokens) != text:
        raise ValueError(f"not a property path: {text}")
    path = _parse(tokens, "|/")
    if tokens:
        raise ValueError(f"not a property path: {text}")
    return _turtle(path)


def _read(shapes: Data, node: str, depth: int) -> Path:
    if node.startswith("<"):
        return node
    description = shapes.out(node)
    if FIRST in description and depth < DEEPEST:
        return _list(shapes, node, "/", depth)
    stated = [predicate for predicate in _OPERATORS if predicate in description]
    operands = [operand for predicate in stated for operand in description[predicate]]
    if len(operands) != 1 or depth >= DEEPEST:
        raise ClaimgraphError(f"sh:path has the value {node}, which is no SHACL property path")
    operator = _OPERATORS[stated[0]]
    if operator == "|":
        return _list(shapes, operands[0], "|", depth)
    return Compound(operator, (_read(shapes, operands[0], depth + 1),))


def _list(shapes: Data, head: str, operator: str, depth: int) -> Compound:
    items = listed(shapes, head)
    if items is None or len(items) < 2:
        raise ClaimgraphError(
            "sh:path has a list that is not well-formed, or of fewer than two paths"
        )
    return Compound(operator, tuple(_read(shapes, item, depth + 1) for item in items))


def _parse(tokens: list[str], operators: str) -> Path:
    """Take one path off the front of `tokens`; `operators` binds ever tighter, then unary."""
    if not operators:
        return _unary(tokens)
    parts = [_parse(tokens, operators[1:])]
    while tokens and tokens[0] == operators[0]:
        tokens.pop(0)
        parts.append(_parse(tokens, operators[1:]))
    return Compound(operators[0], tuple(parts)) if len(parts) > 1 else parts[0]


def _unary(tokens: list[str]) -> Path:
    token = tokens.pop(0) if tokens else ""
    if token == "^":
        return Compound("^", (_unary(tokens),))
    if token == "(":
        path = _parse(tokens, "|/")
        if not tokens or tokens.pop(0) != ")":
            raise ValueError("not a property path: a parenthesis is open")
    elif token.startswith("<"):
        path = token
    else:
        raise ValueError(f"not a property path: {token or 'nothing'} where an IRI should be")
    return Compound(tokens.pop(0), (path,)) if tokens and tokens[0] in "*+?" else path


def _turtle(path: Path) -> str:
    if isinstance(path, str):
        return path
    parts = " ".join(map(_turtle, path.parts))
    if path.operator == "/":
        return f"( {parts} )"
    operand = f"( {parts} )" if path.operator == "|" else parts
    return f"[ sh:{NAMES[path.operator]} {operand} ]"
