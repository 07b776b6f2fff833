"""What a query finds: each triple once, the graphs by name, prefixes without being asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store
from rdflib.plugins.sparql import prepareQuery

from claimgraph.errors import ClaimgraphError, UnsafeInput
from claimgraph.query import run
from claimgraph.query.store import load
from claimgraph.vocabulary import PREFIXES

E = "http://e.example/"
TRIG = """
@prefix e: <http://e.example/> .
e:a e:p 1 .
e:g { e:a e:p 1 , 2 . _:b e:p 3 }
e:h { e:a e:p 1 . _:b e:p 3 }
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    """The values of a SELECT in its order."""
    found = run(store, query)
    assert isinstance(found, QuerySolutions)
    return [tuple(str(value) for value in solution) for solution in found]


def count(store: Store, pattern: str) -> int:
    ((found,),) = rows(store, f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
    return int(found.split('"')[1])


def test_the_default_graph_has_each_triple_once(tmp_path: Path) -> None:
    store = load([write(tmp_path, "a.trig", TRIG), write(tmp_path, "b.ttl", f"<{E}a> <{E}p> 1 .")])
    assert count(store, "?s ?p ?o") == 3
    assert count(store, "GRAPH ?g { ?s ?p ?o }") == 5
    graphs = rows(store, "SELECT ?g { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g")
    assert graphs == [(f"<{E}g>",), (f"<{E}h>",)]


def test_a_blank_node_is_one_in_all_graphs_of_its_file_only(tmp_path: Path) -> None:
    text = "@prefix e: <http://e.example/> . _:b e:p 1 ."
    store = load([write(tmp_path, name, text) for name in ("a.ttl", "b.ttl")])
    assert count(store, "?s ?p ?o") == 2


def test_folders_and_releases_are_loaded(tmp_path: Path) -> None:
    write(tmp_path, "a.nt", f"<{E}a> <{E}p> <{E}a> .\n")
    release = tmp_path / "dist"
    release.mkdir()
    write(release, "manifest.json", '{"generator": "claimgraph"}')
    write(release, "claimgraph.nq", f"<{E}b> <{E}p> <{E}b> <{E}g> .\n")
    write(release, "claimgraph.ttl", f"<{E}c> <{E}p> <{E}c> .\n")
    assert rows(load([tmp_path]), "SELECT ?s { ?s ?p ?o } ORDER BY ?s") == [
        (f"<{E}a>",),
        (f"<{E}b>",),
    ]


def test_errors_of_reading_come_through(tmp_path: Path) -> None:
    with pytest.raises(ClaimgraphError, match=r"a\.ttl:1:1: "):
        load([write(tmp_path, "a.ttl", "oops")])


LINES = st.lists(st.tuples(*[st.sampled_from([f"<{E}{n}>" for n in range(3)])] * 4), max_size=12)


@given(quads=LINES)
@settings(max_examples=50, deadline=None)
def test_the_default_graph_is_the_set_of_triples(
    tmp_path_factory: pytest.TempPathFactory, quads: list[tuple[str, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("quads")
    text = "".join(f"{' '.join(quad)} .\n" for quad in quads)
    store = load([write(folder, "a.nq", text)])
    assert sorted(rows(store, "SELECT * { ?a ?b ?c }")) == sorted({quad[:3] for quad in quads})
    named = rows(store, "SELECT ?a ?b ?c ?g { GRAPH ?g { ?a ?b ?c } }")
    assert sorted(named) == sorted(set(quads))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return load([write(tmp_path_factory.mktemp("store"), "a.trig", TRIG)])


@pytest.mark.parametrize("prefix", PREFIXES)
def test_prefixes_are_declared(store: Store, prefix: str) -> None:
    assert rows(store, f"SELECT ({prefix}:x AS ?x) {{}}") == [(f"<{PREFIXES[prefix]}x>",)]


def test_a_prefix_of_the_query_wins(store: Store) -> None:
    query = f"PREFIX schema: <{E}> SELECT (schema:x AS ?x) {{}}"
    assert rows(store, query) == [(f"<{E}x>",)]


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("SELECT * { ?s ?p ?o }", QuerySolutions),
        ("ASK { ?s ?p ?o }", QueryBoolean),
        ("CONSTRUCT WHERE { ?s ?p ?o }", QueryTriples),
        (f"DESCRIBE <{E}a>", QueryTriples),
    ],
)
def test_all_kinds_of_query_are_run(store: Store, query: str, kind: type) -> None:
    assert isinstance(run(store, query), kind)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "the query, line 1, column 1: something is missing"),
        ("SELEC * {}", "the query, line 1, column 1: `SELEC * {}` is not expected here"),
        ("SELECT * WHERE ?s ?p ?o", "line 1, column 16: `?s ?p ?o` is not expected here"),
        ("ASK {\n ?s ?p ?o .\n  oops }", "line 3, column 3: `oops }` is not expected here"),
        ("ASK {\n ?s ?p ?o\n FILTR(1) }", "line 3, column 2: `FILTR(1) }` is not expected here"),
        (
            "ASK {\n FILTER(?s = )\n}\nORDER BY ?s",
            "the query, line 2, column 14: `)` is not expected here",
        ),
        ("ASK { ?s ?p ?o } LIMIT x\n\n", "the query, line 1, column 24: `x` is not expected"),
        ("ASK { ?s ?p ?o", "the query, line 1, column 15: something is missing"),
        ("SELECT *\n{ ?s ?p ?o }}", "line 2, column 14: something is missing or left over"),
        ("SELECT ?x ?x {}", ": Duplicated variable name in SELECT"),
        ("SELECT (COUNT(*) AS ?n) ?s {?s ?p ?o}", ": The SELECT contains a variable that is"),
        ("SELECT * { ?s ?p <a> }", ": IRI parsing failed"),
        (
            "# foaf:name\nSELECT * {\n ?s schema:x 'foaf:x' ; foaf:name ?o }",
            "the query, line 3, column 25: the prefix `foaf:` is not declared; begin the query "
            "with PREFIX foaf: <...>",
        ),
        ("ASK { _:b ?p }", "line 1, column 7: `_:b ?p }` is not expected here"),
        ("SELECT (:x AS ?y) {}", "the prefix `:` is not declared"),
        (f"SELECT (<{E}f>(1) AS ?x) {{}}", "the query cannot be run: The custom function"),
        ("SELECT * { SERVICE <http://e.example/> {} }", "calls another server"),
        ("SELECT * " + "{" * 101 + "}" * 101, "nested deeper than 100"),
    ],
)
def test_errors_say_what_and_where(store: Store, query: str, message: str) -> None:
    with pytest.raises(ClaimgraphError) as caught:
        run(store, query)
    assert message in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "update",
    [
        f"INSERT DATA {{ <{E}a> <{E}b> 1 }}",
        f"PREFIX e: <{E}> delete where {{ e:a ?p ?o }}",
        f"BASE <{E}>\n# a comment\nPREFIX insert: <{E}> WITH <g> DELETE {{ ?s ?p ?o }} "
        "WHERE { ?s ?p ?o }",
        "DELETE { ?s ?p ?o } INSERT { ?o ?p ?s } WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:9/>",
        "CLEAR ALL",
        "DROP DEFAULT",
        f"CREATE GRAPH <{E}>",
        f"COPY <{E}g> TO <{E}h>",
        f"MOVE <{E}g> TO <{E}h>",
        f"ADD <{E}g> TO <{E}h>",
    ],
)
def test_updates_are_refused(store: Store, update: str) -> None:
    size = len(store)
    with pytest.raises(ClaimgraphError, match="updates are refused: claimgraph only reads"):
        run(store, update)
    assert len(store) == size


def test_no_query_that_merely_fails_is_taken_for_an_update(store: Store) -> None:
    with pytest.raises(ClaimgraphError, match="is not expected here"):
        run(store, "PREFIX insert: <http://e.example/> SELECT ?insert { DELETE }")


def test_an_address_in_from_is_not_fetched(store: Store) -> None:
    assert rows(store, "SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }") == []


@pytest.mark.corpus
def test_the_questions_of_the_trial_are_answered(shared: Path) -> None:
    trial = load([shared / "example" / "trial.ttl"])
    questions = sorted((shared / "example" / "queries").glob("*.rq"))
    assert len(questions) == 12
    for question in questions:
        text = question.read_text("utf-8")
        prepareQuery(text)
        assert rows(trial, text), question.name


def test_refusals_for_safety_are_told_from_errors(store: Store) -> None:
    with pytest.raises(UnsafeInput):
        run(store, "ASK { SERVICE <http://e.example/> {} }")
