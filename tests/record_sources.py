"""Source folders for tests: written from texts, read and checked as one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from claimgraph.errors import RecordErrors
from claimgraph.records import KINDS, AnyRecord, Record, kind
from claimgraph.records.check import check
from claimgraph.records.outcome import Entry
from claimgraph.records.read import Reading, read

PLACE = "places: [{id: p, name: Ort}]\n"
LIST_OF = {kind(struct): name for name, struct in KINDS.items()}
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def write(files: Mapping[str, str | bytes]) -> None:
    """Write files by their path in the working directory."""
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def problems(*sources: str) -> list[str]:
    """All that reading and checking find, by default in the working directory, sorted."""
    try:
        reading = read(sources or ["."])
    except RecordErrors as error:
        return [str(problem) for problem in error.problems]
    return found(reading)


def found(reading: Reading) -> list[str]:
    """What was refused and what checking finds, sorted by place."""
    refused = {
        (one.source, one.raw["id"])
        for one in reading.refusals
        if isinstance(one.raw, dict) and isinstance(one.raw.get("id"), str)
    }
    wrong = [problem for one in reading.refusals for problem in one.problems]
    wrong += [
        one.entry.origin.problem(one.field, one.message) for one in check(reading.entries, refused)
    ]
    return [str(problem) for problem in RecordErrors(wrong).problems]


def builtins(record: Record) -> dict[str, Any]:
    """A record as JSON has it, with its kind."""
    made: dict[str, Any] = json.loads(msgspec.json.encode(record, enc_hook=str))
    return made


def lists(records: Sequence[AnyRecord]) -> dict[str, list[dict[str, Any]]]:
    """A record file: the records in the lists of their kinds."""
    made: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        made.setdefault(LIST_OF[kind(record)], []).append(builtins(record))
    return made


def as_yaml(value: Any) -> str:
    """JSON that is YAML too: what YAML does not hold raw is escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return _NOT_IN_YAML.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def in_lines(entries: Sequence[Entry]) -> str:
    """JSON Lines, as machines write them."""
    return "".join(json.dumps(builtins(entry.record)) + "\n" for entry in entries)


def ids(reading: Reading) -> list[str]:
    """The ids of the records read, in order."""
    return [entry.record.id for entry in reading.entries]
