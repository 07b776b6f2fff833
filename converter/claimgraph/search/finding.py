"""Look words up in an index, best first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from math import inf
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from claimgraph.errors import ClaimgraphError, UnsafeInput
from claimgraph.search.entries import KINDS
from claimgraph.search.folding import fold
from claimgraph.search.terms import terms, whole, within

STEPS = 10_000  # of SQLite's machine, between two looks at the clock
SECONDS = 10.0  # that a search may take
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)  # as: no such table

_FOUND = """
FROM {table} AS found CROSS JOIN texts AS t ON t.id = found.rowid
WHERE found.{table} MATCH :words AND (:kind IS NULL OR t.kind = :kind)
    AND (:language IS NULL OR t.language = :language
        OR substr(t.language, 1, length(:language) + 1) = :language || '-')
"""
_SELECT = f"SELECT t.iri, t.kind, t.text, t.language, -found.rank {_FOUND} ORDER BY found.rank"
_IRIS = f"SELECT DISTINCT t.iri {_FOUND}"


class Hit(NamedTuple):
    """A thing whose text has the words, with the text that fits best.

    `language` is its BCP 47 tag in lower case, "" where it is not told. Scores are above zero,
    higher is better; they compare within one search.
    """

    iri: str
    kind: str
    text: str
    language: str
    score: float


class Best(NamedTuple):
    """The best hits, and the number of all: infinite where they were not counted in time."""

    hits: list[Hit]
    number: float

    def told(self) -> str:
        """The number for a reader."""
        if self.number == inf:
            return f"more than {len(self.hits):,}"
        return f"{self.number:,}"


class _Asked(NamedTuple):
    whole: str  # expressions of FTS5
    within: str
    given: dict[str, str | None]


class Damaged(ClaimgraphError):
    """An index has not what it should have; it is to be made anew."""


class Unavailable(ClaimgraphError):
    """An index cannot be read now: no descriptor is free, the file may not be read."""


class TookTooLong(UnsafeInput):
    """A search was stopped at its limit of time."""


def find(
    index: Path,
    words: str,
    kind: str | None = None,
    limit: int = 20,
    language: str | None = None,
    seconds: float = SECONDS,
) -> list[Hit]:
    """The things that have all the words, each once, best first.

    `words` are words; "words in quotes" stand in a row, and word* is how a word begins. Case and
    accents do not count. Things that have the words only within longer ones come last. `language`
    `pt` means `pt-br` too, `und` texts without a language. Raises ClaimgraphError for no word, a
    kind that does not exist; UnsafeInput for too many words, TookTooLong for what takes more than
    `seconds`, Damaged for an index to be made anew, Unavailable for one that cannot be read now.
    """
    asked = _asked(words, kind, language)
    with _opened(index, seconds) as connection:
        return _hits(connection, asked, limit)


def best(
    index: Path,
    words: str,
    kind: str | None = None,
    limit: int = 20,
    language: str | None = None,
    seconds: float = SECONDS,
) -> Best:
    """What `find` finds, and how much without the limit; raises as it does.

    Where the time is over while the things are counted, their number is infinite.
    """
    asked = _asked(words, kind, language)
    with _opened(index, seconds) as connection:
        hits = _hits(connection, asked, limit)
        return Best(hits, _count(connection, asked) if len(hits) == limit else len(hits))


def _asked(words: str, kind: str | None, language: str | None) -> _Asked:
    given, looked = _given(kind, language), terms(words)
    return _Asked(whole(looked), within(looked), given)


def _hits(connection: sqlite3.Connection, asked: _Asked, limit: int) -> list[Hit]:
    seen = set[str]()
    hits = list(islice(_new(_rows(connection, "words", asked.whole, asked.given), seen), limit))
    if asked.within and len(hits) < limit:
        more = _new(_rows(connection, "pieces", asked.within, asked.given), seen)
        least = min((hit.score for hit in hits), default=1.0)
        hits += islice(_below(more, least), limit - len(hits))
    return hits


def _count(connection: sqlite3.Connection, asked: _Asked) -> float:
    iris = set[tuple[str]]()
    try:
        for table, expression in (("words", asked.whole), ("pieces", asked.within)):
            if expression:
                given = {**asked.given, "words": expression}
                iris.update(connection.execute(_IRIS.format(table=table), given))
    except sqlite3.Error as error:
        if _code(error) != sqlite3.SQLITE_INTERRUPT:
            raise
        return inf
    return len(iris)


def _given(kind: str | None, language: str | None) -> dict[str, str | None]:
    if kind is not None and kind not in KINDS:
        raise ClaimgraphError(f"no kind {kind!r}: there are {', '.join(KINDS)}")
    tag = fold(language) if language else None
    return {"kind": kind, "language": "" if tag == "und" else tag}


@contextmanager
def _opened(index: Path, seconds: float) -> Iterator[sqlite3.Connection]:
    """The index, for so many seconds; errors of SQLite are told as ours."""
    uri = f"{index.resolve().as_uri()}?mode=ro&immutable=1"
    end = monotonic() + seconds
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            connection.set_progress_handler(lambda: monotonic() > end, STEPS)
            yield connection
    except sqlite3.Error as error:
        raise _explained(error, index, seconds) from error


def _rows(
    connection: sqlite3.Connection, table: str, expression: str, given: dict[str, str | None]
) -> Iterator[Hit]:
    found = connection.execute(_SELECT.format(table=table), {**given, "words": expression})
    return map(Hit._make, found)


def _new(hits: Iterable[Hit], seen: set[str]) -> Iterator[Hit]:
    """Those of things not seen before; the best of each."""
    for hit in hits:
        if hit.iri not in seen:
            seen.add(hit.iri)
            yield hit


def _below(hits: Iterable[Hit], least: float) -> Iterator[Hit]:
    """Hits of less worth than any before: their scores are brought below the least of these."""
    return (hit._replace(score=least * hit.score / (1 + hit.score)) for hit in hits)


def _explained(error: sqlite3.Error, index: Path, seconds: float) -> ClaimgraphError:
    code = _code(error)
    if code == sqlite3.SQLITE_INTERRUPT:
        return TookTooLong(f"the search takes longer than {seconds:g} s; use longer words")
    if code in _DAMAGE or (code == sqlite3.SQLITE_CANTOPEN and _is_gone(index)):
        return Damaged(f"{index}: cannot be searched: {error}; remove it, it is made anew")
    return Unavailable(f"{index}: cannot be searched now: {error}; search again later")


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; Python's own errors have none: a text that is not UTF-8."""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF


def _is_gone(index: Path) -> bool:
    try:
        index.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False
