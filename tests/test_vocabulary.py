"""Every schema.org term in ontology, shapes, context and output exists and is used as defined."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.shared.jsonld.context import Context

from claimgraph.resources import folder
from schemaorg import SCHEMA, VENDORED, problems, short, term_problems, vocabulary

TURTLE = sorted([*folder("ontology").glob("*.ttl"), *folder("shapes").glob("*.ttl")])
CONTEXT = folder("ontology") / "context.jsonld"
PREFIXES = """
@prefix schema: <http://schema.org/> .
@prefix cg: <https://w3id.org/claimgraph/ontology#> .
@prefix cgv: <https://w3id.org/claimgraph/value#> .
@prefix evtype: <https://w3id.org/claimgraph/event-type#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://example.org/> .
"""
# the nodes that the cases below are about
NODES = """
:event a schema:Event . :claim a schema:Claim . :report a schema:NewsArticle .
:person a schema:Person . :ministry a schema:Organization , schema:GovernmentOrganization .
:country a schema:Place , schema:Country . :review a schema:ClaimReview .
:rating a schema:Rating . :agent a prov:Agent . :post a schema:CreativeWork .
:action a schema:Action . :text a schema:TextObject .
:said a cg:Attribution . :part a cg:Participation . :group a cg:Group .
:span a cg:EvidenceSpan . :dispute a cg:Contradiction . :activity a prov:Activity .
"""
KEPT = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": "a",
    "http://www.w3.org/2000/01/rdf-schema#subClassOf": "rdfs:subClassOf",
    "http://www.w3.org/2000/01/rdf-schema#subPropertyOf": "rdfs:subPropertyOf",
    "http://schema.org/domainIncludes": "schema:domainIncludes",
    "http://schema.org/rangeIncludes": "schema:rangeIncludes",
    "http://schema.org/supersededBy": "schema:supersededBy",
}
NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": SCHEMA,
}


def parsed(turtle: str) -> Graph:
    return Graph().parse(data=PREFIXES + turtle, format="turtle")


def cut(path: Path) -> str:
    """The vendored file, made from schema.org's own: the predicates of KEPT between its terms."""
    found: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for quad in pyoxigraph.parse(path=path):
        subject, value = _prefixed(quad.subject), _prefixed(quad.object)
        if quad.predicate.value in KEPT and value and subject.startswith("schema:"):
            found[subject].add((list(KEPT).index(quad.predicate.value), value))
    lines = [f"@prefix {name}: <{iri}> .\n" for name, iri in NAMESPACES.items()]
    return "".join(lines + [_line(term, found[term]) for term in sorted(found)])


def _line(term: str, said: set[tuple[int, str]]) -> str:
    by_predicate = [
        f"{name} {', '.join(sorted(value for at, value in said if at == order))}"
        for order, name in enumerate(KEPT.values())
        if any(at == order for at, _ in said)
    ]
    return f"{term} {' ; '.join(by_predicate)} .\n"


def _prefixed(term: object) -> str:
    iri = term.value if isinstance(term, pyoxigraph.NamedNode) else ""
    for prefix, namespace in NAMESPACES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return ""


GOOD = """
:event schema:name "Fire"@en ; schema:startDate "2025-07"^^xsd:gYearMonth ;
    schema:location :country ; schema:additionalType evtype:Accident .
:event schema:superEvent :event ; schema:sameAs wd:Q168983 .
:event schema:startDate "2025"^^xsd:gYear , "2025-07-04T10:00:00"^^xsd:dateTime .
:claim schema:text "نص"@ar ; schema:about :event , :person , :activity ; schema:author :ministry .
:claim schema:appearance :report ; schema:claimInterpreter :group .
:claim schema:appearance :post ; schema:firstAppearance :post ; schema:author :agent .
:claim schema:datePublished "2025-07-04"^^xsd:date .
:review schema:contributor :agent , :person ; schema:identifier "7" .
:event schema:identifier "7" . :post schema:identifier "7" ; schema:author :agent .
:agent schema:name "R. Roe" ; schema:alternateName "Roe" ; schema:subjectOf :post .
:said schema:spokenByCharacter :agent ; schema:isPartOf :review .
:report schema:url <https://news.example/1> ; schema:inLanguage "en" ; schema:citation :report .
:report schema:datePublished "2025-07-04"^^xsd:date ; schema:genre cgv:opinion .
:report schema:sdLicense <https://creativecommons.org/licenses/by/4.0/> .
:report a schema:OpinionNewsArticle .
:person schema:jobTitle "engineer"@en ; schema:affiliation :group ; schema:subjectOf :report .
:ministry schema:areaServed :country ; schema:parentOrganization :ministry .
:review schema:itemReviewed :claim ; schema:reviewRating :rating ; schema:claimReviewed "Fire" .
:rating schema:ratingValue 1 , 1.5 , "half" ; schema:alternateName "False"@en .
:said schema:spokenByCharacter :group ; schema:isPartOf :report ; schema:isBasedOn :report .
:part schema:roleName cgv:operator . :dispute schema:about :event .
:span schema:sha256 "00" . :text schema:encodesCreativeWork :report .
:country schema:containedInPlace :country .
:event schema:eventStatus schema:EventCancelled .
:activity schema:name "translation" .
"""
BAD = {
    ":event schema:participant :person .": "the domain is schema:Action",
    ":event schema:citation :report .": "the domain is schema:CreativeWork",
    ":event schema:license <https://e.example/> .": "the domain is schema:CreativeWork",
    ":event schema:sdLicense <https://e.example/> .": "the domain is schema:CreativeWork",
    ':event schema:dateModified "2025-07-04"^^xsd:date .': "the domain is",
    ":claim schema:author :country .": "the range is schema:Organization or schema:Person",
    ':claim schema:author "Somebody" .': "the range is schema:Organization or schema:Person",
    ':ministry schema:jobTitle "minister"@en .': "the domain is schema:Person",
    ":event schema:additionalType cgv:cause .": "a subproperty of rdf:type, the value a concept",
    ":claim schema:appearance <https://news.example/1> .": "without type in the graph",
    ':claim schema:appearance "https://news.example/1" .': "the range is schema:CreativeWork",
    ':action schema:startTime "2025-07-04"^^xsd:date .': "the range is schema:DateTime",
    ":said schema:spokenByCharacter :country .": "the range is schema:Organization",
    ":claim schema:firstAppearance :agent .": "the range is schema:CreativeWork",
    ":review schema:contributor :country .": "the range is schema:Organization or schema:Person",
    ":event schema:location :agent .": "the range is schema:Place",
    ':agent schema:jobTitle "plumber" .': "the domain is schema:Person",
    ":said schema:roleName cgv:operator .": "the domain is schema:Role",
    ":part schema:participant :person .": "the domain is schema:Action",
    ":event schema:location :ministry .": "the range is schema:Place",
    ':event schema:startDate "2025?"^^edtf:EDTF .': "a literal of <http://id.loc.gov/",
    ':event schema:startDate "July" .': "a literal of <http://www.w3.org/2001/XMLSchema#string>",
    ':report schema:url "https://news.example/1" .': "the range is schema:URL",
    ":report schema:headline :claim .": "the range is schema:Text, the value schema:Claim",
    ':nobody schema:name "Nobody" .': "the subject without type in the graph",
    ":claim schema:about :nothing .": "the value without type in the graph",
    ":review schema:reviewRating cgv:false .": "the range is schema:Rating",
    ':person schema:deathDate "2025-07-04T10:00:00"^^xsd:dateTime .': "the range is schema:Date",
    ':report schema:headlin "Fire" .': "schema:headlin: no such term",
    ":report a schema:NewsArticel .": "schema:NewsArticel: no such term",
    ":report a schema:headline .": "schema:headline: not a class",
    ":report schema:Claim :claim .": "not a property",
    ':report schema:awards "A prize" .': "schema:awards: superseded by schema:award",
    ':report <https://schema.org/headline> "Fire" .': "are written http://schema.org/",
    ":report a <https://schema.org/NewsArticle> .": "are written http://schema.org/",
    ':report schema:about "4"^^<https://schema.org/Integer> .': "are written http://schema.org/",
}


def test_fitting_terms_pass() -> None:
    assert problems(parsed(NODES + GOOD)) == []


@pytest.mark.parametrize(("snippet", "message"), BAD.items())
def test_traps_are_found(snippet: str, message: str) -> None:
    found = problems(parsed(NODES + snippet))
    assert len(found) >= 1
    assert any(message in problem for problem in found), found


def test_nothing_but_the_trap_is_found() -> None:
    found = problems(parsed(NODES + GOOD + ":event schema:participant :person ."))
    assert found == [
        "<https://example.org/event> schema:participant <https://example.org/person>: "
        "the domain is schema:Action, the subject schema:Event or schema:Thing"
    ]


@pytest.mark.parametrize("path", TURTLE, ids=lambda path: path.name)
def test_turtle_uses_only_terms_that_exist(path: Path) -> None:
    graph = Graph().parse(path)
    iris = {str(term) for triple in graph for term in triple if isinstance(term, URIRef)}
    assert len(graph) > 0
    assert term_problems(iris) == []


@pytest.mark.parametrize(
    "path", sorted(folder("ontology").glob("*.ttl")), ids=lambda path: path.name
)
def test_ontology_uses_terms_as_defined(path: Path) -> None:
    assert problems(Graph().parse(path)) == []


@pytest.mark.skipif(not CONTEXT.exists(), reason="context.jsonld has not been generated")
def test_context_maps_only_to_terms_that_exist() -> None:
    context = Context(json.loads(CONTEXT.read_text("utf-8")))
    iris = {iri for term in context.terms.values() for iri in (term.id, term.type) if iri}
    assert any(iri.startswith(SCHEMA) for iri in iris)
    assert term_problems(iris) == []


@pytest.mark.corpus
def test_worked_trial_uses_terms_as_defined(shared: Path) -> None:
    assert problems(Graph().parse(shared / "example" / "trial.ttl")) == []


@pytest.mark.corpus
def test_vendored_vocabulary_is_cut_from_the_release(shared: Path) -> None:
    released = shared / "vocab" / "schemaorg-all-http.ttl"
    assert VENDORED.read_text("utf-8") == cut(released)


def test_vendored_vocabulary_is_whole() -> None:
    """Two parsers agree on it, and every term it refers to is in it."""
    graph = Graph().parse(VENDORED)
    assert len(graph) == len(list(pyoxigraph.parse(path=VENDORED)))
    mentioned = {str(o) for o in graph.objects() if str(o).startswith(SCHEMA)}
    assert not [short(iri) for iri in mentioned if iri not in vocabulary().types]


def test_own_classes_count_as_those_above_them() -> None:
    above = vocabulary().closure(["https://w3id.org/claimgraph/ontology#EvidenceSpan"])
    assert {SCHEMA + "TextObject", SCHEMA + "MediaObject", SCHEMA + "CreativeWork"} <= above
