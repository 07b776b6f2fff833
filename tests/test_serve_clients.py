"""Clients that others made: SPARQLWrapper, rdflib's SPARQLStore, and a fuzzer of OpenAPI."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import rdflib
import SPARQLWrapper as sparql  # noqa: N813
from hypothesis import HealthCheck, given, settings
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from live_server import SEEDS, dumped, serving

CLAIMS = """PREFIX schema: <http://schema.org/>
SELECT ?claim { ?claim a schema:Claim } ORDER BY ?claim"""
FUZZING = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
GRAPH = """PREFIX schema: <http://schema.org/>
CONSTRUCT { ?claim a schema:Claim } WHERE { ?claim a schema:Claim }"""


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dumped(SEEDS, tmp_path_factory.mktemp("seeds") / "dist")


@pytest.fixture(scope="module")
def client(release: Path) -> Iterator[httpx.Client]:
    with serving(release, per_client=64) as found:
        yield found


@pytest.fixture(scope="module")
def claims(release: Path) -> list[str]:
    graph = rdflib.Graph().parse(release / "claimgraph.ttl")
    found = [str(row[0]) for row in graph.query(CLAIMS)]  # type: ignore[index]
    assert len(found) > 100
    return found


@pytest.mark.parametrize("method", [sparql.GET, sparql.POST])
@pytest.mark.parametrize("request_method", [sparql.URLENCODED, sparql.POSTDIRECTLY])
def test_sparqlwrapper_selects(
    client: httpx.Client, claims: list[str], method: str, request_method: str
) -> None:
    wrapper = _wrapper(client, CLAIMS, sparql.JSON)
    wrapper.setMethod(sparql.POST if request_method == sparql.POSTDIRECTLY else method)
    wrapper.setRequestMethod(request_method)
    rows = _converted(wrapper)["results"]["bindings"]
    assert [row["claim"]["value"] for row in rows] == claims


def test_sparqlwrapper_in_other_formats(client: httpx.Client, claims: list[str]) -> None:
    xml = _converted(_wrapper(client, CLAIMS, sparql.XML))
    assert len(xml.getElementsByTagName("result")) == len(claims)
    csv = _converted(_wrapper(client, CLAIMS, sparql.CSV))
    assert csv.decode().split() == ["claim", *claims]
    tsv = _converted(_wrapper(client, CLAIMS, sparql.TSV))
    assert tsv.decode().split()[1:] == [f"<{claim}>" for claim in claims]


@pytest.mark.parametrize(
    ("wanted", "parser"),
    [(sparql.TURTLE, "turtle"), (sparql.JSONLD, ""), (sparql.RDFXML, ""), (sparql.N3, "n3")],
)
def test_sparqlwrapper_constructs(
    client: httpx.Client, claims: list[str], wanted: str, parser: str
) -> None:
    found = _converted(_wrapper(client, GRAPH, wanted))
    graph = rdflib.Graph().parse(data=found, format=parser) if parser else found
    assert {str(subject) for subject in graph.subjects()} == set(claims)


def test_sparqlwrapper_sees_what_is_wrong(client: httpx.Client) -> None:
    with pytest.raises(sparql.SPARQLExceptions.QueryBadFormed, match="line 1"):
        _converted(_wrapper(client, "SELECT * { ?s ?p", sparql.JSON))


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("returned", ["json", "xml", "csv", "tsv"])
def test_sparqlstore(client: httpx.Client, claims: list[str], method: str, returned: str) -> None:
    store = SPARQLStore(f"{client.base_url}/sparql", method=method, returnFormat=returned)
    graph = rdflib.Graph(store)
    assert [str(row[0]) for row in graph.query(CLAIMS)] == claims  # type: ignore[index]
    claim = rdflib.URIRef("http://schema.org/Claim")
    assert {str(subject) for subject in graph.subjects(rdflib.RDF.type, claim)} == set(claims)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_no_request_makes_the_server_fail(client: httpx.Client) -> None:
    """What is asked is made from the description; not every string is a query."""
    import schemathesis
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    schema = schemathesis.openapi.from_dict(client.get("/openapi.json").json())
    schema.config.update(base_url=str(client.base_url))
    asked = []
    for result in schema.get_all_operations():
        operation = result.ok()
        asked.append(operation.label)

        @settings(FUZZING)
        @given(case=operation.as_strategy())
        def check(case: Any) -> None:
            case.call_and_validate(excluded_checks=[positive_data_acceptance])

        check()
    assert len(asked) > 5
    assert client.get("/health").json()["status"] == "ok"


def _wrapper(client: httpx.Client, query: str, returned: str) -> sparql.SPARQLWrapper:
    wrapper = sparql.SPARQLWrapper(f"{client.base_url}/sparql")
    wrapper.setQuery(query)
    wrapper.setReturnFormat(returned)
    return wrapper


def _converted(wrapper: sparql.SPARQLWrapper) -> Any:
    return wrapper.queryAndConvert()
