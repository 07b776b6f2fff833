"""JSON as a tree.

Refused are duplicate keys, halves of surrogate pairs, and numbers that are not finite.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from math import inf
from typing import Any

from claimgraph.records.tree import MAX_DEPTH, Node, Unreadable, shown

_BLANK = re.compile(r"[ \t\n\r]*")
_SURROGATE = re.compile("[\ud800-\udfff]")


def from_json(text: str) -> Node:
    """Read one JSON text; raise Unreadable."""
    reader = _Json(text)
    node, end = reader.value(0, 0)
    reader.expect(end, "", "the end")
    return node


class _Json:
    """Objects and arrays with their lines; strings and numbers by the standard library."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.line_ends = [match.start() for match in re.finditer("\n", text)]
        self.decoder = json.JSONDecoder(parse_constant=lambda name: inf)  # NaN, Infinity

    def line(self, index: int) -> int:
        return bisect_left(self.line_ends, index) + 1

    def skip(self, index: int) -> int:
        return _BLANK.match(self.text, index).end()  # type: ignore[union-attr]

    def expect(self, index: int, tokens: str, name: str) -> tuple[str, int]:
        """The next character, one of `tokens` ("" for the end of the text)."""
        index = self.skip(index)
        token = self.text[index : index + 1]
        if token not in (tuple(tokens) or ("",)):
            raise Unreadable(self.line(index), f"not JSON: {name} expected")
        return token, index + 1

    def value(self, index: int, depth: int) -> tuple[Node, int]:
        index = self.skip(index)
        line = self.line(index)
        if depth > MAX_DEPTH:
            raise Unreadable(line, "nested too deep")
        opening = self.text[index : index + 1]
        if opening == "{":
            found, end = self.object(index + 1, depth + 1)
        elif opening == "[":
            found, end = self.array(index + 1, depth + 1)
        else:
            found, end = self.scalar(index)
        return Node(found, line), end

    def scalar(self, index: int) -> tuple[Any, int]:
        try:
            found, end = self.decoder.raw_decode(self.text, index)
        except json.JSONDecodeError as error:
            raise Unreadable(error.lineno, f"not JSON: {error.msg}") from error
        except ValueError:  # more digits than Python converts
            found, end = inf, index + 61
        if found in (inf, -inf):
            number = shown(self.text[index:end])
            raise Unreadable(self.line(index), f"{number} is no number that a record can hold")
        if isinstance(found, str) and _SURROGATE.search(found):
            raise Unreadable(self.line(index), "half of a surrogate pair in a text")
        return found, end

    def array(self, index: int, depth: int) -> tuple[Any, int]:
        found: list[Node] = []
        if self.text.startswith("]", self.skip(index)):
            return found, self.skip(index) + 1
        while True:
            node, index = self.value(index, depth)
            found.append(node)
            token, index = self.expect(index, ",]", "`,` or `]`")
            if token == "]":
                return found, index

    def object(self, index: int, depth: int) -> tuple[Any, int]:
        found: dict[str, Node] = {}
        if self.text.startswith("}", self.skip(index)):
            return found, self.skip(index) + 1
        while True:
            _, at = self.expect(index, '"', "a key in quotes")
            line = self.line(at)
            key, index = self.scalar(at - 1)
            if key in found:
                raise Unreadable(line, f"the key `{key}` stands here twice")
            _, index = self.expect(index, ":", "`:`")
            node, index = self.value(index, depth)
            found[key] = node._replace(line=line)
            token, index = self.expect(index, ",}", "`,` or `}`")
            if token == "}":
                return found, index
