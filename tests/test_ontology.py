"""The ontology is whole: documented, aligned, and at one with the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any, Literal, get_args, get_origin

import pyoxigraph
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from claimgraph.records import KINDS, actor, article, place
from claimgraph.records.event import BLAMING, EventType
from claimgraph.records.fields import Field, Part, Term, fields, part_of
from claimgraph.resources import folder

CG = Namespace("https://w3id.org/claimgraph/ontology#")
CGV = Namespace("https://w3id.org/claimgraph/value#")
EVTYPE = Namespace("https://w3id.org/claimgraph/event-type#")
SCHEMA = Namespace("http://schema.org/")
STATUS = URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")
PREFIXES = """
@prefix schema: <http://schema.org/> .
@prefix cg: <https://w3id.org/claimgraph/ontology#> .
@prefix cgv: <https://w3id.org/claimgraph/value#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
""" + "".join(
    f"@prefix {kind}: <https://example.org/{kind}/> .\n"
    for kind in (
        *("actor", "article", "att", "claim", "contra", "event"),
        *("part", "review", "selector", "span", "text"),
    )
)
# what functions of the mapping state; all other terms stand in the rows of the records
STATED = {
    *("cg:Attribution", "cg:EvidenceSpan", "cg:Participation", "cg:Contradiction"),
    *("cg:claim", "cg:relayedBy", "cg:evidence", "cg:participation", "cg:contradicts"),
    *("cg:earliest", "cg:latest"),
}
SCHEMES = {
    "Article.genre": "genres",
    "Attribution.stance": "stances",
    "Attribution.form": "forms",
    "Contradiction.aspect": "aspects",
    "Participant.role": "roles",
    "Review.media": "mediaTypes",
    "Verdicts.truth": "truthAxis",
    "Verdicts.context": "contextAxis",
    "Verdicts.alteration": "alterationAxis",
    "Verdicts.satire": "satireAxis",
    "Verdicts.proof": "proofAxis",
}
AXES = [name for name in SCHEMES.values() if name.endswith("Axis")]
LABELS = {
    "http://data.gesis.org/claimskg/rating/normalized/claimskg_": "TRUE MIXTURE FALSE OTHER",
    "http://data.cimple.eu/rating/": (
        "credible mostly_credible uncertain not_credible not_verifiable"
    ),
}
MATCHES = [SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch]
ALIGNMENTS = [*MATCHES, SKOS.editorialNote]
FILES = sorted(path.name for path in folder("ontology").glob("*.ttl"))


def load(*names: str) -> Graph:
    graph = Graph()
    for name in names:
        graph.parse(folder("ontology") / name)
    return graph


ONTOLOGY = load("claimgraph.ttl")
EVENT_TYPES = load("event-types.ttl")
VALUES = load("values.ttl")


def declared(graph: Graph, *kinds: URIRef) -> list[URIRef]:
    found = {s for kind in kinds for s in graph.subjects(RDF.type, kind)}
    return sorted(s for s in found if isinstance(s, URIRef))


CLASSES = declared(ONTOLOGY, OWL.Class)
PROPERTIES = declared(ONTOLOGY, OWL.ObjectProperty, OWL.DatatypeProperty)
TERMS = [*CLASSES, *PROPERTIES]
CONCEPTS = declared(VALUES, SKOS.Concept)
NAMED = [*CONCEPTS, *declared(VALUES, SKOS.ConceptScheme, SKOS.Collection)]


def local(node: Node | str) -> str:
    return str(node).rpartition("#")[2]


def parts(struct: type[Part]) -> Iterator[type[Part]]:
    """A struct and all that it holds."""
    yield struct
    for field in fields(struct):
        if inner := part_of(field.type):
            yield from parts(inner)


STRUCTS = dict.fromkeys(chain.from_iterable(map(parts, KINDS.values())))
FIELDS = {
    f"{struct.__name__}.{field.name}": field for struct in STRUCTS for field in fields(struct)
}
CHOICES = {name: field for name, field in FIELDS.items() if field.row.term is Term.CONCEPT}


def spellings(hint: Any) -> set[str]:
    """The values that a field's Literal allows."""
    if get_origin(hint) is Literal:
        return set(get_args(hint))
    return set().union(*map(spellings, get_args(hint)))


def camel(spelling: str) -> str:
    head, *tail = spelling.split("-")
    return head + "".join(word.capitalize() for word in tail)


def pascal(spelling: str) -> str:
    return "".join(word.capitalize() for word in spelling.split("-"))


def languages(graph: Graph, subject: Node, predicate: URIRef) -> list[str | None]:
    values = graph.objects(subject, predicate)
    return [value.language for value in values if isinstance(value, RdfLiteral) and str(value)]


# ---- the files


@pytest.mark.parametrize("name", FILES)
def test_two_parsers_read_the_same(name: str) -> None:
    path = folder("ontology") / name
    quads = list(pyoxigraph.parse(path=path))
    lines = b"".join(str(quad.triple).encode() + b" .\n" for quad in quads)
    assert set(Graph().parse(data=lines, format="nt")) == set(Graph().parse(path))
    assert not any(isinstance(quad.subject, pyoxigraph.BlankNode) for quad in quads)


@pytest.mark.parametrize(
    ("graph", "namespace"), [(ONTOLOGY, CG), (EVENT_TYPES, EVTYPE), (VALUES, CGV)]
)
def test_header(graph: Graph, namespace: Namespace) -> None:
    header = URIRef(namespace.removesuffix("#"))
    uri = URIRef("http://purl.org/vocab/vann/preferredNamespaceUri")
    assert declared(graph, OWL.Ontology) == [header]
    assert languages(graph, header, DCTERMS.title) == ["en"]
    assert languages(graph, header, DCTERMS.description) == ["en"]
    assert list(graph.objects(header, uri)) == [RdfLiteral(str(namespace))]
    assert list(graph.objects(header, DCTERMS.license)) == [
        URIRef("https://creativecommons.org/licenses/by/4.0/")
    ]


def test_version_stands_once() -> None:
    stated = list(load(*FILES).subject_objects(OWL.versionInfo))
    assert stated == [(URIRef("https://w3id.org/claimgraph/ontology"), RdfLiteral("0.1.0"))]


@pytest.mark.parametrize(
    ("graph", "namespace"), [(ONTOLOGY, CG), (EVENT_TYPES, EVTYPE), (VALUES, CGV)]
)
def test_each_file_speaks_of_its_own_terms(graph: Graph, namespace: Namespace) -> None:
    header = URIRef(namespace.removesuffix("#"))
    assert not [s for s in graph.subjects() if s != header and not str(s).startswith(namespace)]


# ---- own terms


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_term_is_documented(term: URIRef) -> None:
    assert languages(ONTOLOGY, term, RDFS.label) == ["en"]
    assert languages(ONTOLOGY, term, RDFS.comment) == ["en"]
    assert list(ONTOLOGY.objects(term, STATUS)) == [RdfLiteral("testing")]
    assert list(ONTOLOGY.objects(term, RDFS.isDefinedBy)) == [
        URIRef("https://w3id.org/claimgraph/ontology")
    ]


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_term_is_aligned_or_says_why_not(term: URIRef) -> None:
    said = [p for p in ONTOLOGY.predicates(term) if p in ALIGNMENTS]
    notes = [str(o) for o in ONTOLOGY.objects(term, SKOS.editorialNote)]
    assert said
    assert not notes or len(said) == 1
    assert all(note.startswith("No alignment: ") for note in notes)


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_example_parses_and_shows_the_term(term: URIRef) -> None:
    (example,) = ONTOLOGY.objects(term, SKOS.example)
    graph = Graph().parse(data=PREFIXES + str(example), format="turtle")
    assert "\n" not in example
    assert term in {*graph.predicates(), *graph.objects(None, RDF.type)}


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_example_uses_only_terms_that_are_declared(term: URIRef) -> None:
    (example,) = ONTOLOGY.objects(term, SKOS.example)
    graph = Graph().parse(data=PREFIXES + str(example), format="turtle")
    own = {str(term) for triple in graph for term in triple if str(term).startswith((CG, CGV))}
    assert own <= {str(term) for term in [*TERMS, *CONCEPTS]}


@pytest.mark.parametrize("term", CLASSES, ids=local)
def test_class_stands_below_schema_org(term: URIRef) -> None:
    above = list(ONTOLOGY.objects(term, RDFS.subClassOf))
    assert any(str(one).startswith(SCHEMA) for one in above)


@pytest.mark.parametrize("term", PROPERTIES, ids=local)
def test_property_has_domain_and_range_that_only_advise(term: URIRef) -> None:
    assert list(ONTOLOGY.objects(term, SCHEMA.domainIncludes))
    assert list(ONTOLOGY.objects(term, SCHEMA.rangeIncludes))
    assert not list(ONTOLOGY.objects(term, RDFS.domain | RDFS.range))


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
    ids=lambda field: field.name,
)
def test_range_fits_the_row(field: Field) -> None:
    roots = {
        "actor": {SCHEMA.Person, SCHEMA.Organization},
        "claim": {SCHEMA.Claim},
        "event": {SCHEMA.Event},
    }
    literals = {Term.CONCEPT: SKOS.Concept, Term.TEXT: SCHEMA.Text}
    stated = set(
        ONTOLOGY.objects(CG[field.row.predicate.removeprefix("cg:")], SCHEMA.rangeIncludes)
    )
    if field.row.predicate == "cg:when":
        assert stated == {EDTF}
    elif field.row.to:
        assert stated == set().union(*(roots[kind] for kind in field.row.to))
    else:
        assert stated == {literals[field.row.term]}


# ---- event types


def test_event_types_are_those_of_records() -> None:
    wanted = {EVTYPE[pascal(spelling)] for spelling in get_args(EventType)}
    assert set(declared(EVENT_TYPES, OWL.Class)) == wanted


@pytest.mark.parametrize("spelling", get_args(EventType))
def test_event_type_is_documented(spelling: str) -> None:
    term = EVTYPE[pascal(spelling)]
    assert list(EVENT_TYPES.objects(term, RDFS.label)) == [
        RdfLiteral(spelling.replace("-", " "), lang="en")
    ]
    assert languages(EVENT_TYPES, term, RDFS.comment) == ["en"]
    assert (term, RDFS.subClassOf, SCHEMA.Event) in EVENT_TYPES
    assert (term, RDFS.isDefinedBy, URIRef(EVTYPE.removesuffix("#"))) in EVENT_TYPES


# ---- values


def test_every_field_of_concepts_has_its_scheme() -> None:
    assert sorted(CHOICES) == sorted(SCHEMES)
    assert declared(VALUES, SKOS.ConceptScheme) == sorted(CGV[name] for name in SCHEMES.values())


@pytest.mark.parametrize(("field", "scheme"), SCHEMES.items())
def test_notations_are_the_spellings_of_records(field: str, scheme: str) -> None:
    concepts = list(VALUES.subjects(SKOS.inScheme, CGV[scheme]))
    notations = {c: [str(n) for n in VALUES.objects(c, SKOS.notation)] for c in concepts}
    wanted = {CGV[camel(spelling)]: [spelling] for spelling in spellings(CHOICES[field].type)}
    assert notations == wanted


@pytest.mark.parametrize("node", NAMED, ids=local)
def test_value_is_documented(node: URIRef) -> None:
    assert languages(VALUES, node, SKOS.definition) == ["en"]
    tags = Counter(languages(VALUES, node, SKOS.prefLabel))
    assert "en" in tags
    assert max(tags.values()) == 1


@pytest.mark.parametrize("concept", CONCEPTS, ids=local)
def test_concept_is_in_one_scheme_at_its_top(concept: URIRef) -> None:
    (scheme,) = VALUES.objects(concept, SKOS.inScheme)
    assert (scheme, RDF.type, SKOS.ConceptScheme) in VALUES
    assert list(VALUES.objects(concept, SKOS.topConceptOf)) == [scheme]


def test_no_value_is_two_kinds_of_thing() -> None:
    kinds = Counter(s for s in VALUES.subjects(RDF.type, None))
    assert [s for s, count in kinds.items() if count > 1] == []


def test_roles_that_blame_are_collected() -> None:
    members = set(VALUES.objects(CGV.blamingRoles, SKOS.member))
    assert members == {CGV[role] for role in BLAMING}
    assert members <= set(VALUES.subjects(SKOS.inScheme, CGV.roles))


# ---- verdicts and other people's labels

VERDICTS = [c for c in CONCEPTS if local(VALUES.value(c, SKOS.inScheme) or "") in AXES]


@pytest.mark.parametrize("prefix", LABELS)
@pytest.mark.parametrize("verdict", VERDICTS, ids=local)
def test_verdict_matches_labels_in_one_way(verdict: Node, prefix: str) -> None:
    stated = [
        (p, o) for p in MATCHES for o in VALUES.objects(verdict, p) if str(o).startswith(prefix)
    ]
    assert len({p for p, _ in stated}) == 1
    assert {str(o) for _, o in stated} <= {prefix + label for label in LABELS[prefix].split()}


@pytest.mark.parametrize("prefix", LABELS)
def test_every_label_is_matched(prefix: str) -> None:
    stated = {str(o) for v in VERDICTS for p in MATCHES for o in VALUES.objects(v, p)}
    assert {prefix + label for label in LABELS[prefix].split()} <= stated


def test_matches_lead_only_from_verdicts_and_media() -> None:
    subjects = {s for p in MATCHES for s in VALUES.subjects(p, None)}
    assert subjects == {*VERDICTS, *VALUES.subjects(SKOS.inScheme, CGV.mediaTypes)}


def test_exact_matches_do_not_make_two_verdicts_one() -> None:
    targets = Counter(VALUES.objects(None, SKOS.exactMatch))
    assert len(targets) > 0
    assert max(targets.values()) == 1
