"""From the rows of a struct to the predicates and objects of its description."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple, Protocol

from claimgraph.dates import Edtf
from claimgraph.records.fields import Part, Row, Term, fields
from claimgraph.statements import terms
from claimgraph.statements.names import Names
from claimgraph.statements.terms import term

Pair = tuple[str, str]


class Description(NamedTuple):
    """One subject with its (predicate, object) pairs, every term in its N-Triples spelling."""

    subject: str
    pairs: list[Pair]


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


def pairs(part: Part, context: Context, language: str = "") -> list[Pair]:
    """The pairs that the rows of a struct state; texts are in `language` if they name none."""
    found: list[Pair] = []
    spoken = language or context.language
    for name, state in _stating(type(part)):
        value = getattr(part, name)
        if type(value) is tuple:
            for one in value:
                found += state(one, context, spoken)
        elif value is not None:
            found += state(value, context, spoken)
    return found


_State = Callable[[Any, Context, str], Iterable[Pair]]


@cache
def _stating(struct: type[Part]) -> list[tuple[str, _State]]:
    """Name and statement of each field of a struct that is a row of the graph."""
    rows = ((name, row) for name, row, *_ in fields(struct) if row.predicate)
    return [(name, _statement(row)) for name, row in rows if row.term is not Term.CLASS]


def _statement(row: Row) -> _State:
    predicate, spell = term(row.predicate), _SPELL.get(row.term)
    if spell:
        return lambda value, context, _: ((predicate, spell(value, context)),)
    if row.term is Term.DATE:
        return lambda value, *_: dated(row.predicate, value)
    return lambda value, _, language: [(predicate, spelt) for spelt in texts(value, language)]


def texts(value: str | Mapping[str, str], language: str) -> list[str]:
    """A text, or one per language, as tagged literals."""
    if isinstance(value, str):
        return [terms.tagged(value, language)]
    return [terms.tagged(text, tag) for tag, text in value.items()]


def dated(predicate: str, date: Edtf) -> list[Pair]:
    """The schema.org date where it is certain, else the EDTF spelling with its bounds."""
    if date.start and not date.end and predicate != "cg:when":
        return [(term(predicate), terms.typed(date.start[0], f"xsd:{date.start[1]}"))]
    return when(date)


def lexical(date: Edtf) -> str:
    """How the graph spells a date: of a certain date-time, UTC is +00:00, however it is written."""
    return date.start[0] if date.start and not date.end else date.text


def when(date: Edtf) -> list[Pair]:
    """The EDTF spelling, with the earliest and the latest day where they are defined."""
    ends = (("cg:earliest", date.earliest), ("cg:latest", date.latest))
    days = [(term(p), terms.typed(day.isoformat(), "xsd:date")) for p, day in ends if day]
    return [(term("cg:when"), terms.typed(date.text, "edtf:EDTF")), *days]


@lru_cache(1024)
def concept(value: str | bool) -> str:
    """The concept of a record's word: `own-voice` gives cgv:ownVoice, true gives cgv:true."""
    head, *tail = str(value).lower().split("-")
    return term(f"cgv:{head}{''.join(map(str.capitalize, tail))}")


@lru_cache(1024)
def event_type(value: str) -> str:
    """The class of an event type: `court-ruling` gives evtype:CourtRuling."""
    return term(f"evtype:{''.join(map(str.capitalize, value.split('-')))}")


_SPELL: dict[Term, Callable[[Any, Context], str]] = {
    Term.STRING: lambda value, _: terms.string(value),
    Term.IRI: lambda value, _: terms.iri(value),
    Term.REF: lambda value, context: context.refer(value),
    Term.CONCEPT: lambda value, _: concept(value),
    Term.INTEGER: lambda value, _: terms.typed(str(value), "xsd:nonNegativeInteger"),
    Term.NUMBER: lambda value, _: terms.number(value),
}
