"""SHACL property paths (§2.3.1): from RDF to text in SPARQL's notation, from text to Turtle.

The text has full IRIs and keeps the grouping of the RDF: `^<p>`, `<p>/(<q>|<r>)`, `(^<p>)*`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from claimgraph.errors import ClaimgraphError

if TYPE_CHECKING:
    import rdflib

SH = "http://www.w3.org/ns/shacl#"
OPERATORS = {
    "alternativePath": "|",
    "inversePath": "^",
    "zeroOrMorePath": "*",
    "oneOrMorePath": "+",
    "zeroOrOnePath": "?",
}
NAMES = {operator: name for name, operator in OPERATORS.items()}
DEEPEST = 50
TOKEN = re.compile(r"<[^>]*>|[()/|^*+?]")


class Compound(NamedTuple):
    """An operator of `/|^*+?` and what it stands between, before or after."""

    operator: str
    parts: tuple[Path, ...]


Path = str | Compound


def spell(shapes: rdflib.Graph, node: rdflib.term.Node) -> str:
    """Text of the property path at `node`; raises ClaimgraphError when it is ill-formed."""
    return _text(_read(shapes, node, 0))


def turtle(text: str) -> str:
    """Turtle of the path that `text` spells, for use where the prefix sh: is declared."""
    tokens = TOKEN.findall(text)
    if "".join(tokens) != text:
        raise ValueError(f"not a property path: {text}")
    path = _parse(tokens, "|/")
    if tokens:
        raise ValueError(f"not a property path: {text}")
    return _turtle(path)


def _read(shapes: rdflib.Graph, node: rdflib.term.Node, depth: int) -> Path:
    from rdflib import RDF, BNode, URIRef

    if isinstance(node, URIRef):
        return f"<{node}>"
    if isinstance(node, BNode) and depth < DEEPEST:
        if (node, RDF.first, None) in shapes:
            return _list(shapes, node, "/", depth)
        for _, predicate, operand in shapes.triples((node, None, None)):
            operator = OPERATORS.get(str(predicate).removeprefix(SH), "")
            if operator == "|":
                return _list(shapes, operand, "|", depth)
            if operator:
                return Compound(operator, (_read(shapes, operand, depth + 1),))
    raise ClaimgraphError(f"sh:path has the value {node.n3()}, which is no SHACL property path")


def _list(shapes: rdflib.Graph, head: rdflib.term.Node, operator: str, depth: int) -> Compound:
    try:
        items = list(shapes.items(head))
    except ValueError as error:
        raise ClaimgraphError(f"sh:path has a list without end: {error}") from error
    if len(items) < 2:
        raise ClaimgraphError("sh:path has a list of fewer than two paths")
    return Compound(operator, tuple(_read(shapes, item, depth + 1) for item in items))


def _text(path: Path) -> str:
    if isinstance(path, str):
        return path
    loose = {"/": "/|", "|": "|"}.get(path.operator, "/|^*+?")
    parts = [
        f"({_text(part)})" if isinstance(part, Compound) and part.operator in loose else _text(part)
        for part in path.parts
    ]
    if path.operator in "/|":
        return path.operator.join(parts)
    return f"^{parts[0]}" if path.operator == "^" else parts[0] + path.operator


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
