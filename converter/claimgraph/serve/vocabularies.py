"""Our own vocabularies as RDF: Turtle as it was written, the other formats made of it."""

from __future__ import annotations

from functools import cache

from pyoxigraph import RdfFormat, parse, serialize

from claimgraph import resources
from claimgraph.serve import formats
from claimgraph.serve.graph import Graph, vocabulary
from claimgraph.serve.pages.vocabulary import comment, terms
from claimgraph.serve.site import FORMATS, VOCABULARIES
from claimgraph.statements.predicates import predicates
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers.context import classes

_FILES = {"ontology": "claimgraph.ttl", "value": "values.ttl", "event-type": "event-types.ttl"}


@cache
def vocabulary_text(path: str, fmt: str) -> bytes:
    """The vocabulary at a path, as `ttl`, `jsonld` or `nt`."""
    text = resources.text("ontology", _FILES[path])
    if fmt == "ttl":
        return text.encode()
    triples = [quad.triple for quad in parse(text, RdfFormat.TURTLE)]
    return serialize(triples, format=formats.GRAPHS[FORMATS[fmt]], prefixes=PREFIXES) or b""


@cache
def words() -> dict[str, object]:
    """What an editor completes: prefixes, and terms with what they mean."""
    graph = Graph(vocabulary())
    own = {
        f"{prefix}:{node.value.partition('#')[2]}": comment(graph, node)
        for prefix in VOCABULARIES.values()
        for node in terms(PREFIXES[prefix])
    }
    found = {**dict.fromkeys((*predicates(), *classes())), **own}
    told = [[name, text.value if text else ""] for name, text in sorted(found.items())]
    return {"prefixes": PREFIXES, "terms": told}
