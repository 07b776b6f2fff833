"""Packed lines and standard input, on disk, where they are read in place."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from claimgraph.errors import ClaimgraphError
from claimgraph.packing import damage, opened
from claimgraph.records.files import STDIN

PIECE = 1 << 20  # bytes
RESERVE = 1 << 30  # bytes that are left free, or a twentieth of a smaller disk


class Damaged(ClaimgraphError):
    """It cannot be unpacked to its end."""


def unpacked(name: str, path: Path) -> None:
    """Write what a file holds, or standard input, to `path`.

    Raises Damaged, ClaimgraphError when the disk gets full, OSError when it is.
    """
    _room(name, path.parent)
    with path.open("wb") as out:
        try:
            stream = sys.stdin.buffer if name == STDIN else opened(Path(name))
        except OSError as error:
            raise Damaged(f"{name}: cannot be read: {error}") from error
        with stream:
            while True:
                try:
                    piece = stream.read(PIECE)
                except damage() as error:
                    raise Damaged(f"{name}: cannot be read: {error}") from error
                if not piece:
                    return
                _room(name, path.parent)
                out.write(piece)


def _room(name: str, folder: Path) -> None:
    disk = shutil.disk_usage(folder)
    reserve = min(disk.total // 20, RESERVE)
    if disk.free < reserve:
        raise ClaimgraphError(
            f"{name}: less than {reserve >> 20:,} MiB are left on the disk where it is unpacked: "
            "free some space, or choose an output folder on another disk"
        )
