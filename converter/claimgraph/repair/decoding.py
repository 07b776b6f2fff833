"""Bytes as they were fetched, as text: gzip undone within bounds, then the charset of the page.

The charset is what a byte order mark, the header or a `meta` element says, in this order, and as
the Encoding standard reads it (ISO-8859-1 means windows-1252). Where nothing says it, the page is
UTF-8 if its bytes are, else windows-1252. https://encoding.spec.whatwg.org/
"""

from __future__ import annotations

import codecs
import re
import zlib
from typing import NamedTuple

from claimgraph.errors import UnsafeInput
from claimgraph.repair.unreadable import Unreadable

MAX_BYTES = 32 * 1024 * 1024  # of one page, unpacked

_GZIP = b"\x1f\x8b\x08"
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"))
_LABEL = re.compile(r"""charset\s*+=\s*+["']?+\s*+([\w.:-]{1,40})""", re.IGNORECASE | re.ASCII)
_META = re.compile(rb"<meta\b[^<>]*>", re.IGNORECASE)
_PRESCAN = 128 * 1024  # bytes: many a page names its charset behind long scripts
_READ_AS = {  # Python's codec, and the one of the Encoding standard for its labels
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_WEB = re.compile(  # codecs that the Encoding standard knows
    r"utf-8|utf-16(?:-[bl]e)?|cp(?:125\d|866|874|932|949)|iso8859-\d+|koi8-[ru]|gb18030|big5hkscs"
    r"|mac-(?:roman|cyrillic)|euc_jp|iso2022_jp"
)
_UNDEFINED = {0xDC00 + byte: byte for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}  # in windows-1252


class Decoded(NamedTuple):
    """A text, its line breaks all line feeds, and the sorted names of what reading it took.

    Rules: invalid-bytes (they became U+FFFD), undeclared-charset (taken for windows-1252).
    """

    text: str
    rules: tuple[str, ...]


def decode(data: bytes, content_type: str = "", most: int = MAX_BYTES) -> Decoded:
    """Text of a page, which may be packed by gzip; `content_type` is that of its HTTP header.

    Raises UnsafeInput above `most` bytes, Unreadable where the gzip data is damaged.
    """
    charset, data = _marked(_unpacked(data, most))
    charset = charset or _labelled(content_type) or _of_meta(data)
    rules = []
    if not charset:
        charset = "utf-8" if _is_utf8(data) else "cp1252"
        rules += ["undeclared-charset"] * (charset == "cp1252")
    try:
        text = data.decode(charset, "surrogateescape" if charset == "cp1252" else "strict")
    except UnicodeDecodeError:
        text = data.decode(charset, "replace")
        rules += ["invalid-bytes"]
    if charset == "cp1252":
        text = text.translate(_UNDEFINED)
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), tuple(rules))


def _unpacked(data: bytes, most: int) -> bytes:
    if data.startswith(_GZIP):
        member = zlib.decompressobj(wbits=31)
        try:
            data = member.decompress(data, most + 1)
        except zlib.error as error:
            raise Unreadable(0, f"damaged gzip data: {error}") from error
        if len(data) <= most and not member.eof:
            raise Unreadable(0, "the gzip data is cut off")
        if member.unused_data.strip(b"\0"):
            raise Unreadable(0, "something follows the gzip data")
    if len(data) > most:
        raise UnsafeInput(f"more than {most >> 20} MiB")
    return data


def _marked(data: bytes) -> tuple[str, bytes]:
    """What a byte order mark says, and the data after it."""
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return charset, data[len(mark) :]
    return "", data


def _of_meta(data: bytes) -> str:
    """Of the first `meta` element that names one; it was read as ASCII, so it is no UTF-16."""
    for element in _META.findall(data[:_PRESCAN]):
        if charset := _labelled(element.decode("latin-1")):
            return "utf-8" if charset.startswith("utf-16") else charset
    return ""


def _labelled(text: str) -> str:
    """Python's codec for `charset=...`, or "" where there is none that the web knows."""
    label = _LABEL.search(text)
    try:
        name = codecs.lookup(label[1]).name if label else ""
    except LookupError:
        return ""
    name = _READ_AS.get(name, name)
    return name if _WEB.fullmatch(name) else ""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
