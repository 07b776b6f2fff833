"""The page to write a query on: a form that works without scripts, and better with ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claimgraph.query.named import NamedQuery
from claimgraph.serve.elements import Child, Html, json_block, link, tag
from claimgraph.serve.pages.layout import document
from claimgraph.serve.site import VOCABULARIES, Site
from claimgraph.vocabulary import PREFIXES

START = """SELECT ?claim ?text ?speaker
WHERE {
  ?claim a schema:Claim ;
    schema:text ?text .
  ?attribution cg:claim ?claim ;
    cg:stance cgv:asserts ;
    schema:spokenByCharacter ?speaker .
}
LIMIT 20
"""
_FORMATS = {
    "csv": "CSV",
    "tsv": "TSV",
    "json": "JSON, or JSON-LD of a graph",
    "xml": "XML, or RDF/XML of a graph",
    "turtle": "Turtle, of a graph",
    "nt": "N-Triples, of a graph",
}
_NARROW = "Leave a field empty to ask for all. Things are named by their IRI or its end."
_KEYS = "Control and Enter run the query. Tab leaves the editor. Control and space complete a word."


def page(
    site: Site,
    text: str,
    named: Sequence[NamedQuery],
    *answer: Child,
    title: str = "Query",
    narrow: Child = None,
) -> bytes:
    """The page with a query in it, and its answer or what is wrong with it."""
    return document(
        site,
        title,
        tag("h1", "Query"),
        tag("p", "Ask in SPARQL 1.1. The usual prefixes are declared: ", _prefixes(), "."),
        narrow,
        _form(site, text),
        tag("div", *answer, id="answer", aria_live="polite"),
        _examples(site, named),
        json_block(_told(site), id_="site"),
        script=True,
    )


def narrowing(site: Site, chosen: NamedQuery, values: Mapping[str, str]) -> Html | None:
    """A form for the parameters of a named query, with what is given for them."""
    fields = [
        tag(
            "div",
            tag("label", one.name, " ", tag("small", one.about), for_=f"of-{one.name}"),
            tag("input", id=f"of-{one.name}", name=one.name, value=values[one.name], dir="auto"),
        )
        for one in chosen.parameters
    ]
    if not fields:
        return None
    form = tag(
        "form",
        tag("input", type="hidden", name="name", value=chosen.name),
        fields,
        tag("button", "Fill in", type="submit"),
        action=f"{site.root}/editor",
        class_="line",
    )
    return tag("section", tag("h2", chosen.title), tag("p", _NARROW), form, class_="narrow")


def _prefixes() -> list[Child]:
    return [[" " if at else None, tag("code", f"{name}:")] for at, name in enumerate(PREFIXES)]


def _form(site: Site, text: str) -> Html:
    area = tag(
        "textarea",
        # a line feed that comes first in a text area is dropped (HTML, 13.1.2.5)
        f"\n{text}",
        id="query",
        name="query",
        rows=16,
        spellcheck="false",
        required=True,
        data_keys=_KEYS,
    )
    options = (tag("option", told, value=name) for name, told in _FORMATS.items())
    return tag(
        "form",
        tag("label", "Query in SPARQL", for_="query"),
        area,
        tag("p", _KEYS, class_="more keys"),
        tag(
            "div",
            tag("button", "Run", type="submit"),
            tag(
                "div",
                tag("label", "Or as a file", for_="format"),
                tag("select", *options, id="format", name="format"),
                " ",
                tag("button", "Fetch", type="submit", formaction=f"{site.root}/sparql", id="fetch"),
            ),
            class_="runs",
        ),
        action=f"{site.root}/answer",
        method="post",
        id="query-form",
    )


def _examples(site: Site, named: Sequence[NamedQuery]) -> Html:
    items = (
        tag(
            "li",
            link(f"{site.root}/editor?name={one.name}", one.title),
            tag("small", f" {one.name}"),
        )
        for one in named
    )
    return tag("section", tag("h2", "Questions to begin with"), tag("ul", *items))


def _told(site: Site) -> dict[str, object]:
    """What the script must know to link to our pages."""
    return {
        "root": site.root,
        "bases": list(site.bases),
        "vocabularies": {PREFIXES[name]: path for path, name in VOCABULARIES.items()},
        "prefixes": PREFIXES,
        "words": f"{site.root}/words.json",
        "endpoint": f"{site.root}/sparql",
    }
