"""The process that workers are forked from: `python -m claimgraph.serve.nursery FD OPTIONS`.

It has one thread and opens the release once, so that a new worker is there in some milliseconds
and shares its memory. A store on disk has threads: it is built in a process of its own, and each
worker opens it. On the socket: `fork` with a descriptor, answered with the id of the worker;
`index` with a descriptor, answered with the id of a process that builds the search index and
tells its place there; `end ID`, answered with how it ended. When the web process leaves, all end.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from pyoxigraph import Store

from claimgraph import search
from claimgraph.errors import ClaimgraphError, visible
from claimgraph.manifest import MANIFEST
from claimgraph.query import cache, release_store
from claimgraph.serve.table import table
from claimgraph.serve.worker import Limits, Opened, work

DESCRIPTION = "dataset.ttl"


class Found(NamedTuple):
    """What was opened: the manifest and its hash, the key of the cache, and the store or its place.

    `modified` is the time of the manifest, in seconds since 1970.
    """

    manifest: dict[str, Any]
    tag: str
    key: str
    modified: float
    description: str
    store: Store | None
    place: Path | None

    def opened(self) -> Opened:
        """The store, in a worker."""
        if self.store is not None:
            return Opened(self.store, None)
        return Opened(Store.read_only(str(self.place)), self.place)

    def told(self) -> dict[str, Any]:
        """What the web process learns."""
        return {
            "manifest": self.manifest,
            "tag": self.tag,
            "key": self.key,
            "at": self.modified,
            "description": self.description,
        }


def tag(release: Path) -> str:
    """What tells one release in the folder from another: the hash of the manifest."""
    return hashlib.sha256((release / MANIFEST).read_bytes()).hexdigest()


def description(release: Path) -> str:
    """What the release says of itself; "" where the file is missing."""
    with suppress(FileNotFoundError):
        return (release / DESCRIPTION).read_text("utf-8", "replace")
    return ""


def listed(release: Path, tag: str) -> dict[str, Any]:
    """The manifest; the last of its files is it itself, which is served as they are."""
    told = release_store.manifest(release)
    own = {"size": (release / MANIFEST).stat().st_size, "sha256": tag}
    return {**told, "files": {**told.get("files", {}), MANIFEST: own}}


def find(release: Path) -> Found:
    """Open a release that does not change meanwhile."""
    while True:
        before = tag(release)
        told = listed(release, before)
        found = Found(
            told,
            before,
            release_store.key(release),
            (release / MANIFEST).stat().st_mtime,
            description(release),
            *_store(release, int(told.get("triples", 0))),
        )
        if tag(release) == before:
            return found


def _store(release: Path, triples: int) -> tuple[Store | None, Path | None]:
    if triples >= release_store.SMALL:
        _in_another_process(partial(release_store.opened, release))
        with suppress(FileNotFoundError):  # the cache cannot be used
            return None, cache.built(release_store.key(release), "store", _not_here)
    return release_store.opened(release, _Notes()), None


class _Notes:
    """In the log of the server: what a watcher of a store is told."""

    def loading(self, done: int, total: int) -> None:
        """Nothing."""

    def told(self, note: str) -> None:
        """Print it."""
        print(f"WARNING: {visible(note)}", file=sys.stderr, flush=True)


def _not_here(place: Path) -> None:
    raise FileNotFoundError(place)


def _in_another_process(call: partial[Store]) -> None:
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.nice(10)
            call()
            code = 0
        finally:
            os._exit(code)
    os.waitpid(pid, 0)  # where it failed, the same call here says why


def serve(control: socket.socket, release: Path, found: Found, limits: Limits) -> None:
    """Fork and end workers as the web process says, until it leaves."""
    started = {
        b"fork": partial(work, opened=found.opened, tasks=table(), limits=limits),
        b"index": partial(_index, release=release, key=found.key),
    }
    workers: set[int] = set()
    try:
        while True:
            line, descriptors, _, _ = socket.recv_fds(control, 64, 1)
            if not line:
                return
            command, *number = line.split()
            if command in started:
                answer = _forked(control, descriptors[0], started[command])
                workers.add(answer)
            else:
                answer = _ended(int(number[0]), workers)
            control.sendall(b"%d\n" % answer)
    finally:
        for pid in list(workers):
            _ended(pid, workers)


def _forked(control: socket.socket, descriptor: int, run: partial[NoReturn]) -> int:
    pid = os.fork()
    if pid == 0:
        control.close()
        run(socket.socket(fileno=descriptor))
    os.close(descriptor)
    return pid


def _index(connection: socket.socket, release: Path, key: str) -> NoReturn:
    """Build the search index, and tell its place, or what is wrong."""
    code = 1
    try:
        os.nice(10)
        connection.sendall(json.dumps(_indexed(release, key)).encode() + b"\n")
        code = 0
    finally:
        os._exit(code)


def _indexed(release: Path, key: str) -> dict[str, str]:
    try:
        place = search.index(release)
        if release_store.key(release) == key:
            return {"index": str(place)}
        return {"error": "another release has taken its place"}
    except (ClaimgraphError, OSError) as error:
        return {"error": str(error)}


def _ended(pid: int, workers: set[int]) -> int:
    """Minus the signal that ended it, or its exit code."""
    if pid not in workers:
        return 0
    workers.discard(pid)
    os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def main() -> None:
    """Open, say what is there or what is wrong, and serve."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    given = json.loads(sys.argv[2])
    control = socket.socket(fileno=int(sys.argv[1]))
    release = Path(given["release"])
    try:
        found = find(release)
    except (ClaimgraphError, OSError) as error:
        control.sendall(json.dumps({"error": str(error)}).encode() + b"\n")
        return
    with suppress(OSError):  # the cache cannot be used
        cache.hold(found.key)
    with suppress(ConnectionError):  # the web process has left
        control.sendall(json.dumps(found.told()).encode() + b"\n")
        serve(control, release, found, Limits(given["memory"], given["seconds"]))


if __name__ == "__main__":
    main()
