"""Which records of a run are held otherwise than they stand in their files."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from struct import Struct

from claimgraph.records.held import Key
from claimgraph.records.outcome import Entry
from claimgraph.records.write import spelt

MANY = 16  # records of an id, of which those left are remembered
_SIZE = Struct("<Q")


class Changes:
    """Records in the place of others lie in a file; what is held is where, and what is gone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places = array("q")  # of each record: -1 for one that is gone, 0 as it stands
        self._left: dict[Key, list[int]] = {}
        self._stream = -1

    @contextmanager
    def opened(self, number: int) -> Iterator[Callable[[Entry, int], None]]:
        """What holds a record in the place of another; there are so many."""
        if not self._places:
            self._places = array("q", bytes(8 * number))
            self._path.write_bytes(b"\0")  # no record at 0
        with self._path.open("ab") as out:

            def put(entry: Entry, number: int) -> None:
                line = spelt(entry.record)
                self._places[number] = out.tell()
                out.write(_SIZE.pack(len(line)) + line)

            yield put

    def drop(self, key: Key, numbers: Sequence[int], every: Sequence[int]) -> None:
        """Hold none in the place of some numbers of a key."""
        for number in numbers:
            self._places[number] = -1
        if len(every) > MANY:
            self._left[key] = [n for n in every if not self.is_gone(n)]

    def __bool__(self) -> bool:
        return bool(self._places)

    def any(self, numbers: range) -> bool:
        """Whether any of them is gone, or held in the place of another."""
        return any(self._places[numbers.start : numbers.stop])

    def is_gone(self, number: int) -> bool:
        """Whether none is held in that place."""
        return number < len(self._places) and self._places[number] < 0

    def left(self, key: Key, numbers: Sequence[int]) -> Sequence[int]:
        """Those of the numbers of a key that are not gone."""
        if len(numbers) < 2 or not self._places:
            return numbers
        return self._left.get(key) or [n for n in numbers if not self.is_gone(n)]

    def line(self, number: int) -> bytes:
        """The record that is held in that place, if it is another."""
        at = self._places[number]
        if at <= 0:
            return b""
        if self._stream < 0:
            self._stream = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        (size,) = _SIZE.unpack(os.pread(self._stream, _SIZE.size, at))
        return os.pread(self._stream, size, at + _SIZE.size)
