"""A release is the same however its records are held, cut into batches and shared out."""

from __future__ import annotations

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimgraph.gate import pyshacl_engine, render
from claimgraph.gate.graphs import graph_of_ntriples
from claimgraph.gate.report import Report
from claimgraph.gate.shapes import load
from claimgraph.records.lines import lines as read_lines
from claimgraph.records.outcome import Entry
from claimgraph.records.settings import Settings
from claimgraph.statements.mapping import Mapped, mapped
from claimgraph.statements.names import Names
from claimgraph.writers.jsonld import jsonld
from claimgraph.writers.nquads import nquads, ntriples
from claimgraph.writers.turtle import turtle
from claimgraph.writers.union import union
from releases import WAYS, Way, faulty, lines, plain, released
from strategies import record_sets

PLAIN = Way()
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=60, suppress_health_check=SLOW, deadline=None)
@given(record_sets(), WAYS)
def test_records_that_hold(entries: list[Entry], way: Way) -> None:
    data = lines(plain(entries))
    assert released(data, way) == released(data, PLAIN)


@settings(max_examples=150, suppress_health_check=SLOW, deadline=None)
@given(faulty(), WAYS, st.booleans())
def test_records_with_faults(data: bytes, way: Way, lenient: bool) -> None:
    assert released(data, way, lenient) == released(data, PLAIN, lenient)
