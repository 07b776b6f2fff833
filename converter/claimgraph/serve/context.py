"""What the routes share: options, workers, counters; and work that ends when its client leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from ipaddress import IPv6Address, ip_address
from typing import TypeVar

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.types import Receive

from claimgraph.serve.generation import Served
from claimgraph.serve.metrics import Metrics
from claimgraph.serve.options import Options
from claimgraph.serve.pool import Pool
from claimgraph.serve.tasks import Refused
from claimgraph.serve.turns import Turns

T = TypeVar("T")
BODIES = 32  # that are read at once, of those that are not small
SENDING = "many large queries are being sent; come again"


class Context:
    """Given to the makers of routes."""

    def __init__(self, options: Options, pool: Pool, metrics: Metrics) -> None:
        self.options = options
        self.pool = pool
        self.metrics = metrics
        self.searches: Turns[int] = Turns(options, options.share, range(options.workers))  # threads
        self.bodies: Turns[int] = Turns(options, BODIES // 2, range(BODIES), SENDING)

    @property
    def served(self) -> Served:
        """The release that is served now; another one may be, at the next request."""
        return self.pool.served

    def public(self, request: Request) -> str:
        """The server's address as others know it, without a slash at its end.

        Raises Refused for a header Host with which nothing is an IRI.
        """
        address = (self.options.public_url or str(request.base_url)).rstrip("/")
        try:
            NamedNode(f"{address}/")
        except ValueError as error:
            raise Refused(400, "the header Host names no host") from error
        return address

    async def whole(self, request: Request, task: str, argument: object) -> tuple[Served, bytes]:
        """A task's answer in one piece, and the release it is from; raises Refused.

        It ends when the client leaves.
        """
        return await attended(request.receive, self.pool.whole(task, argument, client(request)))


def client(request: Request) -> str:
    """Who asks: an address, of IPv6 its first half: the other half is the client's to choose."""
    host = request.client.host if request.client else ""
    try:
        found = ip_address(host)
    except ValueError:  # not of the internet
        return host
    if not isinstance(found, IPv6Address):
        return host
    mapped = found.ipv4_mapped
    return str(mapped) if mapped else f"{IPv6Address(int(found) >> 64 << 64)}/64"


class Left(Refused):
    """The client has left; nobody reads what is answered."""

    def __init__(self) -> None:
        super().__init__(408, "the client has left")


async def attended(receive: Receive, work: Awaitable[T]) -> T:
    """The result; where the client leaves before it is there, the work ends, and Left is raised.

    The body of the request must have been read.
    """
    job = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_left(receive))
    try:
        await asyncio.wait((job, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not job.done():
            raise Left
        return job.result()
    finally:
        for task in (job, leaving):
            task.cancel()
        await asyncio.gather(job, leaving, return_exceptions=True)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
