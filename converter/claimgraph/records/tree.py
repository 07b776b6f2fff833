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


def unplaced(value: Any) -> Node:
    """A plain value, such as TOML gives, as a tree whose lines are not known: the inverse."""
    if isinstance(value, dict):
        return Node({key: unplaced(child) for key, child in value.items()}, 0)
    if isinstance(value, list):
        return Node([unplaced(child) for child in value], 0)
    return Node(value, 0)


def extent(node: Node) -> tuple[int, int]:
    """How many nodes and characters are in it, and how many levels below it."""
    if isinstance(node.value, dict):
        inner = [extent(child) for child in node.value.values()]
        own = 1 + sum(map(len, node.value))
    elif isinstance(node.value, list):
        inner, own = [extent(child) for child in node.value], 1
    else:
        return 1 + len(node.value if isinstance(node.value, str) else ""), 0
    return own + sum(size for size, _ in inner), 1 + max((high for _, high in inner), default=0)


def shown(value: Any) -> str:
    """A value in a message: in one line, and not at length."""
    if value is None:
        return "nothing"
    if isinstance(value, dict | list):
        return "a list" if isinstance(value, list) else "fields"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    cut = text if len(text) <= 60 else f"{text[:57]}…"
    return f"`{''.join(c if c.isprintable() else repr(c)[1:-1] for c in cut)}`"
