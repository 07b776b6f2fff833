"""The writers, with pyoxigraph and rdflib as oracles: one graph in each syntax."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import msgspec
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from rdflib.plugins.shared.jsonld.context import Context

from claimgraph import resources
from claimgraph.records import Place
from claimgraph.records.check import check
from claimgraph.records.convert import read_value
from claimgraph.records.fields import Term as RowTerm
from claimgraph.records.outcome import Entry
from claimgraph.records.read import read
from claimgraph.records.settings import Settings
from claimgraph.statements.mapping import mapped
from claimgraph.statements.predicates import predicates
from claimgraph.statements.terms import term
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers import context
from claimgraph.writers.nquads import nquads
from claimgraph.writers.turtle import turtle
from claimgraph.writers.union import KINDS, Union, union
from strategies import ORIGIN, record_sets
from triples import INDEX, Term, Triple, Written, by_oxigraph, by_rdflib, written

DATA = Path(__file__).parent / "data" / "writers"
TYPE = Term("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
quick = settings(deadline=None, max_examples=10)
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
thorough = settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])


def records(folder: str) -> list[Entry]:
    """The records of a folder, which hold."""
    found = read([str(DATA / folder)])
    assert found.refusals == []
    assert check(found.entries) == []
    return found.entries


def assert_one_graph(found: Written) -> set[Triple]:
    """Every syntax holds the same triples in both libraries, without blank nodes."""
    wanted = by_oxigraph(found.ntriples, ox.RdfFormat.N_TRIPLES)
    for text, format_, name in (
        (found.turtle, ox.RdfFormat.TURTLE, "turtle"),
        (found.jsonld, ox.RdfFormat.JSON_LD, "json-ld"),
        (found.nquads, ox.RdfFormat.N_QUADS, "nquads"),
    ):
        assert by_oxigraph(text, format_) == wanted, name
        assert by_rdflib(text, name) == wanted, name
    assert by_rdflib(found.ntriples, "nt") == wanted
    return wanted


def assert_well_named(triples: set[Triple], bases: set[str]) -> None:
    """What is described or referred to has a name of ours; nothing hangs in the air."""
    references = {term(name)[1:-1] for name, kind in predicates().items() if kind is RowTerm.REF}
    subjects = {s.value for s, _, _ in triples}
    assert {o.value for _, p, o in triples if p.value in references} <= subjects
    name = f"({'|'.join(map(re.escape, bases))})({'|'.join(KINDS)})/[^/?#]+/[^/?#]+"
    assert [iri for iri in subjects if not re.fullmatch(name, iri)] == []
    assert not any(one.value.startswith("https://schema.org") for t in triples for one in t)


def assert_canonical(text: str) -> None:
    """N-Quads are in the form of RDFC-1.0, byte for byte."""
    dataset = ox.Dataset(ox.parse(text, format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = (ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b"").decode().split("\n")
    assert "\n".join(sorted(lines[:-1])) + "\n" * bool(lines[1:]) == text


def assert_readable(entries: list[Entry]) -> None:
    """The records hold and could stand in a file: else the strategies prove nothing."""
    assert check(entries) == []
    for one in entries:
        plain = msgspec.to_builtins(one.record, enc_hook=str)
        assert msgspec.convert(plain, type(one.record), dec_hook=read_value) == one.record
        assert msgspec.convert(msgspec.to_builtins(one.settings), Settings) == one.settings


def assert_all(entries: list[Entry]) -> None:
    """All that holds of what is written."""
    assert_readable(entries)
    found = written(entries)
    triples = assert_one_graph(found)
    assert_well_named(triples, {entry.settings.base for entry in entries})
    assert_canonical(found.nquads)
    assert written(entries[::-1]) == found


@quick
@given(record_sets())
def test_any_records_are_one_graph_in_every_syntax(entries: list[Entry]) -> None:
    assert_all(entries)


@pytest.mark.slow
@thorough
@given(record_sets())
def test_many_more_records_are_one_graph_in_every_syntax(entries: list[Entry]) -> None:
    assert_all(entries)


@pytest.mark.parametrize("folder", ["example", "everything"])
def test_files_are_one_graph_in_every_syntax(folder: str) -> None:
    assert_all(records(folder))


def test_nothing_is_written_of_no_records() -> None:
    found = written([])
    assert assert_one_graph(found) == set()
    assert found.turtle == found.nquads == ""


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "nq"])
def test_the_example_is_written_as_approved(suffix: str) -> None:
    found = written(records("example"))
    text = {"ttl": found.turtle, "jsonld": found.jsonld, "nq": found.nquads}[suffix]
    assert text == (DATA / "example" / f"approved.{suffix}").read_bytes().decode()


PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from claimgraph.records.read import read
from triples import written
sys.stdout.buffer.write("".join(written(read([sys.argv[2]]).entries)).encode())
"""


@pytest.mark.parametrize("seed", ["0", "4294967295"])
def test_the_seed_of_hashes_does_not_show(seed: str) -> None:
    places = [str(Path(__file__).parent), str(DATA / "example")]
    command = [sys.executable, "-c", PROGRAM, *places]
    run = subprocess.run(command, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True)
    assert run.stdout.decode() == "".join(written(records("example")))


def test_everything_states_all_predicates_and_classes_and_no_others() -> None:
    triples = by_oxigraph(written(records("everything")).ntriples, ox.RdfFormat.N_TRIPLES)
    used = {f"<{predicate.value}>" for _, predicate, _ in triples}
    assert used == {term(name) for name in predicates()}
    types = {f"<{value.value}>" for _, predicate, value in triples if predicate == TYPE}
    assert types == {term(name) for name in context.classes()}


def test_objects_of_each_predicate_are_of_its_kind() -> None:
    """IRIs where the predicate's kind is one, literals elsewhere."""
    triples = by_oxigraph(written(records("everything")).ntriples, ox.RdfFormat.N_TRIPLES)
    kinds = {term(name)[1:-1]: kind for name, kind in predicates().items()}
    iris = (RowTerm.IRI, RowTerm.REF, RowTerm.CONCEPT, RowTerm.CLASS)
    wrong = [t for t in triples if (kinds[t[1].value] in iris) == bool(t[2].datatype)]
    assert wrong == []


def test_keys_of_the_context_are_unique() -> None:
    names = [name for name in predicates() if name != "rdf:type"] + context.classes()
    keys = Counter(map(context.local, names)) + Counter(["id", "type", *PREFIXES])
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_key_of_the_context_means_its_term() -> None:
    held = Context(context.context())
    for name in [*predicates(), *context.classes()]:
        key = context.local(name)
        meant = held.expand(key) if key != "type" else TYPE.value
        assert f"<{meant}>" == term(name)


def test_the_context_is_in_the_ontology() -> None:
    text = resources.text("ontology", "context.jsonld")
    assert text == context.document()
    assert json.loads(text) == {"@context": context.context()}


def named(*sources: str, base: str = "https://example.org/") -> list[Entry]:
    """A place in each of some sources."""
    held = (Settings(base=base, source=source) for source in sources)
    return [Entry(Place(id="p", name="P"), ORIGIN, one) for one in held]


@pytest.mark.parametrize(
    ("sources", "prefixes"),
    [
        (["a"], {"place", "graph"}),
        (["Ж"], {"place", "graph"}),
        (["a", "b"], {"place-a", "place-b", "graph-a", "graph-b"}),
        (
            ["a", "b.org", "c_1"],
            {f"{k}-{s}" for k in ("place", "graph") for s in ("a", "b.org", "c_1")},
        ),
        (["a", "b.", "Ж"], {"place-a", "graph-a"}),
    ],
)
def test_each_source_has_prefixes_of_its_own(sources: list[str], prefixes: set[str]) -> None:
    text = written(named(*sources)).turtle
    declared = dict(re.findall("@prefix ([^:]+): <(.*)> [.]", text))
    assert declared.keys() - PREFIXES.keys() == prefixes
    assert len(set(declared.values())) == len(declared)


def test_sources_of_several_bases_are_one_graph() -> None:
    entries = named("a") + named("b", base="https://example.org/x/") + named("c", base="http://c/")
    assert_all(entries)


@pytest.mark.parametrize(
    "iri",
    [
        "https://example.org/",
        "https://example.org/a/../b",
        "https://example.org/place/a/..",
        "https://example.org//example.com/c",
        "https://example.org/id:1/a/b",
        "https://example.org/@id",
        "https://example.org/?p",
        "https://example.org/#p",
        "https://example.org/place/a/p",
        "http://www.wikidata.org/entity/Q1",
        "http://www.wikidata.org/entity/.Q1",
        "http://schema.org/",
        "https://w3id.org/claimgraph/ontology#a/b",
    ],
)
def test_an_iri_stays_what_it_is_below_the_base_or_a_prefix(iri: str) -> None:
    (first,) = named("a")
    entry = first._replace(record=Place(id="q", name="Q", same_as=(iri,)))
    found = assert_one_graph(written([first, entry]))
    assert [o.value for _, p, o in found if p.value.endswith("sameAs")] == [iri]


def test_union_merges_what_is_said_of_one_subject() -> None:
    done = mapped(named("a")) + mapped(named("a"))
    said = [d for one in done for d in one.descriptions]
    assert union(said) == union(said[:1])


def test_a_quad_is_written_once_a_graph() -> None:
    (one,) = mapped(named("a"))
    graphs = [(one.graph, one.descriptions * 2), (INDEX, one.descriptions)]
    lines = nquads(graphs).split("\n")[:-1]
    assert len(lines) == len(set(lines)) == 2 * sum(map(len, one.descriptions[0].objects.values()))


def test_turtle_may_begin_with_a_comment() -> None:
    whole = union(d for one in mapped(named("a")) for d in one.descriptions)
    assert turtle(whole, "# made by hand\n") == "# made by hand\n" + turtle(whole)


def test_turtle_breaks_long_lists() -> None:
    few, many = ([f"<http://example.org/{n}>" for n in range(size)] for size in (2, 9))
    said = {"<http://s>": {"<http://p>": few, "<http://q>": many}}
    text = turtle(Union(said, {}))
    assert f"<http://p> {few[0]}, {few[1]} ;" in text
    assert ",\n        ".join(many) in text
