"""shapes/core.ttl by both engines: on valid data with faults put in, every shape broken."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import pytest

from claimgraph import rdf
from claimgraph.gate import shapes
from claimgraph.gate.described import Nodes, add, described
from claimgraph.gate.fast import Compiled, compiled
from claimgraph.gate.graphs import graph_of
from claimgraph.gate.pyshacl_engine import validate
from claimgraph.gate.report import SH, Report
from claimgraph.statements.alike import TYPE

VALID = sorted((Path(__file__).parent / "shapes").glob("valid.*.ttl"))
INVALID = sorted((Path(__file__).parent / "shapes").glob("invalid.*.ttl"))
XSD = "http://www.w3.org/2001/XMLSchema#"
assert VALID, "no valid.*.ttl"
assert INVALID, "no invalid.*.ttl"
WRONG = (
    "_:wrong", "<relative>", "<https://example.org/nothing>", '"text"', '""', '"text"@en',
    '"more"@en', '"5"^^<http://www.w3.org/2001/XMLSchema#integer>', f'"0"^^<{XSD}date>',
    f'"9"^^<{XSD}nonNegativeInteger>', f'"2100-01-01"^^<{XSD}date>', f'"1900"^^<{XSD}gYear>',
)  # fmt: skip
COMPARED = {
    "<https://w3id.org/claimgraph/ontology#earliest>",
    "<https://w3id.org/claimgraph/ontology#latest>",
    "<http://www.w3.org/ns/oa#start>",
    "<http://www.w3.org/ns/oa#end>",
}
ROUNDS = 80
Graph = dict[str, dict[str, list[str]]]


@cache
def core() -> Nodes:
    return shapes.read(["core"])


@cache
def engine() -> Compiled:
    return compiled(core())


def by_fast(graph: Graph) -> Report:
    return Report.of(engine().whole(Nodes(graph)))


def by_reference(graph: Graph) -> Report:
    return validate(graph_of(Nodes(graph)), graph_of(core()))


def read(path: Path) -> Graph:
    return described(rdf.read(path))


def named() -> set[str]:
    """The shapes of core that have a name."""
    kinds = {f"<{SH}NodeShape>", f"<{SH}PropertyShape>"}
    return {
        node
        for node, description in core().described.items()
        if kinds.intersection(description.get(TYPE, ()))
    }


def faulty(seed: int) -> Graph:
    """All valid and some invalid files together, with a fault in every third description."""
    random = Random(seed)
    graph: Graph = {}
    for path in (*VALID, *INVALID[seed % ROUNDS :: ROUNDS]):
        add(graph, read(path))
    nodes = list(graph)
    for node in random.sample(nodes, len(nodes) // 3):
        break_one(graph, node, random.choice(nodes), random)
    return graph


def break_one(graph: Graph, node: str, other: str, random: Random) -> None:
    """Take away, double, exchange or add a statement of a node."""
    stated = graph[node]
    predicate = random.choice(list(stated))
    foreign = random.choice(list(graph[other]))
    wrong = random.choice(WRONG)
    fault: dict[str, list[str]] = random.choice(
        [
            {predicate: []},
            {predicate: [wrong]},
            {predicate: [*stated[predicate], wrong]},
            {predicate: [node]},
            {predicate: [*stated[predicate], other]},
            {foreign: [*stated.get(foreign, []), *graph[other][foreign]]},
            {"<https://example.org/unknown>": [wrong]},
        ]
    )
    for name, objects in fault.items():
        held = (one for one in objects if name not in COMPARED or is_comparable(one))
        stated[name] = list(dict.fromkeys(held))


def is_comparable(term: str) -> bool:
    """Whether pySHACL gets over it in sh:lessThan: not over blank nodes and ill-typed dates."""
    return not term.startswith("_") and not term.startswith('"0"')


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name.split(".")[1])
def test_valid_files_conform(path: Path) -> None:
    assert by_fast(read(path)).results == ()


@pytest.mark.parametrize("seed", range(2))
def test_faults_are_found_by_both_alike(seed: int) -> None:
    graph = faulty(seed)
    found = by_fast(graph)
    assert len(found.results) > 20
    assert found == by_reference(graph)


@pytest.mark.slow
def test_every_shape_is_broken_and_both_engines_say_so() -> None:
    broken: set[str] = set()
    for seed in range(ROUNDS):
        graph = faulty(seed)
        found = by_fast(graph)
        broken |= {result.shape for result in found.results}
        assert found == by_reference(graph), seed
    assert broken == named()


@pytest.mark.slow
@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.name.split(".")[1])
def test_each_invalid_file_gives_the_results_of_the_reference(path: Path) -> None:
    graph = read(path)
    assert by_fast(graph) == by_reference(graph)
