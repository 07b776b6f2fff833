"""WARC files, plain or packed by gzip: the HTML pages in their responses (ISO 28500).

Needs the extra `warc`. Records are unpacked and told apart here, within bounds; warcio reads what
is in them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from claimgraph.errors import ClaimgraphError, UnsafeInput
from claimgraph.repair.decoding import MAX_BYTES
from claimgraph.repair.unreadable import Unreadable
from claimgraph.sources.account import Account
from claimgraph.sources.told import Given, Reader, Told
from claimgraph.sources.warc_records import MAX_UNPACKED, Framed, begins, framed
from claimgraph.web.urls import absolute

_HTML = ("text/html", "application/xhtml+xml")
_HTTP = re.compile(r"https?://[^\s\x00-\x1f]+", re.IGNORECASE)
_HTTP_HEADERS = 256 * 1024  # bytes

knows = begins


class Page(NamedTuple):
    """A page as `Given` has it."""

    data: bytes
    content_type: str
    url: str


def read(given: Given, account: Account) -> Iterator[Told]:
    """What the pages tell; `line` is the number of the record. Requests and the like are counted.

    Raises ClaimgraphError without warcio, Unreadable where no record can be read, and UnsafeInput
    for a file that unpacks to more than 2 GiB.
    """
    loader = _loader()
    number, left = 0, MAX_UNPACKED
    try:
        for number, record in enumerate(framed(given.data), 1):
            page = _page(record, account, loader)
            if isinstance(page, str):
                yield Told(number, refused=page)
            elif page:
                left -= len(page.data)
                if left < 0:
                    raise UnsafeInput(f"its pages unpack to more than {MAX_UNPACKED >> 30} GiB")
                yield from _told(given._replace(**page._asdict()), number, account)
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


def _page(record: Framed, account: Account, loader: Any) -> Page | str | None:
    """The page in a record, why there is none, or None for a record of another kind."""
    if record.type not in ("response", "resource"):
        account.leave(f"WARC record: {record.type or 'no type'}", record.uri)
        return None
    if record.block is None:
        return f"a record of more than {MAX_BYTES >> 20} MiB"
    if not _is_address(record.uri):
        return "a page without http(s) address"
    if record.type == "response" and b"\r\n\r\n" not in record.block[:_HTTP_HEADERS]:
        return "a response without the end of its HTTP header"
    return _content(record, loader)


def _is_address(uri: str) -> bool:
    try:
        return _HTTP.fullmatch(uri) is not None and bool(absolute(uri))
    except ValueError:
        return False


def _told(page: Given, number: int, account: Account) -> Iterator[Told]:
    is_silent = True
    try:
        for one in _read_page()(page, account):
            is_silent = False
            yield one._replace(line=number)
    except (Unreadable, UnsafeInput) as error:
        yield Told(number, refused=str(error))
        return
    if is_silent:
        account.leave("page that tells of nothing", page.url)


def _read_page() -> Reader:
    from claimgraph.sources.pages import read as read_page

    return read_page


def _content(record: Framed, loader: Any) -> Page | str:
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    assert record.block is not None
    if record.type == "resource":
        return _html(record, record.content_type, record.block)
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
    return _html(record, str(held.http_headers.get_header("content-type") or ""), body)


def _html(record: Framed, content_type: str, body: bytes) -> Page | str:
    if content_type.partition(";")[0].strip().lower() not in _HTML:
        return "not HTML"
    if len(body) > MAX_BYTES:
        return f"a page of more than {MAX_BYTES >> 20} MiB"
    return Page(body, content_type, record.uri)
