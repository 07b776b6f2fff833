"""Messages: the shape's own, a query's, or one made from the constraint."""

from __future__ import annotations

import pytest

from claimgraph.gate.messages import choose, message
from turtle_text import EX, SH, nodes_of

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
    iri = f"<{SH}{component}ConstraintComponent>"
    shapes = nodes_of(f"ex:S {shape} .")
    assert message(shapes, f"<{EX}S>", iri, [f'"{text}"' for text in given]) == expected


def test_a_component_of_somebody_else_keeps_its_message() -> None:
    iri = "<http://e/Component>"
    assert message(nodes_of(""), f"<{EX}S>", iri, ['"Theirs"']) == "Theirs"
    assert message(nodes_of(""), f"<{EX}S>", iri) == "does not meet <http://e/Component>"


@pytest.mark.parametrize(
    ("messages", "chosen"),
    [
        ([], ""),
        (["<http://e/no-text>"], ""),
        (['"b"', '"a"'], "a"),
        (['"a \\"quote\\""'], 'a "quote"'),
        (['"Hallo"@de', '"Hello"@en-gb', '"Bonjour"@fr'], "Hello"),
        (['"Hello"@en', '"plain"'], "plain"),
        (['"Salut"@fr', '"Hallo"@de'], "Hallo"),
    ],
)
def test_one_of_several_messages(messages: list[str], chosen: str) -> None:
    assert choose(messages) == choose(reversed(messages)) == chosen
