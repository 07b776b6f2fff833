"""The page of a search: the form, and what was found."""

from __future__ import annotations

from claimgraph.search import KINDS, Best, Hit
from claimgraph.serve.elements import Child, Html, link, tag
from claimgraph.serve.graph import Text
from claimgraph.serve.pages.layout import SHORT, document, shortened, written
from claimgraph.serve.site import Site


def page(site: Site, words: str, kind: str, found: Best, wrong: str = "") -> bytes:
    """The page as UTF-8; `wrong` is why nothing could be looked up."""
    title = f"Search: {words}" if words else "Search"
    return document(
        site,
        title,
        tag("h1", "Search", class_="top"),
        form(site, words, kind),
        tag("p", wrong, role="alert", class_="wrong") if wrong else _found(site, words, found),
    )


def form(site: Site, words: str, kind: str) -> Html:
    """The form, with what was looked for."""
    options = [tag("option", "everything", value="")]
    options += [tag("option", one, value=one, selected=one == kind) for one in KINDS]
    return tag(
        "form",
        tag("div", tag("label", "Words", for_="q"), _input(words)),
        tag(
            "div",
            tag("label", "Among", for_="kind"),
            tag("select", *options, id="kind", name="kind"),
            class_="small",
        ),
        tag("button", "Search", type="submit"),
        action=f"{site.root}/search",
        role="search",
        class_="line",
    )


def _input(words: str) -> Html:
    return tag("input", id="q", name="q", type="search", value=words, dir="auto", required=True)


def _found(site: Site, words: str, found: Best) -> Child:
    if not words.strip():
        return tag("p", "Claims, headlines, names and verdicts, in all languages of the data.")
    if not found.hits:
        return tag("p", "Nothing has all of these words.", role="status")
    shown = f"{len(found.hits):,}"
    number = f"{shown} of {found.told()}" if found.number > len(found.hits) else shown
    items = (tag("li", _hit(site, hit)) for hit in found.hits)
    return [
        tag("p", f"{number} found, the best first.", role="status"),
        tag("ol", *items, class_="hits"),
    ]


def _hit(site: Site, hit: Hit) -> Child:
    path = site.path(hit.iri) or hit.iri
    text = shortened(hit.text, SHORT)
    place = link(path, text, lang=hit.language or None, dir="auto")
    return [place, tag("small", f" {hit.kind}", written(_language(hit)))]


def _language(hit: Hit) -> Text | None:
    return Text(f", {hit.language}") if hit.language else None
