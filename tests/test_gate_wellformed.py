"""Mistakes in shapes that an engine would pass over."""

from __future__ import annotations

import pytest

from claimgraph.errors import ClaimgraphError
from claimgraph.gate.wellformed import check_shapes, check_targets
from turtle_text import graph_of

SHAPE = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:p ; %s ] ."


def check(text: str) -> None:
    shapes = graph_of(text)
    check_shapes(shapes, shapes)


@pytest.mark.parametrize(
    ("shapes", "says"),
    [
        (SHAPE % "sh:mincount 1", "sh:mincount .* did you mean sh:minCount"),
        (SHAPE % "sh:expression ex:x", "sh:expression .* checks nothing"),
        (SHAPE % "sh:qqq 1", "sh:qqq .* remove it"),
        (SHAPE % "sh:rule [ ]", "sh:rule"),
        (SHAPE % "sh:node ex:none", "org/none> is used as a shape but not described"),
        (SHAPE % "sh:or ( [ sh:class ex:C ] ex:none )", "org/none> is used as a shape"),
        (SHAPE % 'sh:minCount "a"', r'the shape of <.*/p> sh:minCount "a" does not meet'),
        (SHAPE % 'sh:class "C"', "sh:class .* does not meet sh:nodeKind sh:IRI"),
        (SHAPE % "sh:severity sh:Warning, sh:Info", "sh:severity does not meet sh:maxCount 1"),
        (SHAPE % "sh:nodeKind sh:Iri", "sh:nodeKind sh:Iri does not meet sh:in"),
        (SHAPE % "sh:path ex:q", "neither a node shape .* nor a property shape"),
        ("ex:S sh:targetClass ex:C ; sh:minCount 1 .", "<.*S> is neither a node shape"),
    ],
)
def test_a_mistake_is_named(shapes: str, says: str) -> None:
    with pytest.raises(ClaimgraphError, match=says):
        check(shapes)


def test_all_mistakes_are_told_together_each_in_its_line() -> None:
    with pytest.raises(ClaimgraphError) as caught:
        check(SHAPE % "sh:mincount 1 ; sh:maxcount 1 ; sh:node ex:none")
    assert len(str(caught.value).splitlines()) == 4


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:minCount 1 ; sh:maxCount 1 ; sh:order 2 ; sh:name 'p'",
        "sh:or ( [ sh:class ex:C ] [ sh:nodeKind sh:Literal ] )",
        "sh:severity ex:Own ; sh:in ( 1 2 )",
        "sh:sparql [ sh:select 'SELECT $this { $this ?p 1 }' ]",
        "sh:node [ sh:closed true ; sh:ignoredProperties ( ex:p ) ]",
        "ex:note 'not of SHACL'",
    ],
)
def test_well_formed_shapes_pass(constraint: str) -> None:
    check(SHAPE % constraint)


@pytest.mark.parametrize(
    "shapes",
    [
        "ex:S a sh:NodeShape ; sh:targetClass ex:C .",
        "ex:S sh:targetNode ex:a .",
        "ex:S sh:targetSubjectsOf ex:p .",
        "ex:S sh:targetObjectsOf ex:p .",
        "ex:S a sh:NodeShape, rdfs:Class .",
        "ex:S a sh:PropertyShape, owl:Class ; sh:path ex:p .",
        "ex:S sh:targetNode ex:a ; sh:deactivated false .",
        "ex:S sh:targetNode ex:a ; sh:deactivated true . ex:T sh:targetNode ex:a .",
    ],
)
def test_shapes_with_a_target_check_something(shapes: str) -> None:
    check_targets(graph_of(shapes))


@pytest.mark.parametrize(
    "shapes",
    [
        "",
        "ex:a ex:p 1 .",
        "ex:S a sh:NodeShape ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .",
        "ex:S a rdfs:Class .",
        "ex:S sh:targetNode ex:a ; sh:deactivated true .",
    ],
)
def test_shapes_without_a_target_check_nothing(shapes: str) -> None:
    with pytest.raises(ClaimgraphError, match="check nothing"):
        check_targets(graph_of(shapes))
