"""The W3C's SHACL test suite (core and sparql), result by result."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.request import url2pathname

import pyoxigraph
import pytest
import rdflib
from rdflib import SH, Namespace, URIRef

from claimgraph.errors import ClaimgraphError
from claimgraph.gate import check, paths
from claimgraph.gate.engines import Engine
from claimgraph.gate.graphs import described, graph, spell
from claimgraph.gate.report import severity_name
from conftest import shared_folder

pytestmark = pytest.mark.corpus

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
NUMBERS = {"core": 98, "sparql": 22}
DEVIATIONS = {
    # §5.3.1 leaves the support of $shapesGraph to the processor; pySHACL has none
    "sparql/pre-binding/shapesGraph-001": r"\$shapesGraph .* not currently supported",
}
Found = set[tuple[str, str, str, str, str]]


class Case(NamedTuple):
    """One sht:Validate: its manifest, and its name in it."""

    name: str
    manifest: rdflib.Graph
    node: rdflib.term.Node


@cache
def read(path: Path) -> rdflib.Graph:
    syntax = pyoxigraph.RdfFormat.TURTLE
    return graph(pyoxigraph.parse(path=str(path), format=syntax, base_iri=path.as_uri()))


def file(iri: object) -> Path:
    return Path(url2pathname(str(iri).removeprefix("file://")))


def cases(manifest: Path, root: Path) -> Iterator[Case]:
    made, node = read(manifest), URIRef(manifest.as_uri())
    for included in sorted(made.objects(node, MF.include), key=str):
        yield from cases(file(included), root)
    for entries in made.objects(node, MF.entries):
        for entry in made.items(entries):
            yield Case(file(entry).relative_to(root).as_posix(), made, entry)


def all_cases() -> list[Case]:
    folder = shared_folder()
    if folder is None:
        return []
    root = folder / "w3c" / "shacl-tests"
    return [case for part in NUMBERS for case in cases(root / part / "manifest.ttl", root)]


CASES = all_cases()


def expected(case: Case) -> Found | None:
    """Results that the suite asks for; None where it asks for a failure."""
    report = case.manifest.value(case.node, MF.result)
    if report == SHT.Failure:
        return None
    return {one(case.manifest, result) for result in case.manifest.objects(report, SH.result)}


def one(manifest: rdflib.Graph, result: rdflib.term.Node) -> tuple[str, str, str, str, str]:
    def term(predicate: URIRef) -> str:
        value = manifest.value(result, predicate)
        return "" if value is None else spell(value)

    path = manifest.value(result, SH.resultPath)
    return (
        term(SH.focusNode),
        "" if path is None else paths.text(paths.read(described(manifest), spell(path))),
        term(SH.value),
        term(SH.sourceConstraintComponent),
        severity_name(term(SH.resultSeverity)),
    )


def found(case: Case, engine: Engine = "pyshacl") -> Found:
    action = case.manifest.value(case.node, MF.action)
    data, shapes = (
        read(file(case.manifest.value(action, predicate)))
        for predicate in (SHT.dataGraph, SHT.shapesGraph)
    )
    results = check(data, shapes, engine=engine).results
    return {(r.focus, r.path, r.value, r.component, r.severity) for r in results}


@pytest.mark.parametrize("part", NUMBERS)
def test_every_case_of_the_suite_is_found(shared: Path, part: str) -> None:
    assert (shared / "w3c" / "shacl-tests" / part).is_dir()
    assert sum(case.name.startswith(f"{part}/") for case in CASES) == NUMBERS[part]


def test_the_deviations_are_cases_of_the_suite(shared: Path) -> None:
    assert {case.name for case in CASES} >= set(DEVIATIONS), shared


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.name not in DEVIATIONS], ids=lambda case: case.name
)
def test_the_results_are_those_of_the_suite(case: Case) -> None:
    wanted = expected(case)
    if wanted is None:
        with pytest.raises(ClaimgraphError):
            found(case)
    else:
        assert found(case) == wanted


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.name.startswith("core/")], ids=lambda case: case.name
)
def test_the_fast_engine_passes_the_whole_of_core(case: Case) -> None:
    assert found(case, "fast") == expected(case)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.name in DEVIATIONS], ids=lambda case: case.name
)
def test_a_deviation_is_told_and_never_taken_for_conformance(case: Case) -> None:
    with pytest.raises(ClaimgraphError, match=DEVIATIONS[case.name]):
        found(case)
