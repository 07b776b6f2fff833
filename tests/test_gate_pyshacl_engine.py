"""The engines, on one small case for each constraint component and kind of target."""

from __future__ import annotations

import logging
from typing import NamedTuple

import pytest

from claimgraph.errors import ClaimgraphError, UnsafeInput
from claimgraph.gate import check
from claimgraph.gate.engines import Engine
from claimgraph.gate.fast import Unsupported
from claimgraph.gate.pyshacl_engine import validate
from claimgraph.gate.report import Report
from turtle_text import EX, SH, graph_of

DATA = """
ex:a a ex:C ; ex:p ex:b, "x", "y"@en, 5 ; ex:q ex:b, 7 ; ex:r "one"@en, "two"@en .
ex:b a ex:D ; ex:p ex:a .
ex:D rdfs:subClassOf ex:E .
"""
P_SHAPE = "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; %s ] ."
A, B, P, Q, R = (f"<{EX}{name}>" for name in "abpqr")
FIVE, SEVEN = (f'"{n}"^^<http://www.w3.org/2001/XMLSchema#integer>' for n in (5, 7))
X, Y = '"x"', '"y"@en'


class Case(NamedTuple):
    """Constraints on ex:a, and its results: value and path, all of one component."""

    component: str
    constraint: str
    found: set[tuple[str, str]]


def on(path: str, *values: str) -> set[tuple[str, str]]:
    return {(value, path) for value in values or ("",)}


COMPONENTS = [
    Case("Class", "sh:property [ sh:path ex:p ; sh:class ex:E ]", on(P, X, Y, FIVE)),
    Case("Datatype", "sh:property [ sh:path ex:p ; sh:datatype xsd:string ]", on(P, B, Y, FIVE)),
    Case("NodeKind", "sh:property [ sh:path ex:p ; sh:nodeKind sh:Literal ]", on(P, B)),
    Case("MinCount", "sh:property [ sh:path ex:p ; sh:minCount 5 ]", on(P)),
    Case("MaxCount", "sh:property [ sh:path ex:p ; sh:maxCount 3 ]", on(P)),
    Case("MinExclusive", "sh:property [ sh:path ex:q ; sh:minExclusive 7 ]", on(Q, B, SEVEN)),
    Case("MinInclusive", "sh:property [ sh:path ex:q ; sh:minInclusive 7 ]", on(Q, B)),
    Case("MaxExclusive", "sh:property [ sh:path ex:q ; sh:maxExclusive 7 ]", on(Q, B, SEVEN)),
    Case("MaxInclusive", "sh:property [ sh:path ex:q ; sh:maxInclusive 6 ]", on(Q, B, SEVEN)),
    Case("MinLength", "sh:property [ sh:path ex:p ; sh:minLength 2 ]", on(P, X, Y, FIVE)),
    Case("MaxLength", "sh:property [ sh:path ex:p ; sh:maxLength 1 ]", on(P, B)),
    Case("Pattern", 'sh:property [ sh:path ex:p ; sh:pattern "X|B$" ; sh:flags "i" ]',
         on(P, Y, FIVE)),
    Case("LanguageIn", 'sh:property [ sh:path ex:p ; sh:languageIn ("de") ]', on(P, B, X, Y, FIVE)),
    Case("UniqueLang", "sh:property [ sh:path ex:r ; sh:uniqueLang true ]", on(R)),
    Case("Equals", "sh:property [ sh:path ex:q ; sh:equals ex:p ]", on(Q, X, Y, FIVE, SEVEN)),
    Case("Disjoint", "sh:property [ sh:path ex:q ; sh:disjoint ex:p ]", on(Q, B)),
    Case("LessThan", "sh:property [ sh:path ( ex:p ex:p ex:q ) ; sh:lessThan ex:q ]",
         on(f"{P}/{P}/{Q}", B, SEVEN)),
    Case("LessThanOrEquals", "sh:property [ sh:path ex:q ; sh:lessThanOrEquals ex:q ]",
         on(Q, B, SEVEN)),
    Case("Not", "sh:not [ sh:class ex:C ]", on("", A)),
    Case("And", "sh:and ( [ sh:class ex:C ] [ sh:class ex:D ] )", on("", A)),
    Case("Or", "sh:or ( [ sh:class ex:E ] [ sh:class ex:D ] )", on("", A)),
    Case("Xone", "sh:xone ( [ sh:class ex:C ] [ sh:nodeKind sh:IRI ] )", on("", A)),
    Case("Node", "sh:property [ sh:path ex:q ; sh:node [ sh:class ex:C ] ]", on(Q, B, SEVEN)),
    Case("QualifiedMinCount", "sh:property [ sh:path ex:q ; sh:qualifiedMinCount 2 ;"
         " sh:qualifiedValueShape [ sh:class ex:D ] ]", on(Q)),
    Case("QualifiedMaxCount", "sh:property [ sh:path ex:q ; sh:qualifiedMaxCount 0 ;"
         " sh:qualifiedValueShape [ sh:class ex:D ] ]", on(Q)),
    Case("Closed", "sh:closed true ; sh:ignoredProperties ( rdf:type ex:r ) ;"
         " sh:property [ sh:path ex:p ]", on(Q, B, SEVEN)),
    Case("HasValue", "sh:property [ sh:path ex:p ; sh:hasValue 6 ]", on(P)),
    Case("In", 'sh:property [ sh:path ex:p ; sh:in ( ex:b "x" 5 ) ]', on(P, Y)),
    Case("SPARQL", 'sh:sparql [ sh:select "SELECT $this ?path ?value WHERE { $this ?path ?value .'
         ' FILTER isNumeric(?value) }" ]', on(P, FIVE) | on(Q, SEVEN)),
]  # fmt: skip


@pytest.mark.parametrize("engine", ["pyshacl", "fast"])
@pytest.mark.parametrize("case", COMPONENTS, ids=[case.component for case in COMPONENTS])
def test_every_component_finds_its_results(case: Case, engine: Engine) -> None:
    shapes = graph_of(f"ex:S sh:targetNode ex:a ; {case.constraint} .")
    if (case.component, engine) == ("SPARQL", "fast"):
        with pytest.raises(Unsupported, match=r"sh:sparql.*take the engine auto or pyshacl"):
            check(graph_of(DATA), shapes, engine=engine)
        return
    report = check(graph_of(DATA), shapes, engine=engine)
    assert report.engine == engine
    assert {(result.value, result.path) for result in report.results} == case.found
    assert {(result.focus, result.component, result.severity) for result in report.results} == {
        (A, f"<{SH}{case.component}ConstraintComponent>", "Violation")
    }


@pytest.mark.parametrize(
    ("shapes", "engine"),
    [
        ("ex:S sh:targetNode ex:a ; sh:nodeKind sh:IRI .", "fast"),
        (
            P_SHAPE % "sh:sparql [ sh:select 'SELECT $this { $this <http://e/none> ?any }' ]",
            "pyshacl",
        ),
    ],
)
def test_auto_takes_the_fast_engine_for_core_alone(shapes: str, engine: str) -> None:
    report = check(graph_of(DATA), graph_of(shapes))
    assert (report.results, report.engine) == ((), engine)


@pytest.mark.parametrize("name", ["p", "q", "r"])
def test_what_holds_gives_no_result(name: str) -> None:
    shapes = graph_of(
        f"ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:{name} ; sh:minCount 1 ] ."
    )
    assert validate(graph_of(DATA), shapes) == Report(())


@pytest.mark.parametrize(
    ("target", "focus"),
    [
        ("sh:targetNode ex:a, 5", {A, FIVE}),
        ("sh:targetClass ex:E", {B}),
        ("sh:targetSubjectsOf ex:r", {A}),
        ("sh:targetObjectsOf ex:q", {B, SEVEN}),
        ("a rdfs:Class ; sh:targetNode ex:b", {B}),
        ("sh:targetNode ex:a ; sh:deactivated true", set()),
    ],
)
def test_every_kind_of_target(target: str, focus: set[str]) -> None:
    shapes = graph_of(f"ex:S a sh:NodeShape ; {target} ; sh:nodeKind sh:BlankNode .")
    assert {result.focus for result in validate(graph_of(DATA), shapes).results} == focus


def test_a_class_that_is_a_shape_targets_its_instances() -> None:
    shapes = graph_of("ex:C a sh:NodeShape, rdfs:Class ; sh:nodeKind sh:BlankNode .")
    assert {result.focus for result in validate(graph_of(DATA), shapes).results} == {A}


@pytest.mark.parametrize(
    ("given", "severity"),
    [
        ("", "Violation"),
        ("sh:severity sh:Warning ;", "Warning"),
        ("sh:severity sh:Info ;", "Info"),
        ("sh:severity ex:Fatal ;", f"<{EX}Fatal>"),
    ],
)
def test_severity_message_and_shape_are_those_of_the_shape(given: str, severity: str) -> None:
    shapes = graph_of(
        f'ex:S sh:targetNode ex:a ; {given} sh:nodeKind sh:BlankNode ; sh:message "Nein"@de, "No" .'
    )
    (result,) = validate(graph_of(DATA), shapes).results
    assert (result.severity, result.message, result.shape) == (severity, "No", f"<{EX}S>")


def test_blank_focus_nodes_values_and_shapes_keep_their_labels() -> None:
    data = graph_of("ex:a ex:p [ ex:q [] ] .")
    shapes = graph_of(
        "[] sh:targetObjectsOf ex:p ; sh:property [ sh:path ex:q ; sh:nodeKind sh:IRI ] .", "shape"
    )
    (result,) = validate(data, shapes).results
    assert {result.focus, result.value} == {"_:b0", "_:b1"}
    assert result.shape in ("_:shape0", "_:shape1")


def test_data_cannot_put_a_report_of_its_own_into_ours() -> None:
    """Blank values carry a conformant report; the violation must still be seen."""
    data = graph_of("ex:a ex:p [ ex:q [ a sh:ValidationReport ; sh:conforms true ] ] .")
    shapes = graph_of(
        "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ] ."
    )
    assert [result.path for result in validate(data, shapes).results] == [P]


def test_both_graphs_stay_as_they_are() -> None:
    data, shapes = graph_of(DATA), graph_of("ex:S sh:targetNode ex:a ; sh:nodeKind sh:Literal .")
    before = set(data), set(shapes)
    validate(data, shapes)
    assert (set(data), set(shapes)) == before


def test_nothing_is_written_or_logged(capfd: pytest.CaptureFixture[str]) -> None:
    shapes = graph_of(
        "ex:S sh:targetNode ex:a ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ ] ;"
        " sh:property [ sh:path ex:p ; sh:datatype xsd:date ; sh:minInclusive 1 ] ."
    )
    handlers = list(logging.getLogger().handlers), len(logging.root.manager.loggerDict)
    validate(graph_of('ex:a ex:p "x"^^xsd:integer, "none"^^xsd:boolean .'), shapes)
    assert capfd.readouterr() == ("", "")
    assert (list(logging.getLogger().handlers), len(logging.root.manager.loggerDict)) == handlers


def test_imports_are_not_fetched() -> None:
    shapes = graph_of(
        "ex: a owl:Ontology ; owl:imports <http://127.0.0.1:9/none> ."
        " ex:S sh:targetNode ex:a ; sh:nodeKind sh:IRI ."
    )
    assert validate(graph_of(DATA), shapes).conforms


def test_prefixes_are_found_behind_imports_and_uniquelang_wants_true() -> None:
    shapes = graph_of(
        'ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:r ; sh:uniqueLang "1"^^xsd:boolean ] ;'
        " sh:sparql [ sh:prefixes ex:here ;"
        ' sh:select "SELECT $this ?value { $this x:q ?value }" ] .'
        " ex:here owl:imports ex:there ."
        f' ex:there sh:declare [ sh:prefix "x" ; sh:namespace "{EX}"^^xsd:anyURI ] .'
    )
    assert {result.value for result in validate(graph_of(DATA), shapes).results} == {B, SEVEN}


COMPONENT = """
ex:Component a sh:ConstraintComponent ; sh:parameter [ sh:path ex:limit ] ;
    sh:validator [ a sh:SPARQLAskValidator ; sh:message "{?value} reaches {$limit}" ;
        sh:ask "ASK { FILTER (!isNumeric($value) || $value < $limit) }" ] .
ex:S sh:targetNode ex:a, ex:b ; sh:property [ sh:path ex:p ; ex:limit 4 ],
    [ sh:path ex:q ; ex:limit 4 ] .
"""


def test_each_result_of_a_custom_component_has_its_own_message() -> None:
    report = validate(graph_of(DATA), graph_of(COMPONENT))
    assert {(result.path, result.message) for result in report.results} == {
        (P, "5 reaches 4"),
        (Q, "7 reaches 4"),
    }


def test_a_path_that_a_query_binds_to_no_iri_does_not_count() -> None:
    select = "SELECT $this ?path WHERE { BIND('x' AS ?path) $this ?any 5 }"
    shapes = graph_of(P_SHAPE % f'sh:sparql [ sh:select "{select}" ]')
    assert [result.path for result in validate(graph_of(DATA), shapes).results] == [P]


@pytest.mark.parametrize(
    ("shapes", "says"),
    [
        (P_SHAPE % 'sh:minCount "a"', "sh:minCount must be a literal"),
        (P_SHAPE % "sh:minCount 1, 2", "at most one sh:minCount"),
        (P_SHAPE % 'sh:pattern "("', "unterminated"),
        (P_SHAPE % "sh:or ex:none", "well-formed RDF list"),
        (P_SHAPE % "sh:minInclusive ex:b", "AssertionError"),
        (P_SHAPE % 'sh:sparql [ sh:select "SELECT $this { $this no:p ?x }" ]', "prefix : no"),
        (P_SHAPE % 'sh:sparql [ sh:select "SELECT {" ]', "not SPARQL"),
        (P_SHAPE % 'sh:sparql [ sh:select "ASK { FILTER bound($shapesGraph) }" ]', "shapesGraph"),
        ("ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:path ex:p .", "cannot be the subject"),
        ("ex:S sh:targetNode ex:a ; sh:node ex:S .", "[Rr]ecursive"),
        (P_SHAPE % "sh:node ex:S", "[Rr]ecursive"),
        ("ex:S sh:targetNode ex:a ; sh:property [ sh:path ( ex:p ) ] .", "at least two"),
        ("ex:S sh:targetNode ex:a ; sh:property [ sh:minCount 1 ] .", "PropertyShape"),
    ],
)
def test_shapes_that_cannot_be_used_are_refused_with_the_reason(shapes: str, says: str) -> None:
    with pytest.raises(ClaimgraphError, match=says) as caught:
        validate(graph_of(DATA), graph_of(shapes))
    assert caught.value.exit_code == 2


def test_a_query_does_not_reach_the_network() -> None:
    query = "SELECT $this { $this ?p ?o . SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }"
    with pytest.raises(UnsafeInput, match="SERVICE"):
        validate(graph_of(DATA), graph_of(P_SHAPE % f'sh:sparql [ sh:select "{query}" ]'))
