"""What the corpora of real input hold, and what is read of them: pinned, as the tests check it.

The figures are printed by `python -m benchmarks.corpora`.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import NamedTuple

from conftest import shared_folder

from claimgraph.records import kind
from claimgraph.sources.gather import Gathered, gather


class Items(NamedTuple):
    """Inputs of one format, and what became of their items."""

    inputs: int
    read: int
    mapped: int
    repeated: int = 0
    refused: int = 0


class Corpus(NamedTuple):
    """`repaired` has the rules that matter; `skipped` files that no reader knows."""

    formats: dict[str, Items]
    records: dict[str, int]
    repaired: dict[str, int] = {}
    refused: dict[str, int] = {}
    skipped: int = 0


CORPORA: dict[str, Corpus] = {}


def source(name: str) -> str:
    """The folder of a corpus."""
    folder = shared_folder()
    assert folder is not None
    return str(folder / "corpora" / name)


@cache
def gathered(name: str) -> Gathered:
    """A corpus as it is read."""
    return gather([source(name)])


def found(name: str) -> Corpus:
    """What is read of a corpus, in the form of the table."""
    whole = gathered(name)
    formats: dict[str, Items] = {}
    repaired, refused = Counter[str](), Counter[str]()
    for one in whole.accounts:
        reasons = {reason: len(places) for reason, places in one.refused.items()}
        before = formats.get(one.format, Items(0, 0, 0))
        now = Items(1, one.read, one.mapped, one.repeated, sum(reasons.values()))
        formats[one.format] = Items(*map(sum, zip(before, now, strict=True)))
        repaired.update(one.repaired)
        refused.update(reasons)
    records = Counter(kind(entry.record) for entry in whole.reading.entries)
    return Corpus(formats, records, repaired, refused, len(whole.reading.skipped))
