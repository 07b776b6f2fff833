"""Read all sources, whatever their format: records, each once, and an account of every input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from msgspec.structs import replace

from claimgraph.errors import ClaimgraphError, Problem, RecordErrors, UnsafeInput
from claimgraph.records import Claim, Review
from claimgraph.records.fields import words
from claimgraph.records.outcome import Entry, Origin, Refusal
from claimgraph.records.read import Reading, outcomes
from claimgraph.records.settings import Settings, based
from claimgraph.repair.unreadable import Unreadable
from claimgraph.sources import formats
from claimgraph.sources.account import Account
from claimgraph.sources.claimreview import own_id
from claimgraph.sources.formats import Format
from claimgraph.sources.identity import Met
from claimgraph.sources.inputs import Input, inputs
from claimgraph.sources.merging import merged
from claimgraph.sources.naming import Item, named
from claimgraph.sources.told import RECORDS, REVIEW, WEB, Given, Told
from claimgraph.web.urls import page_of

_PLAIN = Settings(source=WEB)  # of the web, where nobody describes it


@dataclass
class Gathered:
    """Records and what is none, with an account of each input."""

    reading: Reading
    accounts: list[Account] = field(default_factory=list)


class _Told(NamedTuple):
    """An item, whence, and its account."""

    told: Told
    given: Given
    account: Account


@dataclass
class _Heap:
    """What the inputs gave, before things are named and merged."""

    told: list[_Told] = field(default_factory=list)
    entries: list[tuple[Entry, Account]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def gather(sources: Sequence[str], base: str | None = None, form: Format | None = None) -> Gathered:
    """Read all sources; `form` is their format where it is not to be detected.

    Raises RecordErrors for record files that cannot be read, ClaimgraphError for a source that is
    not there, or that no reader knows, and where nothing is read at all.
    """
    heap = _Heap()
    for one in inputs(sources, heap.skipped):
        _read(one, heap, base, form)
    entries = merged(_one_web([*heap.entries, *_entries(heap, base)]))
    if heap.problems:
        refused = (p for one in heap.refusals for p in one.problems)
        raise RecordErrors([*heap.problems, *refused])
    if not entries and not heap.refusals:
        raise ClaimgraphError(_nothing(sources, heap))
    reading = Reading(entries, heap.refusals, heap.skipped)
    return Gathered(reading, heap.accounts)


def _read(one: Input, heap: _Heap, base: str | None, form: Format | None) -> None:
    given = one.given._replace(settings=based(one.given.settings, base))
    found = form or (formats.detected(given) if given.data else None)
    if one.refused or not found:
        if one.is_named or one.refused:
            _unread(one, heap)
        else:
            heap.skipped.append(one.label)
        return
    account = Account(one.label, found.name)
    heap.accounts.append(account)
    if found.read is None:
        _records(given, account, heap, base)
        return
    origin = given._replace(data=b"")
    try:
        for told in found.read(given, account):
            _count(told, account)
            heap.told.append(_Told(told, origin, account))
    except (Unreadable, UnsafeInput, ClaimgraphError) as error:
        if one.is_named:
            raise _located(given, error) from error
        _count(Told(getattr(error, "line", 0), refused=f"cannot be read: {error}"), account)


def _unread(one: Input, heap: _Heap) -> None:
    if one.is_named:
        reason = one.refused or "no reader knows this kind of file; name its format by --as"
        raise ClaimgraphError(f"{one.given.name}: {reason}")
    account = Account(one.label, "")
    heap.accounts.append(account)
    _count(Told(0, refused=one.refused), account)


def _located(given: Given, error: Exception) -> ClaimgraphError:
    """The error with the name of its input, unless it has it."""
    text = error.reason if isinstance(error, Unreadable) else str(error)
    if text.startswith(given.name):
        return ClaimgraphError(text)
    line = getattr(error, "line", 0)
    return ClaimgraphError(f"{given.name}{f':{line}' if line else ''}: {text}")


def _records(given: Given, account: Account, heap: _Heap, base: str | None) -> None:
    for one in outcomes(given.name, given.data, given.settings, base):
        if isinstance(one, Problem):
            heap.problems.append(one)
            continue
        account.read += 1
        if isinstance(one, Entry):
            account.mapped += 1
            heap.entries.append((one, account))
        else:
            account.refuse("a record with mistakes", one.origin.line)
            heap.refusals.append(one)


def _count(told: Told, account: Account) -> None:
    account.read += 1
    if told.refused:
        account.refuse(told.refused, told.line)
    else:
        account.mapped += 1


def _entries(heap: _Heap, base: str | None) -> Iterator[tuple[Entry, Account]]:
    numbers = {id(account): number for number, account in enumerate(heap.accounts)}
    items = [Item(one.told, numbers[id(one.account)]) for one in heap.told]
    met: set[tuple[str, str]] = set()
    for one, told in zip(heap.told, named(items, _known(heap)), strict=True):
        settings = _settings(told, one.given, base)
        for place, record in enumerate(told.records):
            if place == 0:
                key = (settings.source, record.id)
                one.account.repeated += key in met
                met.add(key)
            yield Entry(record, Origin(one.given.name, told.line), settings), one.account


def _one_web(found: list[tuple[Entry, Account]]) -> list[tuple[Entry, Account]]:
    """The web is one source: what any input says of its settings holds for all of it."""
    own: list[Settings] = []
    for entry, _ in found:
        held = entry.settings
        if held.source == WEB and held != _PLAIN and held not in own:
            own.append(held)
    if len(own) > 1:
        raise ClaimgraphError(
            "what is read from the web is one source, and several claimgraph.toml describe it: "
            "put one above all its folders, or dump them one by one"
        )
    return [
        (e._replace(settings=own[0]), account) if own and e.settings.source == WEB else (e, account)
        for e, account in found
    ]


def _settings(told: Told, given: Given, base: str | None) -> Settings:
    if told.settings:
        return based(told.settings, base)
    return replace(given.settings, source=WEB)


def _known(heap: _Heap) -> Iterator[tuple[str, Met, str]]:
    """Reviews of the web that have their ids: from releases and from record files."""
    records = [(e.settings.source, e.record) for e, _ in heap.entries]
    for one in heap.told:
        if one.told.settings:
            records += [(one.told.settings.source, record) for record in one.told.records]
    claims = {r.id: r for source, r in records if source == WEB and isinstance(r, Claim)}
    for source, record in records:
        if source != WEB or not isinstance(record, Review) or record.id == REVIEW:
            continue
        if record.claim in claims:
            worded = words(record.claim_reviewed or claims[record.claim].text)
            yield page_of(record.url), Met(own_id(record), worded), record.id


def _empty(heap: _Heap) -> list[Account]:
    return [one for one in heap.accounts if not one.read and one.format != RECORDS]


def _nothing(sources: Sequence[str], heap: _Heap) -> str:
    """What was met instead: refused items, inputs without items, files that no reader knows."""
    reasons = [reason for one in heap.accounts for reason in one.refused]
    reasons += [f"nothing of ours in {one.name}" for one in _empty(heap)]
    reasons += [f"no reader knows {name}" for name in heap.skipped]
    why = ": " + "; ".join(list(dict.fromkeys(reasons))[:3]) if reasons else ""
    return f"no records in {', '.join(sources)}{why or '; `claimgraph init` shows a start'}"
