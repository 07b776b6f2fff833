"""The records of one source by id, as the checks and the mapping ask for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from claimgraph.records import AnyRecord, Link, kind
from claimgraph.records.held import FROM_SETTINGS, Held, Key, Outcome
from claimgraph.records.outcome import Entry, Refusal

OneRecord = TypeVar("OneRecord", bound=AnyRecord)


class Lookup:
    """Finds records that are not refused; `refused` has the (source, id) of those kept out.

    What is found stays: one serves for a batch of records.
    """

    def __init__(self, held: Held, source: str, refused: Collection[Key] = ()) -> None:
        self.held, self.source, self._refused = held, source, refused
        desk = held.settings[source].publisher
        self.publisher = desk.id if desk else ""
        self.touched: set[int] = set()  # numbers of records that were looked up
        self._found: dict[str, Entry | None] = {}
        self._twins: dict[str, list[Entry]] = {}
        self._broken: dict[str, bool] = {}

    def know(self, entries: Iterable[Entry]) -> None:
        """Take in entries of the source that were read anyway."""
        twins, source, refused = self.held.twins, self.source, self._refused
        for entry in entries:
            key = (source, entry.record.id)
            if key not in twins and key not in refused and entry.origin != FROM_SETTINGS:
                self._found[entry.record.id] = entry

    def lost(self) -> list[str]:
        """The ids that were looked for in vain."""
        return [id_ for id_, one in self._found.items() if one is None]

    def entry(self, id_: str) -> Entry | None:
        """The record of that id; None where there is none, where it is refused, or has a twin."""
        if id_ not in self._found:
            self._found[id_] = self._one(id_)
        return self._found[id_]

    def get(self, struct: type[OneRecord], id_: str | None) -> OneRecord | None:
        """The record of that kind and id; None where there is none."""
        found = self.entry(id_) if id_ else None
        return found.record if found and isinstance(found.record, struct) else None

    def __getitem__(self, id_: str) -> str:
        """The kind of the record of that id: raises KeyError."""
        found = self.entry(id_)
        if found is None:
            raise KeyError(id_)
        return kind(found.record)

    def is_refused(self, id_: str) -> bool:
        """Whether a record of that id was kept out, or is none."""
        if (self.source, id_) in self._refused:
            return True
        found = self._found.get(id_)
        if found and found.origin != FROM_SETTINGS:
            return False
        if id_ not in self._broken:
            told = (one for one in self._read(id_) if isinstance(one, Refusal))
            self._broken[id_] = any(one.id == id_ for one in told)
        return self._broken[id_]

    def twins(self, id_: str) -> Sequence[Entry]:
        """All records of an id that stands several times, in order, else none."""
        if not self.held.twins or (self.source, id_) not in self.held.twins:
            return ()
        if id_ not in self._twins:
            found = [one for one in self._entries(id_) if one.origin != FROM_SETTINGS]
            self._twins[id_] = sorted(found, key=lambda e: (e.origin[:2], kind(e.record)))
        return self._twins[id_] if len(self._twins[id_]) > 1 else ()

    def _one(self, id_: str) -> Entry | None:
        """A publisher that the settings name is there, also where its record is refused."""
        found = self._entries(id_)
        if self.is_refused(id_):
            found = [one for one in found if one.origin == FROM_SETTINGS]
            return found[0] if found else None
        return found[0] if found and not self.twins(id_) else None

    def _entries(self, id_: str) -> list[Entry]:
        return [one for one in self._read(id_) if isinstance(one, Entry)]

    def _read(self, id_: str) -> list[Outcome]:
        read = self.held.recall(self.held.numbers((self.source, id_)))
        self.touched.update(read)
        return list(read.values())

    @cached_property
    def linked(self) -> Mapping[str, Mapping[str, str]]:
        """By event the hubs that it is linked to, with the ids of the links."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for link in sorted(self._links(), key=lambda link: link.id):
            for event in link.same:
                found[event].setdefault(link.event, link.id)
        return found

    def _links(self) -> Iterable[Link]:
        return (one for one in self.held.links.get(self.source, ()) if self.get(Link, one.id))
