"""No query calls another server, however it is spelt; and ordinary queries are let through."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store
from rdflib.plugins.sparql.parser import parseQuery

from claimgraph.errors import ClaimgraphError, UnsafeInput
from claimgraph.query import guard, run
from loopback import Listener, listening

URL = "http://127.0.0.1:9/"
CLAUSE = f"SERVICE <{URL}> {{ ?s ?p ?o }}"
DECLARED = f"PREFIX : <{URL}> PREFIX x: <{URL}> PREFIX service: <{URL}> PREFIX a\ufff0: <{URL}>\n"


def refused(query: str) -> bool:
    try:
        guard.check(query)
    except UnsafeInput:
        return True
    return False


def has_service(query: str) -> bool:
    """What rdflib's parser finds."""
    return "ServiceGraphPattern" in set(_names(parseQuery(query)))


def _names(root: object) -> Iterator[str]:
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            yield getattr(node, "name", "")
            stack.extend(node.values())
        elif not isinstance(node, str):
            stack.extend(node if hasattr(node, "__iter__") else ())


# queries of the standard that call another server; rdflib wants no `#` before SERVICE in its line
CALLING = [
    f"SELECT * {{ {CLAUSE} }}",
    f"SELECT * {{ service silent <{URL}> {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SeRvIcE<{URL}>{{}} }}",
    "SELECT * { SERVICE x:y { ?s ?p ?o } }",
    "SELECT * { SERVICE service:y { ?s ?p ?o } }",
    "SELECT * { SERVICE :service { } }",
    f"SELECT * {{ VALUES ?u {{ <{URL}> }} SERVICE ?u {{ ?s ?p ?o }} }}",
    "SELECT * { SERVICE SILENT $service { ?s ?p ?o } }",
    f"SELECT * {{ OPTIONAL {{ {CLAUSE} }} }}",
    f"SELECT * {{ {{ {CLAUSE} }} UNION {{ ?s ?p ?o }} }}",
    f"SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ {CLAUSE} }} }}",
    f"SELECT * {{ ?s ?p ?o MINUS {{ {CLAUSE} }} }}",
    f"SELECT * {{ GRAPH ?g {{ {{ SELECT * {{ {CLAUSE} }} }} }} }}",
    f"ASK {{ {CLAUSE} }}",
    f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {CLAUSE} }}",
    f"DESCRIBE ?s {{ {CLAUSE} }}",
    f"SELECT * {{ ?s ?p '{{' . {CLAUSE} }}",
    f'SELECT * {{ ?s ?p "\\"" . {CLAUSE} }}',
    f"SELECT * {{ ?s ?p 'it\\'s' . {CLAUSE} }}",
    f'SELECT * {{ ?s ?p """a"b""c\\"""" . {CLAUSE} }}',
    f"SELECT * {{ ?s ?p '''\n'a''b\n''' . {CLAUSE} }}",
    f"SELECT * {{ ?s ?p <http://e.example/#frag> .\n{CLAUSE} }}",
    f"SELECT * {{ ?s ?p <http://e.example/it's> . {CLAUSE} }}",
    f"SELECT * {{ ?s ?p x:it\\'s , x:a\\#b .\n{CLAUSE} }}",
    f"SELECT * {{ # SERVICE '''\n {CLAUSE} }}",
    f"SELECT * {{ SERVICE # a comment {{\n <{URL}> # another\n {{ }} }}",
    f"SELECT * {{ S\\u0045RVICE <{URL}> {{ }} }}",
    f"SELECT * {{ \\u0053\\U00000045RVICE\\u0020<{URL}> {{ }} }}",
    f"SELECT * {{ #\\u000A {CLAUSE} }}",
]
# what the engine takes though the standard's tokens do not give it; {} is the clause's address
TRICKS = [
    "SELECT * {{ SERVICEx:y {{ ?s ?p ?o }} }}",
    'SELECT * {{ SERVICEx:SERVICE {{ ?s ?p ?o }} FILTER("\\\\n" != "") }}',
    'SELECT * {{ SERVICEx:leakSERVICE {{ ?s ?p ?o }} FILTER("\\\\n" != "") }}',
    "SELECT * {{ SERVICESILENTx:y {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENTx:y {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE:y {{ ?s ?p ?o }} }}",
    "SELECT * {{ service:y {{ ?s ?p ?o }} }}",
    "SELECT * {{ #\r SERVICE {} {{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s ?p 1SERVICE {} {{ }} }}",
    "SELECT * {{ ?s ?p 1.SERVICE {} {{ }} }}",
    "SELECT * {{ ?s ?p trueSERVICE {} {{ }} }}",
    "SELECT * {{ ?s ?p trueSERVICEx:y {{ }} }}",
    "SELECT * {{ ?s ?p x:.SERVICE {} {{ }} }}",
    "PREFIX host: <http://h:80> SELECT * {{ ?s ?p host:SERVICE {} {{ }} }}",
    "SELECT * {{ ?s ?p x:SERVICEa\ufff0:y {{ }} }}",
    "SELECT * {{ ?s ?p x:graph SERVICE:y {{ }} }}",
    "SELECT * {{ ?s ?p 'x'@graph SERVICE:y {{ }} }}",
    "SELECT * {{ ?a ?b ?c FILTER('0' <?c)SERVICE#>\n{} {{ }} }}",
    "SELECT * {{ ?a ?b ?c FILTER('0' <?c#>'''\n) SERVICE {} {{ ?s ?p ?o }} #'''\n}}",
    'SELECT * {{ ?a ?b ?c FILTER("0" <?c#\\u0041>"""\n) SERVICE {} {{ ?s ?p ?o }} #"""\n}}',
    "SELECT * {{ VALUES ?x {{ '''a' #\\q\n }} SERVICE {} {{ ?s ?p ?o }} #'''\n}}",
    "SELECT * {{ VALUES ?x {{ '''a' #\\uD800\n }} SERVICE {} {{ ?s ?p ?o }} #'''\n}}",
]
# queries that call nobody
HARMLESS = [
    "SELECT * { ?s ?p ?o }",
    "SELECT ?service ?x { ?service ?x ?serviceSilent }",
    "SELECT $service ?x { VALUES $service { 1 } }",
    "SELECT * { ?s service:service service:x }",
    "SELECT * { ?s x:service ?o { ?s ?p ?o } }",
    "SELECT * { ?s x:service ?o OPTIONAL { ?s x:SERVICE ?p } }",
    "SELECT * { GRAPH service:x { ?s ?p ?o } }",
    "SELECT * FROM service:x { ?s ?p ?o }",
    "SELECT * FROM NAMED service:x { ?s ?p ?o }",
    "DESCRIBE service:x { ?s ?p ?o }",
    "SELECT * { _:service x:p [ x:service 1 ] }",
    "SELECT * { ?s x:p 'x'@service }",
    f"SELECT * {{ ?s ?p '{CLAUSE}' }}",
    f'SELECT * {{ ?s ?p "it\'s {CLAUSE}" }}',
    f"SELECT * {{ ?s ?p '''\n{CLAUSE}\n''' }}",
    f'SELECT * {{ ?s ?p """\n""\n{CLAUSE}\n""" }}',
    f"SELECT * {{ ?s ?p '\\'{CLAUSE}' }}",
    f"SELECT * {{ ?s ?p ?o # {CLAUSE}\n}}",
    f"SELECT * {{ ?s ?p ?o }} # {CLAUSE}",
    "SELECT * { ?s ?p <http://e.example/SERVICE> , <http://e.example/service#x> }",
    "SELECT * { ?s <http://e.example/service#x> ?o # '''\n FILTER(?o < 3 && ?s > 2) }",
    "SELECT * { ?s x:service/x:service? ?o ; x:p '' , \"\" , '''''' }",
    "SELECT (COUNT(?service) AS ?services) { ?service x:p ?o } GROUP BY ?service",
    'SELECT * { ?s ?p "\\u0053ERVICE <x> {}" }',
    f"SELECT * {{ VALUES ?x {{ {'<http://e.example/its#> ' * 500} }} }}",
    "SELECT * { VALUES ?x { " + "<http://e.example/it's> service:x " * 500 + "} }",
]


@pytest.mark.parametrize("query", CALLING)
def test_service_is_refused(query: str) -> None:
    assert has_service(DECLARED + query)
    with pytest.raises(UnsafeInput, match=r"SERVICE in line \d+; give claimgraph files"):
        guard.check(DECLARED + query)


@pytest.mark.parametrize("query", TRICKS)
def test_what_only_the_engine_takes_is_refused(query: str) -> None:
    assert refused(DECLARED + query.format(f"<{URL}>"))


@pytest.mark.parametrize("query", HARMLESS)
def test_what_calls_nobody_is_let_through(query: str) -> None:
    assert not has_service(DECLARED + query)
    assert not refused(DECLARED + query)


def test_the_line_is_named() -> None:
    with pytest.raises(UnsafeInput, match="SERVICE in line 3;"):
        guard.check(f"SELECT *\n{{ ?s ?p ?o .\n {CLAUSE} }}")


GAPS = st.sampled_from([" ", "\n", "\t", " # SERVICE <x> {\n", "#'''\n", ' #"""\r\n'])
HARMLESS_PARTS = st.sampled_from(
    [
        "?s ?p ?o .",
        "?service x:service 'SERVICE <x> {}' .",
        "?s x:p '''\n'SERVICE <x> {} ''' .",
        '?s x:p """\\"SERVICE <x> {""" .',
        "?s <http://e.example/its/service> <http://e.example/SERVICE> .",
        "?s x:service\\'s 1.5 , -2 , true , 'x'@en-x-service .",
        "OPTIONAL { ?s x:p _:service }",
        "FILTER(?o < 3 || ?o > 4)",
        "FILTER(REGEX(?service, 'service'))",
        "GRAPH service:x { ?s ?p ?o }",
        "VALUES ?service { service:x 'SERVICE' }",
        "{ ?s ?p ?o } UNION { ?s x:p ?o }",
    ]
)
SERVICES = st.builds(
    "{}{}{}{}{{ ?s ?p ?o }}".format,
    st.sampled_from(["SERVICE", "service", "Service SILENT", "SERVICE#\nsilent"]),
    GAPS,
    st.sampled_from([f"<{URL}>", "x:y", "service:service", "?service"]),
    st.one_of(GAPS, st.just("")),
)
NESTED = st.sampled_from(["%s", "{ %s }", "OPTIONAL { %s }", "FILTER EXISTS { ?s ?p ?o . %s }"])
CALLS = st.builds(lambda outer, call: outer % call, NESTED, SERVICES)
GROUPS = st.lists(st.tuples(st.one_of(HARMLESS_PARTS, CALLS), GAPS), max_size=5).map(
    lambda parts: "SELECT * { " + "".join(part + gap for part, gap in parts) + "\n}"
)


@given(query=GROUPS)
@settings(max_examples=30, deadline=None)
def test_the_guard_finds_what_rdflib_finds(query: str) -> None:
    declared = f"PREFIX x: <{URL}> PREFIX service: <{URL}>\n"
    assert refused(declared + query) is has_service(declared + query)


@pytest.fixture(scope="module")
def store() -> Store:
    found = Store()
    found.add(Quad(NamedNode("http://e.example/a"), NamedNode("http://e.example/b"), Literal("1")))
    return found


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with listening() as found:
        yield found


def called(store: Store, listener: Listener, query: str) -> bool:
    """Whether the engine, asked without the guard, calls."""
    before = len(listener.calls)
    with suppress(OSError, RuntimeError, SyntaxError):
        store.query(query)
    end = time.monotonic() + 0.2
    while len(listener.calls) == before and time.monotonic() < end:
        time.sleep(0.001)
    return len(listener.calls) > before


def test_the_engine_itself_calls(store: Store, listener: Listener) -> None:
    """Else the tests below would prove nothing."""
    assert called(store, listener, f"SELECT * {{ SERVICE <{listener.url}> {{ ?s ?p ?o }} }}")
    trick = "SELECT * { ?a ?b ?c FILTER('0' <?c#>'''\n) SERVICE <%s> { ?s ?p ?o } #'''\n}"
    assert called(store, listener, trick % listener.url)


ALL = [*CALLING, *(trick.format(f"<{URL}>") for trick in TRICKS), *HARMLESS]


@pytest.mark.parametrize("query", ALL)
def test_nobody_is_called(store: Store, listener: Listener, query: str) -> None:
    before = len(listener.calls)
    with suppress(ClaimgraphError):
        run(store, (DECLARED + query).replace(URL, listener.url))
    assert len(listener.calls) == before


TANGLE = st.lists(
    st.sampled_from(
        [
            *"<>#'\"\\:.?{}()1a \n\r",
            *("'''", '"""', "\\q", "FILTER('0' <?c", "VALUES ?x {'''a' ", "?s ?p ", "x:", "x:."),
            *("SERVICE", "service ", "SILENT ", "GRAPH ", f"<{URL}>", f"<{URL}> {{ }} ", CLAUSE),
        ]
    ),
    max_size=14,
).map("".join)


@given(tangle=st.one_of(TANGLE, GROUPS.map(lambda group: group[10:-1])))
@settings(max_examples=250, deadline=None)
def test_nobody_is_called_whatever_is_asked(store: Store, listener: Listener, tangle: str) -> None:
    test_nobody_is_called(store, listener, f"SELECT * {{ ?a ?b ?c . {tangle} }}")


TANGLES = [
    "<SERVICE#>",
    "<SERVICE?x#>",
    "#'''<SERVICE#>'''\n",
    "SERVICE#\n",
    "SERVICE \n",
    "'''\\'",
    "'''a'",
    '"""\'\'\'\\"',
    "<#'''>",
    "service:x ",
    "{",
    "<",
    "x",
    "%20",
    "\\u0027",
    " \n",
]


@pytest.mark.parametrize("tangle", TANGLES)
def test_time_grows_with_length_only(tangle: str) -> None:
    query = "SELECT * { " + tangle * (100_000 // len(tangle))
    begin = time.process_time()
    refused(query)
    assert time.process_time() - begin < 1  # a hundred times what is usual; squares take minutes
