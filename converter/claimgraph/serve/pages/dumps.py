"""The files of the release, to take away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from claimgraph.manifest import MANIFEST
from claimgraph.serve.elements import Html, link, tag
from claimgraph.serve.pages.layout import document, table
from claimgraph.serve.site import Site


class File(NamedTuple):
    """A file of the release, as its manifest lists it."""

    name: str
    size: int
    sha256: str
    media_type: str


def page(site: Site, files: Sequence[File]) -> bytes:
    """The page as UTF-8."""
    return document(
        site,
        "Files",
        tag("h1", "Files"),
        listed(site, files),
        tag("p", tag("code", MANIFEST), " has the whole hashes of the others."),
        alternates=[("application/json", f"{site.root}/dump/")],
    )


def listed(site: Site, files: Sequence[File]) -> Html | None:
    """The files with their sizes, each with a link."""
    rows = [
        (
            link(f"{site.root}/dump/{file.name}", file.name),
            file.media_type,
            size(file.size),
            tag("code", f"{file.sha256[:16]}…"),
        )
        for file in files
    ]
    return table("Files of this release", ("File", "Format", "Size", "SHA-256"), rows)


def size(count: int) -> str:
    """Bytes in the unit in which they are read."""
    number = float(count)
    for unit in ("bytes", "kB", "MB"):
        if number < 1000:
            return f"{number:.3g} {unit}" if unit != "bytes" else f"{count} {unit}"
        number /= 1000
    return f"{number:,.1f} GB"
