"""The types of record fields, and the row that says what a field becomes in the graph.

A struct with its rows is the mapping table of its record kind: the mapping, the JSON-LD
context, the record-format docs and the tests of terms and shapes all read these rows.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import cache
from typing import Annotated, Any, NamedTuple, get_args, get_type_hints

import msgspec
from msgspec import Meta

from claimgraph.dates import Edtf

# Patterns mean the same in Python and in ECMA-262, which JSON Schema uses: `$` alone would let
# Python accept a line feed behind the text, and each language has its own idea of `\s`.
_END = r"(?!\n)$"
_BLANK = r"\s\x1c-\x1f\x85\ufeff"

# RFC 5646 section 2.1, without the grandfathered tags
LANGUAGE_TAG = (
    r"^([A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
    r"(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[A-WYZa-wyz0-9](-[A-Za-z0-9]{2,8})+)*"
    rf"(-[Xx](-[A-Za-z0-9]{{1,8}})+)?{_END}"
)
# in ASCII letters, digits, `-`, `.` and `_`; beyond it all but blanks, marks of writing direction
# and what is no character; never `.` or `..`, which an IRI cannot end with
LOCAL_ID = (
    r"^(?!\.\.?$)[^\x00-,/:-@\[-^`{-\xa0\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f"
    rf"\u3000\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\uffff]{{1,200}}{_END}"
)
URL = rf"^https?://[^{_BLANK}/?#@:\[\]]+(:[0-9]{{1,5}})?([/?#][^{_BLANK}]*)?{_END}"

Id = Annotated[str, Meta(pattern=LOCAL_ID, description="an id: letters, digits, `-`, `.`, `_`")]
Language = Annotated[str, Meta(pattern=LANGUAGE_TAG, description="a BCP 47 language tag")]
Words = Annotated[str, Meta(min_length=1)]  # no pattern: beside a dict, msgspec 0.22 crashes on it
Text = Words | Annotated[dict[Language, Words], Meta(min_length=1)]
Url = Annotated[str, Meta(pattern=URL, description="an http(s) URL without user name")]
IDENTIFIERS = "Codes and numbers by which others know it, as they write them."
Sha256 = Annotated[
    str, Meta(pattern=rf"^[0-9a-f]{{64}}{_END}", description="a SHA-256 in lower-case hex")
]
FileName = Annotated[
    str,
    Meta(pattern=rf"^(?!\.+$)[^/\\\x00-\x1f]+{_END}", description="a file name without folders"),
]
Offset = Annotated[int, Meta(ge=0, le=2**53 - 1)]  # what JSON numbers hold everywhere
Date = Edtf


class Term(Enum):
    """How a value is spelt as an RDF term."""

    TEXT = "text, tagged with its language"
    STRING = "plain string"
    IRI = "IRI"
    REF = "IRI of the record named"
    CONCEPT = "concept of the cgv: schemes"
    CLASS = "class, by the kind's table of types"
    DATE = "xsd:date, xsd:gYearMonth, xsd:gYear or xsd:dateTime where certain"
    INTEGER = "xsd:nonNegativeInteger"
    NUMBER = "xsd:integer or xsd:decimal"


class Row(NamedTuple):
    """What one field becomes: a predicate (prefixed name) and the kind of its objects.

    `predicate` is empty for a field that a short function of the mapping states.
    `to` names the record kinds that a reference may mean.
    """

    predicate: str = ""
    term: Term = Term.STRING
    to: tuple[str, ...] = ()


def row(
    description: str, predicate: str = "", term: Term = Term.STRING, to: str = "", **limits: Any
) -> Meta:
    """A field's row with its one-line description; `to` lists record kinds by blanks."""
    return Meta(
        description=description,
        extra={"row": Row(predicate, term, tuple(to.split()))},
        **limits,
    )


class Part(
    msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A struct inside a record; it has no id of its own."""


class Record(Part, tag_field="kind", kw_only=True, frozen=True):
    """What all records have."""

    id: Annotated[Id, row("Name of the record, unique among the records of its source.")]
    same_as: Annotated[
        tuple[Url, ...],
        row("The same thing elsewhere, e.g. its Wikidata IRI.", "schema:sameAs", Term.IRI),
    ] = ()
    license: Annotated[
        Url | None, row("Licence of this record, if not that of its source folder.")
    ] = None


class Field(NamedTuple):
    """A field of a struct as the tables show it."""

    name: str
    row: Row
    description: str
    type: Any


def words(text: Text) -> str:
    """A text in the first of its languages."""
    return next(iter(text.values())) if isinstance(text, dict) else text


@cache
def fields(struct: type[Part]) -> tuple[Field, ...]:
    """The fields of a struct with their rows, in the order of declaration."""
    hints = get_type_hints(struct, include_extras=True)
    return tuple(_field(name, hints[name]) for name in struct.__struct_fields__)


def _field(name: str, hint: Any) -> Field:
    metas = (meta for meta in hint.__metadata__ if isinstance(meta, Meta))
    meta = next(meta for meta in metas if meta.extra and "row" in meta.extra)
    return Field(name, (meta.extra or {})["row"], meta.description or "", hint.__origin__)


@cache
def part_of(hint: Any) -> type[Part] | None:
    """The struct inside a field's type, if there is one: `tuple[Span, ...]` gives Span."""
    if isinstance(hint, type) and issubclass(hint, Part):
        return hint
    return next((found for found in map(part_of, get_args(hint)) if found), None)


Wanted = Callable[[Row], bool]


def every(row_: Row) -> bool:
    """Whether the field is one."""
    return True


def is_reference(row_: Row) -> bool:
    """Whether the field names a record."""
    return bool(row_.to)


def is_text(row_: Row) -> bool:
    """Whether the field is a text in a language."""
    return row_.term is Term.TEXT


def values(struct: Part, wanted: Wanted = every) -> list[tuple[str, Row, Any]]:
    """Each single value of the wanted fields, of parts too: (field path, row, value)."""
    found: list[tuple[str, Row, Any]] = []
    _gather(struct, "", wanted, found)
    return found


def _gather(struct: Part, way: str, wanted: Wanted, found: list[tuple[str, Row, Any]]) -> None:
    for name, row_, is_part in _where(type(struct), wanted):
        value = getattr(struct, name)
        if value is None or value == ():
            continue
        many = type(value) is tuple
        for index, one in enumerate(value if many else (value,)):
            place = f"{way}{name}[{index}]" if many else f"{way}{name}"
            if is_part:
                _gather(one, f"{place}.", wanted, found)
            else:
                found.append((place, row_, one))


@cache
def _where(struct: type[Part], wanted: Wanted) -> list[tuple[str, Row, bool]]:
    """The fields that are wanted, or that are parts which have some: (name, row, is a part)."""
    inner = [(one, part_of(one.type)) for one in fields(struct)]
    return [
        (one.name, one.row, part is not None)
        for one, part in inner
        if (_where(part, wanted) if part else wanted(one.row))
    ]
