"""A JSON reader for text that strict readers refuse; every liberty it takes is noted as a rule."""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Any

from claimgraph.errors import UnsafeInput
from claimgraph.limits import MAX_NESTING
from claimgraph.repair.entities import unescape
from claimgraph.repair.unreadable import Unreadable

_SPACE = re.compile(r"[ \t\n\r]*+")
_ODD_SPACE = re.compile("[\\s\u200b\ufeff]++")
_COMMENT = re.compile(r"//[^\n]*+|/\*.*?\*/|<!--.*?-->", re.DOTALL)
_CDATA = r"(?: (?://|/\*) \s*+ )?+ <!\[CDATA\["  # alone, or in a comment of JavaScript
_OPENING = re.compile(
    rf"""\s*+ (?: (?P<script> <script\b [^<>]*+ > )
                | (?P<cdata> {_CDATA} (?: \s*+ (?: \*/ | //\s*+> ) )?+ )
                | (?P<comment> <!--//--> | <!-- (?= \s*+ (?: [\[{{] | <script\b | {_CDATA} ) ) ) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CLOSING = re.compile(
    r"""\s*+ (?: (?P<script> </script\s*+> )
               | (?P<cdata> (?: (?://|/\*) \s*+ )?+ (?:<!)?+ \]\]> (?: \s*+ \*/ )?+ )
               | (?P<comment> (?: // \s*+ )?+ --> )
               | (?P<semicolon> ; ) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ESCAPED = re.compile(r"[\[{]\s*+&(?:quot|#34|#x22);", re.IGNORECASE)
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_CONTROL = re.compile("[\x00-\x1f]")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*+)(\.\d++)?+([eE][+-]?\d++)?+|NaN|-?Infinity", re.ASCII)
_LITERALS = {"true": True, "false": False, "null": None}
_DECODER = json.JSONDecoder(strict=False)


def number(spelling: str) -> int | float | str:
    """An integer or a finite number, else its spelling."""
    try:
        if not set(spelling) & set(".eEN"):
            return int(spelling)
        value = float(spelling)
    except ValueError:  # more digits than Python converts
        return spelling
    return value if isfinite(value) else spelling


def read(text: str, rules: set[str]) -> Any:
    """The value of a text; adds the names of the rules that it needed.

    Raises Unreadable, and UnsafeInput where it is nested too deep.
    """
    reader = _Lenient(text, rules)
    start = reader.opened(0)
    if _ESCAPED.match(text, start):
        rules.add("entities")
        reader = _Lenient(unescape(text), rules)
    return reader.document()


class _Lenient:
    """Each method takes the index where something begins and returns what it is and its end."""

    def __init__(self, text: str, rules: set[str]) -> None:
        self.text = text
        self.rules = rules

    def unreadable(self, at: int, reason: str) -> Unreadable:
        return Unreadable(self.text.count("\n", 0, at) + 1, f"not JSON: {reason}")

    # ---- between the parts

    def skip(self, at: int) -> int:
        """The end of white space and comments."""
        while True:
            at = _SPACE.match(self.text, at).end()  # type: ignore[union-attr]
            if odd := _ODD_SPACE.match(self.text, at):
                self.rules.add("byte-order-mark" if "\ufeff" in odd.group() else "spaces")
                at = odd.end()
            elif comment := _COMMENT.match(self.text, at):
                self.rules.add("comments")
                at = comment.end()
            else:
                return at

    def expect(self, at: int, tokens: str) -> int:
        """The end of the next character, which is one of `tokens`."""
        at = self.skip(at)
        token = self.text[at : at + 1]
        if not token or token not in tokens:
            raise self.unreadable(at, f"{' or '.join(f'`{one}`' for one in tokens)} expected")
        return at + 1

    # ---- around the value

    def document(self) -> Any:
        """The whole text: a value, or several objects or lists as one list."""
        values: list[Any] = []
        at = 0
        while at < len(self.text) or not values:
            value, at = self.value(self.opened(at), 0)
            values.append(value)
            at, closing = self.closed(at)
            if at < len(self.text) and closing in ("cdata", "comment"):
                raise self.unreadable(at, "something follows its end")
            if self.text.startswith(",", at):
                at = self.skip(at + 1)
                self.rules.update(["trailing-commas"] if at == len(self.text) else [])
        if len(values) == 1:
            return values[0]
        if not all(isinstance(value, dict | list) for value in values):
            raise self.unreadable(len(self.text), "several values that are no objects")
        self.rules.add("several-values")
        return values

    def opened(self, at: int) -> int:
        """The end of what is wrapped around a value, where the value begins."""
        at = self.skip(at) if self.text.startswith("\ufeff", at) else at
        while wrapper := _OPENING.match(self.text, at):
            self.rules.add(_rule(wrapper))
            at = wrapper.end()
        return self.skip(at)

    def closed(self, at: int) -> tuple[int, str]:
        """The end of the wrappers after a value, and the last one's kind."""
        kind = ""
        while wrapper := _CLOSING.match(self.text, at):
            self.rules.add(_rule(wrapper))
            kind, at = str(wrapper.lastgroup), wrapper.end()
        return self.skip(at), kind

    # ---- values

    def value(self, at: int, depth: int) -> tuple[Any, int]:
        """What begins there, inside `depth` objects and lists."""
        at = self.skip(at)
        opening = self.text[at : at + 1]
        if opening == '"':
            return self.string(at)
        if opening not in ("{", "["):
            return self.scalar(at)
        if depth == MAX_NESTING:
            raise UnsafeInput(f"JSON nested more than {MAX_NESTING} deep")
        return (self.object if opening == "{" else self.array)(at + 1, depth + 1)

    def object(self, at: int, depth: int) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {}
        at = self.skip(at)
        while not self.text.startswith("}", at):
            key, at = self.string(self.expect(at, '"') - 1)
            if key in found:
                self.rules.add("duplicate-keys")
            found[key], at = self.value(self.expect(at, ":"), depth)
            at = self.comma(at, "}")
        return found, at + 1

    def array(self, at: int, depth: int) -> tuple[list[Any], int]:
        found: list[Any] = []
        at = self.skip(at)
        while not self.text.startswith("]", at):
            value, at = self.value(at, depth)
            found.append(value)
            at = self.comma(at, "]")
        return found, at + 1

    def comma(self, at: int, closing: str) -> int:
        """Where the next member begins, or the closing bracket stands."""
        at = self.skip(at)
        if self.text.startswith(closing, at):
            return at
        at = self.skip(self.expect(at, f",{closing}"))
        if self.text.startswith(closing, at):
            self.rules.add("trailing-commas")
        return at

    def string(self, at: int) -> tuple[str, int]:
        quoted = _STRING.match(self.text, at)
        if quoted is None:
            raise self.unreadable(at, "a string without its closing quotation mark")
        if _CONTROL.search(quoted.group()):
            self.rules.add("control-characters")
        text = self.decoded(quoted.group(), at)
        if _SURROGATE.search(text):
            self.rules.add("surrogates")
            text = _SURROGATE.sub("\ufffd", text)
        return text, quoted.end()

    def decoded(self, quoted: str, at: int) -> str:
        try:
            return str(_DECODER.decode(quoted))
        except json.JSONDecodeError:
            plain = _ESCAPE.sub(lambda escape: escape[1 if escape[1] == "'" else 0], quoted)
        try:
            text = str(_DECODER.decode(plain))
        except json.JSONDecodeError as error:
            raise self.unreadable(at + error.pos, "an unknown escape in a string") from error
        self.rules.add("escapes")
        return text

    def scalar(self, at: int) -> tuple[Any, int]:
        for spelling, literal in _LITERALS.items():
            if self.text.startswith(spelling, at):
                return literal, at + len(spelling)
        digits = _NUMBER.match(self.text, at)
        if digits is None:
            raise self.unreadable(at, "a value expected")
        value = number(digits.group())
        if isinstance(value, str):
            self.rules.add("numbers")
        return value, digits.end()


def _rule(wrapper: re.Match[str]) -> str:
    kind = str(wrapper.lastgroup)
    return "html-comment" if kind == "comment" else kind
