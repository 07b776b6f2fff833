"""Who asks: what limits for each client are counted by."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from claimgraph.serve.context import Context, client
from claimgraph.serve.metrics import Metrics
from claimgraph.serve.options import Options
from claimgraph.serve.tasks import Refused


def request(address: str | None = None, host: str = "h") -> Request:
    return Request(
        {
            "type": "http",
            "method": "GET",
            "scheme": "http",
            "path": "/",
            "root_path": "",
            "query_string": b"",
            "headers": [(b"host", host.encode())],
            "client": None if address is None else (address, 1),
        }
    )


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        (None, ""),
        ("testclient", "testclient"),
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_a_client_is_an_address_or_half_of_one(address: str | None, counted: str) -> None:
    assert client(request(address)) == counted


def test_an_address_that_is_no_iri_is_refused() -> None:
    def public(url: str) -> str:
        return Context(Options(public_url=url), None, Metrics()).public(request())  # type: ignore[arg-type]

    assert public("https://desk.example/graph/") == "https://desk.example/graph"
    with pytest.raises(Refused) as caught:
        public("https://desk example")
    assert caught.value.status == 400
