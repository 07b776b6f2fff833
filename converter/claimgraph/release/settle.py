"""Which records are published: those that hold among themselves and that the shapes let pass."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import msgspec

from claimgraph.errors import Nonconformance, Problem, RecordErrors
from claimgraph.records import kind
from claimgraph.records.check import Finding, consequences, suggested
from claimgraph.records.held import FROM_SETTINGS, Outcome, own_key
from claimgraph.records.outcome import Entry, Refusal
from claimgraph.release.batch import Job, Told, run
from claimgraph.release.blame import NOBODY

# works on batches, when so many records are kept out already
Work = Callable[[Callable[[range], Told], Sequence[range], int], Iterable[Told]]
Reasons = dict[int, list[Problem]]  # by the number of a record


class Settled(NamedTuple):
    """What became of the batches, in order, and what was kept out, `unread` for its own sake."""

    told: list[Told]
    refused: list[Refusal]
    unread: list[Refusal]


def all_or_nothing(job: Job, batches: Sequence[range], work: Work) -> Settled:
    """Accept everything; raise RecordErrors or Nonconformance with all that is wrong."""
    told = _in_order(work(partial(run, job), batches, 0))
    if wrong := {n: found for one in told for n, found in one.wrong.items()}:
        reasons = _reasons(job, wrong)
        raise RecordErrors(problem for n in sorted(reasons) for problem in reasons[n])
    if blamed := _blamed(job, told):
        raise Nonconformance(problem for n in sorted(blamed) for problem in blamed[n])
    return Settled(told, [], [])


def quarantine(job: Job, batches: Sequence[range], work: Work) -> Settled:
    """Keep out what does not hold, and what refers to it, until all that is left holds.

    First all that is wrong among the records goes, with what refers to it; then what the shapes
    refuse, with what refers to that, and so on. Raises RecordErrors if nothing is left.
    """
    out = _Out(job._replace(lenient=True))
    told: dict[int, Told] = {}
    while batches:
        now = out.job
        done = work(partial(run, now), batches, len(now.gone))
        told |= {one.numbers.start: one for one in done}
        every = told.values()
        batches = _touched(every, out.wrong(every)) or _touched(every, out.blamed(every))
    if not any(_is_left(number, out.job) for one in told.values() for number in one.numbers):
        raise RecordErrors(problem for n in sorted(out.reasons) for problem in out.reasons[n])
    return Settled(_in_order(told.values()), *out.refusals())


class _Out:
    """What is kept out, and why; `job` leaves it out."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.reasons: Reasons = {}
        self._found: dict[int, list[Finding]] = {}  # since the shapes last had their say

    def wrong(self, told: Iterable[Told]) -> Collection[int]:
        """Take out what does not hold; returns the numbers that are new."""
        found = {n: found for one in told for n, found in one.wrong.items()}
        new = {n: found for n, found in found.items() if n not in self.job.gone}
        self._found |= new
        self._leave(new)
        return new

    def blamed(self, told: Iterable[Told]) -> Collection[int]:
        """Take out what the shapes refuse, when nothing new is wrong among the records."""
        self._explain()
        new = _blamed(self.job, told)
        if new.keys() == {NOBODY}:
            raise Nonconformance(new[NOBODY])
        new.pop(NOBODY, None)
        self.reasons |= new
        self._leave(new)
        return new

    def refusals(self) -> tuple[list[Refusal], list[Refusal]]:
        """What was kept out, in the order of reading, and that of it which could not be read."""
        self._explain()
        read = self.job.held.read(sorted(self.reasons))
        refused = [_refusal(one, self.reasons[number]) for number, one in read.items()]
        return refused, [one for one in read.values() if isinstance(one, Refusal)]

    def _leave(self, numbers: Iterable[int]) -> None:
        read = self.job.held.read(numbers)
        gone, refused = self.job.gone, self.job.refused
        refused = {*refused, *map(own_key, read.values())}
        self.job = self.job._replace(gone={*gone, *read}, refused=refused)

    def _explain(self) -> None:
        self.reasons |= _reasons(self.job, self._found)
        self._found = {}


def _reasons(job: Job, wrong: Mapping[int, list[Finding]]) -> Reasons:
    """What is wrong with each, and what it refers to that was kept out."""
    every = iter(suggested((one for found in wrong.values() for one in found), job.held))
    own = {n: [_problem(next(every)) for _ in found] for n, found in wrong.items()}
    read = job.held.read(sorted(wrong))
    for number, one in read.items():
        if isinstance(one, Entry):
            own[number] += map(_problem, consequences([one], job.refused))
        else:
            own[number] = [*one.problems]
    return own


def _blamed(job: Job, told: Iterable[Told]) -> Reasons:
    """What the shapes say, at the places of the records that caused it."""
    messages: dict[int, list[str]] = {}
    for one in told:
        for number, said in one.blamed.items():
            messages.setdefault(number, []).extend(said)
    read = job.held.read(sorted(number for number in messages if number != NOBODY))
    places = {number: one.origin[:2] for number, one in read.items()}
    return {
        number: [Problem(*places.get(number, ("", 0)), "", one) for one in sorted(said)]
        for number, said in messages.items()
    }


def _touched(told: Iterable[Told], new: Collection[int]) -> list[range]:
    """The batches that have to be done again without these records."""
    ordered, every = sorted(new), set(new)
    return [one.numbers for one in told if _has_any(one, ordered) or one.touched & every]


def _has_any(one: Told, new: Sequence[int]) -> bool:
    """Whether a batch has one of the records, and did not itself find it wrong."""
    start, stop = (bisect_left(new, end) for end in (one.numbers.start, one.numbers.stop))
    return any(number not in one.wrong for number in new[start:stop])


def _is_left(number: int, job: Job) -> bool:
    """Whether it is a record that is not kept out; a publisher from the settings is none."""
    found = {} if number in job.gone else job.held.read([number])
    return any(isinstance(o, Entry) and o.origin != FROM_SETTINGS for o in found.values())


def _in_order(told: Iterable[Told]) -> list[Told]:
    return sorted(told, key=lambda one: one.numbers.start)


def _problem(finding: Finding) -> Problem:
    return finding.entry.origin.problem(finding.field, finding.message)


def _refusal(one: Outcome, problems: Sequence[Problem]) -> Refusal:
    if isinstance(one, Refusal):
        return one
    tag, source = kind(one.record), one.settings.source
    raw = msgspec.to_builtins(one.record, enc_hook=str)
    return Refusal(tag, raw, one.origin, tuple(problems), source)
