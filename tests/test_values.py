"""The values are sound SKOS, and each is a spelling of the records and the other way round."""

from __future__ import annotations

from collections import Counter

import pytest
from rdflib import RDF, SKOS, URIRef

from claimgraph.records.event import BLAMING
from claimgraph.records.fields import Term
from terms import CGV, CONCEPTS, FIELDS, VALUES, camel, declared, languages, local, spellings

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
CHOICES = {name: field for name, field in FIELDS.items() if field.row.term is Term.CONCEPT}
NAMED = [*CONCEPTS, *declared(VALUES, SKOS.ConceptScheme, SKOS.Collection)]
VERDICTS = [c for c in CONCEPTS if str(VALUES.value(c, SKOS.inScheme)).endswith("Axis")]
MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch)
CLAIMSKG = "http://data.gesis.org/claimskg/rating/normalized/claimskg_"
CIMPLE = "http://data.cimple.eu/rating/"
# whose labels, and what they are
LABELS = {
    CLAIMSKG: {"TRUE", "MIXTURE", "FALSE", "OTHER"},
    CIMPLE: {"credible", "mostly_credible", "uncertain", "not_credible", "not_verifiable"},
}


def matches(verdict: URIRef, prefix: str) -> dict[str, set[str]]:
    """The labels that a verdict matches, by the kind of match."""
    stated = {local(p): {str(o) for o in VALUES.objects(verdict, p)} for p in MATCHES}
    named = {
        kind: {iri.removeprefix(prefix) for iri in iris if iri.startswith(prefix)}
        for kind, iris in stated.items()
    }
    return {kind: labels for kind, labels in named.items() if labels}


def test_every_field_of_concepts_has_its_scheme() -> None:
    assert sorted(CHOICES) == sorted(SCHEMES)
    assert declared(VALUES, SKOS.ConceptScheme) == sorted(CGV[name] for name in SCHEMES.values())


@pytest.mark.parametrize(("field", "scheme"), SCHEMES.items())
def test_notations_are_the_spellings_of_records(field: str, scheme: str) -> None:
    concepts = VALUES.subjects(SKOS.inScheme, CGV[scheme])
    notations = {c: [str(n) for n in VALUES.objects(c, SKOS.notation)] for c in concepts}
    wanted = {CGV[camel(spelling)]: [spelling] for spelling in spellings(CHOICES[field].type)}
    assert notations == wanted


@pytest.mark.parametrize("node", NAMED, ids=local)
def test_value_is_documented(node: URIRef) -> None:
    assert languages(VALUES, node, SKOS.definition) == ["en"]
    tags = Counter(languages(VALUES, node, SKOS.prefLabel))
    assert tags["en"] == 1
    assert max(tags.values()) == 1


@pytest.mark.parametrize("concept", CONCEPTS, ids=local)
def test_concept_is_in_one_scheme_at_its_top(concept: URIRef) -> None:
    (scheme,) = VALUES.objects(concept, SKOS.inScheme)
    assert (scheme, RDF.type, SKOS.ConceptScheme) in VALUES
    assert list(VALUES.objects(concept, SKOS.topConceptOf)) == [scheme]


def test_no_value_is_two_kinds_of_thing() -> None:
    kinds = Counter(VALUES.subjects(RDF.type, None))
    assert [node for node, count in kinds.items() if count > 1] == []


def test_roles_that_blame_are_collected() -> None:
    members = set(VALUES.objects(CGV.blamingRoles, SKOS.member))
    assert members == {CGV[role] for role in BLAMING}
    assert members <= set(VALUES.subjects(SKOS.inScheme, CGV.roles))


# ---- verdicts and other people's labels


@pytest.mark.parametrize("prefix", LABELS)
@pytest.mark.parametrize("verdict", VERDICTS, ids=local)
def test_verdict_matches_labels_in_one_way(verdict: URIRef, prefix: str) -> None:
    found = matches(verdict, prefix)
    assert len(found) == 1
    assert set().union(*found.values()) <= LABELS[prefix]


@pytest.mark.parametrize("prefix", LABELS)
def test_every_label_is_matched(prefix: str) -> None:
    found = [labels for verdict in VERDICTS for labels in matches(verdict, prefix).values()]
    assert set().union(*found) == LABELS[prefix]


def test_matches_lead_only_from_verdicts_and_media() -> None:
    subjects = {s for p in MATCHES for s in VALUES.subjects(p, None)}
    assert subjects == {*VERDICTS, *VALUES.subjects(SKOS.inScheme, CGV.mediaTypes)}


def test_exact_matches_do_not_make_two_verdicts_one() -> None:
    exact = {local(v): matches(v, CLAIMSKG).get("exactMatch") for v in VERDICTS}
    assert {v: labels for v, labels in exact.items() if labels} == {
        "true": {"TRUE"},
        "false": {"FALSE"},
    }
    assert not [v for v in VERDICTS if "exactMatch" in matches(v, CIMPLE)]
