"""HTML built from elements: what is not an element is text, and text is always escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape
from typing import TypeAlias

_VOID = frozenset("br hr img input link meta".split())
_RAW = frozenset("script style iframe object embed".split())  # what is inside these is no text
_ADDRESSES = frozenset("href src action formaction".split())
_NAME = re.compile(r"[a-z][a-z0-9-]*")
# below our own root, in this page, or on the web; `//host` and `/\host` would be another host
_SAFE = re.compile(r"/(?![/\\])\S*|[?#]\S*|https?://[^\s/?#\\][^\s\\]*", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # HTML, 13.2.3.5
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Html:
    """Markup; made here alone, so that nothing becomes markup that was not built as such."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __bytes__(self) -> bytes:
        return self.text.encode()


Child: TypeAlias = "Html | str | int | Iterable[Child] | None"
Value: TypeAlias = "str | int | bool | None"


def tag(name: str, /, *children: Child, **attributes: Value) -> Html:
    """An element. `class_` and `aria_label` give the attributes class and aria-label.

    Attributes that are None or False are left out. Raises ValueError for an address that is
    neither below `/` nor http or https, for an attribute that is code, and for `script`, `style`.
    """
    if name in _RAW and children:
        raise ValueError(f"<{name}> holds no text")
    head = f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    return Html(head if name in _VOID else f"{head}{_inner(children)}</{name}>")


def fragment(*children: Child) -> Html:
    """The children one after the other."""
    return Html(_inner(children))


def page(*children: Child, language: str) -> bytes:
    """A whole document, as UTF-8."""
    return f"<!DOCTYPE html>\n{tag('html', *children, lang=language).text}\n".encode()


def json_block(value: object, media_type: str = "application/json", id_: str | None = None) -> Html:
    """Data for scripts and robots: no browser runs it."""
    spelt = json.dumps(value, ensure_ascii=False, sort_keys=True)
    # nothing that could end the element, or begin a comment in it
    safe = spelt.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Html(f"<script{_attribute('type', media_type)}{_attribute('id', id_)}>{safe}</script>")


def is_safe(address: str) -> bool:
    """Whether a link may lead there."""
    return _SAFE.fullmatch(address) is not None


def link(address: str, /, *children: Child, **attributes: Value) -> Html:
    """A link where the address is safe, else what would be its text."""
    if not is_safe(address):
        return tag("span", *children, **attributes)
    outside = None if address[0] in "/?#" else "external noopener"
    return tag("a", *children, href=address, rel=outside, **attributes)


def plain(text: str) -> str:
    """A text where no markup isolates it, as in a title: without marks of direction."""
    return _BIDI.sub("", text)


def _inner(children: Iterable[Child]) -> str:
    return "".join(map(_spelt, children))


def _spelt(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Html):
        return child.text
    if isinstance(child, str | int):
        return escape(_CONTROLS.sub("\ufffd", str(child)), quote=False)
    return _inner(child)


def _attribute(key: str, value: Value) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    if not _NAME.fullmatch(name) or name.startswith("on") or name in ("style", "srcdoc"):
        raise ValueError(f"no attribute of ours: {name}")
    if name in _ADDRESSES and not is_safe(str(value)):
        raise ValueError(f"not a safe address: {value!r}")
    return f" {name}" if value is True else f' {name}="{escape(_CONTROLS.sub("", str(value)))}"'
