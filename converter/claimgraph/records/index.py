"""Numbers of records by source and id: in memory while they are few, else in SQLite on disk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from claimgraph.errors import ClaimgraphError

if TYPE_CHECKING:
    import sqlite3

MANY = 100_000  # keys that are held in memory, at some 250 bytes
Key = tuple[str, str]  # source, id


class Index:
    """Filled first, in ascending order of the numbers, then asked by any number of processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._first: dict[Key, int] = {}
        self._more: dict[Key, list[int]] = {}
        self._database: sqlite3.Connection | None = None
        self._process = 0

    def add(self, found: Iterable[tuple[Key, int]]) -> None:
        """Add numbers."""
        if self._database:
            _insert(self._database, found)
            return
        first, more = self._first, self._more
        for key, number in found:
            known = first.setdefault(key, number)
            if known != number:
                more.setdefault(key, [known]).append(number)
        if len(first) > MANY:
            self._spill()

    def close(self) -> None:
        """Nothing more is added."""
        if self._database:
            with _explained():
                self._database.execute("CREATE INDEX by_key ON held (source, id, number)")
                self._database.commit()
            self._database.close()

    def numbers(self, key: Key) -> Sequence[int]:
        """The numbers of a key, in ascending order."""
        if self._database:
            query = "SELECT number FROM held WHERE source = ? AND id = ? ORDER BY number"
            return [number for (number,) in self._own().execute(query, key)]
        first = self._first.get(key)
        if first is None:
            return ()
        return self._more.get(key, (first,)) if self._more else (first,)

    def several(self) -> Iterator[tuple[Key, Sequence[int]]]:
        """All keys that have several numbers, by the first one of each."""
        if not self._database:
            yield from sorted(self._more.items(), key=lambda one: one[1][0])
            return
        query = (
            "SELECT source, id FROM held GROUP BY source, id HAVING count(*) > 1 "
            "ORDER BY min(number)"
        )
        for key in self._own().execute(query):
            yield key, self.numbers(key)

    def _spill(self) -> None:
        self._database = _opened(self._path)
        with _explained():
            self._database.execute("CREATE TABLE held (source TEXT, id TEXT, number INTEGER)")
        _insert(self._database, self._first.items())
        for key, numbers in self._more.items():
            _insert(self._database, ((key, number) for number in numbers[1:]))
        self._first, self._more = {}, {}

    def _own(self) -> sqlite3.Connection:
        """A connection of this process: none may be carried over a fork."""
        if self._process != os.getpid():
            self._process, self._database = os.getpid(), _opened(self._path)
        assert self._database
        return self._database


def _opened(path: Path) -> sqlite3.Connection:
    """The file is a temporary one: nothing is saved from a crash."""
    import sqlite3  # only where there are many: a command starts sooner without

    found = sqlite3.connect(path)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -32000"):
        found.execute(f"PRAGMA {pragma}")
    return found


def _insert(database: sqlite3.Connection, found: Iterable[tuple[Key, int]]) -> None:
    rows = ((source, id_, number) for (source, id_), number in found)
    with _explained():
        database.executemany("INSERT INTO held VALUES (?, ?, ?)", rows)


@contextmanager
def _explained() -> Iterator[None]:
    import sqlite3

    try:
        yield
    except sqlite3.Error as error:
        raise ClaimgraphError(f"the index of ids: {error}; is there space on the disk?") from error
