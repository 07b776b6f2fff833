"""The routes of what is read: formats, redirects, files, the description of the release."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import cast
from urllib.robotparser import RobotFileParser

import pytest
from lxml import html  # type: ignore[import-untyped]
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF, VOID
from starlette.applications import Starlette
from starlette.testclient import TestClient

from claimgraph import search
from claimgraph.errors import ClaimgraphError
from claimgraph.query.store import load
from claimgraph.release.dump import dump
from claimgraph.serve import dataset, documents, lookup, problems
from claimgraph.serve.context import Context
from claimgraph.serve.desk import Desk
from claimgraph.serve.generation import Served
from claimgraph.serve.metrics import Metrics
from claimgraph.serve.nursery import description, listed
from claimgraph.serve.options import Options
from claimgraph.serve.pool import Pool
from claimgraph.serve.table import table
from claimgraph.serve.tasks import Refused

TOP = Path(__file__).parents[1]
BASE = "https://w3id.org/claimgraph/data/"
PUBLIC = "https://desk.example/graph"
CLAIM = "/claim/az-ru/crash-birds"
SCHEMA = Namespace("http://schema.org/")
HTML = {"Accept": "text/html"}


class Inside:
    """A pool that runs its tasks in this process."""

    def __init__(self, folder: Path) -> None:
        manifest = (folder / "manifest.json").read_bytes()
        tag = hashlib.sha256(manifest).hexdigest()
        now = datetime(2026, 1, 2, tzinfo=UTC)
        self.served = Served(folder, listed(folder, tag), tag, "key", now, description(folder))
        self._store = load([folder])
        self._tasks = table()
        self.index = search.index(folder)

    async def whole(self, task: str, argument: object, client: str) -> tuple[Served, bytes]:
        """As of the pool."""
        try:
            return self.served, cast(bytes, self._tasks[task](self._store, argument))
        except ClaimgraphError as error:
            raise Refused(400, str(error)) from error


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds, dumped."""
    folder = tmp_path_factory.mktemp("release") / "dist"
    dump([str(TOP / "seeds")], folder)
    return folder


Client = Callable[[Path, str], TestClient]


@pytest.fixture(scope="module")
def client() -> Client:
    """A client of a release at a public address."""

    def made(folder: Path, public: str) -> TestClient:
        options = Options(public_url=public)
        context = Context(options, cast(Pool, Inside(folder)), Metrics())
        desk = Desk(context)
        handlers = problems.handlers(problems.teller(desk))
        web = Starlette(routes=documents.routes(desk), exception_handlers=handlers)
        return TestClient(web, follow_redirects=False)

    return made


@pytest.fixture(scope="module")
def web(release: Path, client: Client) -> TestClient:
    """A server whose address is not what the IRIs begin with."""
    return client(release, PUBLIC)


@pytest.fixture(scope="module")
def home(release: Path, client: Client) -> TestClient:
    """The server at which the IRIs are addresses."""
    return client(release, BASE.rstrip("/"))


@pytest.mark.parametrize(
    ("accept", "kind", "suffix"),
    [
        ("text/html", "text/html; charset=utf-8", "html"),
        ("text/turtle", "text/turtle; charset=utf-8", "ttl"),
        ("application/ld+json", "application/ld+json", "jsonld"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("*/*", "text/html; charset=utf-8", "html"),
    ],
)
def test_a_thing_by_accept_and_by_suffix(
    web: TestClient, accept: str, kind: str, suffix: str
) -> None:
    answer = web.get(CLAIM, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Location"] == f"/graph{CLAIM}.{suffix}"
    assert answer.headers["Vary"] == "Accept, Accept-Language"
    assert web.get(f"{CLAIM}.{suffix}", headers={"Accept": "image/png"}).content == answer.content


def test_an_iri_that_is_the_address_sees_other(home: TestClient) -> None:
    answer = home.get(CLAIM, headers={"Accept": "text/turtle"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/claimgraph/data{CLAIM}.ttl"
    assert answer.headers["Vary"] == "Accept, Accept-Language"
    assert home.get(f"{CLAIM}.ttl").status_code == 200


def test_what_a_client_has_is_not_sent_again(web: TestClient) -> None:
    first = web.get(CLAIM, headers=HTML)
    again = {"If-None-Match": first.headers["ETag"]}
    assert web.get(CLAIM, headers={**HTML, **again}).status_code == 304
    assert web.get(CLAIM, headers={"Accept": "text/turtle", **again}).status_code == 200
    assert web.head(CLAIM, headers=HTML).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/claim/az-ru/none",
        "/x/y/z",
        "/claim/az-ru/%00%ff",
        "/dump/x",
        "/event/az-ru",
        "/event/az-ru/",
    ],
)
def test_what_is_not_there(web: TestClient, path: str) -> None:
    answer = web.get(path, headers={"Accept": "text/turtle, application/problem+json"})
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    page = web.get(path, headers=HTML)
    assert page.status_code == 404
    assert html.document_fromstring(page.text).find(".//h1").text == "Not found"


@pytest.mark.parametrize(
    "condition",
    [{"If-None-Match": "*"}, {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}],
    ids=["any", "date"],
)
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/claim/az-ru/none", 404),
        ("/claim/az-ru/none.ttl", 404),
        ("/dump/x", 404),
        ("/search?q=x&kind=none", 400),
        ("/?format=xx", 400),
        ("/editor?name=timelin", 404),
        (CLAIM, 304),
        ("/", 304),
        ("/dump/", 304),
        ("/ontology", 304),
        ("/search?q=crash", 304),
    ],
)
def test_conditions_hold_for_what_is_there(
    web: TestClient, path: str, status: int, condition: dict[str, str]
) -> None:
    accept = {"Accept": "text/turtle, application/json"} if path != CLAIM else HTML
    assert web.get(path, headers={**accept, **condition}).status_code == status


@pytest.mark.parametrize("path", ["/dump", "/dump/"])
def test_the_files_are_listed(web: TestClient, release: Path, path: str) -> None:
    names = [*json.loads((release / "manifest.json").read_text())["files"], "manifest.json"]
    data = web.get(path, headers={"Accept": "application/json"})
    assert (data.status_code, data.headers["Content-Type"]) == (200, "application/json")
    assert data.headers["Vary"] == "Accept"
    assert [file["name"] for file in data.json()["files"]] == names
    page = web.get(path)
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    links = html.document_fromstring(page.text).xpath("//main//a/@href")
    assert links == [f"/graph/dump/{name}" for name in names]
    assert web.get(path, headers={"Accept": "image/png"}).status_code == 406


def test_the_list_of_files_is_right(web: TestClient, release: Path) -> None:
    for file in web.get("/dump/", headers={"Accept": "application/json"}).json()["files"]:
        data = (release / file["name"]).read_bytes()
        assert file["url"] == f"{PUBLIC}/dump/{file['name']}"
        assert (file["size"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
        kind = web.get(f"/dump/{file['name']}").headers["Content-Type"]
        assert file["media_type"] == kind.removesuffix("; charset=utf-8")


@pytest.mark.parametrize(
    ("path", "is_open"),
    [
        ("/", True),
        (CLAIM, True),
        ("/dump/", True),
        ("/dump/claimgraph.ttl", True),
        ("/ontology", True),
        ("/sparql?query=ASK{}", False),
        ("/answer?query=ASK{}", False),
        ("/search?q=x", False),
    ],
)
def test_what_robots_may_read(web: TestClient, path: str, is_open: bool) -> None:
    answer = web.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "://" not in answer.text
    rules = RobotFileParser()
    rules.parse(answer.text.splitlines())
    assert rules.can_fetch("a robot", f"{PUBLIC}{path}") == is_open


@pytest.mark.parametrize("path", [CLAIM, f"{CLAIM}.jsonld", "/", "/?format=jsonld", "/ontology"])
@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json", "application/json"),
        ("application/ld+json, application/json", "application/ld+json"),
        ("application/json, application/ld+json;q=0.5", "application/json"),
        ("application/json;q=0.1, application/ld+json;q=0.5", "application/ld+json"),
    ],
)
def test_json_ld_is_json(web: TestClient, path: str, accept: str, kind: str) -> None:
    answer = web.get(path, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
    assert isinstance(answer.json(), dict | list)
    other = {"Accept": "application/ld+json", "If-None-Match": answer.headers["ETag"]}
    assert web.get(path, headers=other).status_code == (304 if "ld+" in kind else 200)


def test_the_description_is_found_where_void_wants_it(home: TestClient) -> None:
    answer = home.get("/.well-known/void", follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/claimgraph/data/")


def test_a_format_that_is_unknown(web: TestClient) -> None:
    answer = web.get("/?format=xx", headers=HTML)
    assert answer.status_code == 400
    assert "there are html, ttl, jsonld, nt" in answer.text


def test_what_is_not_offered(web: TestClient) -> None:
    for path in (CLAIM, "/", "/ontology"):
        assert web.get(path, headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("path", [CLAIM, "/", "/editor", "/search", "/search?q=crash", "/value"])
def test_pages_load_only_what_is_here(web: TestClient, path: str) -> None:
    answer = web.get(path, headers=HTML)
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    found = html.document_fromstring(answer.text)
    loaded = found.xpath("//script/@src | //link[@rel='stylesheet' or @rel='icon']/@href")
    assert loaded
    for address in loaded:
        assert address.startswith("/graph/static/")
        assert web.get(address.removeprefix("/graph")).status_code == 200


@pytest.fixture(scope="module")
def described(web: TestClient) -> Graph:
    """What `/` says in RDF, read by rdflib."""
    answer = web.get("/", headers={"Accept": "text/turtle"})
    return Graph().parse(data=answer.text, format="turtle")


def test_the_release_in_dcat(described: Graph, release: Path) -> None:
    (dataset,) = described.subjects(RDF.type, DCAT.Dataset)
    assert dataset == URIRef(f"{BASE}dataset/az-ru/release")
    assert described.value(dataset, DCTERMS.title)
    assert described.value(dataset, DCAT.landingPage) == URIRef(f"{PUBLIC}/")
    files = list(described.objects(dataset, DCAT.distribution))
    assert len(files) == 3
    for file in files:
        assert (file, RDF.type, DCAT.Distribution) in described
        address = str(described.value(file, DCAT.downloadURL))
        name = address.removeprefix(f"{PUBLIC}/dump/")
        size = described.value(file, DCAT.byteSize)
        assert int(str(size)) == (release / name).stat().st_size
    (service,) = described.subjects(RDF.type, DCAT.DataService)
    assert (service, DCAT.servesDataset, dataset) in described
    assert described.value(service, DCAT.endpointURL) == URIRef(f"{PUBLIC}/sparql")


def test_the_release_in_void(described: Graph) -> None:
    (dataset,) = described.subjects(RDF.type, VOID.Dataset)
    assert described.value(dataset, VOID.sparqlEndpoint) == URIRef(f"{PUBLIC}/sparql")
    assert len(set(described.objects(dataset, VOID.dataDump))) == 3
    assert described.value(dataset, VOID.uriSpace) == Literal(BASE)
    parts = list(described.objects(dataset, VOID.propertyPartition))
    counts = [int(str(described.value(part, VOID.triples))) for part in parts]
    assert sum(counts) == int(str(described.value(dataset, VOID.triples)))


def test_the_release_in_schema_org(described: Graph, web: TestClient) -> None:
    (dataset,) = described.subjects(RDF.type, SCHEMA.Dataset)
    assert described.value(dataset, SCHEMA.name)
    assert len(set(described.objects(None, SCHEMA.contentUrl))) == 3
    page = html.document_fromstring(web.get("/", headers=HTML).text)
    told = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    assert told["@type"] == "Dataset"
    assert told["@id"] == str(dataset)
    assert len(told["distribution"]) == 3


@pytest.mark.parametrize(("fmt", "name"), [("jsonld", "json-ld"), ("nt", "nt")])
def test_the_description_is_the_same_in_each_format(
    web: TestClient, described: Graph, fmt: str, name: str
) -> None:
    answer = web.get(f"/?format={fmt}")
    assert set(Graph().parse(data=answer.text, format=name)) == set(described)


def test_the_page_of_the_release(web: TestClient, release: Path) -> None:
    found = html.document_fromstring(web.get("/", headers=HTML).text)
    text = " ".join(found.text_content().split())
    assert "6,332 triples" in text
    assert "313 kB" in text
    files = {one.removeprefix("/graph/dump/") for one in found.xpath("//td/a/@href | //th/a/@href")}
    assert files == {*json.loads((release / "manifest.json").read_text())["files"], "manifest.json"}
    assert "/graph/editor?name=timeline" in found.xpath("//a/@href")


def test_the_page_of_the_release_begins_with_some_of_each_kind(web: TestClient) -> None:
    found = html.document_fromstring(web.get("/", headers=HTML).text)
    (events,) = found.xpath("//section[h2 = 'Events']")
    names = [one.text_content() for one in events.iter("li")]
    assert len(names) == 8
    assert names == sorted(names, key=str.casefold)
    assert "The first 8 of 67." in events.text_content()
    (whole,) = events.xpath("p/a/@href")
    query = area(web.get(whole.removeprefix("/graph")).text)
    answer = web.get("/answer", params={"query": query}, headers=HTML)
    assert "67 rows." in answer.text
    (disputes,) = found.xpath("//section[h2 = 'Contradictions']")
    assert "The first" not in disputes.text_content()


def test_iris_of_the_description_are_answered(web: TestClient) -> None:
    for name in ("release", "file.claimgraph.nq", "class.Claim"):
        answer = web.get(f"/dataset/az-ru/{name}", headers={"Accept": "text/turtle"})
        assert answer.status_code == 200
        assert URIRef(f"{BASE}dataset/az-ru/{name}") in set(
            Graph().parse(data=answer.text, format="turtle").subjects()
        )
        assert web.get(f"/dataset/az-ru/{name}", headers=HTML).status_code == 200


def test_files_whole_and_in_ranges(web: TestClient, release: Path) -> None:
    data = (release / "claimgraph.nq").read_bytes()
    whole = web.get("/dump/claimgraph.nq")
    assert whole.content == data
    assert whole.headers["Content-Type"] == "application/n-quads"
    assert whole.headers["ETag"] == f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    part = web.get("/dump/claimgraph.nq", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, data[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(data)}"
    last = web.get("/dump/claimgraph.nq", headers={"Range": "bytes=-5"})
    assert last.content == data[-5:]
    beyond = web.get("/dump/claimgraph.nq", headers={"Range": f"bytes={len(data)}-"})
    assert beyond.status_code == 416
    for none in ("lines=1-2", "bytes=abc", "bytes=9-2", f"bytes={'9' * 5000}-", "bytes=-"):
        assert web.get("/dump/claimgraph.nq", headers={"Range": none}).status_code == 200
    other = {"Range": "bytes=10-19", "If-Range": '"other"'}
    assert web.get("/dump/claimgraph.nq", headers=other).status_code == 200
    known = {"If-None-Match": whole.headers["ETag"]}
    assert web.get("/dump/claimgraph.nq", headers=known).status_code == 304


def test_only_files_of_the_manifest(release: Path, client: Client, tmp_path: Path) -> None:
    copy = tmp_path / "dist"
    shutil.copytree(release, copy)
    (copy / "secret.txt").write_text("x")
    web = client(copy, PUBLIC)
    assert web.get("/dump/manifest.json").json()["generator"] == "claimgraph"
    for name in ("secret.txt", "..%2Fdist%2Fclaimgraph.nq", "%2e%2e", "x/claimgraph.nq"):
        assert web.get(f"/dump/{name}").status_code == 404
    with (copy / "claimgraph.ttl").open("a") as file:
        file.write("#")
    broken = web.get("/dump/claimgraph.ttl")
    assert (broken.status_code, broken.headers["Retry-After"]) == (503, "1")


def test_packed_files_stay_packed(release: Path, client: Client, tmp_path: Path) -> None:
    dump([str(TOP / "seeds")], tmp_path / "dist", packing="gz")
    web = client(tmp_path / "dist", PUBLIC)
    answer = web.get("/dump/claimgraph.nq.gz")
    assert answer.headers["Content-Type"] == "application/gzip"
    assert "Content-Encoding" not in answer.headers
    assert gzip.decompress(answer.content) == (release / "claimgraph.nq").read_bytes()


def test_static_files(web: TestClient) -> None:
    answer = web.get("/static/style.css")
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    known = {"If-None-Match": answer.headers["ETag"]}
    assert web.get("/static/style.css", headers=known).status_code == 304
    assert web.get("/static/editor.LICENSES.txt").status_code == 200
    for name in ("__init__.py", "..%2Fapp.py", "none.js"):
        assert web.get(f"/static/{name}").status_code == 404


@pytest.mark.parametrize("path", ["ontology", "value", "event-type"])
def test_our_vocabularies(web: TestClient, path: str) -> None:
    turtle = web.get(f"/{path}", headers={"Accept": "text/turtle"})
    read = set(Graph().parse(data=turtle.text, format="turtle"))
    for suffix, name in (("jsonld", "json-ld"), ("nt", "nt"), ("ttl", "turtle")):
        answer = web.get(f"/{path}.{suffix}")
        assert set(Graph().parse(data=answer.text, format=name)) == read
    assert web.get(f"/{path}.html").headers["Content-Type"].startswith("text/html")


def test_search_as_page_and_as_data(web: TestClient) -> None:
    found = web.get("/search?q=gas+cylinder").json()["hits"]
    page = html.document_fromstring(web.get("/search?q=gas+cylinder", headers=HTML).text)
    shown = page.xpath("//ol//a/@href")
    assert [f"{BASE}{one.removeprefix('/graph/')}" for one in shown] == [x["iri"] for x in found]
    assert web.get("/search", params={"q": " ".join(map(str, range(40)))}).status_code == 400
    wrong = web.get("/search?q=x&kind=none", headers=HTML)
    assert wrong.status_code == 400
    assert html.document_fromstring(wrong.text).xpath("//*[@role='alert']")


@pytest.mark.parametrize(("limit", "shown"), [("2", 2), ("02", 2), ("1000", 1000), (None, None)])
def test_search_tells_how_many_there_are(
    web: TestClient, limit: str | None, shown: int | None
) -> None:
    asked = {"q": "the", **({"limit": limit} if limit else {})}
    number = len(web.get("/search", params={"q": "the", "limit": "1000"}).json()["hits"])
    found = web.get("/search", params=asked).json()
    assert number > lookup.SHOWN
    assert (found["number"], len(found["hits"])) == (number, min(shown or lookup.SOME, number))
    page = html.document_fromstring(web.get("/search", params=asked, headers=HTML).text)
    some = min(shown or lookup.SHOWN, number)
    assert len(page.xpath("//ol/li")) == some
    told = f"{some} of {number} found" if some < number else f"{number} found"
    assert page.xpath("string(//main//*[@role='status'])").startswith(told)


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("q=gas&limit=0", 400),
        ("q=gas&limit=", 400),
        ("q=gas&limit=-1", 400),
        ("q=gas&limit=1001", 400),
        ("q=gas&limit=000000001999999", 400),
        ("q=gas&limit=\u0662", 400),
        ("q=gas&limit=\u00b2", 400),
        ("q=gas&limit=1&limit=2", 400),
        ("q=gas&q=gas", 400),
        ("q=gas&kind=claim&kind=claim", 400),
        ("q=gas&limit=1000", 200),
        (f"q={'x' * 1001}", 413),
    ],
)
def test_what_a_search_may_ask(web: TestClient, asked: str, status: int, accept: str) -> None:
    answer = web.get(f"/search?{asked}", headers={"Accept": accept})
    assert answer.status_code == status


def area(text: str) -> str:
    return str(html.document_fromstring(text).find(".//textarea").text).lstrip("\n")


def test_the_editor_holds_what_is_asked_for(web: TestClient) -> None:
    assert "schema:Claim" in area(web.get("/editor").text)
    assert area(web.get("/editor", params={"query": "ASK {}"}).text) == "ASK {}"
    named = area(web.get("/editor?name=claims-by-actor").text)
    assert "VALUES ?s { UNDEF }" in named
    bound = area(web.get("/editor?name=claims-by-actor&actor=nurani").text)
    assert f"VALUES ?s {{ <{BASE}actor/az-ru/nurani> }}" in bound
    near = web.get("/editor?name=timelin", headers=HTML)
    assert (near.status_code, "did you mean timeline?" in near.text) == (404, True)
    wrong = web.get("/editor?name=claims-by-actor&actor=%7D+%7D+DROP")
    assert wrong.status_code == 400
    assert area(wrong.text) == named


def test_answers_without_scripts(web: TestClient) -> None:
    text = "SELECT ?c { ?c a schema:Claim } LIMIT 3"
    for answer in (
        web.post("/answer", data={"query": text, "format": "csv"}, headers=HTML),
        web.get("/answer", params={"query": text}, headers=HTML),
    ):
        assert answer.status_code == 200
        assert "3 rows." in answer.text
    wrong = web.post("/answer", data={"query": "SELECT <script>"}, headers=HTML)
    assert wrong.status_code == 400
    page = html.document_fromstring(wrong.text)
    assert page.xpath("//*[@role='alert']")
    assert area(wrong.text) == "SELECT <script>"


def test_the_editor_is_not_sent_again(web: TestClient) -> None:
    tag = web.get("/editor?query=ASK{}").headers["ETag"]
    assert web.get("/editor?query=ASK{}", headers={"If-None-Match": tag}).status_code == 304
    assert web.get("/editor?query=ASK{?s ?p 1}", headers={"If-None-Match": tag}).status_code == 200


def test_words_of_the_editor(web: TestClient) -> None:
    told = web.get("/words.json").json()
    known = dict(told["terms"])
    assert "schema:text" in known
    assert known["cgv:denies"]
    assert told["prefixes"]["cg"].endswith("ontology#")


def test_a_host_that_is_no_host(release: Path, client: Client) -> None:
    web = client(release, "")
    for host in ("a b", 'x"><script>', "<x>"):
        answer = web.get("/", headers={**HTML, "Host": host})
        assert answer.status_code in (200, 400)
        assert "<script>" not in answer.text


def test_a_release_that_is_replaced(release: Path, client: Client, tmp_path: Path) -> None:
    copy = tmp_path / "dist"
    shutil.copytree(release, copy)
    web = client(copy, "")
    (copy / "dataset.ttl").write_text("")
    (copy / "manifest.json").write_text("{}")
    for path in ("/", CLAIM, "/search?q=crash", "/dump/"):
        for host in ("one.example", "other.example"):
            answer = web.get(path, headers={**HTML, "Host": host})
            assert answer.status_code == 200, path
            assert "<main" in answer.text


@pytest.mark.parametrize("told", [None, "", "no Turtle"])
def test_a_release_that_is_not_described(
    release: Path, client: Client, tmp_path: Path, told: str | None
) -> None:
    copy = tmp_path / "dist"
    shutil.copytree(release, copy)
    web = client(copy, PUBLIC)
    (copy / "dataset.ttl").unlink()
    if told is not None:
        (copy / "dataset.ttl").write_text(told)
    served = Served(copy, {}, "tag", "key", datetime.now(UTC), description(copy))
    with pytest.raises(ClaimgraphError, match=r"dataset\.ttl describes no data set"):
        dataset.store(served, PUBLIC)
    assert web.get("/", headers=HTML).status_code == 200
