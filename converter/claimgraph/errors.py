"""Everything that claimgraph raises on purpose.

ClaimgraphError            exit code 2: usage, or nothing readable
├── UnsafeInput            refused for safety: remote context, SERVICE, a limit met
└── DataError              exit code 1: the data does not hold; gathers every Problem
    ├── RecordErrors       records that cannot be read, refer to nothing or clash
    ├── Nonconformance     the shapes refused the graph
    └── SpanMismatch       a text or an evidence span does not match its hash
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: where (any part may be unknown), what, and what to do."""

    file: str = ""
    line: int = 0
    field: str = ""
    message: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.field, self.message) if part)


def visible(text: str) -> str:
    """The text for a terminal: what would steer it, or turn the direction of writing, escaped."""
    return "".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in text)


class ClaimgraphError(Exception):
    """Root of all errors meant for a user; its text says what, where and what to do."""

    exit_code = 2


class UnsafeInput(ClaimgraphError):
    """The input asks for something that claimgraph never does, or exceeds a limit."""


class DataError(ClaimgraphError):
    """The data does not hold; `problems` has every finding, sorted by place."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class RecordErrors(DataError):
    """Records that cannot be read, that refer to nothing, or that clash."""


class Nonconformance(DataError):
    """The shapes refused the graph."""


class SpanMismatch(DataError):
    """A source text or an evidence span is not what its record says."""
