"""Bytes to text: who says the charset, what is packed, and what is refused."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.errors import UnsafeInput
from claimgraph.repair.decoding import Decoded, decode
from claimgraph.repair.unreadable import Unreadable

quick = settings(deadline=None, max_examples=100)

META = '<meta charset="{}">'
EQUIV = "<META http-equiv=Content-Type content='text/html; Charset={}'>"
CHARSETS = [  # bytes, header, text
    ("é€".encode(), "", "é€"),
    ("é".encode(), "text/html; charset=UTF-8", "é"),
    (b"\xef\xbb\xbf\xc3\xa9", "text/html; charset=iso-8859-1", "é"),
    ("é".encode("utf-16"), "", "é"),
    (b"\xfe\xff" + "é".encode("utf-16-be"), 'text/html; charset="utf-8"', "é"),
    ("é€".encode("cp1252"), "text/html;charset=ISO-8859-1", "é€"),
    ("é€".encode("cp1252"), "text/html; charset=us-ascii", "é€"),
    (b"\x81\x9d", "text/html; charset=windows-1252", "\x81\x9d"),
    ("Привет".encode("cp1251"), "text/html; charset='windows-1251'", "Привет"),
    ("Привет".encode("koi8-r"), "text/html; charset=KOI8-R", "Привет"),
    ("ğş".encode("cp1254"), "text/html; charset=iso-8859-9", "ğş"),
    ("検証①".encode("cp932"), "text/html; charset=Shift_JIS", "検証①"),
    ("検証".encode("euc-jp"), "text/html; charset=euc-jp", "検証"),
    ("检查€".encode("gb18030"), "text/html; charset=gb2312", "检查€"),
    ("查核".encode("big5"), "text/html; charset=big5", "查核"),
    ("사실".encode("cp949"), "text/html; charset=euc-kr", "사실"),
    *(
        (
            tag.format("windows-1251").encode() + "да".encode("cp1251"),
            header,
            tag.format("windows-1251") + "да",
        )
        for tag in (META, EQUIV)
        for header in ("", "text/html", "text/html; charset=no-such", "text/html; charset=rot13")
    ),
    (META.format("utf-16").encode() + "é".encode(), "", META.format("utf-16") + "é"),
    ("<meta name=a>" + META.format("koi8-r"), "", "<meta name=a>" + META.format("koi8-r") + "да"),
]


@pytest.mark.parametrize(("data", "header", "text"), CHARSETS)
def test_the_charset_is_found(data: bytes | str, header: str, text: str) -> None:
    data = data if isinstance(data, bytes) else text.encode("koi8-r")
    assert decode(data, header) == Decoded(text, ())


NAMED = [
    (b"caf\xe9", "", "café", "undeclared-charset"),
    (b"caf\xe9", "text/html; charset=utf-8", "caf\ufffd", "invalid-bytes"),
    (b"<meta charset=utf-8>\xff", "", "<meta charset=utf-8>\ufffd", "invalid-bytes"),
    (b"a\xef\xbf\xbd", "text/html; charset=utf-8", "a\ufffd", ""),
]


@pytest.mark.parametrize(("data", "header", "text", "rules"), NAMED)
def test_what_reading_took_is_named(data: bytes, header: str, text: str, rules: str) -> None:
    assert decode(data, header) == Decoded(text, tuple(rules.split()))


@pytest.mark.parametrize(
    "label",
    ["unicode_escape", "utf-7", "idna", "hex", "zip", "punycode", "undefined", "\ud83d", ""],
)
def test_codecs_that_the_web_lacks_are_not_used(label: str) -> None:
    assert decode(b"\\u0041+AGE-", f"text/html; charset={label}").text == "\\u0041+AGE-"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")))
@quick
def test_utf8_is_read_as_it_is(text: str) -> None:
    data = text.encode()
    if not data.startswith((b"\xef\xbb\xbf", b"\x1f\x8b\x08")) and "charset" not in text:
        assert decode(data) == decode(gzip.compress(data)) == Decoded(text, ())


@given(st.binary(max_size=60), st.sampled_from(["", "utf-8", "iso-8859-1", "gbk", "utf-16", "x"]))
@quick
def test_any_bytes_are_read_or_refused(data: bytes, charset: str) -> None:
    try:
        text, rules = decode(data, f"text/html; charset={charset}")
    except Unreadable:
        assert data.startswith(b"\x1f\x8b")
    else:
        assert "\r" not in text
        assert list(rules) == sorted(rules)
        text.encode()


def test_line_breaks_are_line_feeds() -> None:
    assert decode(b"a\r\nb\rc\n\rd").text == "a\nb\nc\n\nd"


PACKED = gzip.compress(b"claim" * 99)
DAMAGED = [
    (PACKED[:-9], "cut off"),
    (PACKED[:12], "cut off"),
    (PACKED[:-8] + bytes(8), "damaged"),
    (b"\x1f\x8b\x08junk", "damaged"),
    (PACKED + b"more", "follows"),
    (PACKED * 2, "follows"),
]


@pytest.mark.parametrize(("data", "reason"), DAMAGED)
def test_damaged_gzip_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        decode(data)


def test_padding_after_gzip_is_no_damage() -> None:
    assert decode(PACKED + bytes(512)).text == "claim" * 99


def test_a_bomb_is_not_unpacked() -> None:
    most = 1024 * 1024
    bomb = gzip.compress(bytes(64 * 1024 * 1024))
    assert len(bomb) < 100_000
    with pytest.raises(UnsafeInput, match="more than 1 MiB"):
        decode(bomb, "", most)
    with pytest.raises(UnsafeInput, match="more than 1 MiB"):
        decode(bytes(most + 1), "", most)
    assert len(decode(gzip.compress(bytes(most)), "", most).text) == most
    with pytest.raises(UnsafeInput, match="more than 32 MiB"):
        decode(bomb)


def test_other_compression_is_text_of_no_charset() -> None:
    assert decode(zlib.compress(b"claim")).rules == ("undeclared-charset",)
