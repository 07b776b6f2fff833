"""What the attributes of an element say in microdata and in RDFa Lite.

Of RDFa, terms of any vocabulary are told apart, yet only those of schema.org are shortened.
https://html.spec.whatwg.org/multipage/microdata.html https://www.w3.org/TR/rdfa-lite/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

Attributes = Mapping[str, str]

_SCHEMA = re.compile(r"(?:(?:https?:)?//)?(?:www\.)?schema\.org/+(?=\w)", re.IGNORECASE)
_PREFIX = re.compile(r"(?<![^\s:])([^\s:]++):\s++(\S+)")
_INITIAL = (("schema", "http://schema.org/"),)  # of the initial context of RDFa
_MOST_PREFIXES = 100
_LINK = {
    **dict.fromkeys(("a", "area", "link"), "href"),
    **dict.fromkeys(
        ("audio", "embed", "iframe", "img", "source", "track", "video", "amp-img"), "src"
    ),
    **dict.fromkeys(("data", "meter"), "value"),
    "object": "data",
}


class Scope(NamedTuple):
    """What descendants inherit in RDFa."""

    vocabulary: str = ""
    prefixes: tuple[tuple[str, str], ...] = _INITIAL


class Role(NamedTuple):
    """What an element is: an item, where it has types (perhaps none); the value of properties."""

    types: tuple[str, ...] | None = None
    id: str = ""
    properties: tuple[str, ...] = ()


class Syntax(NamedTuple):
    """A way to mark up items: how they are told, and what an element says."""

    name: str
    items: re.Pattern[str]  # in the source of every page that has some
    marks: re.Pattern[str]  # in the source of every tag that says something
    role: Callable[[Attributes, Scope], tuple[Role, Scope]]


def local(iri: str) -> str:
    """The name of a term of schema.org, another IRI as it is."""
    return _SCHEMA.sub("", iri, count=1) if _SCHEMA.match(iri) else iri


def value(element: str, attributes: Attributes) -> str | None:
    """Value of a property by the attributes of its element; None where its text is the value.

    `content` counts on any element, as search engines have it.
    """
    for name in ("content", "datetime", "resource", _LINK.get(element, "")):
        if name in attributes:
            return attributes[name].strip()
    return "" if element == "meta" else None


def _microdata(attributes: Attributes, scope: Scope) -> tuple[Role, Scope]:
    types = tuple(map(local, attributes.get("itemtype", "").split()))
    properties = tuple(map(local, attributes.get("itemprop", "").split()))
    is_item = "itemscope" in attributes
    return Role(types if is_item else None, attributes.get("itemid", ""), properties), scope


def _rdfa(attributes: Attributes, scope: Scope) -> tuple[Role, Scope]:
    prefixes = (*_PREFIX.findall(attributes.get("prefix", "")), *scope.prefixes)
    scope = Scope(attributes.get("vocab", scope.vocabulary).strip(), prefixes[:_MOST_PREFIXES])
    types = _terms(attributes.get("typeof", ""), scope) if "typeof" in attributes else None
    named = [
        attributes[name] for name in ("about", "resource", "href", "src") if name in attributes
    ]
    properties = _terms(attributes.get("property", ""), scope)
    return Role(types, named[0] if named else "", properties), scope


def _terms(text: str, scope: Scope) -> tuple[str, ...]:
    """Terms without a vocabulary mean nothing."""
    terms = (_term(word, scope) for word in text.split())
    return tuple(local(term) for term in terms if term)


def _term(word: str, scope: Scope) -> str:
    prefix, colon, name = word.partition(":")
    if colon and not name.startswith("//"):
        return next((iri + name for known, iri in scope.prefixes if known == prefix), word)
    if colon or not scope.vocabulary:
        return word if colon else ""
    return scope.vocabulary + word


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{text})\b", re.IGNORECASE)


MICRODATA = Syntax("microdata", _pattern("itemscope"), _pattern("itemscope|itemprop"), _microdata)
RDFA = Syntax("rdfa", _pattern("typeof"), _pattern("typeof|property|vocab|prefix"), _rdfa)
