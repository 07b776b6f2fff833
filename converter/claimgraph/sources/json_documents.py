"""Files of JSON that hold one document, or one a line (JSON Lines)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from claimgraph.errors import UnsafeInput
from claimgraph.limits import MAX_BYTES
from claimgraph.repair import json_repair
from claimgraph.repair.decoding import decode
from claimgraph.repair.unreadable import Unreadable
from claimgraph.sources.account import Account
from claimgraph.sources.told import Given, refused


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
    for number, line in enumerate(text.split("\n"), 1):
        try:
            if line.strip():
                yield Document(number, _read(line, account))
        except (Unreadable, UnsafeInput) as error:
            yield Document(number, refused=refused(error, number).refused)


def is_lines(text: str) -> bool:
    """Whether each line is a document: the first says so by being one."""
    first, _, rest = text.strip().partition("\n")
    if not rest.strip():
        return False
    try:
        return isinstance(json_repair.loads(first).value, dict)
    except (Unreadable, UnsafeInput):
        return False


def _read(text: str, account: Account) -> Any:
    value, rules = json_repair.loads(text)
    account.repair(rules)
    return value
