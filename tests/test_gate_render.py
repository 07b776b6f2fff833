"""Reports as text, JSON and Turtle."""

from __future__ import annotations

import json as jsonlib
import re
import subprocess
import sys
import unicodedata
from dataclasses import astuple
from hashlib import sha256

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF
from rdflib.compare import isomorphic
from rdflib.namespace import SH as SHACL

from claimgraph.gate import check, paths
from claimgraph.gate.graphs import described, graph, spell
from claimgraph.gate.render import BASE, SHOWN, json, text, turtle
from claimgraph.gate.report import Report, Result, severity_name
from turtle_text import EX, SH, graph_of

NAME = re.compile(f"<{BASE}[0-9a-f]{{32}}>")
PREFIXES = {"ex": EX, "sh": SH, "xsd": "http://www.w3.org/2001/XMLSchema#"}
MIN_COUNT, DATATYPE = (f"<{SH}{name}ConstraintComponent>" for name in ("MinCount", "Datatype"))


def missing(focus: str, severity: str = "Violation") -> Result:
    message = "A claim has a text: add one."
    return Result(f"<{EX}{focus}>", f"<{EX}p>", "", MIN_COUNT, severity, message, f"<{EX}S>")


DATE = Result(
    f"<{EX}a>",
    f"<{EX}p>/^<{EX}q>",
    '"<http://example.org/x> \\u0007\u202e"^^<http://www.w3.org/2001/XMLSchema#date>',
    DATATYPE,
    "Warning",
    "A date\n is a day.",
    "_:shape0",
)
REPORT = Report.of([DATE, missing("a"), missing("b")])


def test_text_tells_the_verdict_then_each_group_worst_first() -> None:
    assert text(REPORT, PREFIXES) == (
        "Does not conform: 2 violations, 1 warning.\n"
        "\n"
        "Violation: A claim has a text: add one.\n"
        "  shape ex:S, sh:minCount: 2 results\n"
        "    ex:a  ex:p\n"
        "    ex:b  ex:p\n"
        "\n"
        "Warning: A date is a day.\n"
        "  shape _:shape0, sh:datatype: 1 result\n"
        '    ex:a  ex:p/^ex:q  "<http://example.org/x> \\u0007\\u202E"^^xsd:date\n'
    )


@pytest.mark.parametrize(
    ("results", "first"),
    [
        ([], "Conforms: no results."),
        ([DATE], "Conforms: 1 warning."),
        ([missing("a", "<http://e/Fatal>")], "Does not conform: 1 <http://e/Fatal>."),
    ],
)
def test_the_first_line_is_the_verdict(results: list[Result], first: str) -> None:
    assert text(Report.of(results), {}).splitlines()[0] == first


def test_the_engine_is_told_and_makes_no_difference() -> None:
    report = Report.of([DATE], "fast")
    assert report == Report.of([DATE], "pyshacl")
    assert text(report, {}).splitlines()[0] == "Conforms: 1 warning (fast engine)."
    assert jsonlib.loads(json(report))["engine"] == "fast"


def test_a_long_group_is_cut_with_a_word_about_the_rest() -> None:
    report = Report.of(missing(f"n{number:04}") for number in range(SHOWN + 1312))
    lines = text(report, PREFIXES).splitlines()
    assert sum(line.startswith("    ex:n") for line in lines) == SHOWN
    assert lines[-1] == "    and 1,312 more; --format json shows all"
    assert len(jsonlib.loads(json(report))["results"]) == SHOWN + 1312


def test_results_of_one_shape_with_other_messages_are_groups_of_their_own() -> None:
    shapes = graph_of(
        "ex:S sh:targetNode ex:a, ex:b ; sh:property ex:P ."
        " ex:P sh:path ex:p ; sh:minCount 2 ; sh:nodeKind sh:IRI ."
    )
    lines = text(check(graph_of("ex:a ex:p 1 . ex:b ex:p 2 ."), shapes), PREFIXES).splitlines()
    assert [line for line in lines if line.startswith("Violation")] == [
        "Violation: does not meet sh:minCount 2",
        "Violation: does not meet sh:nodeKind sh:IRI",
    ]


def test_a_long_literal_is_cut_with_its_length() -> None:
    long = Result("<http://e/a>", "", f'"{"x" * 5000}"@en', DATATYPE, "Info", "No.", "<http://e/S>")
    (line,) = (line for line in text(Report.of([long]), {}).splitlines() if "xxx" in line)
    assert len(line) < 300
    assert line.endswith('… (5,000 characters)"@en')


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (f"{EX}a", "ex:a"),
        (f"{EX}a/b", "exa:b"),
        (f"{EX}a.b", "ex:a.b"),
        (f"{EX}a.", f"<{EX}a.>"),
        (f"{EX}b/c", f"<{EX}b/c>"),
        (EX, f"<{EX}>"),
        ("http://other.org/a", "<http://other.org/a>"),
    ],
)
def test_iris_are_shortened_by_the_longest_prefix_that_fits(iri: str, short: str) -> None:
    result = Result(f"<{iri}>", "", "", DATATYPE, "Info", "No.", "<http://e/S>")
    assert text(Report.of([result]), PREFIXES | {"exa": f"{EX}a/"}).endswith(f"    {short}\n")


def test_json_is_one_object_of_a_fixed_form() -> None:
    made = jsonlib.loads(json(REPORT))
    assert list(made) == ["conforms", "counts", "engine", "results"]
    assert made["conforms"] is False
    assert made["counts"] == {"Violation": 2, "Warning": 1, "Info": 0}
    assert made["engine"] is None
    assert made["results"][0] == {
        "component": MIN_COUNT,
        "focus": f"<{EX}a>",
        "message": "A claim has a text: add one.",
        "path": f"<{EX}p>",
        "severity": "Violation",
        "shape": f"<{EX}S>",
        "value": None,
    }


def test_turtle_is_pleasant_to_read_and_the_same_everywhere() -> None:
    written = turtle(Report.of([missing("a")]))
    assert NAME.sub("<NAME>", written) == (
        f"@prefix sh: <{SH}> .\n"
        "\n"
        "<NAME> a sh:ValidationReport ;\n"
        "    sh:conforms false ;\n"
        "    sh:result <NAME> .\n"
        "\n"
        "<NAME> a sh:ValidationResult ;\n"
        f"    sh:focusNode <{EX}a> ;\n"
        '    sh:resultMessage "A claim has a text: add one." ;\n'
        f"    sh:resultPath <{EX}p> ;\n"
        "    sh:resultSeverity sh:Violation ;\n"
        "    sh:sourceConstraintComponent sh:MinCountConstraintComponent ;\n"
        f"    sh:sourceShape <{EX}S> .\n"
    )
    assert (
        sha256(written.encode()).hexdigest()
        == "426d111b36016a55cfa40b187130067045976389e99abac57c19e4c2190ae073"
    )


def iris() -> st.SearchStrategy[str]:
    return st.sampled_from([f"<{EX}{name}>" for name in ("a", "b", "é", "a/b#c")])


def literals() -> st.SearchStrategy[str]:
    text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    kinds: list[dict[str, str]] = [{}, {"lang": "en"}, {"datatype": f"{EX}t"}]
    return st.builds(
        lambda text, kind: spell(rdflib.Literal(text, **kind)), text, st.sampled_from(kinds)
    )


PATHS = ["", "<http://e/p>", "^<http://e/p>", "<http://e/p>/(<http://e/q>|<http://e/r>)*"]


def results() -> st.SearchStrategy[Result]:
    return st.builds(
        Result,
        focus=iris() | literals(),
        path=st.sampled_from(PATHS),
        value=st.just("") | iris() | literals(),
        component=st.sampled_from([MIN_COUNT, DATATYPE, "<http://e/Component>"]),
        severity=st.sampled_from(["Violation", "Warning", "Info", "<http://e/Fatal>"]),
        message=st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
        shape=iris(),
    )


def read(made: rdflib.Graph, node: rdflib.term.Node) -> Result:
    """One result of a report that somebody else wrote."""

    def value(name: str) -> str:
        term = made.value(node, SHACL[name])
        return "" if term is None else spell(term)

    path = made.value(node, SHACL.resultPath)
    return Result(
        focus=value("focusNode"),
        path="" if path is None else paths.text(paths.read(described(made), spell(path))),
        value=value("value"),
        component=value("sourceConstraintComponent"),
        severity=severity_name(value("resultSeverity")),
        message=str(made.value(node, SHACL.resultMessage)),
        shape=value("sourceShape"),
    )


@given(st.lists(results(), max_size=5))
def test_turtle_reads_back_as_the_same_report(given_results: list[Result]) -> None:
    report = Report.of(given_results)
    made = rdflib.Graph().parse(data=turtle(report), format="turtle")
    (node,) = made.subjects(RDF.type, SHACL.ValidationReport)
    assert str(node).startswith(BASE)
    assert made.value(node, SHACL.conforms) == rdflib.Literal(not report.results)
    assert Report.of(read(made, one) for one in made.objects(node, SHACL.result)) == report
    assert turtle(Report.of(reversed(given_results))) == turtle(report)


@given(st.lists(results(), max_size=5))
def test_turtle_is_the_same_graph_for_two_parsers(given_results: list[Result]) -> None:
    written = turtle(Report.of(given_results)).encode()
    quads = pyoxigraph.parse(written, format=pyoxigraph.RdfFormat.TURTLE)
    theirs = rdflib.Graph().parse(data=written, format="turtle")
    assert isomorphic(graph(quads), theirs)


TURNING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


@given(st.lists(results(), max_size=5))
def test_text_never_writes_control_characters(given_results: list[Result]) -> None:
    written = text(Report.of(given_results), PREFIXES)
    kinds = {(unicodedata.category(c), unicodedata.bidirectional(c)) for c in written if c != "\n"}
    assert not any(category == "Cc" or direction in TURNING for category, direction in kinds)
    listed = sum(line.startswith("    ") for line in written.split("\n"))
    assert listed == len(Report.of(given_results).results)


@given(st.lists(results(), max_size=5))
def test_json_holds_everything(given_results: list[Result]) -> None:
    report = Report.of(given_results)
    rows = jsonlib.loads(json(report))["results"]
    names = ("focus", "path", "value", "component", "severity", "message", "shape")
    assert [tuple(row[name] or "" for name in names) for row in rows] == list(
        map(astuple, report.results)
    )


def test_a_blank_shape_is_left_out_of_turtle_and_blank_data_stays_blank() -> None:
    result = Result("_:b0", "", "_:b1", DATATYPE, "Info", "No.", "_:shape0")
    made = rdflib.Graph().parse(data=turtle(Report.of([result])), format="turtle")
    assert not list(made.objects(None, SHACL.sourceShape))
    (focus,), (value,) = made.objects(None, SHACL.focusNode), made.objects(None, SHACL.value)
    assert isinstance(focus, rdflib.BNode)
    assert isinstance(value, rdflib.BNode)
    assert focus != value


def test_rendering_loads_no_rdf_library() -> None:
    code = (
        "import sys, claimgraph.gate.render\n"
        "print({'rdflib', 'pyshacl', 'pyoxigraph'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("set()\n", "")
