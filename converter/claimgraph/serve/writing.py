"""What the engine's writers leave open: how many rows, prefixes in an order, what XML can hold.

Rows are counted in the bytes of a result, while it is written: the engine tells no number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, TypeVar

from pyoxigraph import QueryResultsFormat, Triple

from claimgraph.serve.tasks import Refused

_NOT_XML_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")  # XML 1.0, Char
_PREFIX = b"@prefix"
Item = TypeVar("Item")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, Char
_NAMED = re.compile(r"[^\W\d][\w.-]*\Z")  # how an IRI ends that can be the name of an element


def too_many(most: int) -> Refused:
    """The refusal of an answer with more rows or triples."""
    return Refused(413, f"the answer has more than {most} rows; add LIMIT, or ask for less")


class Counting:
    """A stream that passes on what is written to it; raises Refused at one row too many.

    Rows are what follows the head, of which each format has a known part.
    """

    def __init__(self, out: BinaryIO, form: QueryResultsFormat, most: int) -> None:
        self._out = out
        self._most = most
        count, self._before, self._write = _FORMS[form]
        self._count = count()
        self.rows = -self._before
        self.refused: Refused | None = None

    def write(self, data: bytes) -> int:
        """As of any binary stream."""
        self.rows += self._count(data)
        if self.rows > self._most:
            raise self._refuse(too_many(self._most))
        try:
            self._out.write(self._write(data))
        except Refused as error:
            raise self._refuse(error) from error
        return len(data)

    def flush(self) -> None:
        """Nothing is held here."""

    def _refuse(self, error: Refused) -> Refused:
        self.refused = error
        return error


def limited(items: Iterable[Item], most: int) -> Iterator[Item]:
    """Rows or triples; raises Refused at one too many."""
    for number, item in enumerate(items):
        if number == most:
            raise too_many(most)
        yield item


Count = Callable[[bytes], int]


def _tsv() -> Count:
    return lambda data: data.count(b"\n")  # those in a literal are escaped


def _xml() -> Count:
    mark = b"<result>"
    tail = b""

    def count(data: bytes) -> int:
        nonlocal tail
        text = tail + data
        tail = text[-len(mark) + 1 :]
        return text.count(mark)

    return count


def _json() -> Count:
    """What stands between two rows: `},{` outside of strings."""
    inside = 0
    held = tail = b""

    def count(data: bytes) -> int:
        nonlocal inside, held, tail
        text = (held + data).replace(b"\\\\", b"").replace(b'\\"', b"")
        held = b"\\" if text.endswith(b"\\") else b""
        parts = text[: len(text) - len(held)].split(b'"')
        code = tail + b'"' * inside + b'"'.join(parts[inside::2])
        inside ^= (len(parts) - 1) & 1
        tail = code[-2:]
        return code.count(b"},{")

    return count


def _xml_text(data: bytes) -> bytes:
    if _NOT_XML_BYTES.search(data):
        raise Refused(406, "the result has control characters, which XML cannot hold; ask for JSON")
    return data.replace(b"\r", b"&#xD;")  # else read as a line feed (XML 1.0, 2.11)


def _same(data: bytes) -> bytes:
    return data


_FORMS: dict[QueryResultsFormat, tuple[Callable[[], Count], int, Callable[[bytes], bytes]]] = {
    QueryResultsFormat.TSV: (_tsv, 1, _same),
    QueryResultsFormat.XML: (_xml, 0, _xml_text),
    QueryResultsFormat.JSON: (_json, -1, _same),
}


class SortedHead:
    """A stream that sorts the prefixes a Turtle file begins with: the engine writes any order.

    `done` must be called in the end.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._held = b""
        self._is_written = False

    def write(self, data: bytes) -> int:
        """As of any binary stream."""
        if self._is_written:
            self._out.write(data)
            return len(data)
        self._held += data
        last = self._held.rpartition(b"\n")[2]
        if last and not last.startswith(_PREFIX[: len(last)]):
            self.done()
        return len(data)

    def flush(self) -> None:
        """Nothing: the head may not be complete."""

    def done(self) -> None:
        """Write what is held."""
        if not self._is_written:
            self._is_written = True
            lines = self._held.splitlines(keepends=True)
            head = [line for line in lines if line.startswith(_PREFIX)]
            self._out.write(b"".join(sorted(head) + lines[len(head) :]))


def fit_for_xml(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The triples; raises Refused for what RDF/XML cannot hold."""
    for triple in triples:
        text = getattr(triple.object, "value", "")
        if not _NAMED.search(triple.predicate.value) or _NOT_XML.search(text):
            raise Refused(406, f"RDF/XML cannot hold this triple, ask for Turtle: {triple}"[:500])
        yield triple
