"""Faults in N-Triples, planted from a seed: what a graph has that no records were checked for.

Each touched line is left out, gets another object beside it, or another object or predicate.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator

Triple = tuple[str, str, str]
NOWHERE = "<http://schema.org/nowhere>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def _absent(triple: Triple) -> list[Triple]:
    return []


def _object(text: str, beside: bool = False) -> Callable[[Triple], list[Triple]]:
    def change(triple: Triple) -> list[Triple]:
        return [triple] * beside + [(triple[0], triple[1], text)]

    return change


CHANGES: tuple[Callable[[Triple], list[Triple]], ...] = (
    _absent,
    lambda triple: [(triple[0], NOWHERE, triple[2])],
    _object('"wrong"'),
    _object('""@en'),
    _object('"2024-01-01"^^<http://www.w3.org/2001/XMLSchema#date>', beside=True),
    _object('"9999"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    _object("<https://data.example/nobody>", beside=True),
)


def broken(lines: Iterable[str], share: float, seed: int = 1) -> Iterator[str]:
    """The lines of an N-Triples file with faults in this share of them; types stay IRIs."""
    chance = random.Random(seed)
    for line in lines:
        if chance.random() >= share:
            yield line
            continue
        subject, predicate, rest = line.split(" ", 2)
        triple = (subject, predicate, rest.rstrip(" .\n"))
        changes = CHANGES[:2] if predicate == TYPE else CHANGES
        yield from (f"{' '.join(one)} .\n" for one in chance.choice(changes)(triple))
