"""Lexical forms of schema.org dates; oracles are rdflib and pyoxigraph."""

from __future__ import annotations

from datetime import datetime

import pyoxigraph as ox
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.dates import Edtf, SchemaDate
from edtf_texts import DATE_TIME, LEVEL_1_INTERVALS, simple

quick = settings(deadline=None, max_examples=50)


def rdflib_form(schema: SchemaDate) -> str:
    literal = rdflib.Literal(schema[0], datatype=rdflib.XSD[schema[1]])
    assert not literal.ill_typed
    return str(literal)


def quads(schema: SchemaDate) -> list[ox.Quad]:
    line = f'<x:s> <x:p> "{schema[0]}"^^<{rdflib.XSD}{schema[1]}> .'
    return list(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))


def written_form(schema: SchemaDate) -> str:
    """Parsed, canonicalized and written by pyoxigraph."""
    dataset = ox.Dataset(quads(schema))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    written = ox.serialize(dataset, format=ox.RdfFormat.N_QUADS)
    assert written is not None
    return written.decode().split('"')[1]


def stored_form(schema: SchemaDate) -> str:
    """As a pyoxigraph store gives it back: UTC as Z, where rdflib has +00:00."""
    store = ox.Store()
    store.extend(quads(schema))
    (quad,) = store
    assert isinstance(quad.object, ox.Literal)
    return quad.object.value


@quick
@given(st.dates().flatmap(simple) | LEVEL_1_INTERVALS | DATE_TIME.map(lambda t: t.isoformat()))
def test_schema_dates_survive_rdflib_and_pyoxigraph(text: str) -> None:
    when = Edtf.parse(text)
    for schema in filter(None, (when.start, when.end)):
        assert rdflib_form(schema) == written_form(schema) == schema[0]
        assert stored_form(schema) == schema[0].replace("+00:00", "Z")


@quick
@given(DATE_TIME)
def test_a_date_time_keeps_moment_and_offset(moment: datetime) -> None:
    when = Edtf.parse(moment.isoformat())
    assert when.start is not None
    read = datetime.fromisoformat(when.start[0])
    assert (read, read.utcoffset()) == (moment.replace(microsecond=0), moment.utcoffset())
