"""The inputs that sources stand for: files, the members of archives, standard input, URLs."""

from __future__ import annotations

import gzip
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from claimgraph import manifest, packing
from claimgraph.errors import ClaimgraphError, UnsafeInput
from claimgraph.limits import MAX_BYTES
from claimgraph.records.files import STDIN, File, anything, find
from claimgraph.records.settings import Settings
from claimgraph.repair.unreadable import Unreadable
from claimgraph.sources.told import Given

MEMBERS = 10_000  # of one archive
URL = re.compile(r"https?://", re.IGNORECASE)
_GZIP = b"\x1f\x8b\x08"
_ZIP = b"PK\x03\x04"
_ENTRY = b"PK\x01\x02"  # in an archive's table of contents
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_RATIO = 1032  # of deflate: bytes unpacked from one, at most
_DAMAGE = (  # what zipfile raises; ValueError for an offset that is none, or a name not in UTF-8
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    struct.error,
)
_LARGE = f"more than {MAX_BYTES >> 20} MiB; split it"


class Input(NamedTuple):
    """One input, or why it cannot be read; `is_named` on the command line, not met in a folder.

    `label` is its name from the source down, the same wherever the source lies.
    """

    given: Given
    label: str
    is_named: bool
    refused: str = ""


def files(sources: Sequence[str], skipped: list[str]) -> list[File]:
    """All files in the order of the sources; `skipped` gets what is no file.

    Raises ClaimgraphError for a source that is not there.
    """
    local = [source for source in sources if not URL.match(source)]
    found = find(local, anything)
    for path in found.skipped:
        skipped.append(label(path, next(top for top in local if Path(path).is_relative_to(top))))
    return found.files


def fetched(url: str) -> Input:
    """What a URL leads to."""
    from claimgraph.web.fetch import fetch

    found = fetch(url)
    given = Given(url, found.data, Settings(), found.content_type, found.url)
    return Input(given, url, is_named=True)


def opened(file: File) -> Iterator[Input]:
    """A file, or those in an archive."""
    path, name = Path(file.name), label(file.name, file.given)
    is_named = file.given == file.name
    if path.is_dir():  # a release
        path = manifest.quads(path)
        name = f"{name}/{path.name}"
    given = Given(str(path) if file.name != STDIN else STDIN, b"", file.settings)
    try:
        data = unpacked(_bytes(path, file.name))
    except (UnsafeInput, Unreadable) as error:
        yield Input(given, name, is_named, str(error))
        return
    if data.startswith(_ZIP):
        yield from _members(given._replace(data=data), name, is_named)
    else:
        yield Input(given._replace(data=data), name, is_named)


def label(name: str, source: str) -> str:
    """The name of a file from its source down: the same wherever the source lies."""
    if name == STDIN:
        return STDIN
    return Path(name).absolute().relative_to(Path(source).absolute().parent).as_posix()


def _bytes(path: Path, name: str) -> bytes:
    try:
        if name == STDIN:
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with path.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ClaimgraphError(f"{path}: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise UnsafeInput(_LARGE)
    return data


def unpacked(data: bytes) -> bytes:
    """The bytes without gzip or Zstandard; raise UnsafeInput, Unreadable."""
    if not data.startswith((_GZIP, packing.ZSTANDARD)):
        return data
    held = BytesIO(data)
    try:
        gzipped = data.startswith(_GZIP)
        with gzip.GzipFile(fileobj=held) if gzipped else packing.unpacking(held) as stream:
            found = stream.read(MAX_BYTES + 1)
    except packing.damage() as error:
        what = "gzip" if gzipped else "Zstandard"
        raise Unreadable(0, f"damaged {what} data: {error}") from error
    if len(found) > MAX_BYTES:
        raise UnsafeInput(_LARGE)
    return found


def _members(given: Given, top: str, is_named: bool) -> Iterator[Input]:
    """The files in a zip archive, as those in a folder; their names are for messages alone."""
    left = MAX_BYTES
    try:
        with _archive(given.data) as archive:
            for member in archive.infolist():
                inner = given._replace(name=f"{given.name}/{member.filename}", data=b"")
                data, refused, spent = _member(archive, member)
                left -= spent
                if left < 0:
                    raise UnsafeInput(_LARGE)
                if not member.is_dir():
                    place = f"{top}/{member.filename}"
                    yield Input(inner._replace(data=data), place, is_named=False, refused=refused)
    except (UnsafeInput, Unreadable) as error:
        yield Input(given._replace(data=b""), top, is_named, str(error))


def _archive(data: bytes) -> zipfile.ZipFile:
    """The archive, if it is within bounds, which its own table of contents tells."""
    if data.count(_ENTRY) > MEMBERS:
        raise UnsafeInput(f"more than {MEMBERS} files in one archive; split it")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except _DAMAGE as error:
        raise Unreadable(0, f"a zip archive that cannot be opened: {error}") from error
    if sum(one.file_size for one in archive.infolist()) > MAX_BYTES:
        raise UnsafeInput(_LARGE)
    return archive


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[bytes, str, int]:
    """A file in an archive, why it cannot be read, and how many bytes were unpacked at most."""
    packed = b""
    try:
        packed = _inflated(archive, member)
        data = unpacked(packed)
    except Unreadable as error:
        return b"", error.reason, len(packed) * _RATIO
    return data, "", len(data)


def _inflated(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a file in an archive, never more than its table of contents tells."""
    if member.compress_type not in _METHODS:  # others may ask for gigabytes to begin with
        raise Unreadable(0, "packed by another method than deflate; pack it anew")
    try:
        with archive.open(member) as stream:
            return stream.read(member.file_size + 1)
    except _DAMAGE as error:
        raise Unreadable(0, f"a damaged file in a zip archive: {error}") from error
