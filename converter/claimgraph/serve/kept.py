"""Answers that are kept: the same question to the same release has the same answer."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

BESIDE = 1024  # bytes that an answer needs, about, besides its body


class Kept(NamedTuple):
    """A whole answer."""

    media_type: str
    body: bytes


class Answers:
    """The answers used last by their ETags, up to so many bytes in all.

    `largest` is the most for one. A tag is short, whatever a client has asked.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self.largest = most // 8
        self._size = 0
        self._held: OrderedDict[str, Kept] = OrderedDict()

    def get(self, tag: str) -> Kept | None:
        """The answer of this tag, if it is kept."""
        found = self._held.get(tag)
        if found is not None:
            self._held.move_to_end(tag)
        return found

    def keep(self, tag: str, answer: Kept) -> None:
        """Keep an answer, for those longest unused."""
        if tag in self._held or _size(answer) > self.largest:
            return
        self._held[tag] = answer
        self._size += _size(answer)
        while self._size > self._most:
            _, gone = self._held.popitem(last=False)
            self._size -= _size(gone)


def _size(answer: Kept) -> int:
    return len(answer.body) + BESIDE
