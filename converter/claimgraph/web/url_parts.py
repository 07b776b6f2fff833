"""Take a URL from the wild apart: repaired where that is certain, in the characters of RFC 3986.

Everything here raises ValueError, and nothing else, for what is no http(s) URL.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin

LONGEST = 8192  # characters of a URL that is kept
_MOST = 4 * LONGEST  # of one that is taken apart: to be canonical, it may grow by escapes
PCHAR = r"A-Za-z0-9\-._~!$&'()*+,;=:@"  # RFC 3986, appendix A
_INVISIBLE = "".join(map(chr, range(33))) + "\x7f\xa0\xad\u200b\u200e\u200f\u2060\u3000\ufeff"
_ILLEGAL = re.compile(rf"%(?![0-9A-Fa-f]{{2}})|[^%/?{PCHAR}]+")
_PARTS = re.compile(r"([^/?#]*)([^?#]*)(\??[^#]*)(#?.*)", re.DOTALL)
_HOST = re.compile(r"(?=.{1,254}\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?", re.IGNORECASE)
_PORT = re.compile("[0-9]{1,5}")
_BREAK = re.compile(r"[\t\n\r]")
_SEVERAL = re.compile(r"\shttps?://", re.IGNORECASE)
_SCHEME = re.compile(  # `http://`, also damaged: `http:/`, `http//`, `example.orghttp://`
    r"(?:[\w.-]{0,253}?(?=https?://))?(https?)(?::[/\s]*|//+)", re.IGNORECASE
)
_AGAIN = re.compile(r"[\w.-]{0,253}?(https?)://+", re.IGNORECASE)  # `http://https://`
_TWICE = re.compile(r"([^/?#]+)(?:/https?://\1)+(?=[/?#]|\Z)", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_BARE_HOST = re.compile(r"(?:[\w-]+\.)+([^\W\d_]{2,}|xn--[\w-]+)(?::\d{1,5})?(?=[/?#]|\Z)")
_WORDS = re.compile(r"[^./?#]*\Z|[^/?#]*[@\s]")  # a name, a number, an e-mail address
# `story.html` is a file beside the page, `example.org` a host
_FILES = frozenset(
    "amp asp aspx avif cfm cgi cms css csv doc docx gif htm html ico jpeg jpg js json jsonld jsp "
    "mp3 mp4 pdf php png rss shtml svg txt webm webp xhtml xml".split()
)


class Parts(NamedTuple):
    """A URL taken apart. Port, query and fragment have their mark before them, or are empty."""

    scheme: str
    host: str
    port: str
    path: str
    query: str
    fragment: str

    def __str__(self) -> str:
        return f"{self.scheme}://{''.join(self[1:])}"


def parsed(url: str, page: str = "") -> Parts:
    """The parts of a URL; a relative one is resolved against `page`.

    In a page's own markup, `www.example.org/a`, `example.org/a` and `//example.org/a` are hosts
    without their scheme, and a word is no URL. Raises ValueError with a plain reason.
    """
    text = _cleaned(url)
    if found := _SCHEME.match(text):
        return apart(found[1], text[found.end() :])
    if text.startswith("//") or _begins_with_host(text):
        return apart(parsed(page).scheme if page else "https", text)
    if other := _OTHER_SCHEME.match(text):
        raise ValueError(f"`{_short(text)}` is a link of kind `{other[1]}:`; give an http(s) URL")
    if _WORDS.match(text):
        raise ValueError(f"`{_short(text)}` is no URL")
    if not page:
        raise ValueError(f"`{_short(text)}` is relative, and the URL of its page is not known")
    return parsed(urljoin(str(parsed(page)), text))


def apart(scheme: str, rest: str) -> Parts:
    """The parts of what stands behind the scheme. Raises ValueError for a host that cannot be."""
    rest = rest.lstrip("/")
    while again := _AGAIN.match(rest):
        scheme, rest = again[1], rest[again.end() :]
    if twice := _TWICE.match(rest):
        rest = twice[1] + rest[twice.end() :]
    found = _PARTS.fullmatch(rest)
    assert found
    authority, path, query, fragment = found.groups()
    fragment = fragment[:1] + _encoded(fragment[1:])
    return Parts(scheme.lower(), *_authority(authority), _encoded(path), _encoded(query), fragment)


def _cleaned(url: str) -> str:
    text = url.strip(_INVISIBLE)
    if not text:
        raise ValueError("the URL is empty")
    if len(text) > _MOST:
        raise ValueError(f"`{_short(text)}` has more than {LONGEST} characters")
    if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("the URL holds half a character (a lone surrogate)")
    if _SEVERAL.search(text):
        raise ValueError(f"`{_short(text)}` holds more than one URL; give each its own")
    text = "".join(line.strip() for line in _BREAK.split(text))
    if "\\" not in text:
        return text
    end = min([len(text), *(text.index(mark) for mark in "?#" if mark in text)])
    return text[:end].replace("\\", "/") + text[end:]


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _begins_with_host(text: str) -> bool:
    found = _BARE_HOST.match(text)
    return found is not None and found[1].lower() not in _FILES


def _encoded(text: str) -> str:
    return _ILLEGAL.sub(lambda found: quote(found[0], safe=""), text)


def _authority(text: str) -> tuple[str, str]:
    if not text:
        raise ValueError("the URL names no host")
    if "@" in text:
        raise ValueError(f"`{_short(text)}` names a user; give the URL without")
    host, _, port = text.partition(":")
    host = _ascii(unquote(host))
    if not _HOST.fullmatch(host):
        raise ValueError(f"`{_short(text)}` is no name of a host")
    if port and not (_PORT.fullmatch(port) and int(port) < 2**16):
        raise ValueError(f"`{_short(text)}` has no port that can be")
    return host, port and f":{port}"


def _ascii(host: str) -> str:
    """The host; other scripts as IDNA 2003 spells them."""
    if host.isascii() or len(host) > 253:
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError as error:
        raise ValueError(f"`{_short(host)}` is no name of a host") from error
