"""What must hold among records: ids, references, and the rules that no single field shows.

What is found does not depend on the order of the records. Of an id that stands twice only that
is said: what refers to it, or to a record that was refused, is left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from heapq import nsmallest
from typing import Any, NamedTuple
from unicodedata import is_normalized

from claimgraph.records import AnyRecord, kind
from claimgraph.records.convert import near
from claimgraph.records.fields import Row, Term, values
from claimgraph.records.read import Entry
from claimgraph.records.rules import RULES, Found, Lookup

MAX_COMPARED = 200_000  # pairs of ids; suggestions for more would take seconds


class Finding(NamedTuple):
    """What is wrong with one record."""

    entry: Entry
    field: str
    message: str


class _Missing(NamedTuple):
    """A reference to a record that is not there."""

    entry: Entry
    field: str
    row: Row
    id: str


def check(entries: Iterable[Entry], refused: Collection[tuple[str, str]] = ()) -> list[Finding]:
    """Everything that is wrong among records; `refused` has (source, id) of those kept out."""
    by_source: dict[str, list[Entry]] = defaultdict(list)
    gone: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        by_source[entry.settings.source].append(entry)
    for source, id_ in refused:
        gone[source].add(id_)
    return [one for source, held in by_source.items() for one in _source(held, gone[source])]


def consequences(entries: Iterable[Entry], refused: Collection[tuple[str, str]]) -> list[Finding]:
    """What refers to a record that was kept out; `refused` has the (source, id) of these."""
    return [
        Finding(entry, field, f"refers to `{id_}`, which was refused")
        for entry in entries
        for field, row, id_ in values(entry.record)
        if row.to and (entry.settings.source, id_) in refused
    ]


def _source(entries: list[Entry], gone: Collection[str]) -> Iterator[Finding]:
    by_id: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_id[entry.record.id].append(entry)
    lookup = Lookup.of(by_id, gone)
    for held in by_id.values():
        yield from _twins(held) if len(held) > 1 else ()
    missing: list[_Missing] = []
    for entry in entries:
        for one in _entry(entry, lookup):
            if isinstance(one, _Missing):
                missing.append(one)
            else:
                yield Finding(entry, *one)
    yield from _unresolved(missing, lookup)


def _entry(entry: Entry, lookup: Lookup) -> Iterator[tuple[str, str] | _Missing]:
    record = entry.record
    yield from _own(record, lookup)
    for field, row, value in values(record):
        if row.to:
            yield from _reference(entry, field, row, value, lookup)
        elif row.term is Term.TEXT:
            yield from _text(field, value)
    if rule := RULES.get(type(record)):
        yield from rule(record, lookup)


def _own(record: AnyRecord, lookup: Lookup) -> Found:
    """What is wrong with the id itself."""
    id_ = record.id
    if not is_normalized("NFC", id_):
        yield "id", f"`{id_}` is not in Unicode's form NFC: type its letters anew"
    if id_ in lookup.refused:
        yield "id", f"`{id_}` is also the id of a record that was refused: rename one"
    if id_ in lookup.publishers and kind(record) != "actor":
        yield "id", f"`{id_}` is the publisher in claimgraph.toml, which is an actor: rename one"


def _twins(held: list[Entry]) -> Iterator[Finding]:
    """Each record of an id that stands twice names the first other one."""
    first, second = nsmallest(2, held, key=lambda e: (e.origin[:2], kind(e.record)))
    more = f", and of {len(held) - 2} more" if len(held) > 2 else ""
    for entry in held:
        other = second if entry is first else first
        what = f"{kind(other.record)} at {other.origin.file}:{other.origin.line}"
        yield Finding(entry, "id", f"`{entry.record.id}` is also the id of the {what}{more}")


def _reference(
    entry: Entry, field: str, row: Row, id_: str, lookup: Lookup
) -> Iterator[tuple[str, str] | _Missing]:
    wanted = " or ".join(row.to)
    if id_ == entry.record.id:
        yield field, "refers to its own record: remove it"
    elif target := lookup.entries.get(id_):
        if kind(target.record) not in row.to:
            yield field, f"`{id_}` is {_a(kind(target.record))}; expected {_a(wanted)}"
    elif id_ in lookup.publishers:
        if "actor" not in row.to:
            yield field, f"`{id_}` is the publisher; expected {_a(wanted)}"
    elif id_ not in lookup.twice and id_ not in lookup.refused:
        yield _Missing(entry, field, row, id_)


def _text(field: str, value: Any) -> Found:
    """A text by language says each in one language; no text is blank."""
    texts = value if isinstance(value, dict) else {"": value}
    for language, text in texts.items():
        if not text.strip():
            yield f"{field}.{language}".rstrip("."), "is blank: write it, or leave it out"
    if len(texts) > len({language.lower() for language in texts}):
        yield field, "one language stands here twice, in capital and in small letters"


def _unresolved(missing: list[_Missing], lookup: Lookup) -> Iterator[Finding]:
    known = lookup.entries if len(missing) * len(lookup.entries) <= MAX_COMPARED else {}
    for entry, field, row, id_ in missing:
        alike = (id_ for id_, held in known.items() if kind(held.record) in row.to)
        message = f"there is no {' or '.join(row.to)} `{id_}`{near(id_, alike)}"
        yield Finding(entry, field, message)


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
