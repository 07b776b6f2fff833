"""Read record files: YAML, JSON and JSON Lines, from files, folders and standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from claimgraph.errors import ClaimgraphError, Problem, RecordErrors
from claimgraph.records import KINDS, AnyRecord, kind, settings
from claimgraph.records.convert import Mistake, Mistakes, convert, near, read_value
from claimgraph.records.json_tree import from_json
from claimgraph.records.settings import Settings
from claimgraph.records.tree import Node, Unreadable, plain
from claimgraph.records.yaml_tree import from_yaml

SUFFIXES = (".yaml", ".yml", ".json", ".jsonl", ".ndjson")
BY_TAG = {kind(struct): struct for struct in KINDS.values()}
STDIN = "-"


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
    """A record that is kept out, as it was read, with the reasons."""

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


def read(sources: Sequence[str], base: str | None = None) -> Reading:
    """Read all sources: files, folders, `-`; raise RecordErrors for files that cannot be read."""
    reading, problems = Reading(), []
    for name, found in _texts(sources, reading):
        held = msgspec.structs.replace(found, base=base) if base else found
        try:
            _file(name, held, reading)
        except Unreadable as error:
            problems.append(Problem(name, error.line, message=error.message))
    if problems:
        raise RecordErrors(problems)
    if not reading.entries and not reading.refusals:
        raise ClaimgraphError(
            f"no records in {', '.join(sources)}; `claimgraph init` shows a start"
        )
    return reading


def is_release(folder: Path) -> bool:
    """Whether a folder is a release of ours, which is never read as a source of records."""
    try:
        manifest = msgspec.json.decode((folder / "manifest.json").read_bytes())
    except (OSError, msgspec.DecodeError):
        return False
    return isinstance(manifest, dict) and manifest.get("generator") == "claimgraph"


def _texts(sources: Iterable[str], reading: Reading) -> Iterator[tuple[str, Settings]]:
    seen: set[Path] = set()
    for source in sources:
        path = Path(source)
        if source == STDIN:
            yield source, Settings()
        elif path.is_dir():
            held = settings.read(path)
            yield from ((str(p), held) for p in _walk(path, reading) if not _again(p, seen))
        elif path.suffix not in SUFFIXES:
            raise ClaimgraphError(_unknown(path))
        elif not _again(path, seen):
            yield source, settings.read(path.parent)


def _unknown(path: Path) -> str:
    if not path.exists():
        return f"{path}: there is no such file or folder"
    return f"{path}: no reader knows this kind of file; known are {', '.join(SUFFIXES)}"


def _again(path: Path, seen: set[Path]) -> bool:
    real = path.resolve()
    if real in seen:
        return True
    seen.add(real)
    return False


def _walk(folder: Path, reading: Reading) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name == settings.FILE:
            continue
        if path.is_dir():
            if is_release(path):
                reading.skipped.append(str(path))
            else:
                yield from _walk(path, reading)
        elif path.suffix in SUFFIXES:
            yield path
        else:
            reading.skipped.append(str(path))


def _file(name: str, held: Settings, reading: Reading) -> None:
    text = _text(name)
    suffix = Path(name).suffix if name != STDIN else _guess(text)
    if suffix in (".jsonl", ".ndjson"):
        _json_lines(name, text, held, reading)
        return
    root = from_json(text) if suffix == ".json" else from_yaml(text)
    _lists(name, root, held, reading)


def _text(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(line, "not UTF-8; save the file in that encoding") from error
    except OSError as error:
        raise ClaimgraphError(f"{name}: {error.strerror}") from error


def _guess(text: str) -> str:
    """The suffix that standard input would have as a file."""
    if not text.lstrip().startswith("{"):
        return ".yaml"
    try:
        first = msgspec.json.decode(text.lstrip().split("\n", 1)[0])
    except msgspec.DecodeError:
        return ".json"
    return ".jsonl" if isinstance(first, dict) and "kind" in first else ".json"


def _lists(name: str, root: Node, held: Settings, reading: Reading) -> None:
    if root.value is None:
        return
    if not isinstance(root.value, dict):
        raise Unreadable(root.line, f"expected lists under {', '.join(KINDS)}")
    for key, records in root.value.items():
        if key not in KINDS:
            known = near(key, KINDS) or f"; known are {', '.join(KINDS)}"
            raise Unreadable(records.line, f"unknown list `{key}`{known}")
        if not isinstance(records.value, list | None):
            raise Unreadable(records.line, f"`{key}` must be a list of records")
        for node in records.value or ():
            _record(KINDS[key], node, Origin(name, node.line, node), held, reading)


def _json_lines(name: str, text: str, held: Settings, reading: Reading) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = msgspec.json.decode(line, type=AnyRecord, dec_hook=read_value)
        except msgspec.DecodeError:
            _slowly(line, Origin(name, number), held, reading)
        else:
            reading.entries.append(Entry(record, Origin(name, number), held))


def _slowly(line: str, origin: Origin, held: Settings, reading: Reading) -> None:
    """A line that is not a record: say all that is wrong with it."""
    try:
        node = from_json(line)
    except Unreadable as error:
        raise Unreadable(origin.line, error.message) from error
    tag = plain(node).get("kind") if isinstance(node.value, dict) else None
    struct = BY_TAG.get(tag) if isinstance(tag, str) else None
    if struct is None:
        hint = near(str(tag), BY_TAG) or f"; known are {', '.join(BY_TAG)}"
        mistake = Mistake(origin.line, "kind", f"`{tag}` is no kind of record{hint}")
        _refuse(str(tag or ""), node, origin, held, [mistake], reading)
    else:
        _record(struct, node, origin, held, reading)


def _record(struct: type, node: Node, origin: Origin, held: Settings, reading: Reading) -> None:
    try:
        reading.entries.append(Entry(convert(node, struct), origin, held))
    except Mistakes as error:
        _refuse(kind(struct), node, origin, held, error.found, reading)


def _refuse(
    tag: str,
    node: Node,
    origin: Origin,
    held: Settings,
    mistakes: Iterable[Mistake],
    reading: Reading,
) -> None:
    problems = tuple(
        Problem(origin.file, mistake.line if origin.node else origin.line, *mistake[1:])
        for mistake in mistakes
    )
    reading.refusals.append(Refusal(tag, plain(node), origin, problems, held.source))


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
