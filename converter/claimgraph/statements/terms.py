"""RDF terms in their N-Triples spelling: `<http://…>`, `"text"@en`, `"3"^^<…>`.

Escapes are those of canonical N-Quads (RDFC-1.0, section 5), so that a sorted file is its own
canonical form.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from urllib.parse import quote

from claimgraph.vocabulary import PREFIXES

_SPECIAL = re.compile('[\x00-\x1f"\\\\\x7f\ufffe\uffff]')
_ESCAPES = {
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}
# what an IRI holds as it is (RFC 3987, section 2.2); its iprivate, for queries alone, is left out
_RAW = r"!$&'()*+,\-./0-9:;=?@A-Z_a-z~"
_UCS = "\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U000e1000-\U000efffd" + "".join(
    f"{chr(plane)}-{chr(plane + 0xFFFD)}" for plane in range(0x10000, 0xE0000, 0x10000)
)
_NOT_RAW = re.compile(f"%(?![0-9A-Fa-f]{{2}})|[^%{_RAW}{_UCS}]")
_ALL_RAW = re.compile(f"[{_RAW}]*(?:#[{_RAW}]*)?")


def iri(text: str) -> str:
    """An absolute IRI; what RFC 3987 does not allow as it is becomes percent-encoded UTF-8."""
    if _ALL_RAW.fullmatch(text):
        return f"<{text}>"
    head, hash_, fragment = text.partition("#")
    return f"<{_NOT_RAW.sub(_percent, head)}{hash_}{_NOT_RAW.sub(_percent, fragment)}>"


def _percent(match: re.Match[str]) -> str:
    return quote(match.group(), safe="")


@cache
def term(name: str) -> str:
    """The IRI of a prefixed name of ours: `schema:name` gives `<http://schema.org/name>`."""
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def string(text: str) -> str:
    """A plain string."""
    return f'"{_escape(text)}"'


def tagged(text: str, language: str) -> str:
    """A text with its language tag in lower case; `und` (not determined) gives a plain string."""
    return f'"{_escape(text)}"{_tag(language)}'


@lru_cache(1024)
def _tag(language: str) -> str:
    tag = language.lower()
    return f"@{tag}" if tag not in ("", "und") else ""


def typed(lexical: str, datatype: str) -> str:
    """A typed literal; `datatype` is a prefixed name, the lexical form canonical."""
    return f'"{_escape(lexical)}"{_type(datatype)}'


@cache
def _type(datatype: str) -> str:
    return f"^^{term(datatype)}"


def number(value: int | float) -> str:
    """xsd:integer, or xsd:decimal in the shortest form: 3.5, never 3.50 or 1e-7."""
    if isinstance(value, float) and not value.is_integer():
        return typed(f"{Decimal(repr(value)):f}", "xsd:decimal")
    return typed(str(int(value)), "xsd:integer")


def _escape(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return _SPECIAL.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return _ESCAPES.get(match.group()) or f"\\u{ord(match.group()):04X}"
