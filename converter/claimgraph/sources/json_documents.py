"""Files of JSON that hold one document, or one a line (JSON Lines)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from claimgraph.errors import UnsafeInput
from claimgraph.limits import MAX_BYTES
from claimgraph.repair import json_repair
from claimgraph.repair.decoding import decode
from claimgraph.repair.unreadable import Unreadable
from claimgraph.sources.account import Account
from claimgraph.sources.told import Given, refused

_LINE = re.compile(r"[^\n]*+\n|[^\n]+")
_FIRST = re.compile(r"\s*+(\S[^\n]*+)\n\s*+\S")  # of several lines


class Document(NamedTuple):
    """A value, or why there is none; its line, 0 for that of a file in one piece."""

    line: int
    value: Any = None
    refused: str = ""


def documents(given: Given, account: Account) -> Iterator[Document]:
    """The documents of a file. Raises Unreadable or UnsafeInput for a file in one piece."""
    text, rules = decode(given.data, given.content_type, MAX_BYTES)
    account.repair(rules)
    if not is_lines(text):
        yield Document(0, _read(text, account))
        return
    for number, line in enumerate(_LINE.finditer(text), 1):
        try:
            if not line[0].isspace():
                yield Document(number, _read(line[0].removesuffix("\n"), account))
        except (Unreadable, UnsafeInput) as error:
            yield Document(number, refused=refused(error, number).refused)


def is_lines(text: str) -> bool:
    """Whether each line is a document: the first says so by being one."""
    first = _FIRST.match(text)
    try:
        return first is not None and isinstance(json_repair.loads(first[1]).value, dict)
    except (Unreadable, UnsafeInput):
        return False


def _read(text: str, account: Account) -> Any:
    value, rules = json_repair.loads(text)
    account.repair(rules)
    return value
