"""What the pages need of the release that is served: its title, its description, its site."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import NamedNode, Store
from starlette.requests import Request

from claimgraph.errors import ClaimgraphError
from claimgraph.serve import dataset
from claimgraph.serve.context import Context
from claimgraph.serve.describe import described, rdf_text
from claimgraph.serve.generation import Served
from claimgraph.serve.graph import Graph
from claimgraph.serve.pages.home import Overview
from claimgraph.serve.site import Site
from claimgraph.serve.tasks import Refused

_KEPT = 16  # addresses that others call the server by


class Shown(NamedTuple):
    """A release as it is shown at one address."""

    served: Served
    site: Site
    store: Store  # of its description alone

    def overview(self, languages: tuple[str, ...]) -> Overview:
        """What its page shows."""
        return dataset.overview(self.store, self.served.manifest, self.site, languages)

    def described(self, fmt: str) -> bytes:
        """Its description as RDF."""
        graph = Graph(self.store)
        nodes = {quad.subject for quad in self.store if isinstance(quad.subject, NamedNode)}
        found = [described(graph, node) for node in sorted(nodes, key=str)]
        return rdf_text(found, fmt, ())


class Desk:
    """Shows the release that is served now."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._shown = lru_cache(_KEPT)(self._show)

    def shown(self, request: Request) -> Shown:
        """Raises Refused for a release that is not described, and for a Host that is no host."""
        return self._shown(self.context.served.tag, self.context.public(request))

    def _show(self, tag: str, public: str) -> Shown:
        served = self.context.served
        try:
            store = dataset.store(served, public)
        except ClaimgraphError as error:
            raise Refused(500, str(error)) from error
        title = dataset.title(store)
        bases = tuple(dict.fromkeys(one["base"] for one in served.manifest["sources"]))
        return Shown(served, Site(title.value, title.language, bases, public), store)
