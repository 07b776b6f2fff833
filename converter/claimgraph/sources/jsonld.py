"""JSON-LD files: one document, or a document a line, also each in a `script` element."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimgraph.sources import pages
from claimgraph.sources.account import Account
from claimgraph.sources.documents import items
from claimgraph.sources.json_documents import documents
from claimgraph.sources.told import Given, Told

_OPENS = re.compile(rb"\s*(?:[\[{]|//|/\*|<!--|<!\[CDATA\[)")
_SCRIPT = re.compile(  # one alone in its line
    rb"\s*<script\b[^>\n]{0,200}ld\+json[^>\n]{0,200}>(?:(?!</script)[^\n])*</script>"
    rb"[^\S\n]*(?:\n|$)",
    re.IGNORECASE,
)
_KEYWORD = re.compile(rb'"@(?:context|type|graph|id)"\s*:')


def knows(start: bytes) -> bool:
    """Whether it begins like JSON-LD, or like lines of it in `script` elements."""
    if _SCRIPT.match(start):
        return b"<html" not in start.lower() and b"<body" not in start.lower()
    if pages.knows(start):
        return False
    return bool(_OPENS.match(start) and _KEYWORD.search(start))


def read(given: Given, account: Account) -> Iterator[Told]:
    """What the documents tell; a line that is no JSON is refused alone.

    Raises Unreadable or UnsafeInput for a file in one piece.
    """
    around = given.around()
    ours = None if given.url else given.settings  # what was fetched never speaks in our name
    for document in documents(given, account):
        if document.refused:
            yield Told(document.line, refused=document.refused)
        else:
            line = document.line or 1
            yield from items(document.value, around, line, account, ours=ours)
