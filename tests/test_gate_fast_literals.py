"""Literals by their spelling, against rdflib: datatypes, and which of two is less."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.gate.described import Nodes
from claimgraph.gate.fast import literals
from claimgraph.gate.fast.values import datatype
from claimgraph.gate.graphs import literal, quiet

XSD = literals.XSD
NOTHING = Nodes({})


def typed(text: str, name: str) -> str:
    return f'"{text}"^^<{XSD}{name}>'


@pytest.mark.parametrize("kind", literals.RIGHT)
@given(st.data())
def test_what_looks_right_is_right(kind: str, data: st.DataObject) -> None:
    form = literals._RIGHT[kind[len(XSD) + 1 : -1]]
    text = data.draw(st.from_regex(re.compile(form, re.ASCII), fullmatch=True))
    assert literals.RIGHT[kind](text)
    assert literals.is_well_typed(f'"{text}"^^{kind}')


@pytest.mark.parametrize("name", ["date", "integer", "nonNegativeInteger"])
@given(st.data())
def test_what_is_compared_by_its_spelling_is_compared_right(name: str, data: st.DataObject) -> None:
    kind = f"<{XSD}{name}>"
    form = st.from_regex(re.compile(literals._RIGHT[name], re.ASCII), fullmatch=True)
    one, other = (f'"{data.draw(form)}"^^{kind}' for _ in range(2))
    with quiet():
        left, right = literal(one), literal(other)
    order = (left.value > right.value) - (left.value < right.value)
    assert literals._quick_order(one, other) == order
    assert literals.order(one, other) == order
    assert literals.is_less(one, other, or_equal=False) == (order < 0)
    assert literals.is_less(one, other, or_equal=True) == (order <= 0)


@pytest.mark.parametrize(
    ("term", "name", "is_it"),
    [
        (typed("2020-02-29", "date"), "date", True),
        (typed("2020-02-30", "date"), "date", False),
        (typed("2020-02-01Z", "date"), "date", True),
        (typed("0000-01-01", "date"), "date", False),
        (typed("12", "integer"), "integer", True),
        (typed("+12", "integer"), "integer", True),
        (typed("12", "decimal"), "integer", False),
        (typed("x", "integer"), "integer", False),
        (typed("-1", "nonNegativeInteger"), "nonNegativeInteger", False),
        (typed("\\u0032", "integer"), "integer", True),
        ('"12"', "integer", False),
        ('"12"', "string", True),
        ('"12"@en', "string", False),
        (f'"\\"^^<{XSD}integer>"', "integer", False),
        (f'"\\"^^<{XSD}integer>"', "string", True),
        ("<http://e/12>", "string", False),
        ("_:b12", "string", False),
    ],
)
def test_datatypes(term: str, name: str, is_it: bool) -> None:
    assert datatype([f"<{XSD}{name}>"])(NOTHING, term) is is_it


def test_a_text_is_a_string_or_has_a_language() -> None:
    text = datatype([f"<{XSD}string>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>"])
    terms = ['"a"', '"a"@en', '"a"@de-1996', typed("1", "integer"), "<http://e/a>", "_:a"]
    assert [text(NOTHING, term) for term in terms] == [True, True, True, False, False, False]


@pytest.mark.parametrize(
    ("one", "other", "less"),
    [
        ("<http://e/a>", "<http://e/b>", True),
        ("<http://e/a>", '"i"', True),
        ('"b"', '"a"', False),
        ('"a"', typed("1", "integer"), False),
        ("_:a", "_:b", False),
        (typed("x", "integer"), typed("1", "integer"), False),
        (typed("NaN", "decimal"), typed("1", "decimal"), False),
        (typed("1", "integer"), typed("1.5", "decimal"), True),
    ],
)
def test_values_of_all_kinds_compare_or_do_not(one: str, other: str, less: bool) -> None:
    assert literals.is_less(one, other, or_equal=False) is less
