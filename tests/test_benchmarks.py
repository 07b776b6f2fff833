"""The benchmarks' own parts: made records, planted faults, measuring, charts, reports."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph
import pytest

from benchmarks import flat, measure, reports, reviews
from benchmarks.broken import broken
from benchmarks.chart import Bar, Panel, draw
from benchmarks.faults import CUT, FAULTS
from benchmarks.words import LANGUAGES
from claimgraph.records.check import check
from claimgraph.records.read import Reading, read

COUNT = 300
LINE = '<urn:s> <http://schema.org/name> "x" .\n'
VALIDATED = """
    @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rdf: <{rdf}> .
    [] a sh:ValidationReport ; sh:result [
        sh:focusNode _:somebody ; sh:value 1 ; sh:resultPath {path} ;
        sh:sourceConstraintComponent sh:InConstraintComponent ;
        sh:resultSeverity sh:Violation ; sh:detail [ sh:focusNode <urn:inner> ] ] .
"""


def written(folder: Path, share: float = 0.0, seed: int = 1) -> tuple[Reading, Counter[str]]:
    """What the reader of records makes of generated ones, and the faults in them."""
    made = list(reviews.lines(COUNT, share, seed))
    file = folder / "records.jsonl"
    file.write_bytes(b"".join(line + b"\n" for line, _ in made))
    return read([str(file)]), Counter(fault for _, fault in made if fault)


def test_a_seed_makes_the_same_lines_and_another_one_does_not() -> None:
    made = [list(reviews.lines(50, 0.1, seed)) for seed in (1, 1, 2)]
    assert made[0] == made[1]
    assert made[0] != made[2]


def test_faults_leave_the_other_lines_as_they_are() -> None:
    sound = {line for line, _ in reviews.lines(COUNT)}
    changed = [line for line, _ in reviews.lines(COUNT, 0.1) if line not in sound]
    planted = sum(bool(fault) for _, fault in reviews.lines(COUNT, 0.1))
    assert planted <= len(changed) <= 2 * planted


def test_records_without_faults_hold(folder: Path) -> None:
    reading, planted = written(folder)
    assert not planted
    assert not reading.refusals
    assert not list(check(reading.entries))
    kinds = Counter(type(entry.record).__name__ for entry in reading.entries)
    assert kinds["Review"] == kinds["Claim"] == COUNT
    assert {"Actor", "Article", "Contradiction", "Event", "Place"} <= kinds.keys()


def test_texts_are_of_every_language(folder: Path) -> None:
    reading, _ = written(folder)
    tags = {getattr(entry.record, "language", None) for entry in reading.entries}
    assert {language.tag for language in LANGUAGES} <= tags


def test_every_fault_is_planted_and_found(folder: Path) -> None:
    reading, planted = written(folder, 0.9)
    assert planted.keys() == {*FAULTS, CUT}
    lines = {refusal.origin.line for refusal in reading.refusals}
    lines |= {finding.entry.origin.line for finding in check(reading.entries)}
    made = enumerate(reviews.lines(COUNT, 0.9), 1)
    missed = {fault for number, (_, fault) in made if fault and number not in lines}
    assert missed == {"equals"}  # which only the shapes find


def test_shared_things_grow_slowly() -> None:
    assert [reviews.known(count, 5) for count in (0, 10_000, 1_000_000)] == [6, 501, 5001]


def test_a_table_says_what_its_rows_say(folder: Path) -> None:
    records: list[reviews.Record] = [
        {"kind": "actor", "id": "desk0", "name": 'The "Desk"\n2'},
        {"kind": "claim", "id": "c0", "text": {"de": "Über."}},
        {"kind": "review", "id": "r0", "claim": "c0", "desk": "desk0", "url": "https://a.example/",
         "language": "de", "published": "2024-05", "rating": {"label": "Falsch", "value": 1}},
    ]  # fmt: skip
    flat.write(folder / "table.csv", flat.rows(records))
    (row,) = flat.read(folder / "table.csv")
    said = {(subject, rule.predicate, value) for subject, rule, value in flat.said(row)}
    claim = f"{flat.BASE}claim/c0"
    assert (claim, f"{flat.SCHEMA}text", "Über.") in said
    assert (f"{flat.BASE}desk/desk0", f"{flat.SCHEMA}name", 'The "Desk"\n2') in said
    assert not [one for one in said if one[1].endswith("datePublished")]  # not a day
    assert {one[0] for one in said if one[0].startswith(claim)} == {claim}


def test_the_mapping_for_rml_engines_is_turtle() -> None:
    text = flat.rml('rml:source "table.csv"')
    maps = {q.object.value for q in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)}
    assert {f"{flat.BASE}{subject}/{{{subject}}}" for subject in flat.SUBJECTS} <= maps


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_broken_lines_are_still_n_triples(share: float) -> None:
    made = list(broken([LINE] * 50, share))
    assert (made == [LINE] * 50) is (share == 0)
    assert list(pyoxigraph.parse("".join(made), format=pyoxigraph.RdfFormat.N_TRIPLES))


@pytest.mark.parametrize(
    ("path", "spelt"),
    [
        ("<urn:p>", "<urn:p>"),
        ("[ sh:inversePath <urn:p> ]", "^<urn:p>"),
        ("( <urn:p> [ sh:zeroOrMorePath <urn:q> ] )", "<urn:p>/<urn:q>*"),
        ("[ sh:alternativePath ( <urn:p> <urn:q> ) ]", "<urn:p>|<urn:q>"),
        ("[]", reports.UNKNOWN),
    ],
)
def test_reports_are_read_as_sets_of_results(path: str, spelt: str) -> None:
    sh = "http://www.w3.org/ns/shacl#"
    value = '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'
    found = reports.of_graph(VALIDATED.format(path=path, rdf=reports.RDF))
    component, severity = f"<{sh}InConstraintComponent>", f"<{sh}Violation>"
    assert found == {reports.Result("_:", spelt, component, value, severity)}


def test_a_path_that_a_report_does_not_describe_may_be_any() -> None:
    wanted = reports.Result("<urn:a>", "^<urn:p>", "<urn:c>", "", "<urn:s>")
    vague = wanted._replace(path=reports.UNKNOWN)
    none: reports.Results = frozenset()
    assert reports.agreed(frozenset([wanted]), frozenset([vague])) == (none, none)
    other = vague._replace(focus="<urn:b>")
    one, another = frozenset([wanted]), frozenset([other])
    assert reports.agreed(one, another) == (one, another)


def test_a_command_is_weighed() -> None:
    done = measure.run([sys.executable, "-c", "pass"])
    assert 0 < done.first <= done.wall
    assert done.cpu > 0
    assert done.peak > 2**20
    assert (done.code, done.output) == (0, "")
    assert measure.summary([done, done])["runs"] == 2


def test_a_command_that_fails_says_why() -> None:
    with pytest.raises(measure.Failed, match=r"ended with 3: .*no luck"):
        measure.run([sys.executable, "-c", "import sys; print('no luck'); sys.exit(3)"])


def test_a_reason_is_the_last_line_without_folders() -> None:
    told = "Traceback\n  at /home/me/a.py\nOSError: no file '/tmp/x/data.nt'\n     ^^^^^\n"
    assert measure.reason(told) == "OSError: no file 'data.nt'"


def test_charts_are_well_formed(folder: Path) -> None:
    bars = [Bar("a < b & c", 0.02, "fast", True), Bar("slow", 360.0, "6 min"), Bar("no", None, "-")]
    svg = draw([Panel("Time", "s", bars), Panel("Nothing", "MiB", [])])
    texts = [one.text for one in ElementTree.fromstring(svg).iter() if one.tag.endswith("}text")]
    assert {"a < b & c", "Time (s)", "6 min", "0.01", "1000"} <= set(texts)
    measure.save("one", {"machine": measure.machine()}, svg, folder / "figures")
    assert {file.name for file in (folder / "figures").iterdir()} == {"one.json", "one.svg"}
