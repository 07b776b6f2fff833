"""N-Triples and N-Quads in canonical form, as our releases are, read without building terms.

What is not in that form to the letter is left to the parser.
"""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

from claimgraph.packing import damage, opened, stem

# the characters of IRIs that need no look at where they stand, and all beyond ASCII's and Latin-1's
# control characters (RFC 3987, section 2.2); RDFC-1.0, section 5, for literals
_IRI = (
    r"<[A-Za-z][A-Za-z0-9+.-]*:(?:[!$#&'()*+,\-./0-9:;=?@A-Z_a-z~\xa0-\ud7ff]++|%[0-9A-Fa-f]{2})*>"
)
_ESCAPE = r'\\(?:[btnfr"\\]|u00(?:0[0-7BEF]|1[0-9A-F]|7F)|uFFF[EF])'
_TAG = "@[a-z]{1,8}(?:-[a-z0-9]{1,8})*"
_LITERAL = rf'"(?:[^"\\\x00-\x1f\x7f\ufffe\uffff]++|{_ESCAPE})*"(?:{_TAG}|\^\^{_IRI})?'
_LINE = re.compile(rf"({_IRI}) ({_IRI}) ({_IRI}|{_LITERAL})( {_IRI})? \.\n")
_STRING = '"^^<http://www.w3.org/2001/XMLSchema#string>'
_SUFFIXES = (".nt", ".nq")
CHUNK = 1 << 22  # bytes, and the rest of a line


def described(path: Path) -> dict[str, dict[str, list[str]]] | None:
    """The statements of a file, of whatever graph; None for one that the parser has to read."""
    if Path(stem(path.name.lower())).suffix not in _SUFFIXES:
        return None
    wrong: tuple[type[Exception], ...] = (*damage(), UnicodeDecodeError)
    graph: dict[str, dict[str, list[str]]] = {}
    known: dict[str, str] = {}  # IRIs: one string of each
    try:
        with opened(path) as stream:
            while chunk := stream.read(CHUNK) + stream.readline():
                if not _add(graph, chunk.decode(), known):
                    return None
    except wrong:  # the parser says what, and where
        return None
    return graph


def _add(graph: dict[str, dict[str, list[str]]], text: str, known: dict[str, str]) -> bool:
    """Add the statements of whole lines; False where one is not in that form."""
    found = _LINE.findall(text)
    read = sum(map(len, chain.from_iterable(found)))
    if read + len("   .\n") * len(found) != len(text) or _STRING in text:
        return False
    last, node = "", dict[str, list[str]]()
    for subject, predicate, object_, _ in found:
        if subject != last:
            last, node = subject, graph.setdefault(known.setdefault(subject, subject), {})
        objects = node.setdefault(known.setdefault(predicate, predicate), [])
        if object_ not in objects:
            objects.append(known.setdefault(object_, object_) if object_[0] == "<" else object_)
    return True
