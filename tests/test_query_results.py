"""Results are written as the W3C's formats say, or for people; always the same bytes."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    Store,
    parse_query_results,
)
from rdflib.compare import isomorphic

from claimgraph.errors import ClaimgraphError
from claimgraph.query import results, run

E = "http://e.example/"
ROWS = ("table", "csv", "tsv", "json", "xml")


@pytest.fixture(scope="module")
def store() -> Store:
    found = Store()
    claim, blank = NamedNode(f"{E}claim"), BlankNode("b1")
    for predicate, value in (
        ("http://schema.org/text", Literal('The plane, "hit" birds.', language="en")),
        ("http://schema.org/text", Literal("نص\tعربي")),
        ("http://schema.org/position", Literal(3)),
        ("http://schema.org/about", NamedNode("http://www.wikidata.org/entity/Q9248")),
        ("http://schema.org/about", NamedNode("http://schema.org/a/b(c)")),
        (f"{E}p", blank),
    ):
        found.add(Quad(claim, NamedNode(predicate), value))
    found.add(Quad(blank, NamedNode(f"{E}p"), Literal("1.50", datatype=NamedNode(f"{E}type"))))
    return found


def written(store: Store, query: str, fmt: str) -> bytes:
    out = io.BytesIO()
    results.write(run(store, query), fmt, out)
    return out.getvalue()


ALL = "SELECT ?s ?p ?o ?none { ?s ?p ?o } ORDER BY ?p ?o"


def test_a_table_shows_prefixed_names_and_plain_text(store: Store) -> None:
    assert written(store, ALL, "table").decode() == (
        "s                         p                     o                           none\n"
        "------------------------  --------------------  --------------------------  ----\n"
        "<http://e.example/claim>  <http://e.example/p>  _:b1\n"
        "_:b1                      <http://e.example/p>  1.50\n"
        "<http://e.example/claim>  schema:about          <http://schema.org/a/b(c)>\n"
        "<http://e.example/claim>  schema:about          wd:Q9248\n"
        "<http://e.example/claim>  schema:position       3\n"
        '<http://e.example/claim>  schema:text           The plane, "hit" birds.\n'
        "<http://e.example/claim>  schema:text           نص\\tعربي\n"
        "7 rows\n"
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?x { FILTER(false) }", "no rows\n"),
        ("SELECT (1 AS ?x) {}", "x\n-\n1\n1 row\n"),
        ("SELECT * {}", "1 row\n"),
        ("SELECT ('\\u001B[31m' AS ?x) {}", "x\n--------\n\\x1b[31m\n1 row\n"),
        ("ASK {}", "true\n"),
        ("ASK { FILTER(false) }", "false\n"),
    ],
)
def test_small_tables(store: Store, query: str, expected: str) -> None:
    assert written(store, query, "table").decode() == expected


def test_a_table_is_folded_on_a_terminal_only(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.BytesIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("COLUMNS", "60")
    out = Terminal()
    results.write(run(store, ALL), "table", out)
    lines = out.getvalue().decode().splitlines()
    assert max(map(len, lines)) <= 60
    assert len(lines) > 20


@pytest.mark.parametrize("fmt", ["tsv", "json", "xml"])
def test_others_read_what_is_written(store: Store, fmt: str) -> None:
    expected = [tuple(solution) for solution in _solutions(run(store, ALL))]
    text = written(store, ALL, fmt)
    again = parse_query_results(text, format=QueryResultsFormat.from_extension(fmt))
    assert isinstance(again, QuerySolutions)
    assert [tuple(solution) for solution in again] == expected
    assert len(expected) == 7
    theirs = rdflib.query.Result.parse(io.BytesIO(text), format=fmt)
    assert [str(v) for v in theirs.vars or ()] == ["s", "p", "o", "none"]
    assert len(theirs.bindings) == 7


def _solutions(result: object) -> QuerySolutions:
    assert isinstance(result, QuerySolutions)
    return result


def test_csv_is_that_of_the_w3c(store: Store) -> None:
    text = written(store, ALL, "csv").decode()
    assert text.startswith("s,p,o,none\r\n")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[6] == [f"{E}claim", "http://schema.org/text", 'The plane, "hit" birds.', ""]
    assert rows[2] == ["_:b1", f"{E}p", "1.50", ""]
    assert len(rows) == 8


@pytest.mark.parametrize("answer", [True, False])
def test_answers_to_ask(store: Store, answer: bool) -> None:
    query = f"ASK {{ FILTER({str(answer).lower()}) }}"
    text = {fmt: written(store, query, fmt) for fmt in ROWS}
    assert {text[fmt] for fmt in ("table", "csv", "tsv")} == {f"{answer}\n".lower().encode()}
    assert json.loads(text["json"])["boolean"] is answer
    element = ElementTree.fromstring(text["xml"]).find("{*}boolean")
    assert element is not None
    assert element.text == str(answer).lower()
    assert results.is_false(run(store, query)) is not answer


def test_rows_are_never_false(store: Store) -> None:
    assert not results.is_false(run(store, "SELECT ?x { FILTER(false) }"))


def test_what_xml_cannot_hold_is_refused(store: Store) -> None:
    with pytest.raises(ClaimgraphError, match="control characters, which XML cannot hold"):
        written(store, "SELECT ('\\u0007' AS ?x) {}", "xml")


XML_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\r\n"))


@given(text=XML_TEXT.filter(lambda text: not {"\ufffe", "\uffff"} & set(text)))
@example(text="a\r\nb\rc")
@settings(max_examples=50)
def test_xml_keeps_every_text(text: str) -> None:
    store = Store()
    store.add(Quad(NamedNode(E), NamedNode(E), Literal(text)))
    root = ElementTree.fromstring(written(store, "SELECT ?o { ?s ?p ?o }", "xml"))
    assert [literal.text or "" for literal in root.findall(".//{*}literal")] == [text]


CONSTRUCT = "CONSTRUCT { ?s ?p ?o . ?s e:q [ e:r ?o ] } WHERE { ?s ?p ?o }"


def test_turtle_is_the_graph(store: Store) -> None:
    text = written(store, "CONSTRUCT WHERE { ?s ?p ?o }", "turtle")
    lines = "".join(f"{quad.triple} .\n" for quad in store)
    expected = rdflib.Graph().parse(data=lines, format="nt")
    assert isomorphic(rdflib.Graph().parse(data=text, format="turtle"), expected)


def test_turtle_is_sorted_and_prefixed(store: Store) -> None:
    query = """PREFIX e: <http://e.example/>
        CONSTRUCT { e:b e:q wd:Q9248 , "z"@en , 3 ; e:p ?x . e:a e:p "a" . ?x e:p schema:Claim }
        WHERE { BIND(BNODE() AS ?x) }"""
    assert written(store, query, "turtle").decode() == (
        "@prefix schema: <http://schema.org/> .\n"
        "@prefix wd: <http://www.wikidata.org/entity/> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "\n"
        '<http://e.example/a> <http://e.example/p> "a" .\n'
        "\n"
        "<http://e.example/b> <http://e.example/p> _:b0 ;\n"
        '    <http://e.example/q> "3"^^xsd:integer, "z"@en, wd:Q9248 .\n'
        "\n"
        "_:b0 <http://e.example/p> schema:Claim .\n"
    )


def test_turtle_of_nothing_is_empty(store: Store) -> None:
    assert (
        written(store, "CONSTRUCT WHERE { ?s e:nothing ?o }".replace("e:", "cg:"), "turtle") == b""
    )


def test_blank_nodes_stay_what_they_are_inside_triple_terms() -> None:
    query = "CONSTRUCT { ?x cg:p <<( ?x cg:p [] )>> } WHERE { BIND(BNODE() AS ?x) }"
    found = written(Store(), query, "turtle").decode()
    assert found.endswith(
        "_:b0 cg:p <<( _:b0 <https://w3id.org/claimgraph/ontology#p> _:b1 )>> .\n"
    )


@pytest.mark.parametrize(
    "query", [ALL, CONSTRUCT.replace("e:", "cg:")], ids=["select", "construct"]
)
def test_two_runs_write_the_same_bytes(tmp_path: Path, query: str) -> None:
    """Also of what the engine names at random: other processes, other hashes."""
    lines = (f"_:n{n} <{E}p{n % 3}> _:n{n * 7 % 40} .\n" for n in range(40))
    (tmp_path / "a.nt").write_text("".join(lines))
    code = (
        "import sys, pathlib; from claimgraph.query import run, store, results; "
        "results.write(run(store.load([pathlib.Path('a.nt')]), sys.argv[1]), sys.argv[2], "
        "sys.stdout.buffer)"
    )
    fmt = "turtle" if query != ALL else "tsv"
    query = query.replace(" ORDER BY ?p ?o", "")
    command = [sys.executable, "-c", code, query, fmt]
    one, two = (
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True).stdout for _ in "12"
    )
    assert one == two
    assert one.count(b"\n") > 40


@pytest.mark.parametrize(
    ("query", "fmt", "message"),
    [
        ("ASK {}", "turtle", "turtle does not fit this query; for SELECT and ASK: table, csv, "),
        ("SELECT * {}", "turtle", "for SELECT and ASK: table, csv, tsv, json, xml"),
        ("CONSTRUCT WHERE {}", "csv", "for CONSTRUCT and DESCRIBE: turtle"),
        ("DESCRIBE schema:x", "table", "for CONSTRUCT and DESCRIBE: turtle"),
        ("SELECT * {}", "html", "the format html does not fit"),
    ],
)
def test_formats_that_do_not_fit_are_refused(
    store: Store, query: str, fmt: str, message: str
) -> None:
    with pytest.raises(ClaimgraphError, match=message):
        written(store, query, fmt)


@pytest.mark.parametrize(
    ("query", "terminal", "pipe"),
    [
        ("SELECT * {}", "table", "csv"),
        ("ASK {}", "table", "csv"),
        ("CONSTRUCT WHERE {}", "turtle", "turtle"),
    ],
)
def test_the_default_format(store: Store, query: str, terminal: str, pipe: str) -> None:
    result = run(store, query)
    assert (results.default(result, True), results.default(result, False)) == (terminal, pipe)
    assert {terminal, pipe} <= set(results.formats(result))
