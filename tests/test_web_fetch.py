from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from claimgraph.errors import ClaimgraphError, UnsafeInput
from claimgraph.web import fetch
from claimgraph.web.addresses import is_public

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
Answer = Callable[[socket.socket, bytes], None]


class Server(NamedTuple):
    """Where it listens, and the requests that came."""

    url: str
    requests: list[bytes]


@contextmanager
def serving(answer: Answer, flags: int = 0) -> Iterator[Server]:
    """A server on this machine that answers so until the block ends; `flags` are those of recv."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(f"http://127.0.0.1:{listener.getsockname()[1]}/page?a=1", [])
        thread = threading.Thread(
            target=_serve, args=(listener, server, answer, flags), daemon=True
        )
        thread.start()
        yield server
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def _serve(listener: socket.socket, server: Server, answer: Answer, flags: int) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            try:
                request = connection.recv(65536, flags)
                server.requests.append(request)
                answer(connection, request)
            except OSError:
                continue


def says(data: bytes) -> Answer:
    return lambda connection, request: connection.sendall(data)


def sized(body: bytes, header: bytes = b"") -> bytes:
    return OK + header + b"Content-Length: %d\r\n\r\n" % len(body) + body


def redirecting(to: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n".encode()


@pytest.fixture
def public(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine counts as public."""
    monkeypatch.setattr(fetch, "is_public", lambda address: True)


def test_a_page_is_fetched_with_an_honest_request() -> None:
    with serving(says(sized(b"<p>hi"))) as server:
        found = fetch.fetch(server.url + "#part")
    assert found == (b"<p>hi", "text/html", server.url)
    (request,) = server.requests
    first, *headers = request.decode().strip().split("\r\n")
    names = {line.partition(":")[0] for line in headers}
    assert first == "GET /page?a=1 HTTP/1.1"
    assert names == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
    assert any(line.startswith("User-Agent: claimgraph/") for line in headers)


@pytest.mark.parametrize(
    "answer",
    [
        sized(b"<p>hi"),
        sized(gzip.compress(b"<p>hi"), b"Content-Encoding: gzip\r\n"),
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<p>hi\r\n0\r\n\r\n",
        OK + b"\r\n<p>hi",
    ],
)
def test_each_way_of_sending_is_undone(answer: bytes) -> None:
    with serving(says(answer)) as server:
        assert fetch.fetch(server.url).data == b"<p>hi"


@pytest.mark.usefixtures("public")
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(status: int) -> None:
    def answer(connection: socket.socket, request: bytes) -> None:
        is_end = request.startswith(b"GET /end ")
        connection.sendall(sized(b"there") if is_end else redirecting("/end", status))

    with serving(answer) as server:
        found = fetch.fetch(server.url)
    assert (found.data, found.url.endswith("/end")) == (b"there", True)


@pytest.mark.usefixtures("public")
def test_redirects_end() -> None:
    with serving(says(redirecting("/again"))) as server, pytest.raises(UnsafeInput, match="5 red"):
        fetch.fetch(server.url)
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    "to",
    [
        "/same-host",
        "http://127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://0/",
        "http://169.254.169.254/latest/",
        "http://10.0.0.1/",
    ],
)
def test_a_redirect_never_leads_to_a_private_address(to: str) -> None:
    with serving(says(redirecting(to))) as server, pytest.raises(UnsafeInput, match="not public"):
        fetch.fetch(server.url)
    assert len(server.requests) == 1


def test_one_private_address_among_others_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(says(redirecting("http://two.example/"))) as server:
        known = {"127.0.0.1": ["127.0.0.1"], "two.example": ["93.184.215.14", "127.0.0.1"]}
        monkeypatch.setattr(fetch, "looked_up", lambda host, port, seconds: known[host])
        with pytest.raises(UnsafeInput, match="not public"):
            fetch.fetch(server.url)


@pytest.mark.usefixtures("public")
def test_the_connection_is_made_to_the_address_that_was_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def answers(host: str, port: int, **more: object) -> list[tuple[object, ...]]:
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "192.0.2.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    connected: list[tuple[str, int]] = []
    connect = socket.create_connection

    def connecting(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address)
        monkeypatch.undo()
        return connect(address, timeout)

    with serving(says(sized(b"x"))) as server:
        port = int(server.url.split(":")[2].split("/")[0])
        monkeypatch.setattr("socket.getaddrinfo", answers)
        monkeypatch.setattr("socket.create_connection", connecting)
        assert fetch.fetch(f"http://rebinding.example:{port}/").data == b"x"
    assert asked == ["rebinding.example"]
    assert connected == [("127.0.0.1", port)]
    assert f"Host: rebinding.example:{port}".encode() in server.requests[0]


def _drip(connection: socket.socket, request: bytes) -> None:
    connection.sendall(OK + b"\r\n")
    for _ in range(100):
        connection.sendall(b"x")
        time.sleep(0.02)


def _drip_header(connection: socket.socket, request: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    for _ in range(100):
        connection.sendall(b"x")
        time.sleep(0.02)


@pytest.mark.parametrize(
    "answer", [_drip, _drip_header, lambda connection, request: time.sleep(0.6)]
)
def test_however_slowly_it_comes_the_time_is_limited(
    answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "SECONDS", 0.3)
    start = time.monotonic()
    with serving(answer) as server:
        with pytest.raises(UnsafeInput, match=r"within 0\.3 seconds"):
            fetch.fetch(server.url)
        assert time.monotonic() - start < 1


@pytest.mark.parametrize(
    "answer",
    [
        OK + b"\r\n" + bytes(5000),
        sized(bytes(5000)),
        sized(gzip.compress(bytes(5000)), b"Content-Encoding: gzip\r\n"),
    ],
)
def test_too_much_is_refused(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MAX_BYTES", 4096)
    with serving(says(answer)) as server, pytest.raises(UnsafeInput, match="more than"):
        fetch.fetch(server.url)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (b"", "closed connection"),
        (b"rubbish\r\n\r\n", "rubbish"),
        (b"HTTP/1.1 404 Not Found\r\n\r\n", "HTTP status 404"),
        (b"HTTP/1.1 302 Found\r\n\r\n", "HTTP status 302"),
        (OK + b"Content-Length: 9\r\n\r\nhi", "cut off"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhi", "IncompleteRead"),
        (sized(gzip.compress(b"hi")[:-4], b"Content-Encoding: gzip\r\n"), "cut off"),
        (sized(b"hi", b"Content-Encoding: gzip\r\n"), "damaged gzip"),
        (sized(b"hi", b"Content-Encoding: br\r\n"), "content encoding `br`"),
        (redirecting("file:///etc/passwd"), "only http and https"),
        (redirecting("https://me:secret@a.example/"), "names a user"),
    ],
)
def test_what_cannot_be_read_is_told(answer: bytes, text: str) -> None:
    with serving(says(answer)) as server, pytest.raises(ClaimgraphError, match=text):
        fetch.fetch(server.url)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://a.example/",
        "a.example",
        "http://",
        "http://me:secret@a.example/",
        "http://a b/",
        "http://127.0.0.1:99999/",
    ],
)
def test_a_url_that_cannot_be_fetched_is_told(url: str) -> None:
    with pytest.raises(ClaimgraphError):
        fetch.fetch(url)


def test_a_host_without_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*asked: object, **more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", nothing)
    with pytest.raises(ClaimgraphError, match=r"a\.example: the host has no address"):
        fetch.fetch("http://a.example/")


def test_a_host_that_is_not_found_in_time_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*asked: object, **more: object) -> list[object]:
        time.sleep(0.3)
        return []

    monkeypatch.setattr("socket.getaddrinfo", late)
    monkeypatch.setattr(fetch, "SECONDS", 0.1)
    with pytest.raises(UnsafeInput, match="in time"):
        fetch.fetch("http://a.example/")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of `localhost` that nobody vouches for, with its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    path = tmp_path / "localhost.pem"
    command = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -batch"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(tmp_path / "key"), "-out", str(path)]
    subprocess.run([openssl, *command.split(), *names, *files], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + (tmp_path / "key").read_bytes())
    return path


@pytest.mark.parametrize(
    ("host", "is_trusted", "refusal"),
    [
        ("localhost", True, ""),
        ("127.0.0.1", True, "IP address mismatch"),
        ("localhost", False, "self-signed certificate"),
    ],
)
def test_a_server_is_believed_only_by_its_certificate(
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    is_trusted: bool,
    refusal: str,
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def answer(connection: socket.socket, request: bytes) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            secure.recv(65536)
            secure.sendall(sized(b"secret"))

    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving(answer, flags=socket.MSG_PEEK) as server:
        url = server.url.replace("http://127.0.0.1", f"https://{host}")
        if not refusal:
            assert fetch.fetch(url).data == b"secret"
        else:
            with pytest.raises(ClaimgraphError, match=refusal):
                fetch.fetch(url)


def test_a_closed_port_and_a_server_without_tls_are_told() -> None:
    with serving(says(sized(b"x"))) as server, pytest.raises(ClaimgraphError, match="SSL"):
        fetch.fetch(server.url.replace("http", "https"))
    with pytest.raises(ClaimgraphError):
        fetch.fetch(server.url)


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(says(sized(b"x"))) as server:
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
        assert fetch.fetch(server.url).data == b"x"


@pytest.mark.parametrize(
    ("address", "public_"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("::ffff:93.184.215.14", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("198.18.0.1", False),
        ("192.0.2.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff0e::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2001:0:4136:e378:8000:63bf:f5ff:fffe", False),
    ],
)
def test_only_addresses_of_the_open_internet_are_public(address: str, public_: bool) -> None:
    assert is_public(address) is public_
