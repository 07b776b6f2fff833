"""What the endpoint says of itself (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from pyoxigraph import NamedNode, RdfFormat, parse, serialize

from claimgraph.serve import formats
from claimgraph.serve.generation import Served
from claimgraph.vocabulary import PREFIXES

SD = "http://www.w3.org/ns/sparql-service-description#"
W3C = "http://www.w3.org/ns/formats/"
_RESULTS = (
    "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV "
    "Turtle N-Triples JSON-LD RDF_XML"
).split()


def described(served: Served, public: str, media_type: str) -> bytes:
    """The description, in one of the formats of graphs; `public` is the server's address."""
    about = NamedNode(f"{public}/sparql")  # raises ValueError for what is no IRI
    text = f"""
        @prefix sd: <{SD}> . @prefix void: <{PREFIXES["void"]}> .
        {about} a sd:Service ;
            sd:endpoint {about} ;
            sd:supportedLanguage sd:SPARQL11Query ;
            sd:resultFormat {", ".join(f"<{W3C}{name}>" for name in _RESULTS)} ;
            sd:defaultDataset {NamedNode(f"{about.value}#dataset")} .
        {NamedNode(f"{about.value}#dataset")} a sd:Dataset ;
            sd:defaultGraph {NamedNode(f"{about.value}#default-graph")} .
        {NamedNode(f"{about.value}#default-graph")} a sd:Graph, void:Dataset ;
            void:triples {int(served.manifest.get("triples", 0))} .
    """
    quads = parse(text, RdfFormat.TURTLE)
    prefixes = {"sd": SD, "void": PREFIXES["void"]}
    triples = [quad.triple for quad in quads]
    return serialize(triples, format=formats.GRAPHS[media_type], prefixes=prefixes) or b""
