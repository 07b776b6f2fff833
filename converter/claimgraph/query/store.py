"""RDF files as one store, whose default graph is the set of all their triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, Store

from claimgraph import rdf


def load(paths: Sequence[Path]) -> Store:
    """A store in memory with the RDF files that the paths stand for.

    Its default graph holds each triple of any graph once; the named graphs stay as they are.
    Raises ClaimgraphError as `claimgraph.rdf` does.
    """
    store = Store()
    for file in rdf.files(paths):
        store.bulk_extend(_with_union(rdf.read(file)))
    return store


def _with_union(quads: Iterable[Quad]) -> Iterator[Quad]:
    default = DefaultGraph()
    for quad in quads:
        yield quad
        if quad.graph_name != default:
            yield Quad(quad.subject, quad.predicate, quad.object)
