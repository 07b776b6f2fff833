"""YAML as a tree, by the core schema of YAML 1.2 (section 10.3): `no`, `12:30` and dates stay text.

Tags that are not of that schema, duplicate keys, and aliases that repeat themselves beyond
bounds are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from claimgraph.records.tree import MAX_DEPTH, Node, Unreadable

_CORE: tuple[tuple[re.Pattern[str], Callable[[str], Any]], ...] = (
    (re.compile(r"(|~|null|Null|NULL)\Z"), lambda text: None),
    (re.compile(r"(true|True|TRUE)\Z"), lambda text: True),
    (re.compile(r"(false|False|FALSE)\Z"), lambda text: False),
    (re.compile(r"[-+]?[0-9]+\Z"), int),
    (re.compile(r"0o[0-7]+\Z"), lambda text: int(text[2:], 8)),
    (re.compile(r"0x[0-9a-fA-F]+\Z"), lambda text: int(text[2:], 16)),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z"), float),
)
_TAG = "tag:yaml.org,2002:"


def from_yaml(text: str) -> Node:
    """Read one YAML document; raise Unreadable."""
    try:
        root = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise Unreadable(line, f"not YAML: {error.problem or error.context}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Unreadable(1, f"not YAML: {error}") from error
    return _Builder(len(text)).node(root, 0) if root else Node(None, 1)


class _Builder:
    """Turns composed YAML into nodes, counting what aliases repeat."""

    def __init__(self, length: int) -> None:
        self.left = length + 10_000

    def node(self, source: yaml.Node, depth: int) -> Node:
        line = source.start_mark.line + 1
        self.left -= 1
        if depth > MAX_DEPTH or self.left < 0:
            raise Unreadable(line, "nested too deep, or aliases that repeat themselves too often")
        if isinstance(source, yaml.MappingNode):
            return Node(self.mapping(source, depth), line)
        if isinstance(source, yaml.SequenceNode):
            _refuse_tag(source, "seq")
            return Node([self.node(item, depth + 1) for item in source.value], line)
        assert isinstance(source, yaml.ScalarNode)
        return Node(_scalar(source), line)

    def mapping(self, source: yaml.MappingNode, depth: int) -> dict[str, Node]:
        _refuse_tag(source, "map")
        found: dict[str, Node] = {}
        for key, value in source.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise Unreadable(line, "a key must be a word")
            if key.value in found:
                raise Unreadable(line, f"the key `{key.value}` stands here twice")
            found[key.value] = self.node(value, depth + 1)._replace(line=line)
        return found


def _refuse_tag(source: yaml.Node, *allowed: str) -> None:
    if source.tag.removeprefix(_TAG) not in allowed:
        line = source.start_mark.line + 1
        raise Unreadable(line, f"the tag `{source.tag}` is not allowed here; leave it out")


def _scalar(source: yaml.ScalarNode) -> Any:
    _refuse_tag(source, "str")
    if source.style:  # quoted, or a block
        return source.value
    for pattern, convert in _CORE:
        if pattern.match(source.value):
            return _number(source, convert)
    return source.value


def _number(source: yaml.ScalarNode, convert: Callable[[str], Any]) -> Any:
    try:
        return convert(source.value)
    except ValueError as error:  # more digits than Python converts
        raise Unreadable(source.start_mark.line + 1, f"not a number: {error}") from error
