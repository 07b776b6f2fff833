"""N-Quads: one named graph per record, lines sorted, so that the file is in RDFC-1.0 form."""

from __future__ import annotations

from collections.abc import Iterable

from claimgraph.statements.rows import Description


def nquads(graphs: Iterable[tuple[str, Iterable[Description]]]) -> str:
    """All quads of (graph, descriptions), each once, in code point order."""
    lines = {
        f"{subject} {predicate} {object_} {graph} .\n"
        for graph, descriptions in graphs
        for subject, pairs in descriptions
        for predicate, object_ in pairs
    }
    return "".join(sorted(lines))


def ntriples(descriptions: Iterable[Description]) -> str:
    """All triples of the descriptions, each once, in code point order."""
    lines = {f"{s} {p} {o} .\n" for s, pairs in descriptions for p, o in pairs}
    return "".join(sorted(lines))
