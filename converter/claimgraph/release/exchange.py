"""Put a folder into the place of another in one step, where there is such a step.

Linux has renameat2(2) with RENAME_EXCHANGE, macOS renameatx_np(2) with RENAME_SWAP: the same
arguments, and both flags are 2. Where the C library lacks the call, or the file system refuses,
two renames do it.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

SWAP = 2
# EPERM is what a sandbox answers that does not know the call; a true one comes back from rename.
REFUSALS = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}
CALLS = {"linux": ("renameat2", -100), "darwin": ("renameatx_np", -2)}  # name, AT_FDCWD

Exchange = Callable[[bytes, bytes], int]


def swap(new: Path, place: Path, old: Path) -> None:
    """Put the folder `new` at `place`; what stood there is then at `new` or at `old`.

    Raises OSError, and `place` is then as it was.
    """
    if not place.exists():
        new.rename(place)
    elif not exchange(new, place):
        _rename_twice(new, place, old)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two names at once; False where the platform or the file system cannot.

    Raises OSError for any other failure.
    """
    call = native(sys.platform, _libc())
    if call is None:
        return False
    if call(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    code = ctypes.get_errno()
    if code in REFUSALS:
        return False
    raise OSError(code, os.strerror(code), str(one), None, str(other))


def native(platform: str, libc: object) -> Exchange | None:
    """The exchanging call of `libc`, None if it has none; it returns 0 or sets errno."""
    name, at = CALLS.get(platform, ("", 0))
    function = getattr(libc, name, None)
    if function is None:
        return None
    path = ctypes.c_char_p
    function.argtypes = (ctypes.c_int, path, ctypes.c_int, path, ctypes.c_uint)
    return lambda one, other: function(at, one, at, other, SWAP)


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _rename_twice(new: Path, place: Path, old: Path) -> None:
    """A process killed between the two leaves no `place`, but `new` and `old`, both whole."""
    try:
        place.rename(old)
        new.rename(place)
    except BaseException:
        if old.exists() and not place.exists():
            old.rename(place)
        raise
