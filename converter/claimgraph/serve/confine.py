"""What a worker cannot do: open a file or a connection, or take more than its memory.

The limit of open descriptors is what keeps a worker from the network: without one there is no
socket. The engine's files on disk must then be open already. It opens only some of them with the
store, so each is made to be read once; where one stays closed, so many descriptors remain.
"""

from __future__ import annotations

import os
import resource
import sys
from itertools import islice
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

_ROUNDS = 4  # of reading, each four times as far as the one before
_FIRST = 100  # quads
_OPEN = Path("/proc/self/fd")


def close_all_but(kept: int) -> None:
    """Close every descriptor but one; the standard streams lead nowhere."""
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    highest = max(_descriptors()) + 1
    for begin, end in ((3, kept), (kept + 1, highest)):
        os.closerange(begin, end)


def _descriptors() -> list[int]:
    if _OPEN.is_dir():
        return list(map(int, _living()))
    return [min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], 1 << 16)]


def open_files(store: Store, folder: Path) -> int:
    """Read so widely that the engine opens all files of a store; how many stay closed."""
    reach, closed = _FIRST, _closed(folder)
    for _ in range(_ROUNDS):
        if not closed:
            break
        _read_widely(store, reach)
        reach *= 4
        closed = _closed(folder)
    return len(closed)


def _closed(folder: Path) -> set[str]:
    if not _OPEN.is_dir():
        return set()
    known = {(_OPEN / number).readlink().name for number in _living()}
    return {path.name for path in folder.glob("*.sst")} - known


def _living() -> list[str]:
    """Names of the open ones, without the one that lists them."""
    return [name for name in os.listdir(_OPEN) if os.path.lexists(_OPEN / name)]  # noqa: PTH208


def _read_widely(store: Store, reach: int) -> None:
    """Terms are stored by their hash, so that those of some quads are spread over all files."""
    for near in list(islice(store, reach)):
        if not isinstance(near.object, NamedNode | Literal):
            continue
        for quad in islice(store.quads_for_pattern(None, None, near.object, None), 3):
            _read_around(store, quad)


def _read_around(store: Store, quad: Quad) -> None:
    s, p, o, g = quad
    for graph in (None, g):
        for found in (
            store.quads_for_pattern(s, None, None, graph),
            store.quads_for_pattern(None, p, o, graph),
            store.quads_for_pattern(None, None, o, graph),
            store.quads_for_pattern(s, p, None, graph),
        ):
            next(found, None)
    if isinstance(g, NamedNode):
        store.contains_named_graph(g)


def forbid_descriptors(left: int = 0) -> None:
    """No descriptor can be opened from now on, but for so many; those that are open stay."""
    used, limit = set(_descriptors()) if left else set(), 0
    while left:
        left -= limit not in used
        limit += 1
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))


def limit_memory(more: int) -> None:
    """No more memory than the process has now, and so many bytes.

    Private memory is what counts (RLIMIT_DATA), not address space, of which the engine reserves
    more than it uses. macOS has no such limit.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        fields = Path("/proc/self/statm").read_text("ascii").split()
        most = int(fields[5]) * resource.getpagesize() + more
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def limit_processor(seconds: float) -> None:
    """End the process when it computes for so long, should nobody be there to end it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def peak() -> int:
    """The most memory that the process has had, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
