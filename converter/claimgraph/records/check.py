"""What must hold among records: ids, references, and the rules that no single field shows.

What is found does not depend on the order of the records. Of an id that stands twice only that
is said: what refers to it is left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
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


def _source(entries: list[Entry], gone: Collection[str]) -> Iterator[Finding]:
    by_id: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_id[entry.record.id].append(entry)
    lookup = Lookup.of(by_id, gone)
    missing: list[_Missing] = []
    for entry in entries:
        record = entry.record
        yield from (Finding(entry, "id", text) for text in _own(entry, by_id[record.id], lookup))
        for field, row, value in values(record):
            if row.to:
                found = _reference(record, field, row, value, lookup)
                yield from (Finding(entry, *one) for one in found)
                if not (value in by_id or value in gone or value in lookup.publishers):
                    missing.append(_Missing(entry, field, row, value))
            elif row.term is Term.TEXT:
                yield from (Finding(entry, *one) for one in _text(field, value))
        if rule := RULES.get(type(record)):
            yield from (Finding(entry, *found) for found in rule(record, lookup))
    yield from _missing(missing, lookup)


def _own(entry: Entry, held: list[Entry], lookup: Lookup) -> Iterator[str]:
    """What is wrong with the id itself."""
    id_ = entry.record.id
    if len(held) > 1:
        other = min((e for e in held if e is not entry), key=lambda e: e.origin[:2])
        more = f", and of {len(held) - 2} more" if len(held) > 2 else ""
        place = f"{other.origin.file}:{other.origin.line}"
        yield f"`{id_}` is also the id of the {kind(other.record)} at {place}{more}"
    if not is_normalized("NFC", id_):
        yield f"`{id_}` is not in Unicode's form NFC: type its letters anew"
    if id_ in lookup.publishers and kind(entry.record) != "actor":
        yield f"`{id_}` is the publisher in claimgraph.toml, which is an actor: rename one of them"


def _reference(record: AnyRecord, field: str, row: Row, id_: str, lookup: Lookup) -> Found:
    if id_ == record.id:
        yield field, "refers to its own record: remove it"
    elif target := lookup.entries.get(id_):
        if kind(target.record) not in row.to:
            wanted = _a(" or ".join(row.to))
            yield field, f"`{id_}` is {_a(kind(target.record))}; expected {wanted}"
    elif id_ in lookup.publishers:
        if "actor" not in row.to:
            yield field, f"`{id_}` is the publisher; expected {_a(' or '.join(row.to))}"
    elif id_ in lookup.refused:
        yield field, f"refers to `{id_}`, which was refused"


def _text(field: str, value: Any) -> Found:
    """A text by language says each in one language; no text is blank."""
    texts = value if isinstance(value, dict) else {"": value}
    for language, text in texts.items():
        if not text.strip():
            yield f"{field}.{language}".rstrip("."), "is blank: write it, or leave it out"
    if len(texts) > len({language.lower() for language in texts}):
        yield field, "one language stands here twice, in capital and in small letters"


def _missing(missing: list[_Missing], lookup: Lookup) -> Iterator[Finding]:
    affordable = len(missing) * len(lookup.entries) <= MAX_COMPARED
    for entry, field, row, id_ in missing:
        alike = (i for i, e in lookup.entries.items() if affordable and kind(e.record) in row.to)
        message = f"there is no {' or '.join(row.to)} `{id_}`{near(id_, alike)}"
        yield Finding(entry, field, message)


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
