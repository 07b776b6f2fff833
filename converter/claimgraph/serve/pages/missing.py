"""The page of something that is not there, or could not be done."""

from __future__ import annotations

from claimgraph.serve.elements import link, tag
from claimgraph.serve.pages.layout import document
from claimgraph.serve.pages.search import form
from claimgraph.serve.site import Site


def page(site: Site, title: str, detail: str) -> bytes:
    """The page as UTF-8."""
    return document(
        site,
        title,
        tag("h1", title),
        tag("p", detail, dir="auto"),
        form(site, "", ""),
        tag("p", link(f"{site.root}/", "What is here")),
    )
