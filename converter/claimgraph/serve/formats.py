"""The formats of answers: media types, the engine's names of them, and those of `format=`."""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import QueryResultsFormat, RdfFormat

from claimgraph.errors import ClaimgraphError
from claimgraph.serve.negotiation import best

HTML = "text/html"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, N_TRIPLES = "text/turtle", "application/n-triples"
JSON_LD, RDF_XML = "application/ld+json", "application/rdf+xml"

# in the order of preference; the last of the rows are other names of the first
ROWS = {
    JSON: QueryResultsFormat.JSON,
    XML: QueryResultsFormat.XML,
    CSV: QueryResultsFormat.CSV,
    TSV: QueryResultsFormat.TSV,
    "application/json": QueryResultsFormat.JSON,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
}
GRAPHS = {
    TURTLE: RdfFormat.TURTLE,
    N_TRIPLES: RdfFormat.N_TRIPLES,
    JSON_LD: RdfFormat.JSON_LD,
    RDF_XML: RdfFormat.RDF_XML,
}
OFFERED = (JSON, XML, CSV, TSV)  # of the rows, to be named to people

NAMES: dict[str, tuple[str | None, str | None]] = {
    "json": (JSON, JSON_LD),
    "xml": (XML, RDF_XML),
    "csv": (CSV, None),
    "tsv": (TSV, None),
    "turtle": (None, TURTLE),
    "ttl": (None, TURTLE),
    "n3": (None, TURTLE),
    "nt": (None, N_TRIPLES),
    "ntriples": (None, N_TRIPLES),
    "n-triples": (None, N_TRIPLES),
    "jsonld": (None, JSON_LD),
    "json-ld": (None, JSON_LD),
    "rdf": (None, RDF_XML),
    "rdfxml": (None, RDF_XML),
    "rdf+xml": (None, RDF_XML),
}


class Formats(NamedTuple):
    """Media types of the answer: of rows, or of a graph; None where the client takes none."""

    rows: str | None
    graph: str | None


def wanted(accept: str, name: str) -> Formats:
    """What a client wants, by `format=` or else by Accept; raises ClaimgraphError."""
    if not name:
        return Formats(best(accept, [*ROWS]), best(accept, [*GRAPHS]))
    lower = name.lower().replace(" ", "+")  # a `+` of a media type that was not encoded
    if lower in NAMES:
        return Formats(*NAMES[lower])
    if lower in ROWS or lower in GRAPHS:
        return Formats(lower if lower in ROWS else None, lower if lower in GRAPHS else None)
    raise ClaimgraphError(f"format={name[:40]!r} is unknown; there are {', '.join(NAMES)}")
