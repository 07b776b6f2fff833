"""shapes/core.ttl by examples, in step with the mapping and the ontology.

tests/shapes/valid.*.ttl give no result. tests/shapes/invalid.<shape>.ttl are named by the shape
that they break, once for each of its constraints. Their first lines are the expected results:
severity, focus node, path (`-` for none), constraint and shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from rdflib import OWL, RDF, SH, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from claimgraph import rdf
from claimgraph.gate import check
from claimgraph.gate.graphs import graph
from claimgraph.gate.report import Report, Result, parameter
from claimgraph.gate.shapes import load
from claimgraph.gate.wellformed import check_shapes
from claimgraph.records.event import BLAMING
from claimgraph.records.fields import LANGUAGE_TAG
from claimgraph.records.outcome import Entry
from claimgraph.statements.mapping import mapped
from claimgraph.statements.predicates import predicates
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers.context import classes
from claimgraph.writers.nquads import ntriples
from strategies import record_sets
from terms import CGV, EVENT_TYPES, VALUES, camel, declared
from triples import graph_of_ntriples

FOLDER = Path(__file__).parent / "shapes"
VALID = sorted(FOLDER.glob("valid.*.ttl"))
INVALID = sorted(FOLDER.glob("invalid.*.ttl"))
assert VALID, f"no valid.*.ttl in {FOLDER}"
assert INVALID, f"no invalid.*.ttl in {FOLDER}"

CORE = "https://w3id.org/claimgraph/shapes/core#"
SHAPES = load(["core"])
NODE_SHAPES = declared(SHAPES, SH.NodeShape)
PROPERTY_SHAPES = declared(SHAPES, SH.PropertyShape)
NAMED = [*NODE_SHAPES, *PROPERTY_SHAPES]
CLOSED = [shape for shape in NODE_SHAPES if (shape, SH.closed, Literal(True)) in SHAPES]
TARGETS = {SH.targetClass, SH.targetSubjectsOf}
# what stands in a shape beside its constraints
BESIDE = {RDF.type, SH.path, SH.property, SH.message, SH.severity, SH.qualifiedValueShape, *TARGETS}
EXPECTED = re.compile(r"# ((?:Violation|Warning) \S+ \S+ sh:\w+ core:\S+)")
LISTS = {
    "NewsArticle-genre": "genres",
    "Attribution-stance": "stances",
    "Attribution-form": "forms",
    "Contradiction-aspect": "aspects",
    "Participation-roleName": "roles",
    "ClaimReview-mediaType": "mediaTypes",
}
AXES = {
    "ClaimReview-truth": "truthAxis",
    "ClaimReview-context": "contextAxis",
    "ClaimReview-alteration": "alterationAxis",
}
# what the checks of records let pass and the shapes refuse: a program or the like where a person or
# an organization must stand, an agent where a desk must stand, two uncertain dates of one record,
# what two records make together
BEYOND_RECORDS = {
    "Attribution-isBasedOn",
    "Attribution-spokenByCharacter",
    "Claim-author",
    "Claim-claimInterpreter",
    "ClaimReview-author",
    "ClaimReview-contributor",
    "Contradicting-text",
    "Entity-wasAttributedTo",
    "Event-sameEventAs",
    "Organization-parentOrganization",
    "Participation-participant",
    "Person-affiliation",
    "Person-deathDate",
    "SoftwareApplication",
    "author",
    "earliest",
    "latest",
    "publisher",
    "when",
}


def named(path: Path) -> str:
    """`Claim-text` for invalid.Claim-text.ttl."""
    return path.name.split(".")[1]


def local(shape: Node | str) -> str:
    """`Claim-text` for core:Claim-text."""
    return str(shape).removeprefix(CORE)


def iri(name: str) -> URIRef:
    """The IRI of a prefixed name."""
    prefix, _, rest = name.partition(":")
    return URIRef(PREFIXES[prefix] + rest)


@cache
def data(path: Path) -> Graph:
    return graph(rdf.read(path))


@cache
def report(path: Path) -> Report:
    return check(data(path), SHAPES)


def spelt(result: Result, prefixes: dict[str, str]) -> str:
    """A result as the files spell it."""
    terms = (result.focus, result.path or "-", parameter(result.component), result.shape)
    return " ".join([result.severity, *(short(term, prefixes) for term in terms)])


def short(text: str, prefixes: dict[str, str]) -> str:
    """The text with each IRI as a prefixed name, where a prefix is declared."""
    for prefix, space in prefixes.items():
        text = re.sub(rf"<{re.escape(space)}([^/#<>]*)>", rf"{prefix}:\1", text)
    return text


def prefixes(path: Path) -> dict[str, str]:
    """The prefixes that a file declares, and those of the rest of a result."""
    found = re.findall(r"@prefix (\w+): <(.*)> \.", path.read_text("utf-8"))
    return {**PREFIXES, "core": CORE, **dict(found)}


def members(shape: Node | None, predicate: URIRef) -> list[Node]:
    """The members of the one list that a shape has by a predicate."""
    (head,) = SHAPES.objects(shape, predicate)
    return list(SHAPES.items(head))


def constraints(shape: URIRef) -> set[str]:
    """The constraints of a shape by the parameters that name them."""
    stated = set(SHAPES.predicates(shape)) - BESIDE
    return {f"sh:{str(predicate).removeprefix(str(SH))}" for predicate in stated}


def scheme(name: str) -> set[Node]:
    """The concepts of a scheme."""
    return set(VALUES.subjects(SKOS.inScheme, CGV[name]))


# ---- examples


@pytest.mark.parametrize("path", VALID, ids=named)
def test_valid_file_gives_no_result(path: Path) -> None:
    assert report(path).results == ()


@pytest.mark.parametrize("path", INVALID, ids=named)
def test_invalid_file_gives_the_results_that_it_states(path: Path) -> None:
    expected = EXPECTED.findall(path.read_text("utf-8"))
    found = [spelt(result, prefixes(path)) for result in report(path).results]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("shape", NAMED, ids=local)
def test_every_constraint_of_a_shape_is_broken_in_its_file(shape: URIRef) -> None:
    results = report(FOLDER / f"invalid.{local(shape)}.ttl").results
    broken = {parameter(r.component) for r in results if r.shape == f"<{shape}>"}
    assert broken == constraints(shape)


def test_every_invalid_file_is_named_by_a_shape() -> None:
    assert {named(path) for path in INVALID} == {local(shape) for shape in NAMED}


def test_valid_files_use_every_class_and_predicate() -> None:
    used = [triple for path in VALID for triple in data(path)]
    assert {o for _, p, o in used if p == RDF.type} == set(map(iri, classes()))
    assert {p for _, p, _ in used} == set(map(iri, predicates()))


# ---- form


@pytest.mark.slow
def test_shapes_are_well_formed() -> None:
    check_shapes(SHAPES, SHAPES)


def test_shapes_are_of_core_alone() -> None:
    assert not set(SHAPES.predicates()) & {SH.sparql, SH.select, SH.ask, SH.js, SH.rule, SH.target}


@pytest.mark.parametrize("shape", NAMED, ids=local)
def test_shape_is_named_and_says_its_rule_in_one_sentence(shape: URIRef) -> None:
    assert str(shape).startswith(CORE)
    (message,) = SHAPES.objects(shape, SH.message)
    assert isinstance(message, Literal)
    assert message.language == "en"
    assert re.fullmatch(r"[A-Z].*[^.]\.", message)
    assert not re.search(r"[.!?] [A-Z]", message)


def test_messages_differ() -> None:
    messages = list(SHAPES.objects(None, SH.message))
    assert len(messages) == len(set(messages)) == len(NAMED)


def test_only_operands_are_blank() -> None:
    starts = {s for target in TARGETS for s in SHAPES.subjects(target, None)}
    parts = {part for shape in starts for part in SHAPES.objects(shape, SH.property)}
    assert starts | parts == set(NAMED)


# ---- in step with the mapping


def test_every_predicate_shows_a_node_without_type() -> None:
    targets = set(SHAPES.objects(URIRef(CORE + "Node-type"), SH.targetSubjectsOf))
    assert targets == set(map(iri, predicates()))


def test_every_class_is_known() -> None:
    assert set(members(URIRef(CORE + "Node-type"), SH["in"])) == set(map(iri, classes()))


def test_every_class_has_one_closed_shape() -> None:
    closed = [cls for shape in CLOSED for cls in SHAPES.objects(shape, SH.targetClass)]
    assert sorted(map(str, closed)) == sorted(map(str, map(iri, classes())))


def test_every_predicate_is_of_a_closed_shape() -> None:
    assert {path for shape in CLOSED for path in paths(shape)} == set(map(iri, predicates()))


def paths(shape: Node) -> list[Node]:
    """The predicates that a closed shape allows."""
    found = [SHAPES.value(part, SH.path) for part in SHAPES.objects(shape, SH.property)]
    return [path for path in found if isinstance(path, URIRef)]


@pytest.mark.parametrize("shape", CLOSED, ids=local)
def test_closed_shape_allows_the_types_that_it_targets(shape: URIRef) -> None:
    allowed = members(URIRef(f"{shape}-type"), SH["in"])
    assert set(allowed) == set(SHAPES.objects(shape, SH.targetClass))
    root = SHAPES.value(URIRef(f"{shape}-type"), SH.hasValue)
    assert root == (allowed[0] if len(allowed) > 1 else None)
    assert re.split("[/#]", str(allowed[0]))[-1] == local(shape)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(record_sets())
def test_accepted_records_break_only_rules_beyond_a_record(entries: list[Entry]) -> None:
    assert violated(entries) <= BEYOND_RECORDS


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(record_sets())
def test_many_accepted_records_break_only_rules_beyond_a_record(entries: list[Entry]) -> None:
    assert violated(entries) <= BEYOND_RECORDS


def violated(entries: Iterable[Entry]) -> set[str]:
    """The shapes that refuse what the mapping makes of records."""
    done = mapped(entries)
    stated = [one for each in done for one in (*each.descriptions, each.provenance)]
    results = check(graph_of_ntriples(ntriples(stated).encode()), SHAPES).results
    return {local(r.shape[1:-1]) for r in results if r.severity == "Violation"}


# ---- in step with ontology and records


@pytest.mark.parametrize(("shape", "name"), LISTS.items(), ids=str)
def test_list_is_the_scheme(shape: str, name: str) -> None:
    assert set(members(URIRef(CORE + shape), SH["in"])) == scheme(name)


@pytest.mark.parametrize(("shape", "name"), AXES.items(), ids=str)
def test_axis_is_the_scheme(shape: str, name: str) -> None:
    operand = SHAPES.value(URIRef(CORE + shape), SH.qualifiedValueShape)
    assert set(members(operand, SH["in"])) == scheme(name)


def test_verdicts_are_those_of_all_axes() -> None:
    axes = {s for s in VALUES.subjects(RDF.type, SKOS.ConceptScheme) if str(s).endswith("Axis")}
    concepts = {c for axis in axes for c in VALUES.subjects(SKOS.inScheme, axis)}
    assert set(members(URIRef(CORE + "ClaimReview-normalizedVerdict"), SH["in"])) == concepts
    # an axis of one concept needs no shape
    several = {a for a in axes if len(list(VALUES.subjects(SKOS.inScheme, a))) > 1}
    assert several == {CGV[name] for name in AXES.values()}


def test_event_types_are_those_of_the_ontology() -> None:
    kinds = members(URIRef(CORE + "Event-additionalType"), SH["in"])
    assert set(kinds) == set(EVENT_TYPES.subjects(RDF.type, OWL.Class))


def test_roles_that_blame_are_those_of_the_records() -> None:
    (negated,) = SHAPES.objects(None, SH["not"])
    assert set(members(negated, SH["in"])) == {CGV[camel(role)] for role in BLAMING}


def test_language_is_that_of_the_records() -> None:
    pattern = SHAPES.value(URIRef(CORE + "inLanguage"), SH.pattern)
    # XPath has no look-ahead, and needs none: its $ does not match before a last newline
    assert str(pattern) == LANGUAGE_TAG.replace(r"(?!\n)", "")
