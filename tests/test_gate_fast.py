"""The fast engine against the reference engine, where the two part, and what it refuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from claimgraph.errors import ClaimgraphError
from claimgraph.gate.described import Nodes
from claimgraph.gate.fast import Compiled, Unsupported, compiled
from claimgraph.gate.pyshacl_engine import validate
from claimgraph.gate.report import Report, parameter
from claimgraph.statements.alike import alike
from shape_strategies import FAILURES, data, shapes
from turtle_text import EX, graph_of, nodes_of

A, B, C = (f"<{EX}{name}>" for name in "abc")


def fast(graph: str, shapes: str) -> Report:
    return Report.of(compiled(nodes_of(shapes, "shape")).whole(nodes_of(graph)))


def reference(graph: str, shapes: str) -> Report:
    return validate(graph_of(graph), graph_of(shapes, "shape"))


def is_same(graph: str, shapes: str) -> None:
    found = fast(graph, shapes)
    try:
        expected = reference(graph, shapes)
    except ClaimgraphError as error:
        assume(not any(words in str(error) for words in FAILURES))
        raise
    assert found == expected


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data(), shapes())
def test_the_results_are_those_of_the_reference(graph: str, shapes: str) -> None:
    is_same(graph, shapes)


@pytest.mark.slow
@settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))
@given(data(), shapes())
def test_many_results_are_those_of_the_reference(graph: str, shapes: str) -> None:
    is_same(graph, shapes)


@pytest.mark.slow
def test_the_strategies_break_every_component() -> None:
    broken: set[str] = set()

    @settings(max_examples=2000, deadline=None, database=None, derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(data(), shapes())
    def collect(graph: str, shapes: str) -> None:
        broken.update(parameter(result.component) for result in fast(graph, shapes).results)

    collect()
    names = """and class closed datatype disjoint equals hasValue in languageIn lessThan
    lessThanOrEquals maxCount maxExclusive maxInclusive maxLength minCount minExclusive minInclusive
    minLength node nodeKind not or pattern qualifiedMaxCount qualifiedMinCount uniqueLang xone"""
    assert broken == {f"sh:{name}" for name in names.split()}


class Lazy:
    """A data graph that shows its nodes only one by one."""

    def __init__(self, graph: str) -> None:
        self._nodes = nodes_of(graph)

    def out(self, node: str) -> Mapping[str, Sequence[str]]:
        return self._nodes.out(node)

    def incoming(self, node: str, predicate: str) -> Sequence[str]:
        return self._nodes.incoming(node, predicate)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data(), shapes(), st.randoms(use_true_random=False))
def test_batches_give_together_what_the_whole_gives(
    graph: str, shapes: str, random: Random
) -> None:
    engine, described = compiled(nodes_of(shapes)), nodes_of(graph).described
    subjects = random.sample(list(described), len(described))
    cut = random.randint(0, len(subjects))
    halves = [{one: described[one] for one in part} for part in (subjects[:cut], subjects[cut:])]
    parts = [engine.results(Lazy(graph), alike(part)) for part in halves]
    whole = engine.whole(nodes_of(graph))
    assert Report.of([*parts[0], *parts[1], *engine.named(Lazy(graph))]) == Report.of(whole)
    assert all(len(found) == len(set(found)) for found in (*parts, whole))


def test_what_was_worked_out_for_one_graph_does_not_touch_another() -> None:
    """Superclasses are of the data: the same node is of the class in one graph only."""
    engine = compiled(nodes_of("ex:S sh:targetClass ex:D ; sh:nodeKind sh:BlankNode ."))
    told, untold = "ex:a a ex:C . ex:C rdfs:subClassOf ex:D .", "ex:a a ex:C ."
    counts = [len(engine.whole(nodes_of(text))) for text in (untold, told, untold, told)]
    assert counts == [0, 1, 0, 1]


def test_plans_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimgraph.gate.fast.engine.MOST", 3)
    engine = compiled(nodes_of("ex:S sh:targetSubjectsOf ex:p ; sh:path ex:p ; sh:maxCount 5 ."))
    text = "".join(f"ex:s{n} ex:p {', '.join(map(str, range(n)))} .\n" for n in range(1, 12))
    assert len(engine.whole(nodes_of(text))) == 6


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("ex:p", ""),
        ("[ sh:inversePath ex:p ]", "p"),
        ("[ sh:inversePath ( ex:p [ sh:inversePath ex:q ] ) ]", "p"),
        ("( ex:p [ sh:alternativePath ( ex:q [ sh:inversePath ex:r ] ) ] )", "r"),
    ],
)
def test_what_a_graph_is_asked_backwards_is_known(path: str, names: str) -> None:
    text = f"ex:S sh:targetClass ex:C ; sh:or ( [ sh:path {path} ; sh:minCount 1 ] ) ."
    assert compiled(nodes_of(text)).backwards == {f"<{EX}{name}>" for name in names}


def engine_of(shapes: str) -> Compiled:
    return compiled(nodes_of(shapes))


@pytest.mark.parametrize(
    ("shapes", "says"),
    [
        ("ex:S sh:targetNode ex:a ; sh:sparql [ sh:select '' ] .", "sh:sparql"),
        ("ex:S sh:targetNode ex:a ; sh:js [], [] ; sh:rule [] .", "sh:js, sh:rule"),
        ("ex:S sh:target [] .", "sh:target"),
        ("ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:limit ] .", "sh:parameter"),
        ("ex:S sh:targetNode ex:a ; sh:node ex:S .", "recursive"),
        ("ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:not ex:S ] .", "recursive"),
        ("ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:path ex:p .", "kind"),
        ("ex:S a sh:PropertyShape ; sh:targetNode ex:a .", "kind"),
        ("ex:S sh:targetNode ex:a ; sh:minCount 1 .", "sh:minCount .* needs sh:path"),
        ("ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:minCount 1, 2 .", "sh:minCount .* several"),
        ("ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:minCount -1 .", "sh:minCount"),
        ("ex:S sh:targetNode ex:a ; sh:path ex:p, ex:q .", "sh:path .* several"),
        ("ex:S sh:targetNode ex:a ; sh:path ( ex:p ) .", "sh:path"),
        ("ex:S sh:targetNode ex:a ; sh:pattern '(' .", "sh:pattern .* unterminated"),
        ("ex:S sh:targetNode ex:a ; sh:or ex:none .", "sh:or .* no RDF list"),
        ("ex:S sh:targetNode ex:a ; sh:and () .", "sh:and .* empty"),
        ("ex:S sh:targetNode ex:a ; sh:in ( 1 ), ( 2 ) .", "sh:in .* several"),
        ("ex:S sh:targetNode ex:a ; sh:minInclusive ex:b .", "sh:minInclusive .* no literal"),
        ("ex:S sh:targetNode ex:a ; sh:nodeKind sh:Iri .", "sh:nodeKind"),
        ("ex:S sh:targetNode ex:a ; sh:class 'C' .", "sh:class .* no IRI"),
        ("ex:S sh:targetNode ex:a ; sh:datatype rdfs:Literal .", "sh:datatype"),
        ("ex:S sh:targetNode ex:a ; sh:languageIn ( 1 ) .", "sh:languageIn"),
        ("ex:S sh:targetNode ex:a ; sh:closed 1 .", "sh:closed"),
        ("ex:S sh:targetNode ex:a ; sh:ignoredProperties () .", "sh:ignoredProperties"),
        ("ex:S sh:targetNode ex:a ; sh:deactivated 'yes' .", "sh:deactivated"),
        ("ex:S sh:targetNode ex:a ; sh:node [ sh:path ex:p ] .", "sh:node needs a node shape"),
        ("ex:S sh:targetNode ex:a ; sh:property [] .", "sh:property needs"),
        ("ex:S sh:targetNode ex:a ; sh:not 'x' .", "no shape"),
        ("ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:qualifiedMinCount 1 .", "qualifiedValue"),
        ("ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:qualifiedValueShape [] .", "counts"),
        ("ex:S sh:targetNode ex:a ; sh:severity sh:Info, sh:Warning .", "sh:severity"),
    ],
)
def test_what_is_not_plain_core_is_refused_by_name(shapes: str, says: str) -> None:
    with pytest.raises(Unsupported, match=says) as caught:
        engine_of(shapes)
    assert caught.value.exit_code == 2


def test_shapes_nested_without_end_are_refused() -> None:
    inner = "sh:nodeKind sh:IRI"
    for _ in range(60):
        inner = f"sh:node [ {inner} ]"
    with pytest.raises(Unsupported, match="nested too deeply"):
        engine_of(f"ex:S sh:targetNode ex:a ; {inner} .")


class Departure(NamedTuple):
    """Where pySHACL departs from the specification: the values of the right results.

    `says` is the error of pySHACL; "" where it gives other results.
    """

    clause: str
    graph: str
    constraint: str
    values: list[str]
    says: str = ""


TWELVE = " ".join(["ex:p"] * 12)
DEPARTURES = {
    "a blank node cannot be compared": Departure(
        "§4.5.3: values that cannot be compared are a result",
        "ex:a ex:p [] ; ex:q 1 .",
        "sh:path ex:p ; sh:lessThan ex:q",
        ["_:b0"],
        "Cannot use sh:lessThan",
    ),
    "an ill-typed number cannot be compared": Departure(
        "§4.5.4: values that cannot be compared are a result",
        'ex:a ex:p "x"^^xsd:integer ; ex:q 1 .',
        "sh:path ex:p ; sh:lessThanOrEquals ex:q",
        ['"x"^^<http://www.w3.org/2001/XMLSchema#integer>'],
        "not supported between instances",
    ),
    "NaN is in no order": Departure(
        "§4.3.1: a result where the comparison does not return true",
        'ex:a ex:p "NaN"^^xsd:double .',
        "sh:path ex:p ; sh:minExclusive 2.5",
        ['"NaN"^^<http://www.w3.org/2001/XMLSchema#double>'],
        "InvalidOperation",
    ),
    "the inverse of a sequence goes its steps from the last to the first": Departure(
        "§2.3.1.2 and SPARQL 1.1 §18.1.7: ^(p/q) is ^q/^p",
        "ex:b ex:p ex:c . ex:c ex:q ex:a .",
        "sh:path [ sh:inversePath ( ex:p ex:q ) ] ; sh:maxCount 0",
        [""],
    ),
    "a sequence may have twelve steps": Departure(
        "§2.3.1.1: a list of two or more members",
        "ex:a ex:p ex:a .",
        f"sh:path ( {TWELVE} ) ; sh:maxCount 0",
        [""],
        "depth",
    ),
    "a blank node has no length, not even 0": Departure(
        "§4.4.1: for each value node that is a blank node there is a result",
        "ex:a ex:p [] .",
        "sh:path ex:p ; sh:minLength 0",
        ["_:b0"],
    ),
    "a range of several subtags matches longer tags": Departure(
        "§4.4.4 by langMatches: RFC 4647 §3.3.1",
        'ex:a ex:p "x"@en-gb-oxendict .',
        'sh:path ex:p ; sh:languageIn ( "en-GB" )',
        [],
    ),
    "a closed shape ignores no type": Departure(
        "§4.8.1: a result for each triple whose predicate is not listed",
        "ex:a a rdfs:Resource .",
        "sh:closed true",
        ["<http://www.w3.org/2000/01/rdf-schema#Resource>"],
    ),
    "white space is of the term": Departure(
        "RDF 1.1 Concepts §3.3: literals are equal character by character",
        'ex:a ex:p "a  b"^^xsd:token, "a b"^^xsd:token .',
        "sh:path ex:p ; sh:maxCount 1",
        [""],
    ),
}


@pytest.mark.parametrize("case", DEPARTURES.values(), ids=DEPARTURES)
def test_where_the_reference_departs_the_specification_holds(case: Departure) -> None:
    shapes = f"ex:S sh:targetNode ex:a ; {case.constraint} ."
    assert [result.value for result in fast(case.graph, shapes).results] == case.values
    if case.says:
        with pytest.raises(ClaimgraphError, match=case.says):
            reference(case.graph, shapes)
    else:
        assert [r.value for r in reference(case.graph, shapes).results] != case.values


def test_an_empty_graph_has_no_results() -> None:
    assert (
        compiled(nodes_of("ex:S sh:targetClass ex:C ; sh:nodeKind sh:IRI .")).whole(Nodes({})) == []
    )


FAULTS = "ex:a ex:p 1, 2, 3 . ex:b ex:p 1, 4, 2 . ex:c ex:p 1, 1.5 ."


@pytest.mark.parametrize(
    "what",
    [
        "sh:in ( 1 )",
        "sh:or ( [ sh:in ( 1 ) ] [ sh:in ( 2 ) ] )",
        "sh:and ( [ sh:in ( 1 2 ) ] [ sh:in ( 2 3 ) ] )",
        "sh:xone ( [ sh:in ( 1 2 ) ] [ sh:in ( 2 3 ) ] )",
        "sh:not [ sh:in ( 1 2 ) ]",
        "sh:nodeKind sh:IRI",
        "sh:datatype xsd:integer",
        "sh:pattern '1'",
        "sh:minLength 2",
        "sh:maxInclusive 1",
    ],
)
def test_each_wrong_value_of_each_node_is_told(what: str) -> None:
    """Of nodes alike, some with several wrong values, some with the same ones."""
    shapes = f"ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; {what} ] ."
    assert fast(FAULTS, shapes) == reference(FAULTS, shapes)
    assert fast(FAULTS, shapes).results


def test_objects_of_two_predicates_are_targets() -> None:
    shapes = "ex:S sh:targetObjectsOf ex:p, ex:q ; sh:nodeKind sh:Literal ."
    graph = "ex:a ex:p ex:b ; ex:q ex:c, ex:d . ex:e ex:p ex:c ; ex:q ex:f, ex:g ."
    assert fast(graph, shapes) == reference(graph, shapes)
    assert len(fast(graph, shapes).results) == 5
