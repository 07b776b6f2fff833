"""Messages: the shape's own, a query's, or one made from the constraint."""

from __future__ import annotations

import pytest
from rdflib import Literal, Namespace, URIRef

from claimgraph.gate.messages import choose, message
from turtle_text import EX, SH, graph_of

SHACL, E = Namespace(SH), Namespace(EX)
XSD_DATE = "<http://www.w3.org/2001/XMLSchema#date>"


@pytest.mark.parametrize(
    ("shape", "component", "given", "expected"),
    [
        ('sh:message "Own"', "MinCount", ["Theirs"], "Own"),
        ('sh:message "Own"', "SPARQL", ["Theirs"], "Own"),
        ("sh:minCount 1", "MinCount", ["Theirs"], "does not meet sh:minCount 1"),
        ("sh:datatype xsd:date", "Datatype", [], f"does not meet sh:datatype {XSD_DATE}"),
        ("sh:nodeKind sh:IRI", "NodeKind", [], "does not meet sh:nodeKind sh:IRI"),
        ('sh:hasValue "x"@en', "HasValue", [], 'does not meet sh:hasValue "x"@en'),
        ("sh:in ( 1 2 )", "In", [], "does not meet sh:in"),
        ("sh:class ex:C, ex:D", "Class", [], "does not meet sh:class"),
        ("sh:sparql []", "SPARQL", ["Theirs"], "Theirs"),
        ("sh:sparql []", "SPARQL", [], "does not meet sh:sparql"),
    ],
)
def test_message(shape: str, component: str, given: list[str], expected: str) -> None:
    shapes = graph_of(f"ex:S {shape} .")
    iri = SHACL[f"{component}ConstraintComponent"]
    assert message(shapes, E.S, iri, map(Literal, given)) == expected


def test_a_component_of_somebody_else_keeps_its_message() -> None:
    iri = URIRef("http://e/Component")
    assert message(graph_of(""), E.S, iri, [Literal("Theirs")]) == "Theirs"
    assert message(graph_of(""), E.S, iri, []) == "does not meet <http://e/Component>"


@pytest.mark.parametrize(
    ("messages", "chosen"),
    [
        ([], ""),
        ([("b", None), ("a", None)], "a"),
        ([("Hallo", "de"), ("Hello", "en-GB"), ("Bonjour", "fr")], "Hello"),
        ([("Hello", "en"), ("plain", None)], "plain"),
        ([("Salut", "fr"), ("Hallo", "de")], "Hallo"),
    ],
)
def test_one_of_several_messages(messages: list[tuple[str, str | None]], chosen: str) -> None:
    literals = [Literal(text, lang=language) for text, language in messages]
    assert choose(literals) == choose(reversed(literals)) == chosen
