"""The description of the release as RDF: its dataset.ttl, and where the server has what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from claimgraph.errors import ClaimgraphError
from claimgraph.packing import stem
from claimgraph.query.named import listed
from claimgraph.release.dataset import MEDIA, PACKINGS
from claimgraph.serve.generation import Served
from claimgraph.serve.graph import Graph, Text, name
from claimgraph.serve.nursery import DESCRIPTION
from claimgraph.serve.pages.dumps import File
from claimgraph.serve.pages.home import Overview
from claimgraph.serve.pages.layout import Place
from claimgraph.serve.site import Site

_OTHER = {".ttl": "text/turtle", ".json": "application/json", ".jsonl": "application/jsonl"}


def store(served: Served, public: str) -> Store:
    """What dataset.ttl says, and the addresses of files and endpoint.

    Raises ClaimgraphError where it says nothing of a data set.
    """
    found = Store()
    try:
        found.bulk_extend(parse(served.description, RdfFormat.TURTLE))
        release(found)
    except (SyntaxError, StopIteration) as error:
        raise ClaimgraphError(
            f"{DESCRIPTION} describes no data set; dump the release again"
        ) from error
    for quad in list(_added(found, files(served.manifest), public)):
        found.add(quad)
    return found


def release(found: Store) -> NamedNode:
    """The IRI of the data set."""
    quads = found.quads_for_pattern(None, name("rdf:type"), name("dcat:Dataset"))
    return next(quad.subject for quad in quads if isinstance(quad.subject, NamedNode))


def files(manifest: Mapping[str, Any]) -> tuple[File, ...]:
    """The files that may be fetched."""
    return tuple(
        File(file, told["size"], told["sha256"], media_type(file))
        for file, told in manifest["files"].items()
    )


def media_type(file: str) -> str:
    """Of the file as it lies there: of a packed one, that of the packing."""
    packing = next((kind for suffix, kind in PACKINGS.items() if file.endswith(suffix)), None)
    known = MEDIA.get(file) or _OTHER.get(Path(file).suffix)
    return packing or known or "application/octet-stream"


def overview(
    found: Store, manifest: Mapping[str, Any], site: Site, languages: tuple[str, ...]
) -> Overview:
    """What the page of the release shows."""
    graph = Graph(found, languages)
    node = release(found)
    texts = graph.objects(node, "dcterms:description")
    return Overview(
        site,
        languages,
        tuple(Text(one.value, getattr(one, "language", None) or "") for one in texts),
        tuple(one.value for one in graph.nodes(node, "dcterms:license")),
        tuple(one.value for one in graph.nodes(node, "dcterms:publisher")),
        manifest["records"],
        manifest["triples"],
        files(manifest),
        tuple(Place(query.name, query.title) for query in listed()),
        schema_org(graph, node, site, files(manifest)),
        _classes(graph, node),
    )


def _classes(graph: Graph, node: NamedNode) -> dict[str, int]:
    """How many things are of each class, by its IRI."""
    parts = graph.nodes(node, "void:classPartition")
    told = ((graph.node(x, "void:class"), graph.value(x, "void:entities")) for x in parts)
    return {of.value: int(count) for of, count in told if of and count.isdecimal()}


def title(found: Store) -> Text:
    """The title of the release."""
    return Graph(found).label(release(found))


def schema_org(graph: Graph, node: NamedNode, site: Site, held: tuple[File, ...]) -> dict[str, Any]:
    """The data set as schema.org's JSON-LD, for robots that read pages."""
    about = graph.text(node, "dcterms:description") or graph.label(node)
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": node.value,
        "name": graph.label(node).value,
        "description": about.value,
        "url": f"{site.public}/",
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.name,
                "contentUrl": f"{site.public}/dump/{file.name}",
                "encodingFormat": file.media_type,
                "contentSize": f"{file.size} B",
                "sha256": file.sha256,
            }
            for file in held
            if stem(file.name) in MEDIA
        ],
    }
    licenses = [one.value for one in graph.nodes(node, "dcterms:license")]
    return {**described, "license": licenses} if licenses else described


def _added(found: Store, held: tuple[File, ...], public: str) -> Iterator[Quad]:
    graph, node = Graph(found), release(found)
    endpoint = NamedNode(f"{public}/sparql")
    service = NamedNode(f"{public}/#sparql")
    yield Quad(node, name("rdf:type"), name("schema:Dataset"))
    for ours, theirs in (("title", "name"), ("description", "description"), ("license", "license")):
        for value in graph.objects(node, f"dcterms:{ours}"):
            yield Quad(node, name(f"schema:{theirs}"), value)
    yield Quad(node, name("schema:url"), NamedNode(f"{public}/"))
    yield Quad(node, name("dcat:landingPage"), NamedNode(f"{public}/"))
    yield Quad(node, name("void:sparqlEndpoint"), endpoint)
    yield Quad(service, name("rdf:type"), name("dcat:DataService"))
    yield Quad(service, name("dcterms:title"), Literal("SPARQL endpoint", language="en"))
    yield Quad(service, name("dcat:endpointURL"), endpoint)
    yield Quad(service, name("dcat:servesDataset"), node)
    known = {file.name: file for file in held}
    for part in graph.nodes(node, "dcat:distribution"):
        file = known.get(graph.value(part, "dcterms:title"))
        if file is not None:
            yield from _download(node, part, file, public)


def _download(node: NamedNode, part: NamedNode, file: File, public: str) -> Iterator[Quad]:
    address = NamedNode(f"{public}/dump/{file.name}")
    yield Quad(node, name("void:dataDump"), address)
    yield Quad(node, name("schema:distribution"), part)
    yield Quad(part, name("rdf:type"), name("schema:DataDownload"))
    yield Quad(part, name("dcat:downloadURL"), address)
    yield Quad(part, name("dcat:accessURL"), address)
    yield Quad(part, name("schema:contentUrl"), address)
    yield Quad(part, name("schema:encodingFormat"), Literal(file.media_type))
