"""Find the files that sources name: files, folders, and `-` for standard input.

A folder is one source with the settings of its claimgraph.toml; a folder below it that has its
own claimgraph.toml is a source of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from claimgraph.errors import ClaimgraphError
from claimgraph.manifest import is_release
from claimgraph.records import settings
from claimgraph.records.settings import Settings

SUFFIXES = (".yaml", ".yml", ".json", ".jsonl", ".ndjson")
SCHEMA = ".schema.json"  # how the name of a JSON Schema ends: for editors, no records
STDIN = "-"


class File(NamedTuple):
    """A file to read, a release, or `-`, with the settings of its source.

    `given` is the source that led to it: itself, or a folder above it.
    """

    name: str
    settings: Settings
    given: str


class Found(NamedTuple):
    """Files to read, each once, and the paths in folders that are skipped."""

    files: list[File]
    skipped: list[str]


Wanted = Callable[[Path], bool]


def records(path: Path) -> bool:
    """Whether it is a record file by its name."""
    return path.suffix in SUFFIXES


def anything(path: Path) -> bool:
    """Every file, and every release that is named."""
    return True


def find(sources: Sequence[str], wanted: Wanted = records) -> Found:
    """The files of all sources; raise ClaimgraphError for a source that is none of those wanted.

    A release is one only where it is named: one inside a folder is skipped.
    """
    found, seen = Found([], []), set[tuple[int, int]]()
    try:
        for source in sources:
            _source(source, found, seen, wanted)
    except OSError as error:
        raise ClaimgraphError(f"{error.filename}: {error.strerror}") from error
    return found


def _source(source: str, found: Found, seen: set[tuple[int, int]], wanted: Wanted) -> None:
    path = Path(source)
    if source == STDIN:
        found.files.append(File(source, Settings(), source))
    elif path.is_dir() and not is_release(path):
        _walk(path, found, seen, wanted)
    elif not path.exists():
        raise ClaimgraphError(f"{path}: there is no such file or folder")
    elif not wanted(path):
        known = ", ".join(SUFFIXES)
        what = f"no reader knows this kind of file; known are {known}"
        if path.is_dir():
            what = "a release; name the folder of the records instead"
        raise ClaimgraphError(f"{path}: {what}")
    elif _first(path, seen):
        found.files.append(File(source, settings.read(path.parent), source))


def _walk(top: Path, found: Found, seen: set[tuple[int, int]], wanted: Wanted) -> None:
    """What is in a folder, in the order of the names; hidden names are left out."""
    left = [(top, settings.read(top))]
    while left:
        path, held = left.pop()
        if path.is_dir():
            if path != top and is_release(path):
                found.skipped.append(str(path))
            elif _first(path, seen):
                own = settings.read(path) if (path / settings.FILE).exists() else held
                inner = (p for p in sorted(path.iterdir(), reverse=True) if _counts(p))
                left.extend((p, own) for p in inner)
        elif not wanted(path) or (path.exists() and not path.is_file()):
            found.skipped.append(str(path))
        elif _first(path, seen):
            found.files.append(File(str(path), held, str(top)))


def _counts(path: Path) -> bool:
    ours = path.name == settings.FILE or path.name.endswith(SCHEMA)
    return not ours and not path.name.startswith(".")


def _first(path: Path, seen: set[tuple[int, int]]) -> bool:
    """Whether the file or folder is met for the first time, under whatever name."""
    status = os.stat(path)  # noqa: PTH116
    key = (status.st_dev, status.st_ino)
    new = key not in seen
    seen.add(key)
    return new
