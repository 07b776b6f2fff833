"""From the rows of a struct to the predicates and objects of its description."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

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


class Context(NamedTuple):
    """What the mapping of a record needs besides the record itself."""

    names: Names
    kinds: Mapping[str, str]  # id -> kind, of all records of the source
    language: str  # of texts that name none; "" where it is not known
    license: str  # IRI of the records' licence, "" for none
    desk: str  # IRI of the publisher, "" for none

    def refer(self, id_: str) -> str:
        """The IRI of the record of that id."""
        return self.names.iri(self.kinds[id_], id_)


def pairs(part: Part, context: Context, language: str = "") -> list[Pair]:
    """The pairs that the rows of a struct state; texts are in `language` if they name none."""
    found: list[Pair] = []
    spoken = language or context.language
    for name, row, *_ in fields(type(part)):
        value = getattr(part, name)
        if row.predicate and value is not None and row.term is not Term.CLASS:
            for one in value if isinstance(value, tuple) else (value,):
                found += _stated(row, one, context, spoken)
    return found


def _stated(row: Row, value: Any, context: Context, language: str) -> Iterator[Pair]:
    if row.term is Term.DATE:
        yield from dated(row.predicate, value)
    elif row.term is Term.TEXT:
        yield from ((term(row.predicate), spelt) for spelt in texts(value, language))
    else:
        yield term(row.predicate), _SPELL[row.term](value, context)


def texts(value: str | Mapping[str, str], language: str) -> list[str]:
    """A text, or one per language, as tagged literals."""
    if isinstance(value, str):
        return [terms.tagged(value, language)]
    return [terms.tagged(text, tag) for tag, text in value.items()]


def dated(predicate: str, date: Edtf) -> Iterator[Pair]:
    """The schema.org date where it is certain, else the EDTF spelling with its bounds."""
    if date.start and not date.end and predicate != "cg:when":
        yield term(predicate), terms.typed(date.start[0], f"xsd:{date.start[1]}")
    else:
        yield from when(date)


def lexical(date: Edtf) -> str:
    """How the graph spells a date: of a certain date-time, UTC is +00:00, however it is written."""
    return date.start[0] if date.start and not date.end else date.text


def when(date: Edtf) -> Iterator[Pair]:
    """The EDTF spelling, with the earliest and the latest day where they are defined."""
    yield term("cg:when"), terms.typed(date.text, "edtf:EDTF")
    if date.earliest:
        yield term("cg:earliest"), terms.typed(date.earliest.isoformat(), "xsd:date")
    if date.latest:
        yield term("cg:latest"), terms.typed(date.latest.isoformat(), "xsd:date")


def concept(value: str | bool) -> str:
    """The concept of a record's word: `own-voice` gives cgv:ownVoice, true gives cgv:true."""
    head, *tail = str(value).lower().split("-")
    return term(f"cgv:{head}{''.join(map(str.capitalize, tail))}")


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
