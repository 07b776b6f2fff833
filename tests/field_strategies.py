"""Hypothesis strategies for structs of the record model, whose fields are drawn by their rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar, get_origin
from unicodedata import normalize

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from claimgraph.dates import Edtf
from claimgraph.records.fields import LOCAL_ID, URL, Field, Part, Term, fields, part_of
from terms import spellings

AnyPart = TypeVar("AnyPart", bound=Part)

DATES = tuple(
    "2024 2024-12 2024-12-25 0001-01-01 0099 9999-12 2025?-07-04 2025?-07 2025-07-04? 2025~ 201X "
    "20XX 2025-XX 2025-07-XX XXXX-07-04 2025-21 Y17000 -0044 ../2025-07-04? 2024/.. 2024/ "
    "2024-12-25/2024-12-27 2024/2025-02 2024-12-25/2025? 2018-10-07T12:00:00Z "
    "2018-10-07T12:00:00.25+05:30 2018-10-07T00:00:00".split()
)
TAGS = tuple("en und ar EN-gb zh-Hant-TW sr-Latn de-1996 en-a-bbb-x-y sl-rozaj-biske qaa".split())
HOSTS = (
    "http://example.org",
    "https://example.org",
    "https://example.org:8080",
    "http://d\u00fc.example",
    "https://a|b%zz.example",
)
ODD = "\0\b\t\n\v\f\r\x1f\"\\'\x7f\x85\xa0\u0301\u2028\u202e\ud7ff\ue000\ufdd0\ufeff\ufffe\uffff"
SIGNS = "<>{}|^`%#@:/.?[]$\U0001f600\U000e0001\U0010ffff"


@cache
def texts_of(alphabet: str = "") -> SearchStrategy[str]:
    """Texts of any code points that UTF-8 can carry, or of those of an alphabet."""
    every = st.characters(exclude_categories=["Cs"])
    return st.text(alphabet or every, min_size=1, max_size=8)


@cache
def words() -> SearchStrategy[str]:
    """A text of any characters, often of those that need care; not blank."""
    return (texts_of() | texts_of(ODD + SIGNS)).filter(str.strip)


@cache
def tags() -> SearchStrategy[str]:
    """Language tags."""
    return st.sampled_from(TAGS)


@cache
def texts() -> SearchStrategy[str | dict[str, str]]:
    """A text, or one per language."""
    by_language = st.lists(st.tuples(tags(), words()), min_size=1, max_size=3, unique_by=_tag)
    return words() | by_language.map(dict)


def _tag(text: tuple[str, str]) -> str:
    return text[0].lower()


@cache
def ids() -> SearchStrategy[str]:
    """Names of records: most plain, some of any script."""
    plain = st.text("abcXYZ0123456789-._", min_size=1, max_size=6)
    beyond = st.characters(min_codepoint=0xA1, exclude_categories=["Cs", "Cf", "Zl", "Zp", "Zs"])
    name = st.one_of(plain, plain, st.text(beyond, min_size=1, max_size=4))
    return name.map(partial(normalize, "NFC")).filter(_allowed(LOCAL_ID))


@cache
def urls() -> SearchStrategy[str]:
    """http(s) URLs with odd characters behind the host, and items of Wikidata."""
    items = st.integers(1, 10**9).map("http://www.wikidata.org/entity/Q{}".format)
    rest = texts_of() | texts_of(ODD + SIGNS) | texts_of("/?#:%[]aZ-.\u0436")
    odd = st.builds("{}{}{}".format, st.sampled_from(HOSTS), st.sampled_from("/?#"), rest)
    return items | odd.filter(_allowed(URL))


def _allowed(pattern: str) -> Callable[[str], bool]:
    found = re.compile(pattern)
    return lambda text: found.search(text) is not None


@cache
def dates() -> SearchStrategy[Edtf]:
    """Dates of every form that is read."""
    return st.sampled_from(DATES).map(Edtf.parse)


@cache
def numbers() -> SearchStrategy[int | float]:
    """Ratings: whole and other numbers."""
    return st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9)


@cache
def hashes() -> SearchStrategy[str]:
    """SHA-256 in hex."""
    return st.binary(max_size=2).map(lambda data: sha256(data).hexdigest())


class Ids(NamedTuple):
    """The ids of a source by kind, from which references are drawn; nothing refers to itself."""

    held: Mapping[str, Sequence[str]]
    own: str = ""

    def of(self, *kinds: str) -> tuple[str, ...]:
        """Ids that a reference to such kinds may name."""
        return tuple(id_ for name in kinds for id_ in self.held[name] if id_ != self.own)


_BY_TERM: dict[Term, Callable[[], SearchStrategy[Any]]] = {
    Term.STRING: words,
    Term.TEXT: texts,
    Term.IRI: urls,
    Term.DATE: dates,
    Term.NUMBER: numbers,
}
_BY_NAME: dict[str, Callable[[], SearchStrategy[Any]]] = {
    "license": urls,
    "language": tags,
    "sha256": hashes,
    "file": lambda: st.just("text.txt"),
    "length": lambda: st.integers(1, 10**6),
    "series": st.booleans,
    "private": st.booleans,
    "truth": lambda: st.booleans() | st.sampled_from(["mostly-true", "mixed", "false"]),
}


def part(
    struct: type[AnyPart], known: Ids, **given: SearchStrategy[Any]
) -> SearchStrategy[AnyPart]:
    """A struct: each field that is not given is drawn by its row."""
    drawn = {one.name: _field(one, known) for one in fields(struct) if one.name not in given}
    return st.fixed_dictionaries({**drawn, **given}).map(lambda held: struct(**held))


def _field(field: Field, known: Ids) -> SearchStrategy[Any]:
    if field.row.to:
        return _refer(known.of(*field.row.to), field.type)
    return _plain(field)


@cache
def _refer(choices: tuple[str, ...], hint: Any) -> SearchStrategy[Any]:
    return _many(st.sampled_from(choices) if choices else st.nothing(), hint)


@cache
def _plain(field: Field) -> SearchStrategy[Any]:
    return _many(_value(field), field.type)


def _many(one: SearchStrategy[Any], hint: Any) -> SearchStrategy[Any]:
    """One value, or as many as the type of the field has."""
    if get_origin(hint) is tuple:
        return st.just(()) if one.is_empty else st.lists(one, max_size=2, unique_by=repr).map(tuple)
    return st.none() | one if type(None) in getattr(hint, "__args__", ()) else one


def _value(field: Field) -> SearchStrategy[Any]:
    if inner := part_of(field.type):
        return part(inner, Ids({}))
    if field.name in _BY_NAME:
        return _BY_NAME[field.name]()
    choices = sorted(spellings(field.type))
    return st.sampled_from(choices) if choices else _BY_TERM[field.row.term]()
