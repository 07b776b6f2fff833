"""Problems as a table: what is wrong with records, and what the shapes say of their nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import pyarrow as pa

from claimgraph.gate.report import Result
from claimgraph.records import kind
from claimgraph.records.check import Finding, consequences
from claimgraph.records.outcome import Entry, Origin, Refusal
from claimgraph.release.blame import NOBODY, blame, message
from claimgraph.statements.mapping import Mapped

LET_PASS = ("Warning", "Info")


class Problem(NamedTuple):
    """A row. `severity`, `focus`, `path` and `value` are of what the shapes say, else "".

    A record with a problem that is no Warning and no Info is kept out.
    """

    file: str
    line: int
    kind: str
    id: str
    source: str
    field: str
    message: str
    severity: str = ""
    focus: str = ""
    path: str = ""
    value: str = ""


TABLE = ", ".join(f"{name} {'bigint' if name == 'line' else 'string'}" for name in Problem._fields)
_SCHEMA = pa.schema(
    [(name, pa.int64() if name == "line" else pa.string()) for name in Problem._fields]
)


def table(found: Iterable[Problem]) -> pa.RecordBatch:
    """The rows of a DataFrame of the schema TABLE."""
    columns = [*zip(*found, strict=True)] or [()] * len(Problem._fields)
    arrays = [pa.array(one, field.type) for one, field in zip(columns, _SCHEMA, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=_SCHEMA)


def found(finding: Finding) -> Problem:
    """What a check found, at the line of the record."""
    return Problem(*_record(finding.entry), finding.field, finding.message)


def led(entry: Entry, refused: Iterable[str]) -> Iterator[Problem]:
    """What a record refers to that was kept out, of these ids."""
    keys = {(entry.settings.source, id_) for id_ in refused}
    return map(found, consequences([entry], keys))


def refused(one: Refusal) -> Iterator[Problem]:
    """Why a line is no record."""
    where = (*_place(one.origin), one.kind, one.id, one.source)
    return (Problem(*where, why.field, why.message) for why in one.problems)


def said(results: Iterable[Result], done: Mapping[int, Mapped]) -> Iterator[Problem]:
    """Results by the records that caused them; of one that nobody caused the id is ""."""
    by_text = {message(one): one for one in results}
    blamed = blame((replace(one, severity="Violation") for one in by_text.values()), done)
    for number, texts in blamed.items():
        where = ("", 0, "", "", "") if number == NOBODY else _record(done[number].entry)
        for one in map(by_text.__getitem__, texts):
            yield Problem(*where, "", one.message, one.severity, one.focus, one.path, one.value)


def _record(entry: Entry) -> tuple[str, int, str, str, str]:
    return (*_place(entry.origin), kind(entry.record), entry.record.id, entry.settings.source)


def _place(origin: Origin) -> tuple[str, int]:
    return origin.file, origin.line
