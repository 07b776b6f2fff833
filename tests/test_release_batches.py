"""A release is the same however its records are held, cut into batches and shared out."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimgraph.gate import pyshacl_engine, render
from claimgraph.gate.report import Report
from claimgraph.gate.shapes import load
from claimgraph.records.outcome import Entry
from claimgraph.records.settings import Publisher, Settings
from claimgraph.release.blame import blame
from claimgraph.statements.mapping import mapped
from claimgraph.statements.names import Names
from claimgraph.writers.jsonld import jsonld
from claimgraph.writers.nquads import nquads, ntriples
from claimgraph.writers.turtle import turtle
from claimgraph.writers.union import union
from releases import WAYS, Release, Way, faulty, lines, plain, released
from strategies import record_sets
from triples import graph_of_ntriples

ONE = Way()
ALONE = Way(on_disk=True, parts=99, page=-1)  # each record a batch of its own
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
FORMATS = {
    "claimgraph.ttl": pyoxigraph.RdfFormat.TURTLE,
    "claimgraph.jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "claimgraph.nq": pyoxigraph.RdfFormat.N_QUADS,
}


@settings(max_examples=15, suppress_health_check=SLOW, deadline=None)
@given(record_sets(), WAYS)
def test_records_that_hold(entries: list[Entry], way: Way) -> None:
    data = lines(plain(entries))
    assert released(data, way) == released(data, ONE)


@settings(max_examples=40, suppress_health_check=SLOW, deadline=None)
@given(faulty(), WAYS, st.booleans())
def test_records_with_faults(data: bytes, way: Way, lenient: bool) -> None:
    assert released(data, way, lenient) == released(data, ONE, lenient)


@pytest.mark.slow
@settings(max_examples=1500, suppress_health_check=SLOW, deadline=None)
@given(faulty(), WAYS, st.booleans())
def test_many_records_with_faults(data: bytes, way: Way, lenient: bool) -> None:
    assert released(data, way, lenient) == released(data, ONE, lenient)


@pytest.mark.slow
@settings(max_examples=20, suppress_health_check=SLOW, deadline=None)
@given(faulty(), WAYS, st.booleans())
def test_two_processes(data: bytes, way: Way, lenient: bool) -> None:
    assert released(data, way._replace(jobs=2), lenient) == released(data, ONE, lenient)


@settings(max_examples=5, suppress_health_check=SLOW, deadline=None)
@given(record_sets().filter(bool), WAYS)
def test_the_plain_way(entries: list[Entry], way: Way) -> None:
    """All records mapped and written as one graph, which pySHACL looks at as a whole."""
    found = released(lines(plain(entries)), way)
    done = mapped(entries)
    stated = [one for each in done for one in (*each.descriptions, each.provenance)]
    base = min((e.settings for e in entries), key=lambda one: one.source).base
    index = Names(base, "").iri("graph", "")[:-2] + "index>"
    graphs = [(one.graph, one.descriptions) for one in done]
    whole = {
        "claimgraph.ttl": turtle(union(stated)),
        "claimgraph.jsonld": jsonld(union(stated), base),
        "claimgraph.nq": nquads([*graphs, (index, [one.provenance for one in done])]),
    }
    report = pyshacl_engine.validate(graph_of_ntriples(ntriples(stated).encode()), load(["core"]))
    if isinstance(found, tuple):
        blamed = blame(report.results, dict(enumerate(done)))
        assert found[0] == "Nonconformance"
        assert all(one in found[1] for said in blamed.values() for one in said)
        assert blamed
        return
    for name, format_ in FORMATS.items():
        parsed, told = (
            set(pyoxigraph.parse(text, format=format_))
            for text in (found[name], whole[name].encode())
        )
        assert parsed == told
    written = found["validation-report.ttl"].decode()
    assert written == render.turtle(Report.of(report.results))


Record = dict[str, Any]
DESK = Settings(
    base="https://example.org/",
    publisher=Publisher(id="desk", name="The Desk"),
    license="https://example.org/license",
)
NEWS: list[Record] = [
    {"kind": "actor", "id": "times", "type": "news", "name": "Times"},
    {
        "kind": "article",
        "id": "story",
        "url": "https://example.org/story",
        "publisher": "times",
        "text": {"file": "story.txt", "length": 90, "sha256": "a" * 64},
    },
]


def claim(id_: str, said: Record | None = None, **more: Any) -> Record:
    """A claim, of the Times if nobody else says it."""
    own = {"speaker": "times", "article": "story", "stance": "asserts", "form": "own-voice"}
    told = {"text": f"Text {id_}.", "attributions": [own | (said or {})]}
    return {"kind": "claim", "id": id_, **told, **more}


def review(id_: str, claim: str, **more: Any) -> Record:
    url = f"https://example.org/{id_}"
    return {"kind": "review", "id": id_, "claim": claim, "desk": "times", "url": url, **more}


def contradiction(id_: str, *claims: str) -> Record:
    return {"kind": "contradiction", "id": id_, "aspect": "number", "claims": list(claims)}


def evidence(*hashes: str) -> Record:
    spans = [{"start": n, "end": n + 9, "sha256": one * 64} for n, one in enumerate(hashes)]
    return {"evidence": spans}


def of(*records: Record, told: Settings = DESK) -> bytes:
    return lines([(told, one) for one in records])


def rejected(found: Release) -> dict[str, str]:
    """The reasons by the id of the record that is kept out."""
    assert isinstance(found, dict), found
    told = [json.loads(line) for line in found.get("rejected.jsonl", b"").splitlines()]
    return {one["record"]["id"]: " ".join(one["reasons"]) for one in told}


ORIGINAL = {"kind": "article", "id": "original", "publisher": "times", "cites": ["nobody"]}
TRANSLATED = {
    "kind": "article",
    "id": "translated",
    "url": "https://example.org/t",
    "translation": {"of": "original"},
}
CASES: dict[str, tuple[bytes, list[str]]] = {  # what is kept out
    "nothing": (of(*NEWS, claim("a"), review("r", "a")), []),
    "evidence that claims share": (
        of(*NEWS, *(claim(one, evidence("b", "c")) for one in "xyz")),
        [],
    ),
    "evidence of several hashes": (
        of(claim("x", evidence("b")), *NEWS, claim("y", evidence("c")), claim("z")),
        ["x", "y"],
    ),
    "claims of the same text": (
        of(
            contradiction("no", "x", "y"),
            *NEWS,
            claim("x", text="T."),
            claim("y", text="T."),
            claim("z"),
        ),
        ["no", "x", "y"],
    ),
    "a robot that many quote": (
        of(
            *NEWS,
            claim("x", {"speaker": "robot", "form": "direct"}),
            contradiction("no", "x", "y"),
            {"kind": "actor", "id": "robot", "type": "software", "name": "Robot"},
            claim("y"),
            review("r", "x"),
        ),
        ["no", "r", "x"],
    ),
    "a chain of references to nothing": (
        of(
            *NEWS,
            claim("a", supports=["b"]),
            claim("b", supports=["c"]),
            claim("c", supports=["d"]),
            claim("e"),
        ),
        ["a", "b", "c"],
    ),
    "twins": (
        of(claim("a"), *NEWS, claim("b", supports=["a"]), claim("a", text="Another."), claim("c")),
        ["a", "b"],
    ),
    "equal twins, the second beside a review": (
        of(*NEWS, claim("a"), claim("a"), review("r", "a")),
        [],
    ),
    "the voice of an original that is refused": (
        of(claim("a", {"article": "translated"}), *NEWS, TRANSLATED, ORIGINAL, claim("b")),
        ["a", "original", "translated"],
    ),
    "a publisher whose record cannot be read": (
        of(*NEWS, {"kind": "actor", "id": "desk", "odd": 1}, claim("a")),
        ["desk"],
    ),
    "a publisher whose record is wrong": (
        of(*NEWS, {"kind": "actor", "id": "desk", "type": "news"}, claim("a")),
        ["desk"],
    ),
    "a publisher that stands twice": (
        of(
            *NEWS,
            {"kind": "actor", "id": "desk", "type": "news", "name": "One"},
            {"kind": "actor", "id": "desk", "type": "news", "name": "Two"},
            claim("a", supports=["b"]),
            claim("b"),
            review("r", "a", desk="desk"),
        ),
        ["desk", "r"],
    ),
}
"""Each is released as a whole, and with each record in a batch of its own."""


@pytest.mark.parametrize("name", CASES)
def test_what_is_kept_out(name: str) -> None:
    data, wanted = CASES[name]
    found = released(data, ALONE, lenient=True)
    assert sorted(rejected(found)) == wanted
    for way in (ONE, Way(parts=99, page=-1), ALONE._replace(parts=2, page=1)):
        assert released(data, way, lenient=True) == found
    strict = [released(data, way) for way in (ONE, ALONE)]
    assert strict[0] == strict[1]
    assert isinstance(strict[0], tuple if wanted else dict)


def test_reasons() -> None:
    found = rejected(released(CASES["the voice of an original that is refused"][0], ALONE, True))
    assert "`translated`, which was refused" in found["a"]
    assert "own voice" not in found["a"]
    assert "`nobody`" in found["original"]


def test_a_publisher_from_the_settings_stands_in() -> None:
    for name in CASES:
        if name.startswith("a publisher"):
            found = released(CASES[name][0], ALONE, lenient=True)
            assert isinstance(found, dict)
            assert b'schema:name "The Desk"' in found["claimgraph.ttl"], name


def test_nothing_is_left_but_the_publisher() -> None:
    data = of({"kind": "claim", "id": "a", "odd": 1}, claim("b"))
    for way in (ONE, ALONE):
        found = released(data, way, lenient=True)
        assert isinstance(found, tuple)
        assert found[0] == "RecordErrors"


def test_a_source_of_which_nothing_can_be_read_is_no_part_of_the_release() -> None:
    other = Settings(source="other", publisher=Publisher(id="else", name="Elsewhere"))
    data = lines([(other, {"kind": "claim", "id": "x"}), *((DESK, one) for one in NEWS)])
    found = [released(data, way, lenient=True) for way in (ONE, ALONE)]
    assert found[0] == found[1]
    assert isinstance(found[0], dict)
    assert b"Elsewhere" not in found[0]["claimgraph.ttl"]


def test_a_web_review_that_is_merged_with_one_of_another_claim() -> None:
    """It reviews the first claim, whose page is another; so the second one is told by nobody."""
    alike = [review("r", "x"), review("r", "y"), review("r", "y", headline="H")]
    claims = [claim("x", attributions=[]), claim("y", attributions=[])]
    told = [NEWS[0], alike[0], *claims, alike[1], alike[2]]
    data = of(*told, told=Settings(source="web"))
    found = [released(data, way) for way in (ONE, ALONE, Way(on_disk=True, parts=9, page=1))]
    assert found[0] == found[1] == found[2]
    assert isinstance(found[0], dict)
    assert b"#Claim-told" in found[0]["validation-report.ttl"]
