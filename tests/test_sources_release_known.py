"""The reader of releases: what it knows by its start."""

from __future__ import annotations

import pytest

from claimgraph.sources import release

CG = "https://w3id.org/claimgraph/ontology#"


@pytest.mark.parametrize(
    ("start", "known"),
    [
        ('{"@context": {"cg": "https://w3id.org/claimgraph/ontology#"', True),
        ('{"@context": "https://schema.org", "@type": "ClaimReview"}', False),
        ("# a comment\n@prefix graph: <https://example.org/graph/s/> .", True),
        ("PREFIX graph: <https://example.org/graph/s/>", True),
        ("<https://e.org/actor/s/a> <p:p> <o:o> <https://e.org/graph/s/a> .", True),
        (f"<https://e.org/actor/s/a> <{CG}when> '2024' .", True),
        ("<https://e.org/actor/s/a> <p:p> <o:o> .", False),
        (f"@prefix cg: <{CG}> . cg:Claim a <http://www.w3.org/2002/07/owl#Class> .", False),
        (f"<html><body><a href='https://e.org/graph/x/y'>{CG}</a>", False),
        (f"# A release\n\nIts terms are those of <{CG}> and <https://e.org/graph/x/y>.", False),
        ("", False),
    ],
)
def test_a_release_is_known_by_its_start(start: str, known: bool) -> None:
    assert release.knows(start.encode()) is known


def test_what_is_known_does_not_take_long_to_tell() -> None:
    assert not release.knows(b"<a://" + b"/graph/" * 9000)
    assert not release.knows(b"@prefix " + b"/graph/x/" * 7000)
    assert not release.knows(b"# \n" * 16000)
