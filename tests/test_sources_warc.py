from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from claimgraph.errors import ClaimgraphError, UnsafeInput
from claimgraph.records.settings import Settings
from claimgraph.repair.decoding import MAX_BYTES
from claimgraph.repair.unreadable import Unreadable
from claimgraph.sources import pages, warc, warc_records
from claimgraph.sources.account import Account
from claimgraph.sources.told import Given, Told

HTML = "text/html; charset=utf-8"


def written(*pages_: tuple[str, str, bytes, str], packed: bool = True, **headers: Any) -> bytes:
    """A WARC file by warcio: its info, and of each (URL, type, body, status) the response."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "test"}))
    for url, kind, body, status in pages_:
        http = [("Content-Type", kind), *headers.items()]
        head = StatusAndHeaders(status, http, protocol="HTTP/1.1")
        stream = io.BytesIO(body)
        writer.write_record(writer.create_warc_record(url, "response", stream, http_headers=head))
    return out.getvalue()


def framed(block: bytes, kind: str = "response", length: int | None = None) -> bytes:
    size = len(block) if length is None else length
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://a.example/\r\n"
    return f"{head}Content-Length: {size}\r\n\r\n".encode() + block + b"\r\n\r\n"


def read(data: bytes) -> tuple[list[Told], Account]:
    account = Account("x.warc", "warc")
    return list(warc.read(Given("x.warc", data, Settings()), account)), account


@pytest.fixture
def met(monkeypatch: pytest.MonkeyPatch) -> list[Given]:
    """What the reader of pages is given; it tells of one thing a page."""
    found: list[Given] = []

    def page(given_: Given, account: Account) -> Iterator[Told]:
        found.append(given_)
        yield Told(99, refused="told")

    monkeypatch.setattr(pages, "read", page)
    return found


@pytest.mark.parametrize("packed", [True, False])
def test_each_html_response_is_a_page(met: list[Given], packed: bool) -> None:
    data = written(
        ("https://a.example/1", HTML, b"<p>1", "200 OK"),
        ("https://a.example/2", "application/xhtml+xml", b"<p>2", "200 OK"),
        packed=packed,
    )
    told, account = read(data)
    assert [(one.data, one.url, one.content_type) for one in met] == [
        (b"<p>1", "https://a.example/1", HTML),
        (b"<p>2", "https://a.example/2", "application/xhtml+xml"),
    ]
    assert [one.line for one in told] == [2, 3]
    assert account.fields["WARC record: warcinfo"].count == 1
    assert warc.knows(data)


@pytest.mark.parametrize(
    ("kind", "status", "reason"),
    [
        ("image/png", "200 OK", "not HTML"),
        (HTML, "404 Not Found", "HTTP status 404"),
        (HTML, "301 Moved", "HTTP status 301"),
    ],
)
def test_other_responses_are_refused(met: list[Given], kind: str, status: str, reason: str) -> None:
    told, _ = read(written(("https://a.example/", kind, b"x", status)))
    assert [one.refused for one in told] == [reason]
    assert not met


def test_a_resource_has_no_http_header(met: list[Given]) -> None:
    data = framed(b"<p>", "resource").replace(b"WARC-Type", b"Content-Type: text/html\r\nWARC-Type")
    read(data)
    assert [(one.data, one.content_type) for one in met] == [(b"<p>", "text/html")]


def test_a_page_has_an_address(met: list[Given]) -> None:
    told, _ = read(framed(b"").replace(b"https://a.example/", b"dns:a.example"))
    assert [one.refused for one in told] == ["a page without http(s) address"]


def test_content_encoding_and_chunks_are_undone(met: list[Given]) -> None:
    packed = gzip.compress(b"<p>hi")
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(packed), packed)
    headers: dict[str, Any] = {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}
    read(written(("https://a.example/", HTML, chunked, "200 OK"), **headers))
    assert [one.data for one in met] == [b"<p>hi"]


def test_a_page_that_tells_of_nothing_is_counted() -> None:
    told, account = read(written(("https://a.example/", HTML, b"<p>hi", "200 OK")))
    assert told == []
    assert account.fields["page that tells of nothing"].examples == ["https://a.example/"]


def test_a_page_that_unpacks_to_too_much_is_refused(met: list[Given]) -> None:
    bomb = gzip.compress(bytes(MAX_BYTES + 1))
    headers: dict[str, Any] = {"Content-Encoding": "gzip"}
    data = written(("https://a.example/", HTML, bomb, "200 OK"), **headers)
    assert [one.refused for one in read(data)[0]] == ["a page of more than 32 MiB"]
    assert not met


def test_a_record_that_is_too_large_costs_no_other(
    met: list[Given], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warc_records, "MAX_BYTES", 1000)
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>"
    told, _ = read(framed(bytes(2000)) + framed(page))
    assert [one.refused for one in told] == ["a record of more than 32 MiB", "told"]


def test_a_file_that_unpacks_to_too_much_is_unsafe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_records, "MAX_UNPACKED", 100_000)
    with pytest.raises(UnsafeInput):
        read(gzip.compress(framed(bytes(200_000), "metadata")))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (framed(b"x" * 9, length=99), "a WARC record that is cut off"),
        (b"WARC/1.0\r\nContent-Length: 1", "a WARC record whose header does not end"),
        (b"WARC/1.0\r\nContent-Length: -1\r\n\r\n", "a WARC record without length"),
        (b"WARC/1.0\r\n" + b"a: b\r\n" * 20_000, "a WARC record whose header does not end"),
        (b"<html>", "something that is no WARC record"),
    ],
)
def test_what_is_broken_ends_the_file(data: bytes, reason: str) -> None:
    good = framed(b"", "metadata")
    told, _ = read(good + data)
    assert [(one.line, one.refused) for one in told] == [
        (2, f"{reason}; nothing behind it was read")
    ]
    with pytest.raises(Unreadable, match=reason):
        read(data)


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (b"", "a response without the end of its HTTP header"),
        (b"HTTP/1.1 200 OK\r\nA: " + b"a" * 300_000, "a response without the end of its HTTP"),
        (b"\r\n\r\n", "a damaged HTTP header"),
        (b"HTTP/1.1 no\r\n\r\n", "a damaged HTTP header"),
    ],
)
def test_a_broken_response_costs_no_other(met: list[Given], block: bytes, reason: str) -> None:
    page = framed(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>")
    told, _ = read(framed(block) + page)
    assert [one.line for one in told] == [1, 2]
    assert told[0].refused.startswith(reason)
    assert [one.data for one in met] == [b"<p>"]


def test_gzip_that_is_cut_off_is_told(met: list[Given]) -> None:
    data = written(("https://a.example/1", HTML, b"<p>1", "200 OK"))
    assert read(data[:-20])[0][-1].refused.startswith("gzip data that is cut off")
    assert read(data + b"rubbish")[0][-1].refused.startswith("something that is no gzip data")
    assert [one.refused for one in read(data + bytes(8))[0]] == ["told"]


def test_without_warcio_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "warcio.recordloader", None)
    with pytest.raises(ClaimgraphError, match=r'pip install "claimgraph\[warc\]"'):
        read(framed(b""))


@pytest.mark.parametrize("data", [b"", b"\x1f\x8b\x08 no", gzip.compress(b"<html>"), b"<html>"])
def test_other_files_are_not_known(data: bytes) -> None:
    assert not warc.knows(data)


BASE = written(("https://a.example/1", HTML, b"<p>1", "200 OK"), packed=False)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(BASE) - 1), st.binary(max_size=12))
def test_damage_anywhere_never_crashes(at: int, put: bytes) -> None:
    try:
        told, _ = read(BASE[:at] + put + BASE[at + len(put) :])
    except Unreadable:
        return
    assert all(bool(one.records) != bool(one.refused) for one in told)
