"""Damaged input of every format: no crash, numbers that add up, and records that hold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimgraph.errors import ClaimgraphError
from claimgraph.gate import check as validate
from claimgraph.gate.shapes import load
from claimgraph.records.check import check
from claimgraph.records.convert import read_value
from claimgraph.records.outcome import Entry
from claimgraph.records.settings import Settings
from claimgraph.repair.unreadable import Unreadable
from claimgraph.sources import formats
from claimgraph.sources.account import Account
from claimgraph.sources.told import Given
from claimgraph.statements.mapping import mapped
from claimgraph.writers.nquads import ntriples
from gathered import Gathered, gather
from triples import descriptions, graph_of_ntriples
from wild_inputs import DOCUMENTS, FILES, JSON, PAGE, REVIEW, damaged, odd_texts, scarred

pytestmark = pytest.mark.usefixtures("folder")
few = settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def gathered(*files: tuple[str, bytes]) -> Gathered | None:
    """What files give, each in a folder of its number; nothing where none can be read."""
    names = []
    for number, (name, data) in enumerate(files):
        Path(str(number)).mkdir(exist_ok=True)
        Path(f"{number}/{name}").write_bytes(data)
        names.append(f"{number}/{name}")
    try:
        return gather(names)
    except ClaimgraphError as error:
        message = str(error)
    assert any(name in message for name in names)
    return None


def hold(found: Gathered | None) -> None:
    """Every item is counted once, every record is one that a file could hold, and all agree.

    A damaged release may refer to what it does not hold, as record files may.
    """
    if found is None:
        return
    for account in found.accounts:
        assert account.read == account.mapped + sum(map(len, account.refused.values()))
    for entry in found.reading.entries:
        plain = msgspec.to_builtins(entry.record, enc_hook=str)
        again = msgspec.convert(plain, type(entry.record), dec_hook=read_value)
        assert again == entry.record
    if not any(account.format == "release" for account in found.accounts):
        assert [(one.field, one.message) for one in check(found.reading.entries)] == []


def ids(found: Gathered | None) -> set[tuple[str, str]]:
    """Source and id of all records."""
    entries = found.reading.entries if found else []
    return {(one.settings.source, one.record.id) for one in entries}


def encoded(document: Any) -> bytes:
    return json.dumps(document).encode()


def page(document: Any) -> bytes:
    """The page of the samples, with this document in place of its review."""
    return PAGE.replace(json.dumps(REVIEW), json.dumps(document)).encode()


@few
@given(damaged())
def test_documents(document: Any) -> None:
    hold(gathered(("a.jsonld", encoded(document))))


@few
@given(damaged())
def test_documents_in_pages(document: Any) -> None:
    hold(gathered(("a.html", page(document))))


@pytest.mark.parametrize("name", JSON)
@few
@given(st.data())
def test_json_of_others(name: str, data: st.DataObject) -> None:
    hold(gathered((name, encoded(data.draw(damaged((JSON[name],)))))))


@pytest.mark.parametrize("name", FILES)
def test_the_samples_are_read(name: str) -> None:
    """Else there would be nothing to damage."""
    found = gathered((name, FILES[name]))
    hold(found)
    assert found
    assert {one.format for one in found.accounts} <= {name.partition(".")[0], "jsonld"}
    assert sum(account.mapped for account in found.accounts) >= 1


@pytest.mark.parametrize("name", FILES)
@few
@given(st.data())
def test_damaged_bytes(name: str, data: st.DataObject) -> None:
    hold(gathered((name, data.draw(scarred((FILES[name],))))))


@pytest.mark.parametrize("name", [*formats.READERS, "ninjs/1.3", "ninjs/3.0"])
@few
@given(st.one_of(st.binary(max_size=60), scarred(tuple(FILES.values()))))
def test_bytes_that_are_for_another_reader(name: str, data: bytes) -> None:
    reader, account = formats.named(name).read, Account("x", name)
    assert reader
    with suppress(Unreadable, ClaimgraphError):
        list(reader(Given("x", data, Settings()), account))


@few
@given(st.lists(damaged(), min_size=1, max_size=4))
def test_order_changes_no_id(documents: list[Any]) -> None:
    files = [("a.jsonld", encoded(one)) for one in documents]
    assert ids(gathered(*files)) == ids(gathered(*reversed(files)))


@few
@given(st.lists(damaged() | damaged((REVIEW,)), min_size=1, max_size=3))
def test_a_copy_says_nothing_new(documents: list[Any]) -> None:
    files = [("a.jsonld", encoded(one)) for one in documents]
    once, twice = gathered(*files), gathered(*files, *files)
    assert (once is None) == (twice is None)
    if once and twice:
        assert [e.record for e in twice.reading.entries] == [e.record for e in once.reading.entries]


@pytest.mark.slow
@settings(few, max_examples=60)
@given(damaged(DOCUMENTS), odd_texts)
def test_the_shapes_accept_all_that_is_read(document: Any, text: str) -> None:
    changed = {**REVIEW, "claimReviewed": text, "url": "https://desk.example/9"}
    found = gathered(("a.jsonld", encoded([document, changed])))
    if found:
        assert violations(found.reading.entries) == []


def violations(entries: Sequence[Entry]) -> list[str]:
    """What the core shapes refuse."""
    triples = ntriples(descriptions(mapped(entries))).encode()
    report = validate(graph_of_ntriples(triples), load(["core"]))
    return [] if report.conforms else [str(one) for one in report.results]
