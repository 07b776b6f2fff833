"""The message of a result: the shape's own, or one sentence made from the constraint.

Engines word their own messages differently, and some with labels that change from run to run;
made here, a report says the same whichever engine found it.
"""

from __future__ import annotations

from collections.abc import Iterable

from claimgraph.gate import terms
from claimgraph.gate.described import Data
from claimgraph.gate.report import SH, parameter

MESSAGE = f"<{SH}message>"
SPARQL = f"<{SH}SPARQLConstraintComponent>"


def message(shapes: Data, shape: str, component: str, given: Iterable[str] = ()) -> str:
    """Message of a result of `shape` for `component`; `given` are the engine's messages.

    The shape's sh:message comes first (§2.1.5, §3.6.2.7). Without it a SPARQL-based constraint
    keeps the message that its query or validator made, and one of Core is named with its value.
    """
    own = choose(shapes.out(shape).get(MESSAGE, ()))
    if own:
        return own
    core = component.startswith(f"<{SH}") and component != SPARQL
    return (not core and choose(given)) or f"does not meet {_constraint(shapes, shape, component)}"


def choose(messages: Iterable[str]) -> str:
    """One of several messages: without language first, then English, then by tag and text."""
    literals = filter(terms.is_literal, messages)
    return min(map(_preference, literals), default=(0, "", ""))[-1]


def _preference(literal: str) -> tuple[int, str, str]:
    language = terms.language(literal).lower()
    rank = 0 if not language else 1 if language.split("-")[0] == "en" else 2
    return rank, language, terms.text(literal)


def _constraint(shapes: Data, shape: str, component: str) -> str:
    name = parameter(component)
    values = shapes.out(shape).get(f"<{SH}{name.removeprefix('sh:')}>", ())
    if len(values) == 1 and not terms.is_blank(values[0]):
        return f"{name} {_value(values[0])}"
    return name


def _value(term: str) -> str:
    if terms.is_literal(term) and not terms.language(term):
        return terms.text(term)
    return f"sh:{term[len(SH) + 1 : -1]}" if term.startswith(f"<{SH}") else term
