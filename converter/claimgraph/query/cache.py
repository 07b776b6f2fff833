"""What is made from a release once and used again: one folder a key, in the user's cache.

    <cache>/<key>/<name>           made whole, then renamed to its name; touched when it is used
    <cache>/<key>/.<name>.new      being made, or left by a process that died
    <cache>/.<key>.<name>.lock     held while it is made
    <cache>/.removed-<key>         being removed

Who uses a key holds a shared lock on its folder (flock(2)) until the process ends; what somebody
holds is not removed.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import platformdirs

from claimgraph.release import lock

VARIABLE = "CLAIMGRAPH_CACHE"
KEPT = 5  # keys
DAYS = 30  # after which an unused key is removed, when another is made

_held: dict[Path, int] = {}  # the folders in use, and the open files that lock them


def folder() -> Path:
    """CLAIMGRAPH_CACHE, where it is set, else the user's cache folder of the system."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else platformdirs.user_cache_path("claimgraph")


def built(key: str, name: str, build: Callable[[Path], None]) -> Path:
    """The file or folder `name` of a key; where there is none, `build` makes it at a path.

    One process makes it, the others wait for it. Raises OSError where the cache cannot be
    written, and what `build` raises; then nothing is left.
    """
    root = folder()
    place = root / key / name
    if _held_now(place.parent) and place.exists():
        _touch(place.parent)
        return place
    root.mkdir(parents=True, exist_ok=True)
    with lock.alone(_lock(place)):
        while not _held_now(place.parent):
            place.parent.mkdir(exist_ok=True)
        _touch(place.parent)
        if not place.exists():
            prune()
            _made(place, build)
    return place


def hold(key: str) -> None:
    """Keep what is made for a key until this process ends; raises OSError as `built` does."""
    entry = folder() / key
    while not _held_now(entry):
        entry.mkdir(parents=True, exist_ok=True)
    _touch(entry)


def discard(place: Path, is_damaged: Callable[[Path], bool]) -> None:
    """Remove what `built` gave, where it still is damaged: another process may have made it anew.

    Raises OSError as `built` does.
    """
    with lock.alone(_lock(place)):
        if place.exists() and is_damaged(place):
            _remove(place)


def prune(kept: int = KEPT, days: float = DAYS) -> None:
    """Remove the keys that nobody holds: unused for so many days, or beyond the latest used."""
    entries = [path for path in folder().iterdir() if path.is_dir()]
    for leftover in (path for path in entries if path.name.startswith(".removed-")):
        _remove(leftover)
    keys = sorted((path for path in entries if path.name[0] != "."), key=_used, reverse=True)
    oldest = time.time() - days * 24 * 3600
    for number, entry in enumerate(keys):
        if number >= kept or _used(entry) < oldest:
            _give_up(entry)


def _lock(place: Path) -> Path:
    """Of what is made at a place."""
    return place.parent.with_name(f".{place.parent.name}.{place.name}.lock")


def _made(place: Path, build: Callable[[Path], None]) -> None:
    new = place.with_name(f".{place.name}.new")
    _remove(new)
    try:
        build(new)
        for path in (*new.rglob("*"), new):
            _flush(path)
        new.rename(place)
    finally:
        _remove(new)


def _held_now(entry: Path) -> bool:
    """Hold a key from now on, so that no process removes it; False if it is not there."""
    held = _held.get(entry)
    if held is not None and lock.stands_at(entry, held):
        return True
    if held is not None:
        os.close(_held.pop(entry))
    try:
        file = os.open(entry, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    fcntl.flock(file, fcntl.LOCK_SH)
    if not lock.stands_at(entry, file):  # removed while we waited
        os.close(file)
        return False
    _held[entry] = file
    return True


def _give_up(entry: Path) -> None:
    """Remove a key, if nobody holds it; first it loses its name, so that none is half there."""
    if entry in _held or lock.is_held(entry):
        return
    gone = entry.with_name(f".removed-{entry.name}")
    with suppress(FileNotFoundError):  # another process was quicker
        entry.rename(gone)
        _remove(gone)


def _used(entry: Path) -> float:
    try:
        return entry.stat().st_mtime
    except FileNotFoundError:
        return 0


def _touch(entry: Path) -> None:
    with suppress(OSError):  # a cache that can only be read
        os.utime(entry)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """fsync(2), so that after a loss of power nothing is half there under its name."""
    if path.is_file():
        file = os.open(path, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
