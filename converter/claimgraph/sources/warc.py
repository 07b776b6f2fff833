"""WARC files, plain or packed by gzip: the HTML pages in their responses (ISO 28500).

Needs the extra `warc`. Records are unpacked and told apart here, within bounds; warcio reads what
is in them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from claimgraph.errors import ClaimgraphError, UnsafeInput
from claimgraph.sources.account import Account
from claimgraph.sources.decoding import MAX_BYTES
from claimgraph.sources.told import Given, Reader, Told
from claimgraph.sources.unreadable import Unreadable
from claimgraph.sources.urls import absolute
from claimgraph.sources.warc_records import Framed, begins, framed

_HTML = ("text/html", "application/xhtml+xml")
_HTTP = re.compile(r"https?://[^\s\x00-\x1f]+", re.IGNORECASE)
_HTTP_HEADERS = 256 * 1024  # bytes

knows = begins


def read(given: Given, account: Account) -> Iterator[Told]:
    """What the pages tell; `line` is the number of the record. Requests and the like are counted.

    Raises ClaimgraphError without warcio, Unreadable where no record can be read, and UnsafeInput
    for a file that unpacks to more than 2 GiB.
    """
    loader = _loader()
    number = 0
    try:
        for number, record in enumerate(framed(given.data), 1):
            for told in _record(record, given, account, loader):
                yield told._replace(line=number)
    except Unreadable as error:
        if not number:
            raise
        yield Told(number + 1, refused=f"{error.reason}; nothing behind it was read")


def _loader() -> Any:
    try:
        from warcio.recordloader import ArcWarcRecordLoader
    except ImportError as error:
        raise ClaimgraphError('WARC files need warcio: pip install "claimgraph[warc]"') from error
    return ArcWarcRecordLoader(verify_http=False)


def _record(record: Framed, given: Given, account: Account, loader: Any) -> Iterator[Told]:
    if record.type not in ("response", "resource"):
        account.leave(f"WARC record: {record.type or 'no type'}", record.uri)
    elif record.block is None:
        yield Told(0, refused=f"a record of more than {MAX_BYTES >> 20} MiB")
    elif not _is_address(record.uri):
        yield Told(0, refused="a page without http(s) address")
    elif record.type == "response" and b"\r\n\r\n" not in record.block[:_HTTP_HEADERS]:
        yield Told(0, refused="a response without the end of its HTTP header")
    else:
        yield from _page(record, given, account, loader)


def _is_address(uri: str) -> bool:
    try:
        return _HTTP.fullmatch(uri) is not None and bool(absolute(uri))
    except ValueError:
        return False


def _page(record: Framed, given: Given, account: Account, loader: Any) -> Iterator[Told]:
    found = _content(record, loader)
    if isinstance(found, str):
        yield Told(0, refused=found)
        return
    content_type, body = found
    page = given._replace(data=body, content_type=content_type, url=record.uri)
    is_silent = True
    try:
        for one in _read_page()(page, account):
            is_silent = False
            yield one
    except (Unreadable, UnsafeInput) as error:
        yield Told(0, refused=str(error))
        return
    if is_silent:
        account.leave("page that tells of nothing", record.uri)


def _read_page() -> Reader:
    from claimgraph.sources.pages import read as read_page

    return read_page


def _content(record: Framed, loader: Any) -> tuple[str, bytes] | str:
    """Content type and body of a page, or why there is none."""
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    assert record.block is not None
    if record.type == "resource":
        return _html(record.content_type, record.block)
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {record.uri}\r\n"
    head += f"Content-Length: {len(record.block)}\r\n\r\n"
    try:
        held = loader.parse_record_stream(io.BytesIO(head.encode() + record.block))
        status = str(held.http_headers.get_statuscode())
        if not status.isdigit():
            return "a damaged HTTP header"
        if not status.startswith("2"):
            return f"HTTP status {status}"
        body = held.content_stream().read(MAX_BYTES + 1)
    except (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError):
        return "a damaged response"
    return _html(str(held.http_headers.get_header("content-type") or ""), body)


def _html(content_type: str, body: bytes) -> tuple[str, bytes] | str:
    if content_type.partition(";")[0].strip().lower() not in _HTML:
        return "not HTML"
    if len(body) > MAX_BYTES:
        return f"a page of more than {MAX_BYTES >> 20} MiB"
    return content_type, body
