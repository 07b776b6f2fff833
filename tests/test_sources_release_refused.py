"""The reader of releases: what is no record of ours, damaged or hostile is refused and left."""

from __future__ import annotations

import gzip
import random

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimgraph import limits
from claimgraph.errors import ClaimgraphError, UnsafeInput
from claimgraph.records import Claim
from claimgraph.records.read import read
from told_releases import FOLDERS, TOP, entries, left, refusals, told
from triples import by_oxigraph, written

quick = settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.too_slow])
PREFIXES = """
@prefix cg: <https://w3id.org/claimgraph/ontology#> .
@prefix cgv: <https://w3id.org/claimgraph/value#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <http://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix actor: <https://w3id.org/claimgraph/data/actor/s/> .
@prefix article: <https://w3id.org/claimgraph/data/article/s/> .
@prefix attribution: <https://w3id.org/claimgraph/data/attribution/s/> .
@prefix claim: <https://w3id.org/claimgraph/data/claim/s/> .
@prefix contradiction: <https://w3id.org/claimgraph/data/contradiction/s/> .
@prefix event: <https://w3id.org/claimgraph/data/event/s/> .
@prefix graph: <https://w3id.org/claimgraph/data/graph/s/> .
"""
PERSON = 'actor:p a schema:Person ; schema:name "P"@en .'
STATED = "cg:stance cgv:asserts ; cg:form cgv:direct ; schema:isPartOf article:a ; cg:claim claim:c"


@pytest.mark.parametrize(
    ("text", "reasons", "predicates"),
    [
        ("", [], {}),
        (PERSON, [], {}),
        (f"{PERSON} actor:p schema:award 'x', 'y' .", [], {"schema:award": 2}),
        (f"{PERSON} actor:p <x:y> _:b .", [], {"x:y": 1}),
        (f"{PERSON} actor:p a schema:Patient .", [], {"rdf:type": 1}),
        (f'{PERSON} actor:p schema:name "Q"@en .', [], {"schema:name": 1}),
        (
            f"{PERSON} actor:p schema:affiliation <http://x.example/o> .",
            [],
            {"schema:affiliation": 1},
        ),
        ("actor:p schema:name 'P' .", [], {"schema:name": 1}),
        (
            "actor:p a schema:Recipe .",
            ["no record is of the class schema:Recipe"],
            {"rdf:type": 1},
        ),
        (
            "<http://x.example/r> a schema:Recipe ; schema:name 'R' . [] a schema:Recipe .",
            ["no record is of the class schema:Recipe"] * 2,
            {"rdf:type": 2, "schema:name": 1},
        ),
        (
            "<http://x.example/c> a schema:Claim .",
            ["a node of a class of ours, but its IRI is not of the form base/kind/source/id"],
            {"rdf:type": 1},
        ),
        (
            "actor:p a schema:Event .",
            ["its IRI names it actor, its classes do not"],
            {"rdf:type": 1},
        ),
        (
            "claim:c a schema:Claim .",
            ["an incomplete or damaged claim: Object missing required field `text`"],
            {"rdf:type": 1},
        ),
        (
            "actor:p a schema:Person ; schema:name 'P' ; schema:sameAs <urn:x> .",
            ["an incomplete or damaged actor: Expected `str` of a known form - at `$.same_as[]`"],
            {"rdf:type": 1, "schema:name": 1, "schema:sameAs": 1},
        ),
        (
            "graph:x a prov:Entity .",
            ["the graph of a record that is not in the file"],
            {"rdf:type": 1},
        ),
        (
            "graph:x a prov:Entity ; dcterms:created '2024'^^xsd:gYear .",
            ["a link between events that are not linked in the file"],
            {"rdf:type": 1, "dcterms:created": 1},
        ),
        (
            f"claim:c a schema:Claim ; schema:text 'T' . attribution:c.1 {STATED} ; "
            "schema:spokenByCharacter actor:p ; cg:relayedBy attribution:c.1 .",
            ["a claim whose attributions relay each other without end"],
            {
                "rdf:type": 1,
                "schema:text": 1,
                "cg:stance": 1,
                "cg:form": 1,
                "schema:isPartOf": 1,
                "cg:claim": 1,
                "schema:spokenByCharacter": 1,
                "cg:relayedBy": 1,
            },
        ),
        (
            "claim:c a schema:Claim ; schema:text 'T' . attribution:c.1 cg:claim claim:c ; "
            "cg:relayedBy attribution:c.2 .",
            ["a claim with an attribution whose relay is not in the file"],
            {"rdf:type": 1, "schema:text": 1, "cg:claim": 1, "cg:relayedBy": 1},
        ),
    ],
)
def test_what_is_no_record_of_ours_is_refused_and_left(
    text: str, reasons: list[str], predicates: dict[str, int]
) -> None:
    items, account = told(PREFIXES + text)
    assert refusals(items) == reasons
    assert left(account) == predicates
    assert [one.line for one in items] == list(range(1, len(items) + 1))


@pytest.mark.parametrize(
    "iri",
    [
        "https://example.org/actor/s/%41",  # the same as A
        "https://example.org/actor/s/a%2Fb",
        "https://example.org/actor/s/\u0436",
        "https://example.org/actor/s%20/a",
        "https://example.org/actor/%FF/a",
        "https://example.org/robot/s/a",
        "https://example.org/../actor/s/a",
        "https://example.org/a/actor/s/",
        "ftp://example.org/actor/s/a",
        "actor/s/a",
    ],
)
def test_only_an_iri_as_the_mapping_makes_it_names_a_record(iri: str) -> None:
    items, account = told(f"<{iri}> a <http://schema.org/Person> ; <http://schema.org/name> 'P' .")
    assert [one.records for one in items] == [()]
    assert sum(left(account).values()) == 2


def test_partial_files_are_read_as_far_as_they_go() -> None:
    """References to what is not there stay, for the checks to name."""
    text = f"{PREFIXES} claim:c a schema:Claim ; schema:text 'T' ; schema:about event:e, actor:p ."
    items, account = told(text)
    assert [one.records for one in items] == [(Claim(id="c", text="T", about=("p", "e")),)]
    assert left(account) == {}


EXAMPLE = written(read([str(TOP / FOLDERS[1])]).entries).nquads.splitlines()


@pytest.mark.parametrize("place", range(0, len(EXAMPLE), 4))
def test_a_triple_more_is_in_a_record_or_left(place: int) -> None:
    """What the records do not state again is left, and nothing else."""
    subject, rest = EXAMPLE[place].split(" ", 1)[0], EXAMPLE[place - 20].split(" ", 1)[1]
    text = "\n".join([*EXAMPLE, f"{subject} {rest}"])
    items, account = told(text, "a.nq")
    assert refusals(items) == []
    stated = by_oxigraph(written(entries(items)).nquads, ox.RdfFormat.N_QUADS)
    assert sum(left(account).values()) == len(by_oxigraph(text, ox.RdfFormat.N_QUADS) - stated)


@quick
@given(st.integers(0, 10**6))
def test_releases_however_damaged_are_read_without_an_error(seed: int) -> None:
    chance = random.Random(seed)
    kept = [line for line in EXAMPLE if chance.random() < 0.9]
    for _ in range(chance.randint(0, 20)):
        place, (one, other) = chance.randrange(len(kept)), chance.sample(kept, 2)
        at = chance.randint(1, 2)
        kept[place] = " ".join([*one.split(" ", 2)[:at], *other.split(" ", 2)[at:]])
    items, account = told("\n".join(kept), "a.nq")
    assert [one.line for one in items] == list(range(1, len(items) + 1))
    assert sum(left(account).values()) <= len(kept)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.ttl", "<a:b> <a:c> .", "a.ttl:1:"),
        ("a.nq", "<a:b> <a:c> <a:d> .\n<a:b> <a:c>", "a.nq:2:"),
        ("a.jsonld", '{\n"@graph": [', "a.jsonld:2:"),
        ("a.jsonld", '{"@context": "http://evil.example/"}', "is not fetched"),
        ("a.jsonld", '{"@graph": ' + "[" * 200 + "]" * 200 + "}", "nested deeper"),
        ("a.rdf", "<!DOCTYPE a [<!ENTITY b '&c;'><!ENTITY c \"&b;\">]><a>&b;</a>", "entity"),
        ("a.ttl", b"\x1f\x8b damaged", "a.ttl: cannot be read"),
        ("a.ttl", gzip.compress(b"# a comment")[:-4], "a.ttl: cannot be read"),
        ("-", "<a:b> <a:c> .", "-:1:"),
        ("a.ttl", b"<a:b> <a:c> '\xff' .", "a.ttl:1:"),
    ],
)
def test_what_is_not_rdf_is_refused(name: str, text: str | bytes, message: str) -> None:
    with pytest.raises(ClaimgraphError, match=message.replace(".", r"\.")):
        told(text, name)


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_BYTES", 1 << 20)
    with pytest.raises(UnsafeInput, match=r"a\.ttl: more than 1 MiB"):
        told(gzip.compress(bytes(2 << 20)), "a.ttl")


def test_contradictions_of_too_many_claims_are_refused() -> None:
    claims = ", ".join(f"claim:c{number}" for number in range(1100))
    text = f"contradiction:x a cg:Contradiction ; cg:aspect cgv:date ; cg:between {claims} ."
    with pytest.raises(UnsafeInput, match="contradictions are between more than 1,000,000 pairs"):
        told(PREFIXES + text)


def test_a_claim_of_too_many_relays_is_refused() -> None:
    many = "".join(
        f"attribution:c.{n} {STATED} ; schema:spokenByCharacter actor:p ; "
        f"cg:relayedBy attribution:c.0 ."
        for n in range(1, 1100)
    )
    first = f"attribution:c.0 {STATED} ; schema:spokenByCharacter actor:q ."
    items, _ = told(f"{PREFIXES} claim:c a schema:Claim ; schema:text 'T' . {first} {many}")
    assert refusals(items) == ["a claim with too many attributions that others relay"]
