"""From the rows of a struct to the predicates and objects of its description."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple, Protocol

from msgspec.structs import astuple

from claimgraph.dates import Edtf
from claimgraph.records.fields import Part, Row, Term, fields
from claimgraph.statements import terms
from claimgraph.statements.names import Names
from claimgraph.statements.terms import term

Objects = dict[str, list[str]]  # predicate -> distinct objects


class Description(NamedTuple):
    """What is stated of one subject, every term in its N-Triples spelling.

    Lists of objects may be shared: they are not changed, but replaced.
    """

    subject: str
    objects: Objects


class Kinds(Protocol):
    """The kind of each record of a source, by its id."""

    def __getitem__(self, id_: str, /) -> str: ...


class Context(NamedTuple):
    """What the mapping of a record needs besides the record itself."""

    names: Names
    kinds: Kinds
    language: str  # of texts that name none; "" where it is not known
    license: str  # IRI of the records' licence, "" for none
    desk: str  # IRI of the publisher, "" for none
    iris: dict[str, str]  # id -> IRI, of records that were referred to

    def refer(self, id_: str) -> str:
        """The IRI of the record of that id."""
        found = self.iris.get(id_)
        if found is None:
            found = self.iris[id_] = self.names.iri(self.kinds[id_], id_)
        return found


def add(stated: Objects, predicate: str, objects: Sequence[str]) -> None:
    """State more of the subject, each object once."""
    held = stated.get(predicate)
    if held or len(objects) > 1:
        stated[predicate] = list(dict.fromkeys([*(held or ()), *objects]))
    elif objects:
        stated[predicate] = [*objects]


def rows(part: Part, context: Context, language: str = "") -> Objects:
    """What the rows of a struct state; texts are in `language` if they name none."""
    stated: Objects = {}
    spoken = language or context.language
    for state, value in zip(_stating(type(part)), astuple(part), strict=True):
        if state and (value or (value is not None and value != ())):  # most have a value, or None
            state(stated, value, context, spoken)
    return stated


_State = Callable[[Objects, Any, Context, str], None]
_Spell = Callable[[Any, Context, str], str]


@cache
def _stating(struct: type[Part]) -> list[_State | None]:
    """The statement of each field of a struct; None for one that is no row of the graph."""
    every = (field.row for field in fields(struct))
    return [
        _statement(one) if one.predicate and one.term is not Term.CLASS else None for one in every
    ]


def _statement(row: Row) -> _State:
    if row.term is Term.DATE:
        return _dates(row.predicate)
    predicate, spell = term(row.predicate), _SPELL[row.term]

    def state(stated: Objects, value: Any, context: Context, language: str) -> None:
        if predicate not in stated and type(value) is not tuple and type(value) is not dict:
            stated[predicate] = [spell(value, context, language)]
        else:
            add(stated, predicate, [*_spelt(value, spell, context, language)])

    return state


def _spelt(value: Any, spell: _Spell, context: Context, language: str) -> Iterator[str]:
    """Each of several values, and a text in each of its languages."""
    for one in value if type(value) is tuple else (value,):
        if type(one) is dict:
            yield from texts(one, language)
        else:
            yield spell(one, context, language)


def _dates(predicate: str) -> _State:
    def state(stated: Objects, value: Edtf, *_: object) -> None:
        for name, objects in dated(predicate, value).items():
            add(stated, name, objects)

    return state


def texts(value: str | Mapping[str, str], language: str) -> list[str]:
    """A text, or one per language, as tagged literals."""
    if isinstance(value, str):
        return [terms.tagged(value, language)]
    return [terms.tagged(text, tag) for tag, text in value.items()]


def dated(predicate: str, date: Edtf) -> Objects:
    """The schema.org date where it is certain, else the EDTF spelling with its bounds."""
    if date.start and not date.end and predicate != "cg:when":
        return {term(predicate): [terms.typed(date.start[0], f"xsd:{date.start[1]}")]}
    return when(date)


def lexical(date: Edtf) -> str:
    """How the graph spells a date: of a certain date-time, UTC is +00:00, however it is written."""
    return date.start[0] if date.start and not date.end else date.text


def when(date: Edtf) -> Objects:
    """The EDTF spelling, with the earliest and the latest day where they are defined."""
    ends = (("cg:earliest", date.earliest), ("cg:latest", date.latest))
    days = {term(p): [terms.typed(day.isoformat(), "xsd:date")] for p, day in ends if day}
    return {term("cg:when"): [terms.typed(date.text, "edtf:EDTF")], **days}


@lru_cache(1024)
def concept(value: str | bool) -> str:
    """The concept of a record's word: `own-voice` gives cgv:ownVoice, true gives cgv:true."""
    head, *tail = str(value).lower().split("-")
    return term(f"cgv:{head}{''.join(map(str.capitalize, tail))}")


@lru_cache(1024)
def event_type(value: str) -> str:
    """The class of an event type: `court-ruling` gives evtype:CourtRuling."""
    return term(f"evtype:{''.join(map(str.capitalize, value.split('-')))}")


_SPELL: dict[Term, _Spell] = {
    Term.TEXT: lambda value, _context, language: terms.tagged(value, language),
    Term.STRING: lambda value, _context, _language: terms.string(value),
    Term.IRI: lambda value, _context, _language: terms.iri(value),
    Term.REF: lambda value, context, _language: context.refer(value),
    Term.CONCEPT: lambda value, _context, _language: concept(value),
    Term.INTEGER: lambda value, _context, _language: terms.typed(
        str(value), "xsd:nonNegativeInteger"
    ),
    Term.NUMBER: lambda value, _context, _language: terms.number(value),
}
