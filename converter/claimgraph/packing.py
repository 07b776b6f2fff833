"""Compressed files by their suffix: gzip without a time in it, and Zstandard."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

from claimgraph.errors import ClaimgraphError

Packing = Literal["gz", "zst"]
SUFFIXES = (".gz", ".zst")
ZSTANDARD = b"\x28\xb5\x2f\xfd"  # how such a file begins (RFC 8878, 3.1.1)


def stem(name: str) -> str:
    """The name of what is packed."""
    suffix = next((one for one in SUFFIXES if name.lower().endswith(one)), "")
    return name[: len(name) - len(suffix)]


def opened(path: Path) -> BinaryIO:
    """A file to read, unpacked as its suffix says; see `damage` for what it raises."""
    suffix = path.suffix.lower()
    if suffix == ".gz":
        return cast(BinaryIO, gzip.open(path, "rb"))
    return unpacking(path.open("rb")) if suffix == ".zst" else path.open("rb")


def unpacking(stream: BinaryIO) -> BinaryIO:
    """What a stream of Zstandard holds."""
    return cast(BinaryIO, zstandard().open(stream, "rb"))


@contextmanager
def packed(suffix: str, out: Any) -> Iterator[Callable[[bytes], object]]:
    """What writes to `out`, packed by `.gz` or `.zst`, as it is by any other suffix."""
    if suffix == ".gz":
        with gzip.GzipFile("", "wb", 6, out, mtime=0) as stream:
            yield stream.write
    elif suffix == ".zst":
        zstd = zstandard()
        with zstd.open(out, "wb", options={zstd.CompressionParameter.checksum_flag: 1}) as stream:
            yield stream.write
    else:
        yield out.write


def zstandard() -> Any:
    """The module of Python 3.14, or its backport; raises ClaimgraphError where neither is there."""
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        try:
            from backports import zstd
        except ImportError as error:
            missing = "Zstandard needs an extra: pip install 'claimgraph[zstd]'"
            raise ClaimgraphError(missing) from error
    return zstd


def damage() -> tuple[type[Exception], ...]:
    """What reading a damaged file raises."""
    import zlib

    found: tuple[type[Exception], ...] = (OSError, EOFError, zlib.error)
    try:
        return (*found, zstandard().ZstdError)
    except ClaimgraphError:
        return found
