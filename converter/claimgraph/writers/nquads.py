"""N-Quads: one named graph per record, lines sorted, so that the file is in RDFC-1.0 form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from claimgraph.statements.alike import Alike
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
    for subject, held in descriptions:
        stated = [f"{subject} {p} {one}{end}" for p, objects in held.items() for one in objects]
        if subject in found:
            found[subject] += stated
        else:
            found[subject] = stated


def blocks(some: Alike, graphs: Sequence[str]) -> Iterator[str]:
    """The lines of each subject, in its graph, in code point order.

    No term is followed by less than what it is itself longer by, so terms sort as lines do.
    """
    names = sorted(some.columns)
    form = "".join(f"%s {name.replace('%', '%%')} %s %s .\n" for name in names)
    cells = ((some.subjects, _cells(some, name, graphs), graphs) for name in names)
    return map(form.__mod__, zip(*chain.from_iterable(cells), strict=True))


def _cells(some: Alike, predicate: str, graphs: Sequence[str]) -> Iterable[str]:
    """What stands behind the predicate, up to the last graph."""
    if some.numbers[predicate] == 1:
        return some.columns[predicate]
    several = zip(some.subjects, graphs, some.several(predicate), strict=True)
    return (
        f" {graph} .\n{subject} {predicate} ".join(sorted(objects))
        for subject, graph, objects in several
    )


def in_order(found: Lines) -> list[str]:
    """All lines, each once; no IRI has a `>` inside, so subjects sort as their lines do."""
    ordered: list[str] = []
    for subject in sorted(found):
        stated = found[subject]
        ordered += stated if len(stated) == 1 else sorted(set(stated))
    return ordered
