"""The records of a WARC file one after another, within bounds (ISO 28500, clause 4)."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from claimgraph.errors import UnsafeInput
from claimgraph.repair.decoding import MAX_BYTES
from claimgraph.repair.unreadable import Unreadable

MAX_UNPACKED = 2 * 1024 * 1024 * 1024  # bytes of one file

_GZIP = b"\x1f\x8b\x08"
_VERSION = b"WARC/"
_BLOCK = 64 * 1024
_HEADER = 64 * 1024  # bytes of one record
_FIELD = re.compile(rb"^([\w-]+)[ \t]*+:(.*)$", re.MULTILINE)


class Framed(NamedTuple):
    """A record: what its header says, "" where it does not, and its block, None if too large."""

    type: str
    uri: str
    content_type: str
    block: bytes | None


def begins(data: bytes) -> bool:
    """Whether it begins with a WARC record, packed or not."""
    if data.startswith(_GZIP):
        try:
            data = zlib.decompressobj(wbits=31).decompress(data[:_BLOCK], 16)
        except zlib.error:
            return False
    return data.startswith(_VERSION)


def framed(data: bytes) -> Iterator[Framed]:
    """The records; raises Unreadable at the first damage, UnsafeInput beyond 2 GiB."""
    packed = data.startswith(_GZIP)
    stream: BinaryIO = io.BufferedReader(_Unpacked(data), _BLOCK) if packed else io.BytesIO(data)
    while head := _head(stream):
        fields = {name.lower(): value.strip() for name, value in _FIELD.findall(head)}
        length = fields.get(b"content-length", b"")
        if not re.fullmatch(rb"\d{1,15}", length):
            raise Unreadable(0, "a WARC record without length")
        block = _block(stream, int(length))
        kind, uri, content_type = (
            fields.get(name, b"").decode("utf-8", "replace")
            for name in (b"warc-type", b"warc-target-uri", b"content-type")
        )
        yield Framed(kind.lower(), uri.strip("<>"), content_type, block)


def _head(stream: BinaryIO) -> bytes:
    """The next header, b"" at the end."""
    line = b"\n"
    while line and not line.strip():  # empty lines between records
        line = stream.readline(_HEADER)
    if not line:
        return b""
    if not line.startswith(_VERSION):
        raise Unreadable(0, "something that is no WARC record")
    lines, size = [line], len(line)
    while line.strip():
        line = stream.readline(_HEADER)
        size += len(line)
        if not line or size > _HEADER:
            raise Unreadable(0, "a WARC record whose header does not end")
        lines.append(line)
    return b"".join(lines)


def _block(stream: BinaryIO, length: int) -> bytes | None:
    """The block, or None where it is too large and was passed over."""
    kept: list[bytes] = []
    left = length
    while left:
        part = stream.read(min(left, _BLOCK))
        if not part:
            raise Unreadable(0, "a WARC record that is cut off")
        left -= len(part)
        if length <= MAX_BYTES:
            kept.append(part)
    return b"".join(kept) if length <= MAX_BYTES else None


class _Unpacked(io.RawIOBase):
    """The members of gzip data one after another, unpacked as they are read."""

    def __init__(self, data: bytes) -> None:
        self._parts = _unpacked(data)
        self._rest = b""
        self._total = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as one part goes; 0 at the end."""
        self._rest = self._rest or next(self._parts, b"")
        part, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        self._total += len(part)
        if self._total > MAX_UNPACKED:
            raise UnsafeInput(f"a WARC file that unpacks to more than {MAX_UNPACKED >> 30} GiB")
        buffer[: len(part)] = part
        return len(part)


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Parts of at most 64 KiB, none empty."""
    at = 0
    while data.startswith(_GZIP, at):
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            fed = member.unconsumed_tail or data[at : at + _BLOCK]
            if not fed:
                raise Unreadable(0, "gzip data that is cut off")
            at += 0 if member.unconsumed_tail else len(fed)
            try:
                part = member.decompress(fed, _BLOCK)
            except zlib.error as error:
                raise Unreadable(0, "damaged gzip data") from error
            if part:
                yield part
        at -= len(member.unused_data)
    if data[at:].strip(b"\0\r\n"):
        raise Unreadable(0, "something that is no gzip data")
