"""One page from the web, for a URL that the user named; nothing else is ever fetched.

Each host is looked up once, and the connection is made to an address that was checked. The URL
that the user named may lead to a private address, a redirect never. No proxies, no cookies, no
credentials.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from claimgraph.errors import ClaimgraphError, UnsafeInput
from claimgraph.web.addresses import is_public, looked_up
from claimgraph.web.urls import absolute

SECONDS = 20.0  # in all, with every redirect
MAX_BYTES = 32 * 1024 * 1024  # of the body, packed and unpacked
MAX_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_BLOCK = 64 * 1024
_PORTS = {"http": 80, "https": 443}


class Fetched(NamedTuple):
    """What came: the body without content encoding, its type, and the URL that it has."""

    data: bytes
    content_type: str
    url: str


class _Answer(NamedTuple):
    status: int
    location: str
    content_type: str
    data: bytes


def fetch(url: str) -> Fetched:
    """Get one http(s) URL in at most 20 seconds, 32 MiB and 5 redirects.

    Raises UnsafeInput for a redirect to an address that is not public and where a limit is met,
    ClaimgraphError where nothing came that can be read.
    """
    deadline = time.monotonic() + SECONDS
    at = _checked(url)
    for hop in range(MAX_REDIRECTS + 1):
        answer = _get(at, deadline, must_be_public=hop > 0)
        if answer.status not in _REDIRECTS or not answer.location:
            break
        at = _checked(urljoin(at, answer.location))
    else:
        raise UnsafeInput(f"{url}: more than {MAX_REDIRECTS} redirects")
    if answer.status != 200:
        raise ClaimgraphError(f"{at}: the server answered with HTTP status {answer.status}")
    return Fetched(answer.data, answer.content_type, at)


def _checked(url: str) -> str:
    try:
        if urlsplit(url).scheme.lower() not in _PORTS:
            raise ClaimgraphError(f"{url}: only http and https URLs can be fetched")
        return absolute(url).partition("#")[0]
    except ValueError as error:
        raise ClaimgraphError(f"{url}: {error}") from error


def _get(url: str, deadline: float, must_be_public: bool) -> _Answer:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    addresses = looked_up(host, port, _left(url, deadline))
    if must_be_public and not all(map(is_public, addresses)):
        raise UnsafeInput(f"{url}: a redirect to an address that is not public")
    try:
        with _connected(addresses, port, _left(url, deadline)) as sock:
            return _asked(sock, parts, url, deadline)
    except (OSError, http.client.HTTPException) as error:
        _left(url, deadline)
        raise ClaimgraphError(f"{url}: {error or type(error).__name__}") from error


def _left(url: str, deadline: float) -> float:
    """Seconds that are left; raises UnsafeInput where there are none."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise UnsafeInput(f"{url}: not there within {SECONDS:g} seconds")
    return seconds


@contextmanager
def _connected(addresses: list[str], port: int, seconds: float) -> Iterator[socket.socket]:
    """A connection to one of the addresses, which are tried in their order."""
    until = time.monotonic() + seconds
    for number, address in enumerate(addresses, 1):
        try:
            sock = socket.create_connection((address, port), max(0.1, until - time.monotonic()))
            break
        except OSError:
            if number == len(addresses):
                raise
    with sock:
        yield sock


def _asked(sock: socket.socket, parts: SplitResult, url: str, deadline: float) -> _Answer:
    """The answer, hung up on at the deadline however slowly it comes."""
    if parts.scheme == "https":
        sock = ssl.create_default_context().wrap_socket(
            sock, server_hostname=parts.hostname, do_handshake_on_connect=False
        )
    watch = threading.Timer(_left(url, deadline), _hang_up, [sock])
    watch.daemon = True
    watch.start()
    try:
        with sock:
            if isinstance(sock, ssl.SSLSocket):
                sock.do_handshake()
            return _answer(_requested(sock, parts), url, deadline)
    finally:
        watch.cancel()


def _hang_up(sock: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)  # under TLS, whose state another thread has


def _requested(sock: socket.socket, parts: SplitResult) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(parts.netloc)
    connection.sock = sock
    target = parts._replace(scheme="", netloc="", path=parts.path or "/").geturl()
    connection.putrequest("GET", target, skip_host=True, skip_accept_encoding=True)
    connection.putheader("Host", parts.netloc)
    connection.putheader("User-Agent", f"claimgraph/{version('claimgraph')}")
    connection.putheader("Accept", "text/html, application/ld+json, application/json, */*;q=0.5")
    connection.putheader("Accept-Encoding", "gzip")
    connection.putheader("Connection", "close")
    connection.endheaders()
    return connection.getresponse()


def _answer(response: http.client.HTTPResponse, url: str, deadline: float) -> _Answer:
    kind, location = response.getheader("Content-Type", ""), response.getheader("Location", "")
    body = _body(response, url, deadline) if response.status == 200 else b""
    return _Answer(response.status, location, kind, body)


def _body(response: http.client.HTTPResponse, url: str, deadline: float) -> bytes:
    parts, size = [], 0
    while part := response.read(_BLOCK):
        parts.append(part)
        size += len(part)
        if size > MAX_BYTES:
            raise UnsafeInput(f"{url}: more than {MAX_BYTES >> 20} MiB")
    _left(url, deadline)
    if response.length:
        raise ClaimgraphError(f"{url}: the answer is cut off")
    data = b"".join(parts)
    encoding = response.getheader("Content-Encoding", "").strip().lower()
    if encoding in ("gzip", "x-gzip"):
        return _unpacked(data, url)
    if encoding not in ("", "identity"):
        raise ClaimgraphError(f"{url}: the answer has the content encoding `{encoding}`")
    return data


def _unpacked(data: bytes, url: str) -> bytes:
    member = zlib.decompressobj(wbits=31)
    try:
        found = member.decompress(data, MAX_BYTES + 1)
    except zlib.error as error:
        raise ClaimgraphError(f"{url}: damaged gzip data: {error}") from error
    if len(found) > MAX_BYTES:
        raise UnsafeInput(f"{url}: more than {MAX_BYTES >> 20} MiB")
    if data and not member.eof:
        raise ClaimgraphError(f"{url}: the answer is cut off")
    return found
