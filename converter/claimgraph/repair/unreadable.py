"""What a reader raises when it cannot make sense of its input."""

from __future__ import annotations


class Unreadable(ValueError):
    """The input, or one block of it, cannot be read; `line` from 1, or 0 where it has none."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}" if line else reason)
        self.line, self.reason = line, reason
