"""Read record files: YAML, JSON and JSON Lines.

A record with mistakes is refused, and so is a line of JSON Lines that is no JSON; both leave the
other records alone. A YAML or JSON file that cannot be read at all fails the whole.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from claimgraph.errors import ClaimgraphError, Problem, RecordErrors
from claimgraph.records import KINDS, lines
from claimgraph.records.convert import near
from claimgraph.records.files import STDIN, SUFFIXES, find
from claimgraph.records.held import Outcome
from claimgraph.records.json_tree import from_json
from claimgraph.records.outcome import Entry, Origin, Refusal
from claimgraph.records.settings import Settings, based
from claimgraph.records.tree import Node, Unreadable


@dataclass
class Reading:
    """What reading gave: records, records that are none, and files that no reader knows."""

    entries: list[Entry] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


Met = Outcome | Problem  # a record, or what is wrong with a file


def read(sources: Sequence[str], base: str | None = None) -> Reading:
    """Read all sources: files, folders, `-`; raise RecordErrors for files that cannot be read."""
    found = find(sources)
    reading, problems = Reading(skipped=found.skipped), []
    for file in found.files:
        for one in outcomes(file.name, _bytes(file.name), file.settings, base):
            if isinstance(one, Entry):
                reading.entries.append(one)
            elif isinstance(one, Refusal):
                reading.refusals.append(one)
            else:
                problems.append(one)
    if problems:
        raise RecordErrors([*problems, *(p for one in reading.refusals for p in one.problems)])
    if not reading.entries and not reading.refusals:
        raise ClaimgraphError(
            f"no records in {', '.join(sources)}; `claimgraph init` shows a start"
        )
    return reading


def outcomes(name: str, data: bytes, held: Settings, base: str | None = None) -> Iterator[Met]:
    """What one record file holds, record by record; a Problem for what is no record at all.

    `base` overrides the base IRI of `held`, and of all settings in the file.
    """
    held = based(held, base)
    try:
        suffix = Path(name).suffix
        if suffix not in SUFFIXES:
            suffix = _guess(_decoded(data))
        if suffix in lines.SUFFIXES:
            yield from lines.lines(name, data, held, base)
        else:
            yield from _lists(name, _tree(suffix)(_decoded(data)), held)
    except Unreadable as error:
        yield Problem(name, error.line, message=error.message)


def _tree(suffix: str) -> Callable[[str], Node]:
    """What reads a file of that suffix."""
    if suffix == ".json":
        return from_json
    from claimgraph.records.yaml_tree import from_yaml  # loads PyYAML

    return from_yaml


def _bytes(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
    except OSError as error:
        raise ClaimgraphError(f"{name}: {error.strerror}") from error


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(line, "not UTF-8; save the file in that encoding") from error


def _guess(text: str) -> str:
    """The suffix that standard input would have as a file."""
    if not text.lstrip().startswith("{"):
        return ".yaml"
    try:
        first = msgspec.json.decode(text.lstrip().split("\n", 1)[0])
    except (msgspec.DecodeError, RecursionError):
        return ".json"
    return lines.SUFFIXES[0] if "kind" in first else ".json"


def _lists(name: str, root: Node, held: Settings) -> Iterator[Met]:
    known = ", ".join(KINDS)
    if not isinstance(root.value, dict | None):
        raise Unreadable(root.line, f"expected lists under {known}")
    for key, records in (root.value or {}).items():
        if key not in KINDS:
            hint = near(key, KINDS) or f"; known are {known}"
            yield Problem(name, records.line, key, f"unknown list{hint}")
        elif not isinstance(records.value, list | None):
            yield Problem(name, records.line, key, "must be a list of records")
        else:
            for node in records.value or ():
                yield lines.record(KINDS[key], node, Origin(name, node.line, node), held)
