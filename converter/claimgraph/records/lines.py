"""JSON Lines: one record a line, its `kind` among its keys, or the settings of those below it.

A line with mistakes, or that is no JSON at all, is refused and leaves the others alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from claimgraph.records import BY_TAG, AnyRecord, kind
from claimgraph.records.convert import Mistake, Mistakes, convert, near, read_value
from claimgraph.records.json_tree import from_json
from claimgraph.records.outcome import Entry, Origin, Refusal, refused
from claimgraph.records.settings import Settings, based
from claimgraph.records.tree import Node, Unreadable, plain, shown

SUFFIXES = (".jsonl", ".ndjson")
SETTINGS = "settings"
BOM = b"\xef\xbb\xbf"
_PLAIN, _SPELL = msgspec.json.Decoder[Any](), msgspec.json.Encoder()


def lines(
    name: str, data: bytes, held: Settings, base: str | None = None
) -> Iterator[Entry | Refusal]:
    """The records of a file; a line of the kind `settings` holds for the lines below it."""
    for number, line in enumerate(data.removeprefix(BOM).split(b"\n"), 1):
        if line and not line.isspace():
            one = read_line(line, Origin(name, number), held)
            if isinstance(one, Settings):
                held = based(one, base)
            else:
                yield one


def read_line(line: bytes, origin: Origin, held: Settings) -> Entry | Refusal | Settings:
    """What one line holds; `origin` is where it stands, `held` the settings it is under."""
    try:
        if _SPELL.encode(_PLAIN.decode(line)) != line:
            json.loads(line, object_pairs_hook=_without_twins)
        return Entry(decoder().decode(line), origin, held)
    except (ValueError, msgspec.DecodeError, RecursionError):
        return _slowly(line, origin, held)


def read_plain(block: bytes) -> list[AnyRecord]:
    """The records of many lines at once; none where a line has to be looked at by itself."""
    try:
        if _SPELL.encode_lines(_PLAIN.decode_lines(block)) == block:
            return decoder().decode_lines(block)
    except (ValueError, msgspec.DecodeError, RecursionError):
        pass  # which line it is, and why, `read_line` tells
    return []


@cache
def decoder() -> msgspec.json.Decoder[AnyRecord]:
    """Of lines that are known to be records."""
    return msgspec.json.Decoder(AnyRecord, dec_hook=read_value)


def _without_twins(pairs: list[tuple[str, Any]]) -> None:
    """msgspec takes the last of keys that stand twice; here they are a mistake."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError


def _slowly(line: bytes, origin: Origin, held: Settings) -> Entry | Refusal | Settings:
    """A line that is not a record: settings, or else all that is wrong with it."""
    try:
        text = line.decode()
        node = from_json(text)
    except UnicodeDecodeError:
        raw, wrong = (
            line.decode(errors="backslashreplace"),
            "not UTF-8; save the file in that encoding",
        )
        return refused("", raw, origin, held, [Mistake(0, "", wrong)])
    except Unreadable as error:
        return refused("", text, origin, held, [Mistake(0, "", error.message)])
    tag = node.value.get("kind") if isinstance(node.value, dict) else None
    struct = BY_TAG.get(tag.value) if tag and isinstance(tag.value, str) else None
    if struct:
        return record(struct, node, origin, held)
    if tag and tag.value == SETTINGS:
        return _settings(node, origin, held)
    hint = near(str(tag.value), BY_TAG) if tag else ""
    wrong = f"{shown(tag.value)} is no kind of record" if tag else "is missing"
    message = f"{wrong}{hint or '; known are ' + ', '.join(BY_TAG)}"
    return refused("", plain(node), origin, held, [Mistake(0, "kind", message)])


def _settings(node: Node, origin: Origin, held: Settings) -> Settings | Refusal:
    fields = {name: child for name, child in node.value.items() if name != "kind"}
    try:
        return convert(Node(fields, node.line), Settings)
    except Mistakes as error:
        return refused(SETTINGS, plain(node), origin, held, error.found)


def record(struct: type, node: Node, origin: Origin, held: Settings) -> Entry | Refusal:
    """The record that a node describes, or all that is wrong with it."""
    try:
        return Entry(convert(node, struct), origin, held)
    except Mistakes as error:
        return refused(kind(struct), plain(node), origin, held, error.found)
