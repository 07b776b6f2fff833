"""The description of the server for programs: OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

from claimgraph import __version__
from claimgraph.search import KINDS
from claimgraph.serve import formats, metrics, problems
from claimgraph.serve.lookup import LONGEST, MOST, SOME
from claimgraph.serve.protocol import DIRECT, FORM

Json = dict[str, Any]
_BINARY: Json = {"schema": {"type": "string"}}
_GRAPHS = {"type": "array", "items": {"type": "string", "format": "iri"}, "maxItems": 20}
_WHY = {
    400: "not a query, or not well-formed",
    403: "SERVICE or an update: this server only reads",
    406: "none of the formats is acceptable",
    408: "the request did not come in time",
    413: "the query is too large, or its answer has too many rows",
    415: "not a media type of a query",
    429: "this client has too many queries at once",
    503: "all workers are busy, or the search index is being built",
    504: "over the limit of time",
    505: "the answer is too large for HTTP/1.0",
    507: "over the limit of memory",
}


def described(public: str) -> Json:
    """The document; `public` is the address of the server."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "claimgraph",
            "version": __version__,
            "description": "Claims, their sources and their reviews as linked data.",
        },
        "servers": [{"url": public}],
        "paths": {
            "/sparql": {"get": _get(), "post": _post()},
            "/search": {"get": _search()},
            "/dump/": {"get": _dump()},
            "/health": {"get": _health()},
            "/metrics": {"get": _plain("metrics", "Counters for Prometheus", metrics.MEDIA_TYPE)},
            "/openapi.json": {"get": _plain("openapi", "This document", "application/json")},
        },
        "components": {"schemas": {"Problem": _problem()}},
    }


def _get() -> Json:
    return {
        "operationId": "query",
        "summary": "Run a query; without one, the description of the endpoint",
        "parameters": [
            _parameter("query", {"type": "string"}, "SPARQL 1.1 Query"),
            _parameter("default-graph-uri", _GRAPHS, "graphs of the default graph"),
            _parameter("named-graph-uri", _GRAPHS, "graphs that GRAPH reaches"),
            _parameter("format", {"enum": sorted(formats.NAMES)}, "goes before Accept"),
        ],
        "responses": {
            "304": _unchanged(),
            **_responses(400, 403, 406, 413, 429, 503, 504, 505, 507),
        },
    }


def _post() -> Json:
    fields = {
        "query": {"type": "string"},
        "default-graph-uri": _GRAPHS,
        "named-graph-uri": _GRAPHS,
        "format": {"enum": sorted(formats.NAMES)},
    }
    form = {"schema": {"type": "object", "properties": fields, "required": ["query"]}}
    return {
        "operationId": "queryByPost",
        "summary": "Run a query",
        "requestBody": {"required": True, "content": {FORM: form, DIRECT: _BINARY}},
        "responses": _responses(400, 403, 406, 408, 413, 415, 429, 503, 504, 505, 507),
    }


def _search() -> Json:
    hit = {
        "type": "object",
        "properties": {
            "iri": {"type": "string"},
            "kind": {"type": "string"},
            "text": {"type": "string"},
            "language": {"type": "string"},
            "score": {"type": "number"},
        },
        "required": ["iri", "kind", "text", "language", "score"],
    }
    all_ = {"type": ["integer", "null"], "description": "of all; null if counting takes too long"}
    found = {
        "type": "object",
        "properties": {
            "query": {"type": "string"},
            "number": all_,
            "hits": {"type": "array", "items": hit},
        },
        "required": ["query", "number", "hits"],
    }
    number = {"type": "integer", "minimum": 1, "maximum": MOST, "default": SOME}
    words = {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": r"\S"}
    return {
        "operationId": "search",
        "summary": "Look words up in claims, headlines, names and verdicts",
        "parameters": [
            _parameter("q", words, "words", required=True),
            _parameter("kind", {"enum": sorted(KINDS)}, "only things of this kind"),
            _parameter("limit", number, "hits at most"),
        ],
        "responses": {
            "200": _content("The best first", {"application/json": found, "text/html": {}}),
        }
        | _problems(400, 406, 413, 429, 503, 504),
    }


def _dump() -> Json:
    texts = ("name", "sha256", "media_type", "url")
    fields: Json = {name: {"type": "string"} for name in texts} | {"size": {"type": "integer"}}
    file = {"type": "object", "properties": fields, "required": list(fields)}
    files = {"type": "array", "items": file}
    found = {"type": "object", "properties": {"files": files}, "required": ["files"]}
    kinds: dict[str, Json] = {"application/json": found, "text/html": {}}
    return {
        "operationId": "files",
        "summary": "The files of the release",
        "responses": {"200": _content("The files", kinds), "304": _unchanged()} | _problems(406),
    }


def _health() -> Json:
    schema = {
        "type": "object",
        "properties": {
            "status": {"enum": ["ok", "down"]},
            "workers": {"type": "integer"},
            "search": {"type": "boolean", "description": "whether /search answers"},
            "release": {"type": "string"},
        },
        "required": ["status", "workers", "search", "release"],
    }
    told = {"application/json": schema}
    return {
        "operationId": "health",
        "summary": "Whether queries can be answered",
        "responses": {"200": _content("It works", told), "503": _content("It does not", told)},
    }


def _plain(name: str, summary: str, media_type: str) -> Json:
    kind = media_type.partition(";")[0]
    schema = {"type": "object"} if kind == "application/json" else {"type": "string"}
    responses = {"200": _content(summary, {kind: schema})}
    return {"operationId": name, "summary": summary, "responses": responses}


def _parameter(name: str, schema: Json, about: str, required: bool = False) -> Json:
    return {
        "name": name,
        "in": "query",
        "required": required,
        "description": about,
        "schema": schema,
    }


def _responses(*statuses: int) -> Json:
    kinds = (*formats.ROWS, *formats.GRAPHS, "text/html")
    return {"200": _content("The answer", {kind: {} for kind in kinds})} | _problems(*statuses)


def _problems(*statuses: int) -> Json:
    schema = {"$ref": "#/components/schemas/Problem"}
    kinds: dict[str, Json] = {problems.MEDIA_TYPE: schema, "text/html": {}}
    return {str(one): _content(_WHY[one], kinds) for one in statuses}


def _content(about: str, kinds: dict[str, Json]) -> Json:
    return {
        "description": about,
        "content": {kind: {"schema": schema} for kind, schema in kinds.items()},
    }


def _unchanged() -> Json:
    return {"description": "The client has this answer already"}


def _problem() -> Json:
    return {
        "type": "object",
        "properties": {
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
        },
        "required": ["title", "status"],
    }
