"""Compressed files of a release: gzip without a time in it, and Zstandard."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from claimgraph.errors import ClaimgraphError

Packing = Literal["gz", "zst"]
SUFFIXES = ("", ".gz", ".zst")


@contextmanager
def packed(suffix: str, out: Any) -> Iterator[Callable[[bytes], object]]:
    """What writes to `out`, packed by `.gz` or `.zst`, as it is by any other suffix."""
    if suffix == ".gz":
        with gzip.GzipFile("", "wb", 6, out, mtime=0) as stream:
            yield stream.write
    elif suffix == ".zst":
        with _zstd().open(out, "wb") as stream:
            yield stream.write
    else:
        yield out.write


def check(packing: Packing | None) -> None:
    """Raise ClaimgraphError where what is needed for a packing is not installed."""
    if packing == "zst":
        _zstd()


def _zstd() -> Any:
    """The module of Python 3.14, or its backport."""
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        try:
            from backports import zstd
        except ImportError as error:
            raise ClaimgraphError(
                "Zstandard needs an extra: pip install 'claimgraph[zstd]'"
            ) from error
    return zstd
