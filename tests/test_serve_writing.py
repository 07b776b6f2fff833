"""Rows counted in the bytes of a result, in pieces of any size; heads and what XML holds."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from claimgraph.serve.tasks import Refused
from claimgraph.serve.writing import Counting, SortedHead, fit_for_xml, limited
from claimgraph.vocabulary import PREFIXES

FORMS = {
    QueryResultsFormat.TSV: "tsv",
    QueryResultsFormat.JSON: "json",
    QueryResultsFormat.XML: "xml",
}
TEXTS = st.lists(
    st.one_of(st.none(), st.text(alphabet='},{"\\\n\r<>result /a', max_size=12)), max_size=6
)


def spelt(text: str | None) -> str:
    """A text as SPARQL writes it; None is UNDEF."""
    if text is None:
        return "UNDEF"
    for one, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(one, escaped)
    return f'"{text}"'


def written(texts: list[str | None], form: QueryResultsFormat) -> bytes:
    """The result with these texts in two columns, a row each."""
    rows = " ".join(f"({spelt(text)} {spelt(text)})" for text in texts)
    result = Store().query(f"SELECT ?x ?y {{ VALUES (?x ?y) {{ {rows} }} }}")
    assert isinstance(result, QuerySolutions)
    return result.serialize(format=form) or b""


@pytest.mark.parametrize("form", FORMS, ids=FORMS.values())
@given(texts=TEXTS, size=st.integers(1, 40))
def test_rows_are_counted_in_any_pieces(
    form: QueryResultsFormat, texts: list[str | None], size: int
) -> None:
    data = written(texts, form)
    out = io.BytesIO()
    counting = Counting(out, form, max(1, len(texts)))
    for start in range(0, len(data), size):
        counting.write(data[start : start + size])
    assert out.getvalue() == data.replace(
        b"\r", b"&#xD;" if form == QueryResultsFormat.XML else b"\r"
    )
    counted = counting.rows
    assert counted == len(texts) or (not texts and counted == 1 and FORMS[form] == "json")


@pytest.mark.parametrize("form", FORMS, ids=FORMS.values())
@given(texts=TEXTS.filter(lambda texts: len(texts) > 1))
def test_one_row_too_many_is_refused(form: QueryResultsFormat, texts: list[str | None]) -> None:
    data = written(texts, form)
    Counting(io.BytesIO(), form, len(texts)).write(data)
    refusing = Counting(io.BytesIO(), form, len(texts) - 1)
    with pytest.raises(Refused) as refused:
        refusing.write(data)
    assert refused.value.status == 413
    assert refusing.refused is refused.value


def test_triples_up_to_the_limit() -> None:
    triples = [Triple(NamedNode("http://a"), NamedNode("http://b"), Literal(n)) for n in range(3)]
    assert list(limited(triples, 3)) == triples
    with pytest.raises(Refused):
        list(limited(triples, 2))


@given(size=st.integers(1, 100), texts=st.lists(st.sampled_from(["@prefix", "\n@prefix ", "x"])))
def test_the_head_is_sorted_and_the_rest_is_as_it_was(size: int, texts: list[str]) -> None:
    node = NamedNode(f"{PREFIXES['schema']}a")
    triples = [Triple(node, node, Literal(text)) for text in texts]
    data = serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    out = io.BytesIO()
    head = SortedHead(out)
    for start in range(0, len(data), size):
        head.write(data[start : start + size])
    head.done()
    lines, given = out.getvalue().splitlines(), data.splitlines()
    assert lines[: len(PREFIXES)] == sorted(given[: len(PREFIXES)])
    assert lines[len(PREFIXES) :] == given[len(PREFIXES) :]


@pytest.mark.parametrize(
    ("predicate", "text", "fits"),
    [
        ("http://a/b", "x", True),
        ("http://a#b-c.d1", "x", True),
        ("http://a/", "x", False),
        ("http://a/1", "x", False),
        ("http://a/b", "\x01", False),
    ],
)
def test_what_rdf_xml_can_hold(predicate: str, text: str, fits: bool) -> None:
    triple = Triple(NamedNode("http://a"), NamedNode(predicate), Literal(text))
    if fits:
        assert list(fit_for_xml([triple])) == [triple]
    else:
        with pytest.raises(Refused, match="RDF/XML"):
            list(fit_for_xml([triple]))
