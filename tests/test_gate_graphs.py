"""Graphs for the engine: nothing lost, nothing normalised, stable labels."""

from __future__ import annotations

import warnings

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from claimgraph.errors import ClaimgraphError
from claimgraph.gate.graphs import graph, quiet, spell
from triples import graph_of_ntriples

XSD = "http://www.w3.org/2001/XMLSchema#"
QUADS = """
<http://e/a> <http://e/p> "1" <http://e/g> .
<http://e/a> <http://e/p> "1" <http://e/h> .
<http://e/a> <http://e/p> _:z .
_:z <http://e/p> _:y <http://e/g> .
"""


def parse(text: str, syntax: pyoxigraph.RdfFormat) -> list[pyoxigraph.Quad]:
    return list(pyoxigraph.parse(text.encode(), format=syntax))


def test_all_named_graphs_are_one_and_a_triple_counts_once() -> None:
    made = graph(parse(QUADS, pyoxigraph.RdfFormat.N_QUADS))
    assert len(made) == 3


def test_blank_nodes_stay_blank_and_are_numbered_as_they_appear() -> None:
    made = graph(parse(QUADS, pyoxigraph.RdfFormat.N_QUADS), blank="x")
    e = rdflib.Namespace("http://e/")
    assert (e.a, e.p, rdflib.BNode("x0")) in made
    assert (rdflib.BNode("x0"), e.p, rdflib.BNode("x1")) in made


def test_unlabelled_blank_nodes_get_the_same_labels_in_every_run() -> None:
    text = "[] <http://e/p> [ <http://e/q> 1 ], [ <http://e/q> 2 ] ."
    first, second = (graph(parse(text, pyoxigraph.RdfFormat.TURTLE)) for _ in range(2))
    assert set(first) == set(second)


@pytest.mark.parametrize(
    "literal",
    [
        f'"01"^^<{XSD}integer>',
        f'"3.50"^^<{XSD}decimal>',
        f'"1"^^<{XSD}boolean>',
        f'"TRUE"^^<{XSD}boolean>',
        f'"x"^^<{XSD}integer>',
        f'"2024-02-30"^^<{XSD}date>',
        f'"2024-01-01T00:00:00Z"^^<{XSD}dateTime>',
        '"x"@en-gb',
        '"plain"',
        '"\\u0000\\n\\t\\"\\\\\\u007F"',
        '"مرحبا"@ar',
    ],
)
def test_lexical_forms_stay_and_nothing_is_written_to_stderr(
    literal: str, capfd: pytest.CaptureFixture[str]
) -> None:
    line = f"<http://e/a> <http://e/p> {literal} .\n"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = graph_of_ntriples(line.encode())
    assert [spell(o) for o in made.objects()] == [literal]
    assert capfd.readouterr().err == ""


@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.sampled_from([None, "en", "zh-hant"]),
    st.sampled_from([None, "http://e/t", f"{XSD}integer", f"{XSD}string"]),
)
def test_spelling_is_read_back_by_another_parser(
    text: str, language: str | None, datatype: str | None
) -> None:
    iri = None if language or not datatype else rdflib.URIRef(datatype)
    with quiet():
        literal = rdflib.Literal(text, lang=language, datatype=iri, normalize=False)
    line = f"<http://e/a> <http://e/p> {spell(literal)} ."
    (quad,) = pyoxigraph.parse(line.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    kind = None if iri is None else pyoxigraph.NamedNode(str(iri))
    assert quad.object == pyoxigraph.Literal(text, language=language, datatype=kind)


def test_the_graph_of_ntriples_is_the_one_that_rdflib_reads() -> None:
    text = '<http://e/a> <http://e/p> _:x .\n_:x <http://e/q> "é"@fr .\n'
    assert isomorphic(graph_of_ntriples(text.encode()), rdflib.Graph().parse(data=text))


@pytest.mark.parametrize("term", ["<<( <http://e/a> <http://e/b> <http://e/c> )>>", '"x"@ar--rtl'])
def test_rdf_1_2_is_refused_not_dropped(term: str) -> None:
    with pytest.raises(ClaimgraphError, match=r"RDF 1\.2"):
        graph_of_ntriples(f"<http://e/a> <http://e/p> {term} .\n".encode())
