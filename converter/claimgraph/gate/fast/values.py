"""Constraints that judge each value by itself (§4.1 to §4.4, §4.8.3), as tests.

A test tells of a data graph and some values which of them break the constraint. All but that of
sh:class look at nothing but the values.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from claimgraph.gate import terms
from claimgraph.gate.described import Data, superclasses
from claimgraph.gate.fast import literals
from claimgraph.statements.alike import TYPE

Test = Callable[[Data, Sequence[str]], Sequence[str]]

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

    def test(data: Data, values: Sequence[str]) -> Sequence[str]:
        wrong = {one for each in tests for one in each(data, values)}
        return [one for one in values if one in wrong]

    return test


def some(tests: Sequence[Test]) -> Test:
    """At least one of the tests."""

    def test(data: Data, values: Sequence[str]) -> Sequence[str]:
        for each in tests:
            values = each(data, values) if values else ()
        return values

    return test


def none(tested: Test) -> Test:
    """What passes a test breaks this one."""

    def test(data: Data, values: Sequence[str]) -> Sequence[str]:
        wrong = set(tested(data, values))
        return [one for one in values if one not in wrong]

    return test


def single(tests: Sequence[Test]) -> Test:
    """Exactly one of the tests."""

    def test(data: Data, values: Sequence[str]) -> Sequence[str]:
        wrong = Counter(one for each in tests for one in {*each(data, values)})
        return [one for one in values if wrong[one] != len(tests) - 1]

    return test


def member(allowed: Iterable[str]) -> Test:
    """sh:in"""
    terms_allowed = frozenset(allowed)
    return lambda data, values: [one for one in values if one not in terms_allowed]


def node_kind(kind: str) -> Test:
    """sh:nodeKind, of a name in KINDS"""
    first = KINDS[kind]
    return lambda data, values: [one for one in values if one[0] not in first]


def instance(classes: Iterable[str]) -> Test:
    """sh:class, of one of several."""
    wanted = frozenset(classes)

    def test(data: Data, values: Sequence[str]) -> Sequence[str]:
        out = data.out
        return [
            one
            for one in values
            if wanted.isdisjoint(types := out(one).get(TYPE, ()))
            and wanted.isdisjoint(superclasses(data, types))
        ]

    return test


def datatype(datatypes: Iterable[str]) -> Test:
    """sh:datatype, one of several."""
    wanted = frozenset(datatypes)
    if wanted == {STRING, TAGGED}:
        return lambda data, values: [one for one in values if one[0] != '"' or one[-1] == ">"]
    last = ('"' if STRING in wanted else "") + (_LETTERS if TAGGED in wanted else "")
    right = {kind: _right(kind) for kind in wanted}

    def holds(value: str) -> bool:
        end = value.rfind('"')
        spelled = right.get(value[end + 3 :])  # behind "^^
        if spelled is None:
            return value[0] == '"' and value[-1] in last
        return bool(spelled(value[1:end])) or literals.is_well_typed(value)

    return _each(holds)


def lengths(least: int, most: int | None) -> Test:
    """sh:minLength and sh:maxLength: code points of the text; a blank node has none."""

    def holds(value: str) -> bool:
        if value[0] == "_":
            return False
        plain = value[0] == '"' and "\\" not in value
        number = value.rindex('"') - 1 if plain else len(terms.text(value))
        return number >= least and (most is None or number <= most)

    return _each(holds)


def pattern(expression: str, flags: str) -> Test:
    """sh:pattern, in the language of re; of the flags only i and m count. Raises re.error."""
    options = (re.IGNORECASE if "i" in flags else 0) | (re.MULTILINE if "m" in flags else 0)
    search = re.compile(expression, options).search

    return lambda data, values: [
        one
        for one in values
        if one[0] == "_" or not search(one[1:-1] if one[0] == "<" else terms.text(one))
    ]


def language(ranges: Iterable[str]) -> Test:
    """sh:languageIn, as SPARQL's langMatches has it."""
    wanted = frozenset(one.lower() for one in ranges)

    def holds(value: str) -> bool:
        parts = terms.language(value).lower().split("-")
        heads = ("-".join(parts[:number]) for number in range(1, len(parts) + 1))
        return parts != [""] and ("*" in wanted or not wanted.isdisjoint(heads))

    return _each(holds)


def beyond(bound: str, allowed: Sequence[int]) -> Test:
    """sh:minExclusive and the like: the orders of value and bound that are allowed."""
    return _each(lambda value: terms.is_literal(value) and literals.order(value, bound) in allowed)


def _each(holds: Callable[[str], bool]) -> Test:
    return lambda data, values: [one for one in values if not holds(one)]


def _right(kind: str) -> literals.Spelled:
    if not literals.is_standard(kind):
        return lambda spelled: True
    return literals.RIGHT.get(kind, lambda spelled: False)


_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
