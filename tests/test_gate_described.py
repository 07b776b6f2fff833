"""Graphs by their nodes, and the parts of terms, against pyoxigraph and rdflib."""

from __future__ import annotations

import gc

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.collecting import uncollected
from claimgraph.errors import ClaimgraphError
from claimgraph.gate import graphs, terms
from claimgraph.gate.described import Nodes, add, described, listed, superclasses
from claimgraph.statements.terms import string
from shape_strategies import data
from turtle_text import EX, graph_of, nodes_of, quads_of

A, B, P = (f"<{EX}{name}>" for name in "abp")


def triples(nodes: Nodes) -> set[tuple[str, str, str]]:
    return {
        (subject, predicate, value)
        for subject, description in nodes.described.items()
        for predicate, objects in description.items()
        for value in objects
    }


@given(data())
def test_a_graph_is_the_same_by_rdflib_and_by_its_nodes(text: str) -> None:
    nodes = nodes_of(text, "x")
    assert triples(nodes) == triples(graphs.described(graph_of(text, "x")))
    assert set(graphs.graph_of(nodes)) == set(graph_of(text, "x"))
    assert sum(map(len, (o for d in nodes.described.values() for o in d.values()))) == len(
        triples(nodes)
    )


def test_named_graphs_are_one_and_objects_distinct() -> None:
    text = b"<http://e/a> <http://e/p> _:z <http://e/g> .\n<http://e/a> <http://e/p> _:z .\n"
    found = described(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.N_QUADS), "page-")
    assert found == {"<http://e/a>": {"<http://e/p>": ["_:page-0"]}}


@pytest.mark.parametrize(
    "text",
    [
        '"x"@en--ltr',
        '"x"@ar--rtl',
        "<<( <http://e/a> <http://e/p> <http://e/b> )>>",
        "<<( _:a <http://e/p> _:b )>>",
    ],
)
def test_rdf_1_2_is_refused(text: str) -> None:
    line = f"<http://e/a> <http://e/p> {text} .".encode()
    with pytest.raises(ClaimgraphError, match=r"RDF 1\.2"):
        described(pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_TRIPLES))


def test_a_text_that_looks_like_a_direction_is_none() -> None:
    assert nodes_of('ex:a ex:p "\\"@en--ltr", "r"@mul .').out(A)[P] == ['"\\"@en--ltr"', '"r"@mul']


def test_who_refers_to_whom() -> None:
    nodes = nodes_of("ex:a ex:p ex:b, 1 . ex:b ex:p 1 . ex:b ex:q ex:b .")
    one = '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert nodes.incoming(B, P) == [A]
    assert nodes.incoming(one, P) == [A, B]
    assert nodes.incoming(A, P) == ()
    assert nodes.out(one) == {}


def test_graphs_are_added_up() -> None:
    whole = described(quads_of("ex:a ex:p 1 ."))
    add(whole, described(quads_of("ex:a ex:p 1, 2 ; ex:q 3 . ex:b ex:p 4 .")))
    assert triples(Nodes(whole)) == triples(nodes_of("ex:a ex:p 1, 2 ; ex:q 3 . ex:b ex:p 4 ."))


@pytest.mark.parametrize(
    ("turtle", "members"),
    [
        ("()", []),
        ("( ex:a 'x' )", [A, '"x"']),
        ("ex:b", None),
        ("_:l . _:l rdf:first ex:a ; rdf:rest _:l", None),
        ("[ rdf:first ex:a, ex:b ; rdf:rest () ]", None),
        ("[ rdf:first ex:a ]", None),
    ],
)
def test_lists(turtle: str, members: list[str] | None) -> None:
    nodes = nodes_of(f"ex:a ex:p {turtle} .")
    (head,) = nodes.out(A)[P]
    assert listed(nodes, head) == members


def test_superclasses_may_go_round() -> None:
    nodes = nodes_of("ex:a rdfs:subClassOf ex:b . ex:b rdfs:subClassOf ex:a, ex:p .")
    assert superclasses(nodes, [A]) == [A, B, P]


@given(st.text(), st.sampled_from(["", "@en", "@en-gb", "^^<http://e/d>"]))
def test_the_parts_of_a_literal(text: str, end: str) -> None:
    spelled = string(text) + end
    assert terms.text(spelled) == text
    assert terms.language(spelled) == (end[1:] if end.startswith("@") else "")
    assert terms.datatype(spelled) == (end[2:] if end.startswith("^") else "")
    with graphs.quiet():
        assert graphs.spell(graphs.term(spelled)) == spelled


@pytest.mark.parametrize(("term", "text"), [("<http://e/a@b>", "http://e/a@b"), ("_:b0", "b0")])
def test_the_parts_of_a_name(term: str, text: str) -> None:
    assert (terms.text(term), terms.language(term), terms.datatype(term)) == (text, "", "")


@pytest.mark.parametrize("before", [True, False])
def test_the_collector_is_left_as_it_was(before: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if before else gc.disable)()
        with uncollected():
            assert not gc.isenabled()
        assert gc.isenabled() is before
    finally:
        (gc.enable if was else gc.disable)()
