"""Read record files: YAML, JSON and JSON Lines.

A record with mistakes is refused, and so is a line of JSON Lines that is no JSON; both leave the
other records alone. A YAML or JSON file that cannot be read at all fails the whole.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from claimgraph.errors import ClaimgraphError, Problem, RecordErrors
from claimgraph.records import KINDS, AnyRecord, kind
from claimgraph.records.convert import Mistake, Mistakes, convert, near, read_value
from claimgraph.records.files import STDIN, SUFFIXES, find
from claimgraph.records.json_tree import from_json
from claimgraph.records.settings import Settings, based
from claimgraph.records.tree import Node, Unreadable, plain, shown
from claimgraph.records.yaml_tree import from_yaml

BY_TAG = {kind(struct): struct for struct in KINDS.values()}
LINES = (".jsonl", ".ndjson")
SETTINGS = "settings"


class Origin(NamedTuple):
    """Where a record stands; `node` is its tree where the file is not JSON Lines."""

    file: str
    line: int
    node: Node | None = None

    def problem(self, field_path: str, message: str) -> Problem:
        """A problem with one field of the record, at that field's line where known."""
        return Problem(self.file, _line(self.node, field_path) or self.line, field_path, message)


class Entry(NamedTuple):
    """A record with its origin and the settings of its source."""

    record: AnyRecord
    origin: Origin
    settings: Settings


class Refusal(NamedTuple):
    """A record that is kept out, as it was read (a line of no JSON as text), with the reasons."""

    kind: str
    raw: Any
    origin: Origin
    problems: tuple[Problem, ...]
    source: str


@dataclass
class Reading:
    """What reading gave: records, records that are none, and files that no reader knows."""

    entries: list[Entry] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


Outcome = Entry | Refusal | Problem


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


def outcomes(name: str, data: bytes, held: Settings, base: str | None = None) -> Iterator[Outcome]:
    """What one record file holds, record by record; a Problem for what is no record at all.

    `base` overrides the base IRI of `held`, and of all settings in the file.
    """
    held = based(held, base)
    try:
        text = _decoded(data)
        suffix = Path(name).suffix
        if suffix not in SUFFIXES:
            suffix = _guess(text)
        if suffix in LINES:
            yield from _lines(name, text, held, base)
        else:
            root = from_json(text) if suffix == ".json" else from_yaml(text)
            yield from _lists(name, root, held)
    except Unreadable as error:
        yield Problem(name, error.line, message=error.message)


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
    return LINES[0] if "kind" in first else ".json"


def _lists(name: str, root: Node, held: Settings) -> Iterator[Outcome]:
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
                yield _record(KINDS[key], node, Origin(name, node.line, node), held)


@cache
def _decoder() -> msgspec.json.Decoder[AnyRecord]:
    return msgspec.json.Decoder(AnyRecord, dec_hook=read_value)


def _lines(name: str, text: str, held: Settings, base: str | None) -> Iterator[Outcome]:
    """A line of the kind `settings` holds for the lines below it, in place of claimgraph.toml."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            json.loads(line, object_pairs_hook=_without_twins)
            yield Entry(_decoder().decode(line), Origin(name, number), held)
        except (ValueError, msgspec.DecodeError, RecursionError):
            one = _slowly(line, Origin(name, number), held)
            if isinstance(one, Settings):
                held = based(one, base)
            else:
                yield one


def _without_twins(pairs: list[tuple[str, Any]]) -> None:
    """msgspec takes the last of keys that stand twice; here they are a mistake."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError


def _slowly(line: str, origin: Origin, held: Settings) -> Entry | Refusal | Settings:
    """A line that is not a record: settings, or else all that is wrong with it."""
    try:
        node = from_json(line)
    except Unreadable as error:
        return _refused("", line, origin, held, [Mistake(0, "", error.message)])
    tag = node.value.get("kind") if isinstance(node.value, dict) else None
    struct = BY_TAG.get(tag.value) if tag and isinstance(tag.value, str) else None
    if struct:
        return _record(struct, node, origin, held)
    if tag and tag.value == SETTINGS:
        return _settings(node, origin, held)
    hint = near(str(tag.value), BY_TAG) if tag else ""
    wrong = f"{shown(tag.value)} is no kind of record" if tag else "is missing"
    message = f"{wrong}{hint or '; known are ' + ', '.join(BY_TAG)}"
    return _refused("", plain(node), origin, held, [Mistake(0, "kind", message)])


def _settings(node: Node, origin: Origin, held: Settings) -> Settings | Refusal:
    fields = {name: child for name, child in node.value.items() if name != "kind"}
    try:
        return convert(Node(fields, node.line), Settings)
    except Mistakes as error:
        return _refused(SETTINGS, plain(node), origin, held, error.found)


def _record(struct: type, node: Node, origin: Origin, held: Settings) -> Entry | Refusal:
    try:
        return Entry(convert(node, struct), origin, held)
    except Mistakes as error:
        return _refused(kind(struct), plain(node), origin, held, error.found)


def _refused(
    tag: str, raw: Any, origin: Origin, held: Settings, mistakes: Iterable[Mistake]
) -> Refusal:
    """The lines of mistakes are those of the file, unless it is JSON Lines."""
    problems = tuple(
        Problem(origin.file, line if origin.node else origin.line, path, message)
        for line, path, message in mistakes
    )
    return Refusal(tag, raw, origin, problems, held.source)


def _line(node: Node | None, field_path: str) -> int:
    """The line of a field such as `attributions[0].stance`; 0 where it is not known."""
    for step in field_path.replace("[", ".").replace("]", "").split("."):
        if node is None or not step:
            break
        if isinstance(node.value, dict):
            node = node.value.get(step, node)
        elif isinstance(node.value, list) and step.isdigit():
            node = node.value[int(step)]
    return node.line if node else 0
