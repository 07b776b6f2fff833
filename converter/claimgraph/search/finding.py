"""Look words up in an index, best first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from claimgraph.errors import ClaimgraphError, UnsafeInput
from claimgraph.search.entries import KINDS
from claimgraph.search.folding import fold
from claimgraph.search.terms import terms, whole, within

STEPS = 10_000  # of SQLite's machine, between two looks at the clock
SECONDS = 10.0  # that a search may take

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
    """The best hits, and the number of all."""

    hits: list[Hit]
    number: int


class Damaged(ClaimgraphError):
    """An index cannot be read."""


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
    `seconds`, Damaged for an index that cannot be read.
    """
    given = _given(kind, language)
    looked = terms(words)
    try:
        with closing(_opened(index, seconds)) as connection:
            seen = set[str]()
            hits = list(islice(_new(_rows(connection, "words", whole(looked), given), seen), limit))
            pieces = within(looked)
            if pieces and len(hits) < limit:
                more = _new(_rows(connection, "pieces", pieces, given), seen)
                least = min((hit.score for hit in hits), default=1.0)
                hits += islice(_below(more, least), limit - len(hits))
            return hits
    except sqlite3.Error as error:
        raise _explained(error, index, seconds) from error


def best(
    index: Path,
    words: str,
    kind: str | None = None,
    limit: int = 20,
    language: str | None = None,
) -> Best:
    """What `find` finds, and how much without the limit; raises as it does."""
    hits = find(index, words, kind, limit, language)
    there_may_be_more = len(hits) == limit
    return Best(hits, _count(index, words, kind, language) if there_may_be_more else len(hits))


def _count(index: Path, words: str, kind: str | None, language: str | None) -> int:
    given, looked = _given(kind, language), terms(words)
    iris = set[tuple[str]]()
    try:
        with closing(_opened(index, SECONDS)) as connection:
            for table, expression in (("words", whole(looked)), ("pieces", within(looked))):
                if expression:
                    asked = {**given, "words": expression}
                    iris.update(connection.execute(_IRIS.format(table=table), asked))
            return len(iris)
    except sqlite3.Error as error:
        raise _explained(error, index, SECONDS) from error


def _given(kind: str | None, language: str | None) -> dict[str, str | None]:
    if kind is not None and kind not in KINDS:
        raise ClaimgraphError(f"no kind {kind!r}: there are {', '.join(KINDS)}")
    tag = fold(language) if language else None
    return {"kind": kind, "language": "" if tag == "und" else tag}


def _opened(index: Path, seconds: float) -> sqlite3.Connection:
    uri = f"{index.resolve().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True)
    end = monotonic() + seconds
    connection.set_progress_handler(lambda: monotonic() > end, STEPS)
    return connection


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
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
        return TookTooLong(f"the search takes longer than {seconds:g} s; use longer words")
    return Damaged(f"{index}: cannot be searched: {error}; remove it, it is made anew")
