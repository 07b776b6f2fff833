"""What became of one input: its items, its repairs, and what was not understood.

The numbers add up: read = mapped + refused. An item that is mapped but tells of a review or an
article met before is counted as repeated besides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

EXAMPLES = 3  # of each kind
LONGEST = 120  # characters of an example


@dataclass
class Seen:
    """How often something was met, and the first few different examples of it."""

    count: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, example: Any, times: int = 1) -> None:
        """Count it; keep its text if it is among the first."""
        self.count += times
        shown = _short(" ".join(str(example).split()))
        if len(self.examples) < EXAMPLES and shown not in self.examples:
            self.examples.append(shown)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


@dataclass
class Account:
    """The account of one input; `format` is the name of its reader."""

    name: str
    format: str
    read: int = 0
    mapped: int = 0
    repeated: int = 0
    refused: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    repaired: Counter[str] = field(default_factory=Counter)
    fields: dict[str, Seen] = field(default_factory=lambda: defaultdict(Seen))
    values: dict[str, Seen] = field(default_factory=lambda: defaultdict(Seen))

    def refuse(self, reason: str, line: int) -> None:
        """An item was read that says nothing that a graph can hold."""
        self.refused[reason].append(line)

    def repair(self, rules: Iterable[str]) -> None:
        """These rules were needed, each once."""
        self.repaired.update(rules)

    def leave(self, path: str, example: Any) -> None:
        """A field has no place in the graph."""
        self.fields[_short(path)].add(example)

    def lose(self, path: str, reason: str, example: Any, times: int = 1) -> None:
        """A value of a field that has its place was not understood."""
        self.values[f"{path}: {reason}"].add(example, times)
