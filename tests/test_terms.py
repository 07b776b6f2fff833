"""Terms and names, with pyoxigraph and rdflib as oracles."""

from __future__ import annotations

import re
from decimal import Decimal
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.dates import Edtf
from claimgraph.records.fields import LANGUAGE_TAG
from claimgraph.statements import terms
from claimgraph.statements.names import Names, local, part
from claimgraph.statements.rows import when
from field_strategies import DATES, ids, numbers, urls, words
from triples import Term, by_oxigraph, by_rdflib

quick = settings(deadline=None, max_examples=100)
XSD = "http://www.w3.org/2001/XMLSchema#"
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def block(start: int, size: int) -> str:
    """The code points from `start`, less the surrogates."""
    return "".join(chr(c) for c in range(start, start + size) if not 0xD800 <= c < 0xE000)


def stated(term: str) -> str:
    """A triple with the term as its object."""
    return f"<http://example.org/s> <http://example.org/p> {term} .\n"


def stored(term: str) -> str:
    """The term after a stay in pyoxigraph's store, which makes numbers and dates canonical."""
    store = ox.Store()
    store.load(stated(term).encode(), format=ox.RdfFormat.N_TRIPLES)
    return "".join(str(quad.object) for quad in store)


def only(triples: set[tuple[Term, ...]]) -> Term:
    """The object of the only triple."""
    ((_, _, found),) = triples
    return found


def read_by_both(term: str) -> list[Term]:
    """The term as pyoxigraph and as rdflib read it; rdflib makes numbers and dates canonical."""
    text = stated(term)
    both = by_oxigraph(text, ox.RdfFormat.N_TRIPLES), by_rdflib(text, "nt")
    return [only(triples) for triples in both]


def test_every_code_point_is_spelt_as_in_canonical_n_quads() -> None:
    blocks = {start: block(start, 0x100) for start in range(0, 0x110000, 0x100)}
    wrong = [hex(n) for n, text in blocks.items() if terms.string(text) != str(ox.Literal(text))]
    assert wrong == []


@pytest.mark.parametrize("format_", ["nt", "turtle"])
@pytest.mark.parametrize("start", range(0, 0x110000, 0x10000), ids=hex)
def test_every_code_point_comes_back_from_rdflib(start: int, format_: str) -> None:
    text = block(start, 0x10000)
    found = only(by_rdflib(stated(terms.string(text)), format_))
    same = found.value == text  # apart, as pytest would take minutes to show how they differ
    assert same


@pytest.mark.parametrize(
    ("url", "spelt"),
    [
        ("http://example.org", "http://example.org"),
        ("https://example.org:8080/a//b/../c;d=1?x=/?&y=@:!$'()*+,#e/?f", None),
        ("http://дом.example/%D0%B4/дом?дом#дом", None),
        ("http://example.org/\U0001f600/\U000e1000", None),
        ("http://example.org/a b", "http://example.org/a%20b"),
        ("http://example.org/?x=[1]|{2}", "http://example.org/?x=%5B1%5D%7C%7B2%7D"),
        ('http://example.org/<a>"^`\\', "http://example.org/%3Ca%3E%22%5E%60%5C"),
        ("http://example.org/%", "http://example.org/%25"),
        ("http://example.org/%zz%4", "http://example.org/%25zz%254"),
        ("http://example.org/#a#b", "http://example.org/#a%23b"),
        ("http://a|b.example/", "http://a%7Cb.example/"),
        ("http://example.org/\x00\x7f\ufffe", "http://example.org/%00%7F%EF%BF%BE"),
        ("http://example.org/?\ue000\U0010fffd", "http://example.org/?%EE%80%80%F4%8F%BF%BD"),
    ],
)
def test_what_an_iri_cannot_hold_is_percent_encoded(url: str, spelt: str | None) -> None:
    assert terms.iri(url) == f"<{spelt or url}>"


@quick
@given(urls())
def test_any_url_becomes_an_iri_that_pyoxigraph_takes(url: str) -> None:
    spelt = terms.iri(url)
    assert str(ox.NamedNode(spelt[1:-1])) == spelt
    assert terms.iri(spelt[1:-1]) == spelt
    assert only(by_rdflib(stated(spelt), "nt")) == Term(spelt[1:-1])


@quick
@given(urls().filter(lambda url: not PRIVATE.search(url)))
def test_an_iri_is_changed_only_where_pyoxigraph_refuses_it(url: str) -> None:
    try:
        ox.NamedNode(url)
    except ValueError:
        assert terms.iri(url) != f"<{url}>"
    else:
        assert terms.iri(url) == f"<{url}>"


@pytest.mark.parametrize(
    ("number", "lexical", "datatype"),
    [
        (3, "3", "integer"),
        (-2, "-2", "integer"),
        (4.0, "4", "integer"),
        (-0.0, "0", "integer"),
        (1e9, "1000000000", "integer"),
        (3.5, "3.5", "decimal"),
        (-0.1, "-0.1", "decimal"),
        (1e-7, "0.0000001", "decimal"),
        (123456789.125, "123456789.125", "decimal"),
    ],
)
def test_numbers_are_short_and_plain(number: float, lexical: str, datatype: str) -> None:
    assert terms.number(number) == f'"{lexical}"^^<{XSD}{datatype}>'


@quick
@given(numbers())
def test_both_libraries_leave_numbers_alone(number: float) -> None:
    spelt = terms.number(number)
    assert stored(spelt) == spelt
    oxigraph, by_other = read_by_both(spelt)
    assert oxigraph == by_other
    assert Decimal(oxigraph.value) == Decimal(repr(number))


def dates() -> list[str]:
    """Every date literal that the sampled EDTF spellings give."""
    found = [Edtf.parse(text) for text in DATES]
    schema = [end for date in found for end in (date.start, date.end) if end]
    spelt = [terms.typed(lexical, f"xsd:{name}") for lexical, name in schema]
    return sorted(
        {
            *spelt,
            *(literal for date in found for objects in when(date).values() for literal in objects),
        }
    )


@pytest.mark.parametrize("spelt", dates())
def test_both_libraries_leave_dates_alone(spelt: str) -> None:
    # the one exception: UTC is `Z` in pyoxigraph's store and `+00:00` in rdflib
    assert stored(spelt) in (spelt, spelt.replace('+00:00"', 'Z"'))
    oxigraph, by_other = read_by_both(spelt)
    assert oxigraph == by_other


def test_dates_have_every_datatype() -> None:
    names = {re.split(r"[#/>]", spelt)[-2] for spelt in dates()}
    assert names == {"EDTF", "date", "dateTime", "gYear", "gYearMonth"}


@pytest.mark.parametrize(
    ("language", "spelt"),
    [
        ("en", '"x"@en'),
        ("zh-Hant-TW", '"x"@zh-hant-tw'),
        ("EN-GB", '"x"@en-gb'),
        ("und", '"x"'),
        ("", '"x"'),
        ("und-Latn", '"x"@und-latn'),
    ],
)
def test_language_tags_are_lower_case(language: str, spelt: str) -> None:
    assert terms.tagged("x", language) == spelt


@settings(quick, max_examples=30)
@given(st.from_regex(LANGUAGE_TAG, fullmatch=True), words())
def test_both_libraries_take_every_tag_that_records_take(tag: str, text: str) -> None:
    spelt = terms.tagged(text, tag)
    assert stored(spelt) == spelt
    oxigraph, by_other = read_by_both(spelt)
    assert oxigraph == by_other
    assert oxigraph.language == ("" if tag == "und" else tag.lower())


def test_prefixed_names_are_iris() -> None:
    assert terms.term("schema:name") == "<http://schema.org/name>"
    assert terms.term("cgv:ownVoice") == "<https://w3id.org/claimgraph/value#ownVoice>"


@quick
@given(ids())
def test_an_id_is_one_plain_segment_of_an_iri(id_: str) -> None:
    assert re.fullmatch(r"(?!\.\.?$)([A-Za-z0-9._-]|%[0-9A-F]{2})+", local(id_))
    assert unquote(local(id_)) == id_  # so no two ids share an IRI


def test_names_have_kind_source_and_id() -> None:
    names = Names("https://example.org/", "böse.1")
    assert names.iri("claim", "Ж-1") == "<https://example.org/claim/b%C3%B6se.1/%D0%96-1>"


def test_a_part_hangs_on_its_parent_by_what_identifies_it() -> None:
    assert part("c1", "nurani", "a1") == "c1.3ccd2a3d29f1"  # published IRIs depend on it
    identities = [("a", "b"), ("b", "a"), ("ab",), ("a", "b", ""), ("", "a", "b")]
    assert len({part("c1", *identity) for identity in identities}) == len(identities)
