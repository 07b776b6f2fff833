"""What reading gives: a record, or one that is kept out, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from claimgraph.errors import Problem
from claimgraph.records import AnyRecord
from claimgraph.records.convert import Mistake
from claimgraph.records.settings import Settings
from claimgraph.records.tree import Node


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

    @property
    def id(self) -> str:
        """Its id, as far as one can be told, else ""."""
        found = self.raw.get("id") if isinstance(self.raw, dict) else None
        return found if isinstance(found, str) else ""


def refused(
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
