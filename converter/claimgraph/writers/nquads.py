"""N-Quads: one named graph per record, lines sorted, so that the file is in RDFC-1.0 form."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from claimgraph.statements.rows import Description, Objects

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
    for subject, held in descriptions:
        stated = [f"{subject} {p} {one}{end}" for p, objects in held.items() for one in objects]
        if subject in found:
            found[subject] += stated
        else:
            found[subject] = stated


def block(subject: str, held: Objects, graph: str) -> str:
    """The lines of one subject in one graph, in code point order.

    No term is followed by less than what it is itself longer by, so terms sort as lines do.
    """
    said = []
    for predicate in _sorted(tuple(held)):
        objects = held[predicate]
        if len(objects) == 1:
            said.append(f"{predicate} {objects[0]}")
        else:
            said += [f"{predicate} {one}" for one in sorted(objects)]
    between = f" {graph} .\n{subject} "
    return f"{subject} {between.join(said)} {graph} .\n"


@lru_cache(1 << 14)
def _sorted(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(names))


def in_order(found: Lines) -> list[str]:
    """All lines, each once; no IRI has a `>` inside, so subjects sort as their lines do."""
    ordered: list[str] = []
    for subject in sorted(found):
        stated = found[subject]
        ordered += stated if len(stated) == 1 else sorted(set(stated))
    return ordered
