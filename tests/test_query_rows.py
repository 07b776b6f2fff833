"""Rows are spelt as others read them; in a spreadsheet's CSV nothing is a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BaseDirection,
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    Triple,
    parse_query_results,
)

from claimgraph.query import results, run
from claimgraph.query.rows import FORMS, Term, spelt

XSD = "http://www.w3.org/2001/XMLSchema#"
E = "http://e.example/"

XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n\r\"'<>&,;=+-@ \\")
).filter(lambda text: not {"\ufffe", "\uffff"} & set(text))
LITERALS = st.one_of(
    st.builds(Literal, XML_TEXT),
    st.builds(lambda text: Literal(text, language="pt-br"), XML_TEXT),
    st.builds(lambda text: Literal(text, language="ar", direction=BaseDirection.RTL), XML_TEXT),
    st.builds(Literal, st.integers(-(10**17), 10**17)),
    st.builds(Literal, st.booleans()),
    st.builds(
        lambda text, kind: Literal(text, datatype=NamedNode(XSD + kind)),
        st.sampled_from(["1.5", "-0.25", "12", "oops", "1e3", "true", "2025-07-04"]),
        st.sampled_from(["decimal", "integer", "double", "boolean", "date"]),
    ),
)
IRIS = st.sampled_from([f"{E}a", f"{E}a,b", f"{E}?x='\"&y"]).map(
    lambda iri: NamedNode(iri.replace('"', "%22"))
)
SIMPLE = st.one_of(IRIS, LITERALS, st.builds(BlankNode, st.sampled_from(["b0", "x1"])))
TERMS = st.one_of(SIMPLE, st.builds(Triple, IRIS, IRIS, LITERALS))


def stored(terms: list[Term]) -> Store:
    store = Store()
    for number, term in enumerate(terms):
        store.add(Quad(NamedNode(f"{E}{number}"), NamedNode(f"{E}p"), term))
    return store


QUERY = "SELECT ?s ?none ?o { ?s ?p ?o } ORDER BY ?s"


def solutions(store: Store, query: str = QUERY) -> QuerySolutions:
    found = run(store, query)
    assert isinstance(found, QuerySolutions)
    return found


def text(store: Store, form: str, query: str = QUERY) -> str:
    found = solutions(store, query)
    return "".join(spelt(FORMS[form], [v.value for v in found.variables], found))


@given(terms=st.lists(TERMS, max_size=5))
@settings(max_examples=100, deadline=None)
@pytest.mark.parametrize("form", ["json", "xml", "tsv"])
def test_others_read_the_same_terms(form: str, terms: list[Term]) -> None:
    store = stored(terms)
    spelling = text(store, form)
    again = parse_query_results(spelling, format=QueryResultsFormat.from_extension(form))
    assert isinstance(again, QuerySolutions)
    assert [tuple(one) for one in again] == [tuple(one) for one in solutions(store)]


@given(terms=st.lists(st.one_of(IRIS, LITERALS), max_size=5))
@settings(max_examples=50, deadline=None)
def test_json_is_the_engine_s(terms: list[Term]) -> None:
    store = stored(terms)
    theirs = solutions(store).serialize(format=QueryResultsFormat.JSON) or b""
    assert json.loads(text(store, "json")) == json.loads(theirs)


@given(terms=st.lists(SIMPLE, max_size=5))
@settings(max_examples=50, deadline=None)
def test_csv_has_a_cell_for_each_variable(terms: list[Term]) -> None:
    store = stored(terms)
    lines = list(csv.reader(io.StringIO(text(store, "csv"), newline=""), strict=True))
    assert lines[0] == ["s", "none", "o"]
    expected = [one["o"] for one in solutions(store)]
    values = [str(o) if isinstance(o, BlankNode) else o.value for o in expected]
    assert [line[2] for line in lines[1:]] == values


def test_rows_without_variables() -> None:
    assert text(Store(), "csv", "SELECT * {}") == "\r\n\r\n"
    assert text(Store(), "tsv", "SELECT * {}") == "\n\n"
    assert (
        text(Store(), "json", "SELECT * {}") == '{"head":{"vars":[]},"results":{"bindings":[{}]}}\n'
    )


NUMBERS = "integer decimal double float int negativeInteger".split()


@pytest.mark.parametrize(
    ("literal", "cell"),
    [
        ('"=1+1"', "'=1+1"),
        ('"+1 is the score"', "'+1 is the score"),
        ('"-"', "'-"),
        ('"@SUM(A1)"@en', "'@SUM(A1)"),
        ('"\\t=1"', "'\t=1"),
        ('"\\r=1"', "'\r=1"),
        ('"\\n=1"', "'\n=1"),
        ('"＝1"', "'＝1"),
        ('"-5"', "'-5"),
        (f'"=1"^^<{XSD}integer>', "'=1"),
        (f'"-x"^^<{XSD}double>', "'-x"),
        (f'"-5"^^<{E}type>', "'-5"),
        (f'"-0044-03-15"^^<{XSD}date>', "'-0044-03-15"),
        ("-5", "-5"),
        ("-5.25", "-5.25"),
        (f'"-INF"^^<{XSD}double>', "-INF"),
        ("-1e0", "-1"),
        ('"a=1"', "a=1"),
        ('" =1"', " =1"),
        ('""', ""),
        ("<http://e.example/=1>", "http://e.example/=1"),
    ],
)
def test_formulas_are_defused_and_numbers_stay(literal: str, cell: str) -> None:
    spelling = text(Store(), "spreadsheet", f"SELECT ({literal} AS ?x) {{}}")
    assert list(csv.reader(io.StringIO(spelling, newline=""))) == [["x"], [cell] if cell else []]


@pytest.mark.parametrize("kind", NUMBERS)
def test_all_kinds_of_numbers(kind: str) -> None:
    query = f'SELECT ?x {{ VALUES ?x {{ "-7"^^<{XSD}{kind}> }} }}'
    assert text(Store(), "spreadsheet", query) == "x\r\n-7\r\n"


@given(value=st.text())
@settings(max_examples=200)
def test_no_text_begins_as_a_formula(value: str) -> None:
    store = stored([Literal(value)])
    (_, (cell,)) = (
        csv.reader(
            io.StringIO(
                text(store, "spreadsheet", "SELECT (CONCAT(?o, '.') AS ?x) { ?s ?p ?o }"),
                newline="",
            )
        )
        if "\x00" not in value
        else (None, ("",))
    )
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_the_csv_of_query_is_defused_that_for_programs_is_not() -> None:
    store = stored([Literal("=1")])
    out = io.BytesIO()
    results.write(solutions(store, "SELECT ?o { ?s ?p ?o }"), "csv", out)
    assert out.getvalue() == b"o\r\n'=1\r\n"
    found = solutions(store, "SELECT ?o { ?s ?p ?o }")
    assert b"".join(results.w3c_csv(["o"], found)) == b"o\r\n=1\r\n"


def endless() -> Iterator[int]:
    number = 0
    while True:
        yield number
        number += 1


@pytest.mark.parametrize(
    ("limit", "found", "cut"),
    [(None, 3, False), (0, 0, True), (2, 2, True), (3, 3, False), (4, 3, False)],
)
def test_limits(limit: int | None, found: int, cut: bool) -> None:
    limited = results.Limited(range(3), limit)
    assert len(list(limited)) == found
    assert limited.cut is cut


def test_a_limit_stops_the_reading() -> None:
    limited = results.Limited(endless(), 5)
    assert list(limited) == [0, 1, 2, 3, 4]
    assert limited.cut


@pytest.mark.parametrize("fmt", ["table", "csv", "tsv", "json", "xml", "turtle"])
def test_every_format_obeys_the_limit(fmt: str) -> None:
    store = stored([Literal(f"item-{n}") for n in range(5)])
    query = "CONSTRUCT WHERE { ?s ?p ?o }" if fmt == "turtle" else QUERY
    for limit, cut in ((2, True), (5, False), (None, False)):
        out = io.BytesIO()
        assert results.write(run(store, query), fmt, out, limit) is cut
        assert out.getvalue().count(b"item-") == min(limit or 5, 5)


def test_rows_come_before_the_last_one_is_known() -> None:
    """A product of which no end is in sight."""
    store = stored([Literal(n) for n in range(300)])
    product = " . ".join(f"?s{n} ?p{n} ?o{n}" for n in range(6))
    out = io.BytesIO()
    assert results.write(run(store, f"SELECT * {{ {product} }}"), "csv", out, 3)
    assert out.getvalue().count(b"\n") == 4
