"""A release as a store: built on disk once, in the cache, and opened; in memory if it is small.

The default graph holds each triple once, from the Turtle; the named graphs are those of the
N-Quads.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol, cast

import pyoxigraph
from pyoxigraph import RdfFormat, Store

from claimgraph import packing
from claimgraph.errors import ClaimgraphError
from claimgraph.limits import Shallow
from claimgraph.manifest import MANIFEST
from claimgraph.query import cache
from claimgraph.query.store import load

SMALL = 200_000  # triples; fewer are read into memory in a second, and found there more quickly
LAYOUT = 1  # of what is kept in the cache under a key
FILES = {"claimgraph.ttl": RdfFormat.TURTLE, "claimgraph.nq": RdfFormat.N_QUADS}


class Watch(Protocol):
    """Told how far a store has come."""

    def loading(self, done: int, total: int) -> None:
        """So many bytes of the files of a release, packed or not, are read."""

    def told(self, note: str) -> None:
        """Why it takes longer than it should."""


class _Silent:
    def loading(self, done: int, total: int) -> None:
        """Nothing."""

    def told(self, note: str) -> None:
        """Nothing."""


SILENT: Watch = _Silent()


def opened(release: Path, watch: Watch = SILENT, small: int = SMALL) -> Store:
    """The store of a release, opened to be read; built first, where the cache does not have it.

    A release of fewer than `small` triples is read into memory. So is one for which the cache
    cannot be written, and one whose files are not those that its manifest lists. Raises
    ClaimgraphError for a file that cannot be read.
    """
    while True:
        try:
            return _opened(_Release(release, manifest(release)), watch, small)
        except _Swapped:
            continue


class _Swapped(Exception):
    """Another release is in the folder, since we began to read."""


class _Release(NamedTuple):
    folder: Path
    told: dict[str, Any]

    def files(self) -> dict[Path, RdfFormat]:
        """The two files of the graph, if the manifest has them with the sizes that they have."""
        listed = self.told.get("files")
        if not isinstance(listed, dict) or not isinstance(self.told.get("triples"), int):
            return {}
        named = {_packed(plain, listed): form for plain, form in FILES.items()}
        for name in named:
            told = listed.get(name)
            if not isinstance(told, dict) or told.get("size") != _size(self.folder / name):
                return {}
        return {self.folder / name: form for name, form in named.items()}

    def seal(self) -> str:
        """A hash of what the manifest says of the two files, their own hashes too."""
        listed = self.told.get("files")
        told = listed if isinstance(listed, dict) else {}
        named = {plain: told.get(_packed(plain, told)) for plain in FILES}
        return sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()[:16]

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Raise _Swapped if the release is another one behind the block."""
        try:
            yield
        finally:
            if manifest(self.folder) != self.told:
                raise _Swapped


def _packed(plain: str, listed: Container[str]) -> str:
    names = (plain, *(plain + suffix for suffix in packing.SUFFIXES))
    return next((name for name in names if name in listed), plain)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1


def _opened(release: _Release, watch: Watch, small: int) -> Store:
    if not release.files():
        if release.told.get("files"):
            watch.told(
                f"{release.folder}: its files are not those that {MANIFEST} lists (changed, or "
                "copied in part); they are read as they are"
            )
        return load([release.folder])
    if release.told["triples"] < small:
        return _filled(Store(), release, watch)
    try:
        return _from_cache(release, watch)
    except (OSError, RuntimeError) as error:  # the second of a store that cannot be written
        reason = getattr(error, "strerror", None) or error
        watch.told(
            f"the cache {cache.folder()} cannot be used: {reason}; the release is read into "
            f"memory each time; name another folder in {cache.VARIABLE}"
        )
        return _filled(Store(), release, watch)


def key(release: Path) -> str:
    """What decides the content of the cache: hashes of graph and files, our and the store's form.

    Only files with these hashes enter the cache: that of the graph is what the manifest says, and
    another release could say the same.

    Raises ClaimgraphError for a folder that is no release, or one made by hand.
    """
    return _key(_Release(release, manifest(release)))


def _key(release: _Release) -> str:
    graph = release.told.get("rdfc10")
    if not isinstance(graph, str) or not graph.isalnum():  # it becomes a name in the cache
        path = release.folder / MANIFEST
        raise ClaimgraphError(f"{path}: no hash of the graph; dump the release again")
    form = ".".join(pyoxigraph.__version__.split(".")[:2])
    return f"{graph}-{release.seal()}-{LAYOUT}-{form}"


def check(path: Path, told: object) -> None:
    """Raise ClaimgraphError if a file has not the hash that its manifest tells."""
    with path.open("rb") as file:
        found = file_digest(file, "sha256").hexdigest()
    if not isinstance(told, dict) or told.get("sha256") != found:
        raise ClaimgraphError(f"{path}: not the file that {MANIFEST} lists; dump the release again")


def manifest(release: Path) -> dict[str, Any]:
    """The manifest of a release; raises ClaimgraphError where there is none that can be read."""
    path = release / MANIFEST
    try:
        found = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError) as error:
        reason = f"no release ({MANIFEST}) is in it" if release.is_dir() else "no such folder"
        raise ClaimgraphError(
            f"{release}: {reason}; name the folder that `claimgraph dump` has written"
        ) from error
    except OSError as error:
        raise ClaimgraphError(f"{path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ClaimgraphError(f"{path}: not JSON; dump the release again") from error
    if not isinstance(found, dict):
        raise ClaimgraphError(f"{path}: not a manifest; dump the release again")
    return found


def _from_cache(release: _Release, watch: Watch) -> Store:
    """Opened; built anew once, if what the cache has is damaged."""
    name = _key(release)
    build = partial(_build, release=release, watch=watch)
    place = cache.built(name, "store", build)
    try:
        return Store.read_only(str(place))
    except (OSError, RuntimeError):
        cache.discard(place, _is_damaged)
        return Store.read_only(str(cache.built(name, "store", build)))


def _is_damaged(place: Path) -> bool:
    try:
        Store.read_only(str(place))
    except (OSError, RuntimeError):
        return True
    return False


def _build(place: Path, release: _Release, watch: Watch) -> None:
    with release.unchanged():
        for path in release.files():
            check(path, release.told["files"][path.name])
    _filled(Store(place), release, watch).flush()


def _filled(store: Store, release: _Release, watch: Watch) -> Store:
    files = release.files()
    total, done = sum(map(_size, files)), 0
    with release.unchanged():
        for path, form in files.items():
            _fill(store, path, form, partial(_tell, watch, done, total))
            done += _size(path)
    return store


def _fill(store: Store, path: Path, form: RdfFormat, tell: Callable[[int], None]) -> None:
    try:
        with path.open("rb") as file, _unpacked(file, path) as stream:
            reading = _Reading(Shallow(stream, str(path)), file, tell)
            store.bulk_load(reading, form)  # type: ignore[arg-type]
    except SyntaxError as error:
        raise ClaimgraphError(f"{path}: {error.msg}; dump the release again") from error
    except _Damaged as error:
        raise ClaimgraphError(f"{path}: cannot be read: {error}") from error


def _tell(watch: Watch, before: int, total: int, here: int) -> None:
    watch.loading(before + here, total)


def _unpacked(file: BinaryIO, path: Path) -> BinaryIO:
    if path.suffix == ".gz":
        return cast(BinaryIO, gzip.open(file, "rb"))
    return packing.unpacking(file) if path.suffix == ".zst" else file


class _Damaged(Exception):
    """A file of the release cannot be read: no fault of the store."""


class _Reading:
    """A stream that tells how far the file below it has been read."""

    def __init__(self, stream: Shallow, file: BinaryIO, tell: Callable[[int], None]) -> None:
        self._stream, self._file, self._tell = stream, file, tell

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._stream.read(size)
        except packing.damage() as error:
            raise _Damaged(getattr(error, "strerror", None) or error) from error
        self._tell(self._file.tell())
        return data
