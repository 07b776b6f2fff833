"""What must hold among records: ids, references, and the rules that no single field shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from claimgraph.records import kind
from claimgraph.records.convert import near
from claimgraph.records.fields import references
from claimgraph.records.read import Entry
from claimgraph.records.rules import RULES, Found, Lookup


class Finding(NamedTuple):
    """What is wrong with one record."""

    entry: Entry
    field: str
    message: str


def check(entries: Iterable[Entry], refused: Collection[tuple[str, str]] = ()) -> list[Finding]:
    """Everything that is wrong among records; `refused` has (source, id) of those kept out."""
    by_source: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_source[entry.settings.source].append(entry)
    found: list[Finding] = []
    for source, held in by_source.items():
        gone = {id_ for name, id_ in refused if name == source}
        found += _source(held, gone)
    return found


def _source(entries: list[Entry], gone: Collection[str]) -> Iterator[Finding]:
    by_id: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_id[entry.record.id].append(entry)
    lookup = Lookup({id_: held[0] for id_, held in by_id.items()}, gone)
    for entry in entries:
        yield from (Finding(entry, "id", text) for text in _twins(entry, by_id))
        yield from (Finding(entry, *found) for found in _references(entry, lookup))
        if rule := RULES.get(type(entry.record)):
            yield from (Finding(entry, *found) for found in rule(entry.record, lookup))


def _twins(entry: Entry, by_id: Mapping[str, list[Entry]]) -> Iterator[str]:
    others = [e for e in by_id[entry.record.id] if e is not entry]
    for other in others:
        place = f"{other.origin.file}:{other.origin.line}"
        yield f"`{entry.record.id}` is also the id of the {kind(other.record)} at {place}"


def _references(entry: Entry, lookup: Lookup) -> Found:
    for field, row, id_ in references(entry.record):
        target = lookup.entries.get(id_)
        wanted = " or ".join(row.to)
        if target is None and id_ in lookup.refused:
            yield field, f"refers to `{id_}`, which was refused"
        elif target is None:
            known = (i for i, e in lookup.entries.items() if kind(e.record) in row.to)
            yield field, f"there is no {wanted} `{id_}`{near(id_, known)}"
        elif kind(target.record) not in row.to:
            yield field, f"`{id_}` is {_a(kind(target.record))}; expected {_a(wanted)}"


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
