"""One batch of records on its way to the release: checked, mapped, validated and spelt.

What is told of a record elsewhere (a claim's reviews, its contradictions) is read with it, and what
the shapes ask of other records' nodes is read when they ask. So nothing depends on where one batch
ends and the next begins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from claimgraph.gate.report import Result
from claimgraph.records import kind
from claimgraph.records.check import Finding, consequences
from claimgraph.records.held import Held, Key, Outcome, own_key
from claimgraph.records.outcome import Entry, Refusal
from claimgraph.release.around import Around
from claimgraph.release.blame import blame
from claimgraph.release.runs import Spelt, spelt

Gate = Callable[[Around], list[Result]]  # of the nodes of the batch


class Job(NamedTuple):
    """What all batches share. `gone` has the numbers of records kept out, `refused` their ids."""

    held: Held
    gate: Gate
    prefixes: Mapping[str, str]
    folder: Path  # of the runs
    lenient: bool = False  # whether the rest is published when a record does not hold
    gone: Collection[int] = frozenset()
    refused: Collection[Key] = frozenset()


class Told(NamedTuple):
    """What became of a batch.

    wrong: what is wrong with records by their number; nothing for one that could not be read, or
    that refers to one kept out. blamed: what the shapes say, by the number of the record that
    caused it, -1 where none did. touched: numbers of records of other batches that were
    looked at.
    """

    numbers: range
    wrong: dict[int, list[Finding]]
    blamed: dict[int, list[str]]
    touched: frozenset[int]
    kinds: Counter[str]
    spelt: Spelt | None


def run(job: Job, numbers: range) -> Told:
    """Work on the records of these numbers, as far as they are not kept out.

    What is wrong among records is found when none is kept out yet: later only what refers to those.
    """
    kept = [number for number in numbers if number not in job.gone]
    read = job.held.read(numbers if len(kept) == len(numbers) else kept)
    around = Around(job.held, _entries(read), job.gone, job.refused)
    wrong: dict[int, list[Finding]] = {n: [] for n, o in read.items() if isinstance(o, Refusal)}
    for number, finding in () if job.refused else around.findings():
        wrong.setdefault(number, []).append(finding)
    lost = around.lost()
    if job.lenient and (wrong or lost or job.refused):
        _spread(wrong, read, {*job.refused, *lost})
        left = {n: one for n, one in _entries(read).items() if n not in wrong}
        refused = {*job.refused, *_keys(read, wrong)}
        around = Around(job.held, left, {*job.gone, *wrong}, refused)
    if ((wrong or lost) and not job.lenient) or not around.entries:
        return Told(numbers, wrong, {}, around.touched(), Counter(), None)
    return _validated(job, numbers, around, wrong)


def _validated(job: Job, numbers: range, around: Around, wrong: dict[int, list[Finding]]) -> Told:
    done = around.mapped()
    results = job.gate(around)
    blamed = blame(results, {**around.context, **done})
    run = None if blamed else spelt(job.folder, numbers.start, job.prefixes, around, done, results)
    kinds = Counter(kind(one.record) for one in around.entries.values())
    return Told(numbers, wrong, blamed, around.touched(), kinds, run)


def _entries(read: Mapping[int, Outcome]) -> dict[int, Entry]:
    return {number: one for number, one in read.items() if isinstance(one, Entry)}


def _keys(read: Mapping[int, Outcome], numbers: Iterable[int]) -> set[Key]:
    """Source and id of what was read, as far as an id can be told."""
    return {own_key(read[number]) for number in numbers}


def _spread(
    wrong: dict[int, list[Finding]], read: Mapping[int, Outcome], refused: Collection[Key]
) -> None:
    """Add what refers to something wrong or refused, and what refers to that."""
    left = {n: one for n, one in _entries(read).items() if n not in wrong}
    refused = {*refused, *_keys(read, wrong)}
    while refused:
        led = {id(found.entry) for found in consequences(left.values(), refused)}
        new = [number for number, one in left.items() if id(one) in led]
        wrong |= {number: [] for number in new}
        left = {n: one for n, one in left.items() if n not in wrong}
        refused = _keys(read, new)
