"""N-Quads: one named graph per record, lines sorted, so that the file is in RDFC-1.0 form."""

from __future__ import annotations

from collections.abc import Iterable

from claimgraph.statements.rows import Description

Lines = dict[str, list[str]]  # by subject


def nquads(graphs: Iterable[tuple[str, Iterable[Description]]]) -> str:
    """All quads of (graph, descriptions), each once, in code point order."""
    found: Lines = {}
    for graph, descriptions in graphs:
        add(found, graph, descriptions)
    return "".join(in_order(found))


def ntriples(descriptions: Iterable[Description]) -> str:
    """All triples of the descriptions, each once, in code point order."""
    found: Lines = {}
    add(found, "", descriptions)
    return "".join(in_order(found))


def add(found: Lines, graph: str, descriptions: Iterable[Description]) -> None:
    """Add the lines of descriptions in a graph ("" for the default graph)."""
    end = f" {graph} .\n" if graph else " .\n"
    for subject, pairs in descriptions:
        lines = [f"{subject} {predicate} {object_}{end}" for predicate, object_ in pairs]
        if subject in found:
            found[subject] += lines
        else:
            found[subject] = lines


def in_order(found: Lines) -> list[str]:
    """All lines, each once; no IRI has a `>` inside, so subjects sort as their lines do."""
    ordered: list[str] = []
    for subject in sorted(found):
        lines = found[subject]
        ordered += lines if len(lines) == 1 else sorted(set(lines))
    return ordered
