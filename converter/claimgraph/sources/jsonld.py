"""JSON-LD files: one document, or a document a line, also each in a `script` element."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimgraph.errors import UnsafeInput
from claimgraph.limits import MAX_BYTES
from claimgraph.sources import json_repair
from claimgraph.sources.account import Account
from claimgraph.sources.decoding import decode
from claimgraph.sources.documents import items
from claimgraph.sources.node import Around
from claimgraph.sources.told import Given, Told
from claimgraph.sources.unreadable import Unreadable

_OPENS = re.compile(rb"\s*(?:[\[{]|//|/\*|<!--|<!\[CDATA\[)")
_SCRIPT = re.compile(
    rb"\s*<script\b[^>\n]*ld\+json[^>\n]*>[^\n]*</script>\s*(?:\n|$)", re.IGNORECASE
)
_KEYWORD = re.compile(rb'"@(?:context|type|graph|id)"\s*:')


def knows(start: bytes) -> bool:
    """Whether it begins like JSON-LD, or like lines of it in `script` elements."""
    if _SCRIPT.match(start):
        return b"<html" not in start.lower() and b"<body" not in start.lower()
    return bool(_OPENS.match(start) and _KEYWORD.search(start))


def read(given: Given, account: Account) -> Iterator[Told]:
    """What the documents tell; a line that is no JSON is refused alone."""
    text, rules = decode(given.data, given.content_type, MAX_BYTES)
    account.repair(rules)
    around = Around(page=given.url, url=given.url)
    for line, document in _documents(text):
        try:
            value, mended = json_repair.loads(document)
        except (Unreadable, UnsafeInput) as error:
            yield Told(line, refused=f"no JSON: {error}")
            continue
        account.repair(mended)
        yield from items(value, around, line, account, ours=given.settings)


def is_lines(text: str) -> bool:
    """Whether each line is a document: the first says so by being one."""
    first, _, rest = text.strip().partition("\n")
    if not rest.strip():
        return False
    try:
        return isinstance(json_repair.loads(first).value, dict)
    except (Unreadable, UnsafeInput):
        return False


def _documents(text: str) -> Iterator[tuple[int, str]]:
    if not is_lines(text):
        yield 1, text
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line
