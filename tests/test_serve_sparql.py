"""The endpoint: SPARQL 1.1 Protocol, read by the parsers of others."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import rdflib
from lxml import html  # type: ignore[import-untyped]
from rdflib.query import Result

from claimgraph.serve import sparql
from claimgraph.serve.pages import missing
from claimgraph.vocabulary import PREFIXES
from live_server import QUICK, SEEDS, ask, count, counter, dumped, serving

CLAIMS = "SELECT ?claim ?text { ?claim a schema:Claim ; schema:text ?text } ORDER BY ?claim"
GRAPH = "CONSTRUCT { ?claim a schema:Claim } WHERE { ?claim a schema:Claim }"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dumped(SEEDS, tmp_path_factory.mktemp("seeds") / "dist")


@pytest.fixture(scope="module")
def client(release: Path) -> Iterator[httpx.Client]:
    with serving(release, text=1 << 14) as found:
        yield found


@pytest.fixture(scope="module")
def graph(release: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(release / "claimgraph.ttl")


def test_all_triples_once(client: httpx.Client, graph: rdflib.Graph) -> None:
    assert count(client) == len(graph)


ROWS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
}


@pytest.mark.parametrize("media_type", ROWS)
def test_rows_in_every_format(client: httpx.Client, graph: rdflib.Graph, media_type: str) -> None:
    found = ask(client, CLAIMS, accept=media_type)
    assert found.status_code == 200
    assert found.headers["content-type"].partition(";")[0] == media_type
    rows = list(Result.parse(io.BytesIO(found.content), format=ROWS[media_type]))
    wanted = list(graph.query(CLAIMS, initNs=PREFIXES))
    assert [str(row[0]) for row in rows] == [str(row[0]) for row in wanted]  # type: ignore[index]
    assert [str(row[1]) for row in rows] == [str(row[1]) for row in wanted]  # type: ignore[index]


def test_iris_with_a_comma_are_one_cell_of_csv(client: httpx.Client) -> None:
    query = r"""SELECT ?x ?y ?none {
        VALUES (?x ?y) { (<http://e.example/a,b> "=1, \"two\"\r\n") (<http://e.example/c> 1.5) }
    }"""
    found = ask(client, query, accept="text/csv").content.decode()
    assert list(csv.reader(io.StringIO(found, newline=""))) == [
        ["x", "y", "none"],
        ["http://e.example/a,b", '=1, "two"\r\n', ""],
        ["http://e.example/c", "1.5", ""],
    ]


GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}


@pytest.mark.parametrize("media_type", GRAPHS)
def test_graphs_in_every_format(client: httpx.Client, graph: rdflib.Graph, media_type: str) -> None:
    found = ask(client, GRAPH, accept=media_type)
    assert found.headers["content-type"].partition(";")[0] == media_type
    told = rdflib.Graph().parse(data=found.content, format=GRAPHS[media_type])
    assert set(told) == set(graph.query(GRAPH, initNs=PREFIXES))


@pytest.mark.parametrize(
    ("name", "query", "media_type"),
    [
        ("json", CLAIMS, "application/sparql-results+json"),
        ("json", GRAPH, "application/ld+json"),
        ("xml", CLAIMS, "application/sparql-results+xml"),
        ("xml", GRAPH, "application/rdf+xml"),
        ("csv", "ASK {}", "text/csv"),
        ("turtle", GRAPH, "text/turtle"),
        ("text/csv", CLAIMS, "text/csv"),
        ("application/n-triples", GRAPH, "application/n-triples"),
    ],
)
def test_format_goes_before_accept(
    client: httpx.Client, name: str, query: str, media_type: str
) -> None:
    given = {"query": query, "format": name}
    found = client.get("/sparql", params=given, headers={"accept": "image/png"})
    assert found.headers["content-type"].partition(";")[0] == media_type


def test_three_ways_to_ask_are_one(client: httpx.Client) -> None:
    headers = {"accept": "text/csv"}
    ways = [
        client.get("/sparql", params={"query": QUICK}, headers=headers),
        client.post("/sparql", data={"query": QUICK}, headers=headers),
        client.post("/sparql", content=QUICK, headers={**headers, "content-type": DIRECT}),
    ]
    assert len({way.content for way in ways}) == 1
    assert {way.status_code for way in ways} == {200}


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_data_set_beside_the_query(client: httpx.Client, graph: rdflib.Graph, way: str) -> None:
    index = ask(client, "SELECT ?g { GRAPH ?g { ?s a schema:Claim } } LIMIT 1", accept="text/csv")
    name = index.text.split()[1]
    headers = {"accept": "text/csv"}
    for field, query in (
        ("default-graph-uri", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        ("named-graph-uri", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"),
    ):
        given = {field: name}
        if way == "get":
            found = client.get("/sparql", params={"query": query, **given}, headers=headers)
        elif way == "form":
            found = client.post("/sparql", data={"query": query, **given}, headers=headers)
        else:
            kind = {**headers, "content-type": DIRECT}
            found = client.post("/sparql", params=given, content=query, headers=kind)
        assert 0 < int(found.text.split()[1]) < len(graph)


def test_prefix_that_is_declared_is_the_queries_own(client: httpx.Client) -> None:
    query = "PREFIX schema: <http://other.example/> ASK { ?s a schema:Claim }"
    assert ask(client, query, accept="application/json").json()["boolean"] is False


UPDATE = "INSERT DATA { <http://a> <http://b> <http://c> }"
REFUSED = {
    "not SPARQL": (400, {"data": {"query": "SELECT"}}),
    "no query": (400, {"data": {"other": "1"}}),
    "two queries": (400, {"data": {"query": [QUICK, QUICK]}}),
    "query and update": (400, {"data": {"query": QUICK, "update": UPDATE}}),
    "unknown format": (400, {"data": {"query": QUICK, "format": "png"}}),
    "graph that is no IRI": (400, {"data": {"query": QUICK, "default-graph-uri": "no iri"}}),
    "unknown function": (400, {"data": {"query": "SELECT (<http://x/f>(1) AS ?x) {}"}}),
    "not UTF-8": (400, {"content": b"ASK { ?s ?p '\xff' }", "headers": {"content-type": DIRECT}}),
    "form not UTF-8": (400, {"content": b"query=%FF", "headers": {"content-type": FORM}}),
    "update as query": (400, {"data": {"query": UPDATE}}),
    "update": (403, {"data": {"update": UPDATE}}),
    "update, direct": (
        403,
        {"content": UPDATE, "headers": {"content-type": "application/sparql-update"}},
    ),
    "LOAD": (400, {"data": {"query": "LOAD <http://127.0.0.1/>"}}),
    "SERVICE": (403, {"data": {"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}}),
    "too deep": (403, {"data": {"query": f"ASK {'{' * 200}{'}' * 200}"}}),
    "rows as Turtle": (406, {"data": {"query": QUICK}, "headers": {"accept": "text/turtle"}}),
    "graph as CSV": (406, {"data": {"query": GRAPH}, "headers": {"accept": "text/csv"}}),
    "nothing offered": (406, {"data": {"query": QUICK}, "headers": {"accept": "image/png"}}),
    "too large": (413, {"data": {"query": QUICK + " " * (1 << 14)}}),
    "too large, direct": (
        413,
        {"content": QUICK + " " * (1 << 14), "headers": {"content-type": DIRECT}},
    ),
    "too large, without a length": (
        413,
        {"content": iter([b"a" * 4096] * 40), "headers": {"content-type": DIRECT}},
    ),
    "no media type": (415, {"content": QUICK}),
    "JSON": (415, {"json": {"query": QUICK}}),
    "Latin-1": (415, {"content": QUICK, "headers": {"content-type": f"{DIRECT}; charset=latin1"}}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals_are_problem_details(client: httpx.Client, name: str) -> None:
    status, request = REFUSED[name]
    found = client.post("/sparql", **request)  # type: ignore[arg-type]
    assert found.status_code == status, found.text
    assert found.headers["content-type"] == "application/problem+json"
    assert found.json()["status"] == status
    assert found.json()["title"]
    assert found.json()["detail"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_not_allowed(client: httpx.Client, method: str) -> None:
    found = client.request(method, "/sparql")
    assert found.status_code == 405
    assert {"GET", "HEAD", "POST"} <= set(found.headers["allow"].split(", "))
    assert found.headers["content-type"] == "application/problem+json"


def test_what_is_known_is_not_sent_again(client: httpx.Client) -> None:
    ask_again = {"url": "/sparql", "params": {"query": QUICK}}
    first = client.get(**ask_again)  # type: ignore[arg-type]
    for headers in (
        {"if-none-match": first.headers["etag"]},
        {"if-none-match": f'"x", {first.headers["etag"].removeprefix("W/")}'},
        {"if-modified-since": first.headers["last-modified"]},
    ):
        found = client.get(**ask_again, headers=headers)  # type: ignore[arg-type]
        assert (found.status_code, found.content) == (304, b"")
        assert found.headers["etag"] == first.headers["etag"]
    for headers in (
        {"if-none-match": '"x"', "if-modified-since": first.headers["last-modified"]},
        {"if-modified-since": "Mon, 01 Jan 2001 00:00:00 GMT"},
        {"if-modified-since": "yesterday"},
        {"if-none-match": first.headers["etag"], "accept": "text/csv"},
    ):
        assert client.get(**ask_again, headers=headers).status_code == 200  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/sparql", "/answer"])
@pytest.mark.parametrize(
    "condition",
    [{"if-none-match": "*"}, {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}],
    ids=["any", "date"],
)
@pytest.mark.parametrize(("query", "status"), [("SELECT", 400), (QUICK, 304)])
def test_conditions_hold_for_what_is_there(
    client: httpx.Client, path: str, condition: dict[str, str], query: str, status: int
) -> None:
    found = client.get(path, params={"query": query}, headers=condition)
    assert found.status_code == status
    assert (found.content == b"") == (status == 304)
    assert client.post(path, data={"query": query}, headers=condition).status_code != 304


def test_a_condition_holds_for_an_answer_that_is_not_whole(client: httpx.Client) -> None:
    query = "SELECT ?a ?b ?c ?d { ?a ?b ?c . ?d a schema:Claim } LIMIT 60000"
    found = client.get("/sparql", params={"query": query}, headers={"if-none-match": "*"})
    assert (found.status_code, found.content) == (304, b"")
    assert count(client)


@pytest.mark.parametrize("page_too", [False, True], ids=["asked", "its page too"])
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_a_failure_that_nobody_foresaw(
    client: httpx.Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    page_too: bool,
    accept: str,
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("a secret")

    monkeypatch.setattr(sparql, "_is_for_people", broken)
    if page_too:
        monkeypatch.setattr(missing, "page", broken)
    before = counter(client, 'claimgraph_requests_total{status="500"}')
    found = ask(client, QUICK, accept=accept)
    assert found.status_code == 500
    people = accept == "text/html" and not page_too
    assert found.headers["content-type"].partition(";")[0] == (
        "text/html" if people else "application/problem+json"
    )
    assert "secret" not in found.text
    assert "default-src 'none'" in found.headers["content-security-policy"]
    assert found.headers["x-content-type-options"] == "nosniff"
    assert found.headers["access-control-allow-origin"] == "*"
    assert found.headers["cache-control"] == "no-store"
    assert "/sparql failed" in caplog.text
    assert "a secret" in caplog.text
    assert counter(client, 'claimgraph_requests_total{status="500"}') == before + 1


@pytest.mark.parametrize("call", ["NOW()", "RAND ()", "uuid()", "STRUUID()"])
def test_fleeting_answers_are_not_kept(client: httpx.Client, call: str) -> None:
    found = client.get("/sparql", params={"query": f"SELECT ({call} AS ?x) {{}}"})
    assert found.status_code == 200
    assert "etag" not in found.headers
    assert found.headers["cache-control"] == "no-store"


def test_an_answer_is_given_again_without_a_worker(client: httpx.Client) -> None:
    query = "SELECT ?s { ?s a schema:Claim } ORDER BY ?s LIMIT 3"
    name = "claimgraph_kept_answers_total"
    before = counter(client, name)
    first, again = ask(client, query), ask(client, query)
    assert (again.content, again.headers["etag"]) == (first.content, first.headers["etag"])
    assert counter(client, name) == before + 1
    other = ask(client, query, accept="text/csv")
    assert other.content != first.content
    none = {"query": query, "default-graph-uri": "http://e.example/none", "format": "json"}
    elsewhere = client.post("/sparql", data=none)
    assert elsewhere.json()["results"]["bindings"] == []
    fleeting = [ask(client, "SELECT (UUID() AS ?x) {}").content for _ in range(2)]
    assert fleeting[0] != fleeting[1]
    assert counter(client, name) == before + 1


def test_head_has_the_headers_of_get(client: httpx.Client) -> None:
    given = {"query": QUICK}
    got, head = client.get("/sparql", params=given), client.head("/sparql", params=given)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-type", "last-modified", "vary"):
        assert head.headers[name] == got.headers[name]


def test_head_of_an_answer_that_is_not_whole_tells_no_length(client: httpx.Client) -> None:
    query = "SELECT ?a ?b ?c ?d { ?a ?b ?c . ?d a schema:Claim } LIMIT 60000"
    head = client.head("/sparql", params={"query": query})
    assert (head.status_code, head.content) == (200, b"")
    assert "content-length" not in head.headers


def test_a_file_that_is_packed_on_its_way_has_a_weak_tag(client: httpx.Client) -> None:
    plain, packed = (
        client.get("/dump/claimgraph.ttl", headers={"accept-encoding": coding})
        for coding in ("identity", "gzip")
    )
    assert plain.headers["etag"].startswith('"')
    assert packed.content == plain.content
    assert packed.headers["etag"] == f"W/{plain.headers['etag']}"
    known = {"if-none-match": packed.headers["etag"]}
    assert client.get("/dump/claimgraph.ttl", headers=known).status_code == 304


def test_answers_are_packed_for_who_wants_it(client: httpx.Client) -> None:
    plain = ask(client, CLAIMS, **{"accept-encoding": "identity"})
    with client.stream(
        "POST", "/sparql", data={"query": CLAIMS}, headers={"accept-encoding": "gzip"}
    ) as found:
        raw = b"".join(found.iter_raw())
    assert found.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content) / 2
    for answer in (plain, found):
        vary = {name.strip().lower() for name in answer.headers["vary"].split(",")}
        assert {"accept", "accept-encoding"} <= vary


def test_any_origin_may_read(client: httpx.Client) -> None:
    asked = {"origin": "https://other.example", "access-control-request-method": "POST"}
    preflight = client.options("/sparql", headers=asked)
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "Content-Type" in preflight.headers["access-control-allow-headers"]
    for found in (ask(client, QUICK), ask(client, "SELECT"), client.get("/nothing")):
        assert found.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in found.headers


@pytest.mark.parametrize("path", ["/sparql", "/health", "/metrics", "/openapi.json", "/nothing"])
def test_every_answer_is_guarded(client: httpx.Client, path: str) -> None:
    headers = client.get(path, headers={"accept": "*/*"}).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"


SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


@pytest.mark.parametrize("media_type", GRAPHS)
def test_the_endpoint_describes_itself(
    client: httpx.Client, graph: rdflib.Graph, media_type: str
) -> None:
    found = client.get("/sparql", headers={"accept": media_type})
    told = rdflib.Graph().parse(data=found.content, format=GRAPHS[media_type])
    service = told.value(predicate=rdflib.RDF.type, object=SD.Service)
    assert str(told.value(service, SD.endpoint)) == f"{client.base_url}/sparql".replace("//s", "/s")
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in told
    dataset = told.value(service, SD.defaultDataset)
    default = told.value(dataset, SD.defaultGraph)
    assert str(told.value(default, rdflib.VOID.triples)) == str(len(graph))


def test_a_browser_gets_the_form(client: httpx.Client) -> None:
    found = client.get("/sparql", headers={"accept": "text/html,*/*;q=0.8"})
    assert found.status_code == 200
    assert "<form" in found.text


BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize("way", ["get", "post"])
def test_a_browser_gets_the_answer_as_a_table(client: httpx.Client, way: str) -> None:
    query = f"{CLAIMS} LIMIT 3"
    if way == "get":
        found = client.get("/sparql", params={"query": query}, headers=BROWSER)
    else:
        found = client.post("/sparql", data={"query": query}, headers=BROWSER)
    assert (found.status_code, found.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "script-src 'self'" in found.headers["content-security-policy"]
    assert "Accept" in found.headers["vary"].split(", ")
    page = html.document_fromstring(found.text)
    assert len(page.xpath("//tbody/tr")) == 3
    assert page.xpath("string(//textarea)").strip() == query


def test_the_table_is_known_again(client: httpx.Client) -> None:
    given = {"query": "SELECT * { ?s a schema:Claim } LIMIT 2"}
    first = client.get("/sparql", params=given, headers=BROWSER)
    again = {"if-none-match": first.headers["etag"]}
    assert client.get("/sparql", params=given, headers={**BROWSER, **again}).status_code == 304
    assert client.get("/sparql", params=given, headers=again).status_code == 200
    head = client.head("/sparql", params=given, headers=BROWSER)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == first.headers["etag"]
    fleeting = client.get("/sparql", params={"query": "SELECT (NOW() AS ?x) {}"}, headers=BROWSER)
    assert "etag" not in fleeting.headers
    assert fleeting.headers["cache-control"] == "no-store"


def test_the_table_is_of_the_data_set_that_is_named(client: httpx.Client) -> None:
    query = "SELECT * { ?s a schema:Claim }"
    given = {"query": query, "default-graph-uri": "http://nothing.example/"}
    assert "0 rows." in client.get("/sparql", params=given, headers=BROWSER).text
    wrong = {**given, "default-graph-uri": "no iri"}
    assert client.get("/sparql", params=wrong, headers=BROWSER).status_code == 400


def test_a_format_goes_before_the_table(client: httpx.Client) -> None:
    found = client.get("/sparql", params={"query": "ASK {}", "format": "csv"}, headers=BROWSER)
    assert found.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("status", "method", "path", "given"),
    [
        (400, "GET", "/sparql", {"query": "SELECT"}),
        (400, "GET", "/sparql", {"query": "ASK {}", "format": "png"}),
        (403, "GET", "/sparql", {"update": "CLEAR ALL"}),
        (403, "GET", "/answer", {"query": "SELECT * { SERVICE <http://127.0.0.1/> {} }"}),
        (413, "GET", "/sparql", {"query": " " * ((1 << 14) + 1)}),
        (415, "POST", "/sparql", {}),
        (404, "GET", "/nothing", {}),
        (404, "GET", "/claim/x/nothing", {}),
        (405, "DELETE", "/sparql", {}),
    ],
)
def test_errors_are_pages_for_people(
    client: httpx.Client, status: int, method: str, path: str, given: dict[str, str]
) -> None:
    found = client.request(method, path, params=given, headers=BROWSER)
    assert (found.status_code, found.headers["content-type"]) == (
        status,
        "text/html; charset=utf-8",
    )
    assert found.headers["cache-control"] == "no-store"
    assert "Accept" in found.headers["vary"]
    assert html.document_fromstring(found.text).find(".//main") is not None
    if status == 405:
        assert "POST" in found.headers["allow"]
    for accept in ("*/*", "text/turtle, application/json"):
        told = client.request(method, path, params=given, headers={"accept": accept})
        if path != "/answer":
            assert told.headers["content-type"] == "application/problem+json"
        assert told.status_code == status


def test_health_and_counters(client: httpx.Client) -> None:
    count(client)
    health = client.get("/health")
    assert (health.status_code, health.json()["status"]) == (200, "ok")
    text = client.get("/metrics").text
    assert 'claimgraph_requests_total{status="200"}' in text
    assert 'claimgraph_query_seconds_bucket{le="+Inf"}' in text


def test_control_characters_are_no_xml(client: httpx.Client) -> None:
    query = r'SELECT ("a\u0001\r" AS ?x) {}'
    assert ask(client, query, accept="application/xml").status_code == 406
    found = ask(client, query, accept="application/json").json()
    assert found["results"]["bindings"][0]["x"]["value"] == "a\x01\r"
    found = ask(client, r'SELECT ("a\rb" AS ?x) {}', accept="application/xml")
    (row,) = Result.parse(io.BytesIO(found.content), format="xml")
    assert str(row[0]) == "a\rb"  # type: ignore[index]


def test_openapi_names_the_server(client: httpx.Client) -> None:
    found = json.loads(client.get("/openapi.json").content)
    assert found["openapi"].startswith("3.1")
    assert {"/sparql", "/search", "/health", "/metrics"} <= found["paths"].keys()
