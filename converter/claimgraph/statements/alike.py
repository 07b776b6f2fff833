"""Nodes of which alike is stated, and their objects in columns.

What is done with nodes one by one, far from each other in memory, is done with columns in a pass.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from claimgraph.statements.terms import term

TYPE = term("rdf:type")
AT_ONCE = 10_000  # nodes: each needs an iterator while they are put together
# names that need no escape in Turtle, nor in a relative IRI
_NAMES = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*+(?<!\.)>)++")


@dataclass(frozen=True)
class Alike:
    """Nodes with the same predicates, as many objects of each, and the same types.

    `numbers` tells how many objects of a predicate each has, `columns` holds them all, those of
    one node after those of the other.
    """

    subjects: Sequence[str]
    types: tuple[str, ...]
    numbers: Mapping[str, int]
    columns: Mapping[str, Sequence[str]]

    @cached_property
    def space(self) -> str:
        """The namespace, up to a slash, in which all subjects have plain names; "" for none."""
        first, last = min(self.subjects), max(self.subjects)  # the others are between them
        space = first[: first.rfind("/") + 1]
        if not last.startswith(space):
            return ""
        names = "".join([one[len(space) :] for one in self.subjects])
        return space if _NAMES.fullmatch(names) else ""

    def names(self) -> Iterator[str]:
        """What stands behind the namespace in each subject."""
        start = len(self.space)
        return (one[start:-1] for one in self.subjects)

    def several(self, predicate: str) -> Iterator[Sequence[str]]:
        """The objects of a predicate, of each node."""
        column, number = self.columns[predicate], self.numbers[predicate]
        return (column[at : at + number] for at in range(0, len(column), number))


def alike(nodes: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[Alike]:
    """All nodes, each with those of which alike is stated."""
    found: dict[tuple[str | int, ...], list[str]] = defaultdict(list)
    for subject, held in nodes.items():
        found[(*held, *map(len, held.values()), *held.get(TYPE, ()))].append(subject)
    for subjects in found.values():
        for at in range(0, len(subjects), AT_ONCE):
            yield _together(nodes, subjects[at : at + AT_ONCE])


def _together(nodes: Mapping[str, Mapping[str, Sequence[str]]], subjects: Sequence[str]) -> Alike:
    first = nodes[subjects[0]]
    columns = zip(*(nodes[subject].values() for subject in subjects), strict=True)
    objects = ([*chain.from_iterable(column)] for column in columns)
    numbers = {name: len(some) for name, some in first.items()}
    return Alike(
        subjects, tuple(first.get(TYPE, ())), numbers, dict(zip(first, objects, strict=True))
    )
