"""Records of files of any kind as JSON Lines in a temporary file, and where each of them stood."""

from __future__ import annotations

import os
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from claimgraph.records.outcome import Origin
from claimgraph.records.settings import Settings
from claimgraph.records.tree import Node

REMEMBERED = 1 << 14  # lines of one input that are told once with a number


class Origins:
    """Of each record of a spool in turn: its input by its number, its line, how often it was told.

    `firsts` are those that an item of an input begins with. `settings` hold from a record on.
    """

    def __init__(self, names: Sequence[str], path: Path) -> None:
        self.inputs, self.lines, self.times = array("I"), array("q"), array("I")
        self.firsts = bytearray()
        self.settings: dict[int, Settings] = {}
        self._names, self._path = names, path
        self._fields = array("Q")  # of each record, where the lines of its fields end

    def add(self, source: int, line: int, is_first: bool, ends: int) -> None:
        """Where the next record stands."""
        self.inputs.append(source)
        self.lines.append(line)
        self.times.append(1)
        self.firsts.append(is_first)
        self._fields.append(ends)

    def at(self, place: int) -> Origin:
        """Where a record stood."""
        start = self._fields[place - 1] if place else 0
        size, node = self._fields[place] - start, None
        if size:
            with self._path.open("rb") as file:
                node = _node(msgspec.json.decode(os.pread(file.fileno(), size, start)))
        return Origin(self._names[self.inputs[place]], self.lines[place], node)


class File(NamedTuple):
    """A file of JSON Lines; `name` is what messages call it.

    One with `origins` holds records of other files, one in each line.
    """

    path: Path
    name: str
    settings: Settings
    origins: Origins | None = None


class Spool:
    """Takes records one after the other; `names` are those of the inputs in messages."""

    def __init__(self, path: Path, names: Sequence[str]) -> None:
        fields = path.with_name(f"{path.name}-fields")
        self.path, self.origins = path, Origins(names, fields)
        self._out, self._fields = path.open("wb"), fields.open("wb")
        self._under: tuple[Settings, int] | None = None  # settings and input of the last record
        self._told: dict[bytes, int] = {}  # of this input

    def add(self, record: bytes, settings: Settings, source: int, line: int, **more: Any) -> None:
        """A record in JSON."""
        self._begin(settings, source)
        self._write(record, source, line, **more)

    def add_shared(self, record: bytes, settings: Settings, source: int, line: int) -> None:
        """A record that many items tell alike: once, as far as it is remembered."""
        self._begin(settings, source)
        place = self._told.get(record)
        if place is not None:
            self.origins.times[place] += 1
            return
        if len(self._told) >= REMEMBERED:
            self._told.clear()
        self._told[record] = len(self.origins.lines)
        self._write(record, source, line)

    def close(self) -> File:
        """Nothing more is added."""
        self._out.close()
        self._fields.close()
        return File(self.path, self.path.name, Settings(), self.origins)

    def _begin(self, settings: Settings, source: int) -> None:
        if self._under == (settings, source):
            return
        if self._under is None or self._under[0] != settings:
            self.origins.settings[len(self.origins.lines)] = settings
        self._under = settings, source
        self._told.clear()

    def _write(
        self,
        record: bytes,
        source: int,
        line: int,
        node: Node | None = None,
        is_first: bool = False,
    ) -> None:
        self._out.write(record + b"\n")
        if node:
            self._fields.write(msgspec.json.encode(_lines(node)))
        self.origins.add(source, line, is_first, self._fields.tell())


def _lines(node: Node) -> Any:
    """The lines of a node and of what is in it."""
    if isinstance(node.value, dict):
        return [node.line, {key: _lines(child) for key, child in node.value.items()}]
    if isinstance(node.value, list):
        return [node.line, [_lines(child) for child in node.value]]
    return node.line


def _node(lines: Any) -> Node:
    """A node without its scalars: the inverse."""
    if not isinstance(lines, list):
        return Node(None, lines)
    line, inner = lines
    if isinstance(inner, dict):
        return Node({key: _node(child) for key, child in inner.items()}, line)
    return Node([_node(child) for child in inner], line)
