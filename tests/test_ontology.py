"""The own terms are documented, aligned, shown by examples, and at one with the records."""

from __future__ import annotations

from typing import get_args

import pyoxigraph
import pytest
from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from claimgraph.records import actor, article, place
from claimgraph.records.event import EventType
from claimgraph.records.fields import Field, Term
from claimgraph.resources import folder
from schemaorg import term_problems
from terms import (
    CG,
    CGV,
    CLASSES,
    CONCEPTS,
    EVENT_TYPES,
    EVTYPE,
    FIELDS,
    ONTOLOGY,
    PROPERTIES,
    SCHEMA,
    VALUES,
    declared,
    languages,
    local,
    pascal,
)

TERMS = [*CLASSES, *PROPERTIES]
FILES = sorted(path.name for path in folder("ontology").glob("*.ttl"))
HEADED = [(ONTOLOGY, CG), (EVENT_TYPES, EVTYPE), (VALUES, CGV)]
# what functions of the mapping state; all other terms stand in the rows of the records
STATED = {
    *("cg:Attribution", "cg:EvidenceSpan", "cg:Participation", "cg:Contradiction"),
    *("cg:claim", "cg:relayedBy", "cg:evidence", "cg:participation", "cg:contradicts"),
    *("cg:earliest", "cg:latest"),
}
EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")
STATUS = URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
NAMESPACE_URI = URIRef("http://purl.org/vocab/vann/preferredNamespaceUri")
ALIGNMENTS = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.editorialNote}
# kinds of node in the examples
DATA = ("actor", "article", "att", "claim", "contra", "event", "part", "review", "selector")
PREFIXES = {
    "schema": str(SCHEMA),
    "cg": str(CG),
    "cgv": str(CGV),
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "oa": "http://www.w3.org/ns/oa#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{kind: f"https://example.org/{kind}/" for kind in (*DATA, "span", "text")},
}


def header(namespace: Namespace) -> URIRef:
    """The IRI of the file that declares a namespace."""
    return URIRef(namespace.removesuffix("#"))


def example(term: Node) -> Graph:
    """The term's one example, parsed."""
    (turtle,) = ONTOLOGY.objects(term, SKOS.example)
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    assert "\n" not in str(turtle)
    return Graph().parse(data=prefixes + str(turtle), format="turtle")


# ---- the files


@pytest.mark.parametrize("name", FILES)
def test_two_parsers_read_the_same(name: str) -> None:
    path = folder("ontology") / name
    quads = list(pyoxigraph.parse(path=path))
    lines = "".join(f"{quad.triple} .\n" for quad in quads)
    assert set(Graph().parse(data=lines, format="nt")) == set(Graph().parse(path))
    assert not [quad for quad in quads if isinstance(quad.subject, pyoxigraph.BlankNode)]


def test_every_file_is_tested() -> None:
    assert FILES == ["claimgraph.ttl", "event-types.ttl", "values.ttl"]


@pytest.mark.parametrize(("graph", "namespace"), HEADED)
def test_header(graph: Graph, namespace: Namespace) -> None:
    ontology = header(namespace)
    assert declared(graph, OWL.Ontology) == [ontology]
    assert languages(graph, ontology, DCTERMS.title) == ["en"]
    assert languages(graph, ontology, DCTERMS.description) == ["en"]
    assert list(graph.objects(ontology, NAMESPACE_URI)) == [Literal(str(namespace))]
    assert list(graph.objects(ontology, DCTERMS.license)) == [
        URIRef("https://creativecommons.org/licenses/by/4.0/")
    ]


def test_version_stands_once() -> None:
    stated = [found for graph, _ in HEADED for found in graph.subject_objects(OWL.versionInfo)]
    assert stated == [(header(CG), Literal("0.1.0"))]


@pytest.mark.parametrize(("graph", "namespace"), HEADED)
def test_each_file_speaks_of_its_own_terms(graph: Graph, namespace: Namespace) -> None:
    subjects = {str(s) for s in graph.subjects()} - {str(header(namespace))}
    assert subjects
    assert not [s for s in subjects if not s.startswith(namespace)]


# ---- own terms


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_term_is_documented(term: URIRef) -> None:
    assert languages(ONTOLOGY, term, RDFS.label) == ["en"]
    assert languages(ONTOLOGY, term, RDFS.comment) == ["en"]
    assert list(ONTOLOGY.objects(term, STATUS)) == [Literal("testing")]
    assert list(ONTOLOGY.objects(term, RDFS.isDefinedBy)) == [header(CG)]


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_term_is_aligned_or_says_why_not(term: URIRef) -> None:
    said = [p for p in ONTOLOGY.predicates(term) if p in ALIGNMENTS]
    notes = [str(o) for o in ONTOLOGY.objects(term, SKOS.editorialNote)]
    assert said
    assert not notes or len(said) == 1
    assert all(note.startswith("No alignment: ") for note in notes)


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_example_shows_the_term(term: URIRef) -> None:
    graph = example(term)
    assert str(term) in {str(p) for p in graph.predicates()} | {
        str(o) for o in graph.objects(None, RDF.type)
    }


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_example_uses_only_terms_that_exist(term: URIRef) -> None:
    nodes = {str(node) for triple in example(term) for node in triple}
    own = {node for node in nodes if node.startswith((CG, CGV))}
    assert own <= {str(one) for one in (*TERMS, *CONCEPTS)}
    assert term_problems(nodes) == []


@pytest.mark.parametrize("term", CLASSES, ids=local)
def test_class_stands_below_schema_org(term: URIRef) -> None:
    above = ONTOLOGY.objects(term, RDFS.subClassOf)
    assert any(str(one).startswith(SCHEMA) for one in above)


@pytest.mark.parametrize("term", PROPERTIES, ids=local)
def test_property_has_domain_and_range_that_only_advise(term: URIRef) -> None:
    said = set(ONTOLOGY.predicates(term))
    assert {SCHEMA.domainIncludes, SCHEMA.rangeIncludes} <= said
    assert not {RDFS.domain, RDFS.range} & said


def test_contradicts_is_symmetric() -> None:
    assert declared(ONTOLOGY, OWL.SymmetricProperty) == [CG.contradicts]


# ---- own terms and the records


def test_terms_are_those_of_rows_and_functions() -> None:
    tables = (actor.TYPES, actor.ROOTS, article.TYPES, place.TYPES)
    used = {field.row.predicate for field in FIELDS.values()}
    used |= {name for table in tables for name in table.values()}
    in_rows = {name for name in used if name.startswith("cg:")}
    assert not in_rows & STATED
    assert in_rows | STATED == {f"cg:{local(term)}" for term in TERMS}


@pytest.mark.parametrize(
    "field",
    [field for field in FIELDS.values() if field.row.predicate.startswith("cg:")],
    ids=lambda field: f"{field.name} {field.row.predicate}",
)
def test_range_fits_the_row(field: Field) -> None:
    nodes = {
        "actor": {PROV.Agent, SCHEMA.Person, SCHEMA.Organization},
        "claim": {SCHEMA.Claim},
        "event": {SCHEMA.Event},
    }
    values = {Term.CONCEPT: {SKOS.Concept}, Term.TEXT: {SCHEMA.Text}}
    term = CG[field.row.predicate.removeprefix("cg:")]
    stated = set(ONTOLOGY.objects(term, SCHEMA.rangeIncludes))
    if field.row.to:
        assert stated == set().union(*(nodes[kind] for kind in field.row.to))
    else:
        assert stated == ({EDTF} if term == CG.when else values[field.row.term])


# ---- event types


def test_event_types_are_those_of_records() -> None:
    wanted = {EVTYPE[pascal(spelling)] for spelling in get_args(EventType)}
    assert set(declared(EVENT_TYPES, OWL.Class)) == wanted


@pytest.mark.parametrize("spelling", get_args(EventType))
def test_event_type_is_documented(spelling: str) -> None:
    term, label = EVTYPE[pascal(spelling)], Literal(spelling.replace("-", " "), lang="en")
    assert list(EVENT_TYPES.objects(term, RDFS.label)) == [label]
    assert languages(EVENT_TYPES, term, RDFS.comment) == ["en"]
    assert list(EVENT_TYPES.objects(term, RDFS.subClassOf)) == [SCHEMA.Event]
    assert list(EVENT_TYPES.objects(term, RDFS.isDefinedBy)) == [header(EVTYPE)]
