"""Which records are published: those that hold among themselves and that the shapes let pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from claimgraph.errors import Nonconformance, Problem, RecordErrors
from claimgraph.gate import check as validate
from claimgraph.gate.graphs import graph_of_ntriples
from claimgraph.gate.report import Report
from claimgraph.gate.shapes import load
from claimgraph.records import kind
from claimgraph.records.check import Finding, check, consequences
from claimgraph.records.read import Entry, Reading, Refusal
from claimgraph.release.blame import blame
from claimgraph.statements.mapping import Mapped, mapped
from claimgraph.statements.rows import Description
from claimgraph.writers.nquads import ntriples

Reasons = Mapping[int, list[Problem]]  # by the place of an entry in its list


class Accepted(NamedTuple):
    """What may be published, with its validation report, and what was kept out."""

    mapped: list[Mapped]
    report: Report
    refused: list[Refusal]


def all_or_nothing(reading: Reading) -> Accepted:
    """Accept everything; raise RecordErrors or Nonconformance with all that is wrong."""
    found = check(reading.entries, _names(reading.refusals))
    problems = [p for refusal in reading.refusals for p in refusal.problems]
    problems += map(_problem, found)
    if problems:
        raise RecordErrors(problems)
    done = mapped(reading.entries)
    report = _validated(done)
    if not report.conforms:
        raise Nonconformance(p for ps in blame(report, done).values() for p in ps)
    return Accepted(done, report, [])


def quarantine(reading: Reading) -> Accepted:
    """Keep out what does not hold, and what refers to it, until all that is left holds.

    Raises RecordErrors if nothing is left.
    """
    entries, refused = list(reading.entries), list(reading.refusals)
    while entries:
        reasons = _findings(entries, refused)
        done = [] if reasons else mapped(entries)
        report = Report.of(()) if reasons else _validated(done)
        if not reasons and report.conforms:
            return Accepted(done, report, refused)
        reasons = reasons or _blamed(report, done, entries)
        refused += [_refusal(entries[place], problems) for place, problems in reasons.items()]
        entries = [entry for place, entry in enumerate(entries) if place not in reasons]
    raise RecordErrors(problem for refusal in refused for problem in refusal.problems)


def descriptions(done: Iterable[Mapped]) -> Iterable[Description]:
    """All descriptions of the records and of the index graph."""
    for one in done:
        yield from one.descriptions
        yield one.provenance


def _validated(done: list[Mapped]) -> Report:
    return validate(graph_of_ntriples(ntriples(descriptions(done)).encode()), load(["core"]))


def _names(refused: Iterable[Refusal]) -> set[tuple[str, str]]:
    """(source, id) of records kept out, as far as an id can be told."""
    ids = ((r.source, r.raw.get("id")) for r in refused if isinstance(r.raw, dict))
    return {(source, id_) for source, id_ in ids if isinstance(id_, str)}


def _findings(entries: list[Entry], refused: list[Refusal]) -> Reasons:
    places = {id(entry): place for place, entry in enumerate(entries)}
    found: dict[int, list[Problem]] = defaultdict(list)
    gone = _names(refused)
    for finding in (*check(entries, gone), *consequences(entries, gone)):
        found[places[id(finding.entry)]].append(_problem(finding))
    return found


def _blamed(report: Report, done: list[Mapped], entries: list[Entry]) -> Reasons:
    """Mapped records stand in the order of their entries; the sources' publishers follow."""
    blamed = blame(report, done)
    found = {place: ps for place, ps in blamed.items() if place < len(entries)}
    if not found:
        raise Nonconformance(p for problems in blamed.values() for p in problems)
    return found


def _problem(finding: Finding) -> Problem:
    return finding.entry.origin.problem(finding.field, finding.message)


def _refusal(entry: Entry, problems: Iterable[Problem]) -> Refusal:
    tag, source = kind(entry.record), entry.settings.source
    raw = msgspec.to_builtins(entry.record, enc_hook=str)
    return Refusal(tag, raw, entry.origin, tuple(problems), source)
