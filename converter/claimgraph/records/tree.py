"""What a record file holds, as a tree of nodes that know their line."""

from __future__ import annotations

from typing import Any, NamedTuple

MAX_DEPTH = 60


class Node(NamedTuple):
    """A value as read: a scalar, a list of nodes, or a dict of nodes by key; `line` from 1."""

    value: Any
    line: int


class Unreadable(Exception):
    """The text is not YAML or JSON that can be read safely; `line` from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


def plain(node: Node) -> Any:
    """The value without line numbers."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value
