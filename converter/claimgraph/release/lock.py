"""Locks that end with the process that holds them, however it ends: flock(2), so POSIX only.

A child made by fork shares the locks of its parent.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock file `path`, made here and removed in the end; wait while another has it."""
    while True:
        with path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not stands_at(path, file.fileno()):  # its holder removed it while we waited
                continue
            try:
                yield
            finally:
                path.unlink()
            return


def hold(folder: Path) -> int:
    """Lock a folder; the lock goes with it when it is renamed. Returns the file to close."""
    file = os.open(folder, os.O_RDONLY)
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


def is_held(folder: Path) -> bool:
    """Whether some process, this one too, holds the folder; False if it is gone."""
    try:
        file = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False


def stands_at(path: Path, file: int) -> bool:
    """Whether `path` names the file or folder that is open as `file`."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file))
    except FileNotFoundError:
        return False
