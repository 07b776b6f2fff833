"""The release folder: written beside its place, then swapped in whole.

Beside `dist` may stand, each for a short time:

    .dist.claimgraph-<n>-new   being written; <n> is a process id, or the next free number
    .dist.claimgraph-<n>-old   the earlier release, where a swap takes two renames
    .dist.claimgraph-lock      held while somebody mends or swaps

A writer holds a lock on its -new folder, and the lock moves with the folder: a sibling that
nobody holds is a leftover.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

from claimgraph.errors import ClaimgraphError
from claimgraph.manifest import MANIFEST, content, foreign
from claimgraph.release import lock
from claimgraph.release.exchange import swap

_SPACE = "free some space, or name a folder on another disk"
_RIGHTS = "name a folder that you may write to"
_FOLDER = "not a folder; name another"
_MOUNT = "a mount point cannot be swapped; name a folder inside it"
REMEDIES = {
    errno.ENOSPC: _SPACE,
    errno.EDQUOT: _SPACE,
    errno.EFBIG: "raise the limit on the size of files (ulimit -f), or name another folder",
    errno.EEXIST: _FOLDER,
    errno.ENOTDIR: _FOLDER,
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: _RIGHTS,
    errno.EBUSY: _MOUNT,
    errno.EXDEV: _MOUNT,
    errno.ENOLCK: "this file system has no locks; name a folder on a local disk",
}


@contextmanager
def published(folder: Path) -> Iterator[Path]:
    """A fresh folder to write a release into; it becomes `folder` when the block ends well.

    After any exception it is removed, and an earlier release is as it was. Several processes
    may write at once: the last one to end stays. A symbolic link `folder` goes on pointing to
    the same path. Raises ClaimgraphError, for an OSError of the block too, and when the block
    has not written a manifest.
    """
    place = _real(folder)
    with _explained(folder):
        place.parent.mkdir(parents=True, exist_ok=True)
        with _fresh(place) as new:
            yield new
            if not content(new):
                raise ClaimgraphError(
                    f"{folder}: no {MANIFEST} in the new release; nothing is published"
                )
            for path in (*new.rglob("*"), new):
                _flush(path)
            old = _partner(new, "old")
            with _alone(place):
                check(place)
                swap(new, place, old)
                _flush(place.parent)
                _remove(new)
                _remove(old)


def check(folder: Path) -> None:
    """Raise ClaimgraphError if a release cannot, or must not, be published at `folder`."""
    with _explained(folder):
        obstacle = _obstacle(_real(folder))
    if obstacle:
        raise ClaimgraphError(f"{folder}: {obstacle}")


def repair(folder: Path) -> None:
    """Finish a swap that was cut short, and remove what dead processes left beside `folder`."""
    place = _real(folder)
    with _explained(folder):
        if place.parent.is_dir() and _siblings(place):
            with _alone(place):
                _mend(place)


def _obstacle(place: Path) -> str:
    if place.is_mount():
        return _MOUNT
    above = next(parent for parent in place.parents if parent.exists())
    if not above.is_dir() or (os.path.lexists(place) and not place.is_dir()):
        return _FOLDER
    if not os.access(above, os.W_OK | os.X_OK):
        return f"no right to write to {above}; {_RIGHTS}"
    if place in (Path.cwd(), *Path.cwd().parents):
        return "the working folder cannot be swapped; start from outside it, or name another"
    if place.exists() and not content(place) and any(place.iterdir()):
        return "holds files, but no release of claimgraph; name an empty or a new folder"
    if place.exists() and (others := foreign(place)):
        return f"would be replaced with {', '.join(others)} in it: move that away, or name another"
    return ""


def _real(folder: Path) -> Path:
    return Path(os.path.realpath(folder))


@contextmanager
def _fresh(place: Path) -> Iterator[Path]:
    """An empty -new folder, held; gone in the end, unless it was swapped in.

    After the swap its name is free for others.
    """
    with _alone(place):
        _mend(place)
        check(place)
        new = _made(place)
        held = lock.hold(new)
    try:
        yield new
    finally:
        if lock.stands_at(new, held):
            _remove(new)
        os.close(held)


def _made(place: Path) -> Path:
    """A -new folder with the access rights of the earlier release."""
    names = (place.with_name(f"{_prefix(place)}{n}-new") for n in count(os.getpid()))
    new = next(path for path in names if not os.path.lexists(path))
    new.mkdir()
    if place.exists():
        new.chmod(stat.S_IMODE(place.stat().st_mode))
    return new


def _alone(place: Path) -> AbstractContextManager[None]:
    return lock.alone(place.with_name(f"{_prefix(place)}lock"))


def _mend(place: Path) -> None:
    """Bring back a whole release if a swap was cut short; then remove the leftovers.

    An -old folder means that its -new one had been written to the end. If neither can be read
    as a release, both are kept.
    """
    found = [path for path in _siblings(place) if path.is_dir() and not path.is_symlink()]
    olds = [path for path in found if path.name.endswith("-old")]
    if olds and not place.exists():
        pairs = (path for old in olds for path in (_partner(old, "new"), old))
        whole = next(filter(content, pairs), None)
        if whole is None:
            return
        whole.rename(place)
        _flush(place.parent)
    for path in found:
        if not lock.is_held(path):
            _remove(path)


def _siblings(place: Path) -> list[Path]:
    name = re.compile(re.escape(_prefix(place)) + r"(lock|[0-9]+-(new|old))")
    return sorted(path for path in place.parent.iterdir() if name.fullmatch(path.name))


def _prefix(place: Path) -> str:
    return f".{place.name}.claimgraph-"


def _partner(path: Path, kind: str) -> Path:
    return path.with_name(path.name[:-3] + kind)


def _remove(folder: Path) -> None:
    """Manifest first: what is half removed is no release."""
    try:
        if folder.exists():
            (folder / MANIFEST).unlink(missing_ok=True)
            shutil.rmtree(folder)
    except OSError as error:
        raise ClaimgraphError(
            f"{folder}: {error.strerror}; remove this leftover by hand"
        ) from error


def _flush(path: Path) -> None:
    """fsync(2); some network file systems have none for folders."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    except OSError as error:
        if error.errno != errno.EINVAL or not path.is_dir():
            raise
    finally:
        os.close(file)


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Turn an OSError into a ClaimgraphError that names the file, as if it were in its place."""
    try:
        yield
    except OSError as error:
        named = error.filename if isinstance(error.filename, str) else str(folder)
        _, inside, rest = named.partition(_prefix(_real(folder)))
        file = folder / rest.partition("/")[2] if inside else named
        remedy = REMEDIES.get(error.errno or 0, "name another folder")
        raise ClaimgraphError(f"{file}: {error.strerror or error}; {remedy}") from error
