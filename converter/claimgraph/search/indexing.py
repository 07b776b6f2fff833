"""The index of a release: one SQLite file with two full-text tables (FTS5), in the user's cache.

    texts   a row a text: the thing's IRI and kind, the text as published, its language
    words   its words, folded; letters of scripts without spaces are words each
    pieces  its trigrams, folded: finds what stands within a word

The two hold no text of their own (contentless), and have a column a field, for its weight.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from pyoxigraph import Quad

from claimgraph import packing, rdf
from claimgraph.errors import ClaimgraphError
from claimgraph.manifest import MANIFEST
from claimgraph.query import cache, release_store
from claimgraph.query.release_store import SILENT, Watch
from claimgraph.search.entries import PART, Entry, Part, entries
from claimgraph.search.folding import fold, spaced

NAME = "search-1.sqlite"  # the number is that of its layout
TURTLE = "claimgraph.ttl"
STEP = 10_000  # triples between two words of progress

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TEMP TABLE told (iri TEXT, kind TEXT, field TEXT, text TEXT, language TEXT);
CREATE TEMP TABLE parts (iri TEXT, whole TEXT, PRIMARY KEY (iri, whole)) WITHOUT ROWID;
CREATE TABLE texts (
    id INTEGER PRIMARY KEY, iri TEXT, kind TEXT, field TEXT, text TEXT, language TEXT);
CREATE VIRTUAL TABLE words USING fts5(name, alias, text, label, content='',
    tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* Co'");
CREATE VIRTUAL TABLE pieces USING fts5(name, alias, text, label, content='', tokenize='trigram');
INSERT INTO words(words, rank) VALUES ('rank', 'bm25(4.0, 3.0, 1.0, 0.5)');
INSERT INTO pieces(pieces, rank) VALUES ('rank', 'bm25(4.0, 3.0, 1.0, 0.5)');
"""
_TEXTS = f"""
INSERT INTO texts (iri, kind, field, text, language)
    SELECT iri, kind, field, text, language FROM (
        SELECT rowid AS place, iri, kind, field, text, language FROM told WHERE kind <> '{PART}'
        UNION ALL
        SELECT told.rowid, whole, 'review', field, text, language
        FROM told JOIN parts USING (iri) WHERE kind = '{PART}')
    GROUP BY iri, field, text, language ORDER BY MIN(place)
"""  # noqa: S608
_INTO: dict[type, str] = {
    Entry: "INSERT INTO told VALUES (?, ?, ?, ?, ?)",
    Part: "INSERT OR IGNORE INTO parts VALUES (?, ?)",
}
_FOLDED = """
INSERT INTO {table} (rowid, name, alias, text, label)
    SELECT id, IIF(field = 'name', plain, ''), IIF(field = 'alias', plain, ''),
        IIF(field = 'text', plain, ''), IIF(field = 'label', plain, '')
    FROM (SELECT id, field, {folded} AS plain FROM texts ORDER BY id);
"""


def index(release: Path, watch: Watch = SILENT) -> Path:
    """The index of a release, to be given to `find`; built first, where the cache does not have it.

    Raises ClaimgraphError for a folder that is no release, a file that cannot be read, a cache
    that cannot be written, and an SQLite without FTS5.
    """
    key = release_store.key(release)
    check()
    try:
        return cache.built(key, NAME, partial(_build, release=release, key=key, watch=watch))
    except (OSError, sqlite3.Error) as error:
        raise unwritable(error) from error


def unwritable(error: OSError | sqlite3.Error) -> ClaimgraphError:
    """What to do where the cache cannot be written."""
    reason = getattr(error, "strerror", None) or error
    return ClaimgraphError(
        f"the index cannot be written to {cache.folder()}: {reason}; "
        f"name another folder in {cache.VARIABLE}"
    )


def check() -> None:
    """Raise ClaimgraphError if SQLite has no full-text search with trigrams (3.34 or later)."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE one USING fts5(text, tokenize='trigram')")
        except sqlite3.Error as error:
            raise ClaimgraphError(
                f"the SQLite {sqlite3.sqlite_version} of this Python has no full-text search "
                "(FTS5 with trigrams, SQLite 3.34 or later); use another build of Python"
            ) from error


def _build(place: Path, release: Path, key: str, watch: Watch) -> None:
    with closing(sqlite3.connect(place)) as connection:
        connection.executescript(_TABLES)
        for one in entries(_read(release, watch)):
            connection.execute(_INTO[type(one)], one)
        if release_store.key(release) != key:
            raise ClaimgraphError(f"{release}: another release has taken its place; search again")
        connection.execute(_TEXTS)
        connection.create_function("folded", 1, fold)
        connection.create_function("spaced", 1, spaced)
        for table, folded in (("words", "spaced(folded(text))"), ("pieces", "folded(text)")):
            connection.execute(_FOLDED.format(table=table, folded=folded))
            connection.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608
        connection.commit()


def _read(release: Path, watch: Watch) -> Iterator[Quad]:
    """The distinct triples; the bytes read are reckoned from their number."""
    told = release_store.manifest(release)
    turtle = _turtle(release, told.get("files", {}))
    release_store.check(turtle, told["files"][turtle.name])
    size, triples = turtle.stat().st_size, told.get("triples") or 1
    for number, quad in enumerate(rdf.read(turtle)):
        if number % STEP == 0:
            watch.loading(min(size, size * number // triples), size)
        yield quad
    watch.loading(size, size)


def _turtle(release: Path, listed: dict[str, dict[str, object]]) -> Path:
    """The Turtle, packed or not, if it is the one that the manifest lists."""
    for name in (TURTLE, *(TURTLE + suffix for suffix in packing.SUFFIXES)):
        path = release / name
        if name in listed and path.is_file() and path.stat().st_size == listed[name].get("size"):
            return path
    raise ClaimgraphError(
        f"{release}: {TURTLE} is not the file that {MANIFEST} lists; dump the release again"
    )
