"""Answers that are kept: the same question to the same release has the same answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import NamedTuple


class Kept(NamedTuple):
    """A whole answer."""

    media_type: str
    body: bytes


class Answers:
    """The answers used last, up to so many bytes in all; `largest` is the most for one."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.largest = most // 8
        self._size = 0
        self._held: OrderedDict[Hashable, tuple[Kept, int]] = OrderedDict()

    def get(self, key: Hashable) -> Kept | None:
        """The answer to a question, if it is kept."""
        found = self._held.get(key)
        if found is None:
            return None
        self._held.move_to_end(key)
        return found[0]

    def keep(self, key: Hashable, asked: int, answer: Kept) -> None:
        """Keep an answer to a question of so many characters, for those longest unused."""
        size = len(answer.body) + asked
        if key in self._held or size > self.largest:
            return
        self._held[key] = answer, size
        self._size += size
        while self._size > self._most:
            _, (_, gone) = self._held.popitem(last=False)
            self._size -= gone
