"""What a request asks of the endpoint (SPARQL 1.1 Protocol, section 2.1)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from claimgraph.serve.context import Context, Left, client
from claimgraph.serve.options import Options
from claimgraph.serve.tasks import Refused

FORM, DIRECT, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
SPELT = 3  # bytes of a percent-encoded byte
ROOM = 1 << 16  # bytes of a form, beside the query
FIELDS = 1000
SMALL = 1 << 16  # bytes of a body; as much of each is read ahead, by the HTTP server
PATIENCE = 10  # seconds for the body to come


class Asked(NamedTuple):
    """A query and the data set named beside it; without a query, None."""

    text: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str


async def asked(request: Request, context: Context) -> Asked:
    """Read a request; raises Refused: 400, 403 for updates, 408, 413, 415, and as of turns."""
    options = context.options
    fields = _fields(request.scope["query_string"])
    if request.method != "POST":
        return _asked(fields, _values(fields, "query"), options)
    kind, charset = _content_type(request)
    if kind == UPDATE:
        raise Refused(403, "updates are refused: this endpoint only reads")
    if kind not in (FORM, DIRECT) or charset not in ("", "utf-8", "utf8"):
        raise Refused(415, f"send the query as {FORM} or as {DIRECT}, in UTF-8")
    limit = options.text * SPELT + ROOM if kind == FORM else options.text
    body = await _body(request, limit, context)
    if kind == DIRECT:
        return _asked(fields, [_decoded(body)], options)
    fields += _fields(body)
    queries = _values(fields, "query")
    if not queries and _values(fields, "update"):
        raise Refused(403, "updates are refused: this endpoint only reads")
    if not queries:
        raise Refused(400, "the form has no field `query`")
    return _asked(fields, queries, options)


def _asked(fields: Sequence[tuple[str, str]], queries: list[str], options: Options) -> Asked:
    if len(queries) > 1:
        raise Refused(400, "there is more than one query")
    if queries and _values(fields, "update"):
        raise Refused(400, "there is a query and an update; this endpoint only reads")
    if not queries and _values(fields, "update"):
        raise Refused(403, "updates are refused: this endpoint only reads")
    text = queries[0] if queries else None
    if text is not None and len(text.encode("utf-8", "surrogatepass")) > options.text:
        raise _too_large(options.text)
    return Asked(
        text,
        tuple(_values(fields, "default-graph-uri")),
        tuple(_values(fields, "named-graph-uri")),
        next((value for name in ("format", "output") for value in _values(fields, name)), ""),
    )


def _values(fields: Sequence[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in fields if key == name]


def _fields(text: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            text.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=FIELDS
        )
    except UnicodeDecodeError as error:
        raise Refused(400, "not UTF-8") from error
    except ValueError as error:
        raise Refused(400, f"more than {FIELDS} fields") from error


def _content_type(request: Request) -> tuple[str, str]:
    kind, _, rest = request.headers.get("content-type", "").partition(";")
    name, _, value = rest.partition("=")
    charset = value.strip().strip('"').lower() if name.strip().lower() == "charset" else ""
    return kind.strip().lower(), charset


async def _body(request: Request, limit: int, context: Context) -> bytes:
    """The body; a large one, or one of unknown length, when it has its turn."""
    length = request.headers.get("content-length", "")
    size = int(length) if length.isdecimal() else limit
    if size > limit:
        raise _too_large(limit)
    if size <= SMALL:
        return await _read(request, limit)
    async with context.bodies.turn(client(request)):
        return await _read(request, limit)


async def _read(request: Request, limit: int) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for piece in request.stream():
                body += piece
                if len(body) > limit:
                    raise _too_large(limit)
    except TimeoutError:
        raise Refused(408, f"the body did not come within {PATIENCE} seconds") from None
    except ClientDisconnect:
        raise Left from None
    return bytes(body)


def _too_large(limit: int) -> Refused:
    return Refused(413, f"the query is larger than {limit} bytes")


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, f"the query is not UTF-8: {error.reason}") from error
