"""The message of a result: the shape's own, or one sentence made from the constraint.

Engines word their own messages differently, and some with labels that change from run to run;
made here, a report says the same whichever engine found it.
"""

from __future__ import annotations

from collections.abc import Iterable

import rdflib
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from claimgraph.gate.graphs import spell
from claimgraph.gate.report import SH, parameter

MESSAGE = URIRef(f"{SH}message")
SPARQL = URIRef(f"{SH}SPARQLConstraintComponent")


def message(shapes: rdflib.Graph, shape: Node, component: Node, given: Iterable[Node]) -> str:
    """Message of a result of `shape` for `component`; `given` are the engine's messages.

    The shape's sh:message comes first (§2.1.5, §3.6.2.7). Without it a SPARQL-based constraint
    keeps the message that its query or validator made, and one of Core is named with its value.
    """
    own = choose(shapes.objects(shape, MESSAGE))
    if own:
        return own
    core = str(component).startswith(SH) and component != SPARQL
    return (not core and choose(given)) or f"does not meet {_constraint(shapes, shape, component)}"


def choose(messages: Iterable[Node]) -> str:
    """One of several messages: without language first, then English, then by tag and text."""
    literals = [term for term in messages if isinstance(term, Literal)]
    return min(map(_preference, literals), default=(0, "", ""))[-1]


def _preference(literal: Literal) -> tuple[int, str, str]:
    language = (literal.language or "").lower()
    rank = 0 if not language else 1 if language.split("-")[0] == "en" else 2
    return rank, language, str(literal)


def _constraint(shapes: rdflib.Graph, shape: Node, component: Node) -> str:
    name = parameter(spell(component))
    values = list(shapes.objects(shape, URIRef(SH + name.removeprefix("sh:"))))
    if len(values) == 1 and not isinstance(values[0], BNode):
        return f"{name} {_value(values[0])}"
    return name


def _value(term: Node) -> str:
    if isinstance(term, Literal) and not term.language:
        return str(term)
    text = str(term)
    return f"sh:{text.removeprefix(SH)}" if text.startswith(SH) else spell(term)
