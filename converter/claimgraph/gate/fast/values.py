"""Constraints that judge each value by itself (§4.1 to §4.4, §4.8.3), as tests.

A test tells of a data graph and a value whether the constraint holds. All but that of sh:class
look at nothing but the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from claimgraph.gate import terms
from claimgraph.gate.described import TYPE, Data, superclasses
from claimgraph.gate.fast import literals

Test = Callable[[Data, str], bool]

STRING = f"<{literals.XSD}string>"
TAGGED = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>"
KINDS = {  # the first characters of terms of a kind
    "IRI": "<",
    "BlankNode": "_",
    "Literal": '"',
    "BlankNodeOrIRI": "_<",
    "BlankNodeOrLiteral": '_"',
    "IRIOrLiteral": '<"',
}


def every(tests: Sequence[Test]) -> Test:
    """All the tests in one."""
    if not tests:
        return lambda data, value: True
    if len(tests) == 1:
        return tests[0]
    first, rest = tests[0], every(tests[1:])
    return lambda data, value: first(data, value) and rest(data, value)


def some(tests: Sequence[Test]) -> Test:
    """At least one of the tests."""
    if len(tests) == 1:
        return tests[0]
    first, rest = tests[0], some(tests[1:])
    return lambda data, value: first(data, value) or rest(data, value)


def member(allowed: Iterable[str]) -> Test:
    """sh:in"""
    terms_allowed = frozenset(allowed)
    return lambda data, value: value in terms_allowed


def node_kind(kind: str) -> Test:
    """sh:nodeKind, of a name in KINDS"""
    first = KINDS[kind]
    return lambda data, value: value[0] in first


def instance(classes: Iterable[str]) -> Test:
    """sh:class, of one of several."""
    wanted = frozenset(classes)

    def test(data: Data, value: str) -> bool:
        types = data.out(value).get(TYPE, ())
        return not wanted.isdisjoint(types) or not wanted.isdisjoint(superclasses(data, types))

    return test


def datatype(datatypes: Iterable[str]) -> Test:
    """sh:datatype, one of several."""
    wanted = frozenset(datatypes)
    if wanted == {STRING, TAGGED}:
        return lambda data, value: value[0] == '"' and value[-1] != ">"
    last = ('"' if STRING in wanted else "") + (_LETTERS if TAGGED in wanted else "")
    right = {kind: _right(kind) for kind in wanted}

    def test(data: Data, value: str) -> bool:
        end = value.rfind('"')
        spelled = right.get(value[end + 3 :])  # behind "^^
        if spelled is None:
            return value[0] == '"' and value[-1] in last
        return bool(spelled(value[1:end])) or literals.is_well_typed(value)

    return test


def lengths(least: int, most: int | None) -> Test:
    """sh:minLength and sh:maxLength: code points of the text; a blank node has none."""

    def test(data: Data, value: str) -> bool:
        if value[0] == "_":
            return False
        plain = value[0] == '"' and "\\" not in value
        number = value.rindex('"') - 1 if plain else len(terms.text(value))
        return number >= least and (most is None or number <= most)

    return test


def pattern(expression: str, flags: str) -> Test:
    """sh:pattern, in the language of re; of the flags only i and m count. Raises re.error."""
    options = (re.IGNORECASE if "i" in flags else 0) | (re.MULTILINE if "m" in flags else 0)
    search = re.compile(expression, options).search

    def test(data: Data, value: str) -> bool:
        if value[0] == "<":
            return search(value[1:-1]) is not None
        return value[0] != "_" and search(terms.text(value)) is not None

    return test


def language(ranges: Iterable[str]) -> Test:
    """sh:languageIn, as SPARQL's langMatches has it."""
    wanted = frozenset(one.lower() for one in ranges)

    def test(data: Data, value: str) -> bool:
        parts = terms.language(value).lower().split("-")
        heads = ("-".join(parts[:number]) for number in range(1, len(parts) + 1))
        return parts != [""] and ("*" in wanted or not wanted.isdisjoint(heads))

    return test


def beyond(bound: str, allowed: Sequence[int]) -> Test:
    """sh:minExclusive and the like: the orders of value and bound that are allowed."""

    def test(data: Data, value: str) -> bool:
        return terms.is_literal(value) and literals.order(value, bound) in allowed

    return test


def _right(kind: str) -> literals.Spelled:
    if not literals.is_standard(kind):
        return lambda spelled: True
    return literals.RIGHT.get(kind, lambda spelled: False)


_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
