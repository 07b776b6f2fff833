"""What one RDF file may cost: beyond these limits a parser runs out of stack or memory."""

from __future__ import annotations

from typing import BinaryIO

from claimgraph.errors import UnsafeInput

MAX_BYTES = 256 * 1024 * 1024  # of a file that is held in memory
MAX_NESTING = 100  # of objects and arrays in JSON-LD
MAX_CHAIN = 1000  # of terms defined by one another in a context, of triple terms in one another


def whole(stream: BinaryIO, where: str) -> bytes:
    """All bytes of a file in a format that is not read piece by piece."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UnsafeInput(f"{where}: more than {MAX_BYTES >> 20} MiB; convert it to N-Quads")
    return data


def check_entities(xml: bytes, where: str) -> None:
    """Refuse the entities of XML that make a text grow without bound when they are expanded."""
    longest = 0
    for declaration in xml.split(b"<!ENTITY")[1:]:
        value = declaration.partition(b'"')[2].partition(b'"')[0]
        if b"&" in value:
            raise UnsafeInput(f"{where}: an XML entity refers to another; write its value out")
        longest = max(longest, len(value))
    if longest * xml.count(b"&") > MAX_BYTES:
        raise UnsafeInput(f"{where}: its XML entities make it too large; write their values out")


class Shallow:
    """A stream whose triple terms, `<<( … )>>` of RDF 1.2, are not nested too deep."""

    def __init__(self, stream: BinaryIO, where: str) -> None:
        self._stream = stream
        self._where = where
        self._depth = 0
        self._tail = b""

    def read(self, size: int = -1) -> bytes:
        """As of any binary stream; raises UnsafeInput."""
        chunk = self._stream.read(size)
        text = self._tail + chunk
        self._tail = text[-2:]
        self._depth = max(0, self._depth + text.count(b"<<(") - text.count(b")>>"))
        if self._depth > MAX_CHAIN:
            raise UnsafeInput(f"{self._where}: more than {MAX_CHAIN} triple terms in one another")
        return chunk
