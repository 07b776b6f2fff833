"""What must hold among records: ids, references, and the rules that no single field shows.

What is found does not depend on the order of the records, nor on the batches they are read in. Of
an id that stands twice only that is said: what refers to it, or to a record that was refused, is
left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple
from unicodedata import is_normalized

from claimgraph.records import AnyRecord, kind
from claimgraph.records.convert import near
from claimgraph.records.fields import Row, is_reference, is_text, values
from claimgraph.records.held import FROM_SETTINGS, Held, InMemory, Key
from claimgraph.records.lookup import Lookup
from claimgraph.records.outcome import Entry
from claimgraph.records.rules import RULES, Found

MAX_COMPARED = 200_000  # pairs of ids; suggestions for more would take seconds


class Finding(NamedTuple):
    """What is wrong with one record; `missing` is the id that it refers to and nobody has."""

    entry: Entry
    field: str
    message: str
    missing: str = ""
    wanted: tuple[str, ...] = ()  # kinds of records that the reference may mean


def check(entries: Iterable[Entry], refused: Collection[Key] = ()) -> list[Finding]:
    """Everything that is wrong among records; `refused` has (source, id) of those kept out."""
    held = InMemory(entries)
    by_source: dict[str, list[Entry]] = {source: [] for source in held.settings}
    for entry in held.outcomes:
        if isinstance(entry, Entry):
            by_source[entry.settings.source].append(entry)
    found = []
    for source, own in by_source.items():
        lookup = Lookup(held, source, refused)
        lookup.know(own)
        found += findings(own, lookup)
    return suggested(found, held)


def findings(entries: Iterable[Entry], lookup: Lookup) -> list[Finding]:
    """Everything that is wrong with these records of a source, but for suggestions."""
    told = (entry for entry in entries if entry.origin != FROM_SETTINGS)
    return [Finding(entry, *one) for entry in told for one in _entry(entry, lookup)]


def suggested(found: Iterable[Finding], held: Held) -> list[Finding]:
    """The findings, with what was meant where something like it is there."""
    found = list(found)
    missing = sum(bool(one.missing) for one in found)
    if not missing or missing * len(held) > MAX_COMPARED:
        return found
    known = {source: list(held.kinds(source)) for source in held.settings}
    return [_suggested(one, known[one.entry.settings.source]) for one in found]


def consequences(entries: Iterable[Entry], refused: Collection[Key]) -> list[Finding]:
    """What refers to a record that was kept out; `refused` has the (source, id) of these."""
    return [
        Finding(entry, field, f"refers to `{id_}`, which was refused")
        for entry in entries
        for field, _, id_ in values(entry.record, is_reference)
        if (entry.settings.source, id_) in refused
    ]


def _suggested(one: Finding, known: Iterable[tuple[str, str]]) -> Finding:
    if not one.missing:
        return one
    alike = (id_ for id_, kind_ in known if kind_ in one.wanted)
    return one._replace(message=f"{one.message}{near(one.missing, alike)}")


Wrong = tuple[str, str] | tuple[str, str, str, tuple[str, ...]]  # the fields of a Finding


def _entry(entry: Entry, lookup: Lookup) -> Iterator[Wrong]:
    record = entry.record
    yield from _own(entry, lookup)
    for field, row, id_ in values(record, is_reference):
        target = lookup.entry(id_)
        if target is None or kind(target.record) not in row.to or id_ == record.id:
            yield from _reference(record, field, row, id_, lookup)
    for field, _, text in values(record, is_text):
        if type(text) is dict or not text or text.isspace():
            yield from _text(field, text)
    if rule := RULES.get(type(record)):
        yield from rule(record, lookup)


def _own(entry: Entry, lookup: Lookup) -> Found:
    """What is wrong with the id itself."""
    id_ = entry.record.id
    if not id_.isascii() and not is_normalized("NFC", id_):
        yield "id", f"`{id_}` is not in Unicode's form NFC: type its letters anew"
    if lookup.is_refused(id_):
        yield "id", f"`{id_}` is also the id of a record that was refused: rename one"
    if id_ == lookup.publisher and kind(entry.record) != "actor":
        yield "id", f"`{id_}` is the publisher in claimgraph.toml, which is an actor: rename one"
    if twins := lookup.twins(id_):
        yield "id", _twin(entry, twins)


def _twin(entry: Entry, twins: Sequence[Entry]) -> str:
    """Each record of an id that stands twice names the first other one."""
    same = (twins[0].origin[:2], kind(twins[0].record)) == (entry.origin[:2], kind(entry.record))
    other = twins[1 if same else 0]
    more = f", and of {len(twins) - 2} more" if len(twins) > 2 else ""
    what = f"{kind(other.record)} at {other.origin.file}:{other.origin.line}"
    return f"`{entry.record.id}` is also the id of the {what}{more}"


def _reference(
    record: AnyRecord, field: str, row: Row, id_: str, lookup: Lookup
) -> Iterator[Wrong]:
    wanted = " or ".join(row.to)
    if id_ == record.id:
        yield field, "refers to its own record: remove it"
    elif target := lookup.entry(id_):
        if kind(target.record) not in row.to:
            told = target.origin != FROM_SETTINGS
            what = _a(kind(target.record)) if told else "the publisher"
            yield field, f"`{id_}` is {what}; expected {_a(wanted)}"
    elif not lookup.is_refused(id_) and not lookup.twins(id_):
        yield field, f"there is no {wanted} `{id_}`", id_, row.to


def _text(field: str, value: Any) -> Found:
    """A text by language says each in one language; no text is blank."""
    texts = value if isinstance(value, dict) else {"": value}
    for language, text in texts.items():
        if not text.strip():
            yield f"{field}.{language}".rstrip("."), "is blank: write it, or leave it out"
    if len(texts) > len({language.lower() for language in texts}):
        yield field, "one language stands here twice, in capital and in small letters"


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
