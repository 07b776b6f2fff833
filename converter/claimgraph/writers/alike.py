"""Nodes that have the same predicates, so that writers spell a column of objects at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from claimgraph.writers.union import TYPE, Nodes, of_root, ranked, ranks


class Column(NamedTuple):
    """The objects of a predicate: `one` of each node, or where any has more, `several` in order."""

    predicate: str
    one: list[str]
    several: list[list[str]]


class Alike(NamedTuple):
    """Some nodes, the place of each in reading order, and the columns, in that order too."""

    subjects: list[str]
    ranks: list[str]
    columns: list[Column]


def alike(nodes: Nodes) -> Iterator[Alike]:
    """All nodes, with those that have the same predicates."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for subject, held in nodes.items():
        found[tuple(held)].append(subject)
    for names, subjects in found.items():
        every = [nodes[subject] for subject in subjects]
        columns = [_column(name, [held[name] for held in every]) for name in ranked(names)]
        yield Alike(subjects, ranks(subjects), columns)


def _column(predicate: str, objects: list[list[str]]) -> Column:
    if sum(map(len, objects)) == len(objects):
        return Column(predicate, [one for (one,) in objects], [])
    key = of_root if predicate == TYPE else None
    ordered = [some if len(some) == 1 else sorted(some, key=key) for some in objects]
    return Column(predicate, [], ordered)
