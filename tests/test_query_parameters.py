"""Parameters are bound as terms: whatever a value holds, the query stays the query."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from claimgraph.errors import ClaimgraphError
from claimgraph.query import named, parameters, run
from claimgraph.query.parameters import Parameter
from claimgraph.query.things import THINGS
from claimgraph.query.tokens import spelt
from claimgraph.records import KINDS
from claimgraph.records.read import read
from claimgraph.statements.mapping import mapped
from claimgraph.writers.nquads import nquads

D = "https://desk.example/data/"
DATA = f"""
@prefix s: <http://schema.org/> .
<{D}actor/one/nurani> a s:Person ; s:name "Nurani" ; s:sameAs <http://www.wikidata.org/entity/Q1> .
<{D}actor/one/tide> a s:Organization ; s:name "Tide" .
<{D}actor/two/tide> a s:Organization ; s:name "Other Tide" .
<{D}actor/one/%D0%A2%D0%B0%D1%81%D1%81> a s:Organization .
<{D}event/one/nurani> a s:Event .
<{D}claim/one/birds> a s:Claim ; s:author <{D}actor/one/nurani> ; s:text "It = was \\"so\\"." .
<{D}claim/two/flood> a s:Claim ; s:author <{D}actor/two/tide> ; s:text "A flood" .
"""
BY = """SELECT ?c {
  VALUES ?a { UNDEF }  # param actor (actor): who says it
  VALUES ?t { UNDEF } # param words (text): the text
  VALUES ?v { UNDEF } # param verdict (verdict): how
  VALUES ?d { UNDEF } # param since (date): from when
  ?c a schema:Claim ; schema:author ?a ; schema:text ?t
} ORDER BY ?c"""


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store()
    made.load(DATA, RdfFormat.TURTLE)
    return made


def asked(store: Store, query: str = BY, /, **given: str) -> list[str]:
    found = run(store, parameters.bound(query, given, store))
    assert isinstance(found, QuerySolutions)
    return [one[0].value.rpartition("/")[2] for one in found]


def test_they_are_declared_in_the_query() -> None:
    assert parameters.declared(BY) == (
        Parameter("actor", "actor", "who says it"),
        Parameter("words", "text", "the text"),
        Parameter("verdict", "verdict", "how"),
        Parameter("since", "date", "from when"),
    )
    assert parameters.declared("SELECT * { VALUES ?a { UNDEF } }") == ()


def test_without_values_the_query_is_as_it_was(store: Store) -> None:
    assert parameters.bound(BY, {}, store) == BY
    assert asked(store) == ["birds", "flood"]


def test_a_parameter_stands_in_several_places_and_brings_its_pattern(store: Store) -> None:
    query = """SELECT ?c {
      VALUES ?a { UNDEF }  # param actor (actor): who says it
      # with actor: ?c schema:author ?a .
      # with other: FILTER(false)
      { SELECT ?a {
        VALUES ?a { UNDEF }  # param actor (actor): who says it
      } }
      ?c a schema:Claim
    } ORDER BY ?c"""
    assert len(parameters.declared(query)) == 1
    assert parameters.bound(query, {}, store) == query
    assert asked(store, query) == ["birds", "flood"]
    bound = parameters.bound(query, {"actor": "nurani"}, store)
    assert bound.count("UNDEF") == 0
    assert asked(store, query, actor="nurani") == ["birds"]


@pytest.mark.parametrize(
    "value",
    [
        "nurani",
        "one/nurani",
        f"{D}actor/one/nurani",
        f"<{D}actor/one/nurani>",
        "wd:Q1",
        "http://www.wikidata.org/entity/Q1",
    ],
)
def test_a_thing_has_many_names(store: Store, value: str) -> None:
    assert asked(store, actor=value) == ["birds"]


def test_ids_are_not_encoded_by_those_who_ask(store: Store) -> None:
    (term,) = (parameters.bound(BY, {"actor": "Тасс"}, store).split("{ <")[1].split(">")[:1],)
    assert term == [f"{D}actor/one/%D0%A2%D0%B0%D1%81%D1%81"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"actor": "tide"},
            f"actor=tide: several have it; name one of {D}actor/one/tide, {D}actor/two/tide",
        ),
        ({"actor": "nurany"}, "actor=nurany: no actor has this id; did you mean nurani?"),
        ({"actor": "birds"}, "actor=birds: no actor has this id; it is a claim"),
        ({"actor": "one/birds"}, "actor=one/birds: no actor has this id; it is a claim"),
        ({"actor": "three/tide"}, "actor=three/tide: no actor has this id; did you mean tide?"),
        ({"actor": "wd:Q9"}, "actor=wd:Q9: no actor has this IRI"),
        ({"actor": "http://x y/"}, "actor=http://x y/: not an IRI"),
        ({"actor": ""}, "actor=: no value; leave the parameter out"),
        ({"actr": "x"}, "no parameter 'actr': did you mean actor?"),
        ({"zzz": "x"}, "no parameter 'zzz': this query has actor, words, verdict, since"),
        ({"verdict": "fals"}, "verdict=fals: no verdict; did you mean false?"),
        ({"verdict": "Mostly fals"}, "no verdict; did you mean mostlyFalse?"),
        ({"verdict": "asserts"}, "no verdict; there are true, mostlyTrue, mixed, mostlyFalse"),
        ({"since": "yesterday"}, "since=yesterday: not a date; write 2025, 2025-07"),
        ({"since": "2025-13"}, "not a date"),
    ],
)
def test_what_is_wrong_is_told(store: Store, given: dict[str, str], message: str) -> None:
    with pytest.raises(ClaimgraphError) as caught:
        parameters.bound(BY, given, store)
    assert str(caught.value).startswith(message) or message in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_query_without_parameters_takes_none(store: Store) -> None:
    with pytest.raises(ClaimgraphError, match="no parameter 'actor': this query has none"):
        parameters.bound("ASK {}", {"actor": "nurani"}, store)


@pytest.mark.parametrize(
    "value", ["mostlyFalse", "mostly false", "mostly-false", "cgv:mostlyFalse"]
)
def test_words_of_the_ontology(store: Store, value: str) -> None:
    assert "value#mostlyFalse> }" in parameters.bound(BY, {"verdict": value}, store)


@pytest.mark.parametrize("value", ["2025", "2025-07", "2025-07-04"])
def test_dates(store: Store, value: str) -> None:
    assert f'{{ "{value}" }}' in parameters.bound(BY, {"since": value}, store)


def test_texts(store: Store) -> None:
    assert asked(store, words='It = was "so".') == ["birds"]
    assert asked(store, words="A flood", actor="one/nurani") == []


HOSTILE = st.text() | st.text("\\uU0022'\"{}# \n\r\t$?<>", max_size=12)


@given(value=HOSTILE)
@example(value='" } } ; DROP ALL #')
@example(value="\\u0022 } SERVICE <http://x/> { }")
@example(value="\\U00000022")
@example(value="\\\x07u")
@example(value="a # param actor (actor): b")
@settings(max_examples=300, deadline=None)
def test_no_value_gets_out_of_its_term(store: Store, value: str) -> None:
    query = "SELECT ?x {\n VALUES ?x { UNDEF } # param x (text): a text\n}"
    if value:
        found = run(store, parameters.bound(query, {"x": value}, store))
        assert isinstance(found, QuerySolutions)
        assert [one[0] for one in found] == [Literal(value)]


@given(value=st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | HOSTILE)
@settings(max_examples=50, deadline=None)
def test_nor_for_those_who_resolve_escapes_first(value: str) -> None:
    query = f"SELECT ?x {{ VALUES ?x {{ {spelt(Literal(value))} }} }}"
    assert str(next(iter(rdflib.Graph().query(query)))[0]) == value  # type: ignore[index]


def test_assignments() -> None:
    assert parameters.assigned(["a=b", "c=d=e", "f="]) == {"a": "b", "c": "d=e", "f": ""}
    with pytest.raises(ClaimgraphError, match="a= is given twice"):
        parameters.assigned(["a=1", "a=2"])


def test_the_kinds_of_things_are_those_of_records() -> None:
    kinds = {name.removesuffix("s") for name in KINDS}
    assert set(THINGS) <= kinds | {"review"}


# ---- The named queries


@pytest.fixture(scope="module")
def seeds() -> Store:
    made = mapped(read([str(Path(__file__).parents[1] / "seeds")]).entries)
    store = Store()
    text = nquads((one.graph, one.descriptions) for one in made)
    for quad in parse(text, RdfFormat.N_QUADS):
        store.add(Quad(quad.subject, quad.predicate, quad.object))
    return store


GIVEN = {
    "actor": "russian-authorities",
    "teller": "nurani",
    "event": "crash-2024-12-25",
    "claim": "crash-birds",
    "article": "minval-badamov-en",
    "since": "2025",
    "verdict": "false",
    "aspect": "cause",
    "source": "az-ru",
    "desk": "nurani",
}
PAIRS = [(query, one.name) for query in named.listed() for one in query.parameters]


@pytest.mark.parametrize(("query", "name"), PAIRS, ids=lambda one: getattr(one, "name", one))
def test_a_parameter_leaves_some_of_the_rows(
    seeds: Store, query: named.NamedQuery, name: str
) -> None:
    all_ = _rows(seeds, query.text)
    some = _rows(seeds, parameters.bound(query.text, {name: GIVEN[name]}, seeds))
    assert set(some) <= set(all_)
    # the Russian authorities are denied in each row, and there is one source
    everywhere = {("denials", "actor"), ("unreviewed-claims", "source")}
    assert len(some) < len(all_) or not all_ or (query.name, name) in everywhere


def _rows(store: Store, text: str) -> list[tuple[object, ...]]:
    found = run(store, text)
    assert isinstance(found, QuerySolutions)
    return [tuple(map(str, one)) for one in found]


@pytest.mark.parametrize(("query", "name"), PAIRS, ids=lambda one: getattr(one, "name", one))
def test_where_to_start_changes_no_answer(seeds: Store, query: named.NamedQuery, name: str) -> None:
    given = {name: GIVEN[name]}
    plain = re.sub(r"# with .*", "", query.text)
    narrowed = parameters.bound(query.text, given, seeds)
    assert _rows(seeds, narrowed) == _rows(seeds, parameters.bound(plain, given, seeds))


@pytest.mark.parametrize(
    ("name", "given", "column", "value"),
    [
        ("claims-by-actor", {"actor": "nurani"}, "actor", "Nurani"),
        ("contradictions", {"aspect": "cause"}, "aspect", "cause"),
        ("relayed-claims", {"teller": "nurani"}, "teller", "Nurani"),
    ],
)
def test_the_rows_left_are_those_asked_for(
    seeds: Store, name: str, given: dict[str, str], column: str, value: str
) -> None:
    found = run(seeds, parameters.bound(named.named(name).text, given, seeds))
    assert isinstance(found, QuerySolutions)
    assert {one[column].value for one in found} == {value}


def test_the_id_of_another_kind_of_thing_is_told(seeds: Store) -> None:
    with pytest.raises(ClaimgraphError, match=r"no actor has this id; it is an event$"):
        parameters.bound(BY, {"actor": "crash-2024-12-25"}, seeds)


def test_every_thing_is_found_by_its_id(seeds: Store) -> None:
    iris = {q.subject for q in seeds if isinstance(q.subject, NamedNode)}
    for kind in ("actor", "event", "claim", "article", "place"):
        ids = [i.value.rpartition("/")[2] for i in iris if f"/{kind}/" in i.value]
        query = f"ASK {{\n VALUES ?x {{ UNDEF }} # param x ({kind}): x\n}}"
        assert ids
        for one in sorted(ids)[:3]:
            assert f"/{one}> }}" in parameters.bound(query, {"x": one}, seeds)
