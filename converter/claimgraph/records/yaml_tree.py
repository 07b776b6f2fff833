"""YAML as a tree, by the core schema of YAML 1.2 (section 10.3): `no`, `12:30` and dates stay text.

Refused are tags that are not of that schema or not needed, duplicate keys, numbers without
bounds, and aliases that repeat too much. The tree is built from the parser's events, as PyYAML's
own composer overruns the stack where a text is nested deep enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from math import inf
from typing import Any

import yaml

from claimgraph.records.tree import MAX_DEPTH, Node, Unreadable, extent, shown

MAX_REPEATED = 100_000  # nodes and characters that the aliases of a file repeat

_CORE: tuple[tuple[re.Pattern[str], Callable[[str], Any]], ...] = (
    (re.compile(r"(|~|null|Null|NULL)\Z"), lambda text: None),
    (re.compile(r"(true|True|TRUE)\Z"), lambda text: True),
    (re.compile(r"(false|False|FALSE)\Z"), lambda text: False),
    (re.compile(r"[-+]?[0-9]+\Z"), int),
    (re.compile(r"0o[0-7]+\Z"), lambda text: int(text[2:], 8)),
    (re.compile(r"0x[0-9a-fA-F]+\Z"), lambda text: int(text[2:], 16)),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z"), float),
    (re.compile(r"([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\Z"), lambda text: inf),
)
_TAG = "tag:yaml.org,2002:"
_BREAK = re.compile(r"\r\n?|\n")
_OLD_BREAK = re.compile("[\x85\u2028\u2029]")


def from_yaml(text: str) -> Node:
    """Read one YAML document; raise Unreadable."""
    if found := _OLD_BREAK.search(text):  # YAML 1.1, which the parser follows, breaks lines there
        line = len(_BREAK.findall(text, 0, found.start())) + 1
        raise Unreadable(line, f"remove the character U+{ord(found.group()):04X}, or escape it")
    try:
        return _Builder(yaml.parse(text, Loader=yaml.CBaseLoader)).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise Unreadable(line, f"not YAML: {error.problem or error.context}") from error
    except yaml.reader.ReaderError as error:  # a control character, at an offset in bytes
        line = text.encode()[: error.position].count(b"\n") + 1
        raise Unreadable(line, f"not YAML: {error.reason}") from error


class _Builder:
    """Turns the events of one document into nodes, counting what aliases repeat."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self.events = events
        self.anchors: dict[str, Node] = {}
        self.repeated = 0

    def document(self) -> Node:
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return Node(None, 1)
        root = self.node(next(self.events), 0)
        next(self.events)  # the end of the document
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise Unreadable(_line(after), "a second document begins here; give it its own file")
        return root

    def node(self, event: yaml.Event, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise Unreadable(_line(event), "nested too deep")
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, depth)
        assert isinstance(event, yaml.NodeEvent)
        node = Node(self.value(event, depth), _line(event))
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def value(self, event: yaml.Event, depth: int) -> Any:
        if isinstance(event, yaml.MappingStartEvent):
            _refuse_tag(event, "map")
            return self.mapping(depth + 1)
        if isinstance(event, yaml.SequenceStartEvent):
            _refuse_tag(event, "seq")
            return self.sequence(depth + 1)
        _refuse_tag(event, "str")
        return _scalar(event)

    def alias(self, event: yaml.AliasEvent, depth: int) -> Node:
        if event.anchor not in self.anchors:
            raise Unreadable(_line(event), f"nothing before `*{event.anchor}` ends with that name")
        node = self.anchors[event.anchor]._replace(line=_line(event))
        size, height = extent(node)
        self.repeated += size
        if self.repeated > MAX_REPEATED or depth + height > MAX_DEPTH:
            raise Unreadable(_line(event), "aliases repeat too much; write it out, or less of it")
        return node

    def sequence(self, depth: int) -> list[Node]:
        found: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self.node(event, depth))
        return found

    def mapping(self, depth: int) -> dict[str, Node]:
        found: dict[str, Node] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise Unreadable(line, "a key must be a word")
            self.node(event, depth)  # for its tag and its anchor
            if event.value in found:
                raise Unreadable(line, f"the key `{event.value}` stands here twice")
            found[event.value] = self.node(next(self.events), depth)._replace(line=line)
        return found


def _line(event: yaml.Event) -> int:
    assert event.start_mark
    return event.start_mark.line + 1


def _refuse_tag(event: Any, allowed: str) -> None:
    if event.tag not in (None, "!", _TAG + allowed):
        raise Unreadable(_line(event), f"the tag `{event.tag}` is not allowed here; leave it out")


def _scalar(event: Any) -> Any:
    if not event.implicit[0] or event.tag is not None:  # quoted, a block, or tagged
        return event.value
    convert = next((convert for pattern, convert in _CORE if pattern.match(event.value)), str)
    try:
        value = convert(event.value)
        str(value)
    except ValueError:  # more digits than Python converts
        value = inf
    if value in (inf, -inf):
        raise Unreadable(_line(event), f"{shown(event.value)} is no number that a record can hold")
    return value
