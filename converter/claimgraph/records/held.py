"""All records of a run, wherever they are held, numbered from 0 in the order of reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from claimgraph.errors import Problem, RecordErrors
from claimgraph.records import Actor, AnyRecord, Claim, Contradiction, Link, Review, kind
from claimgraph.records.outcome import Entry, Origin, Refusal
from claimgraph.records.settings import FILE, Settings

Key = tuple[str, str]  # source, id
FROM_SETTINGS = Origin(FILE, 0)  # of a publisher that no record describes
Outcome = Entry | Refusal


class Held(Protocol):
    """Records, and lines that are none; the publishers of their sources stand behind them.

    Such a publisher counts only while there is no record of it that is not kept out.
    """

    @property
    def settings(self) -> Mapping[str, Settings]:
        """Those of each source."""

    @property
    def links(self) -> Mapping[str, Sequence[Link]]:
        """The links of each source."""

    @property
    def twins(self) -> Mapping[Key, Sequence[int]]:
        """The numbers of each id that stands several times."""

    def batches(self, parts: int) -> list[range]:
        """All numbers in `parts` batches, or in more where these would be too large."""

    def read(self, numbers: Iterable[int]) -> dict[int, Outcome]:
        """The records of these numbers."""

    def recall(self, numbers: Iterable[int]) -> dict[int, Outcome]:
        """As `read`, for records that one batch after the other looks up."""

    def numbers(self, key: Key) -> Sequence[int]:
        """Of the records of an id, its publisher's last."""

    def referring(self, key: Key) -> Sequence[int]:
        """Of what states more of a record than its own lines do.

        The contradictions that a claim is in, the links of an event, the claims with evidence in
        an article; the reviews of a claim, but for those in its page.
        """

    def page(self, number: int) -> range:
        """The numbers of the records around one; no batch ends among them."""

    def kinds(self, source: str) -> Iterator[tuple[str, str]]:
        """Id and kind of all records of a source."""

    def __len__(self) -> int: ...


def telling(record: AnyRecord) -> Iterable[str]:
    """Ids of the records of which this one states more; see Held.referring."""
    if isinstance(record, Review):
        return (record.claim,)
    if isinstance(record, Contradiction):
        return record.claims
    if isinstance(record, Link):
        return (record.event, *record.same)
    if isinstance(record, Claim):
        return dict.fromkeys(one.article for one in record.attributions if one.evidence)
    return ()


def agreed(settings: Mapping[str, Settings], other: Settings) -> Settings:
    """The settings of a source, which all its folders share; raise RecordErrors."""
    first = settings.get(other.source, other)
    if first != other:
        message = f"two folders call their source `{first.source}` but differ in their settings"
        raise RecordErrors([Problem(FILE, field="source", message=message)])
    return first


def publisher(settings: Settings) -> Entry | None:
    """An actor for the publisher of a source that names one."""
    desk = settings.publisher
    if not desk:
        return None
    record = Actor(id=desk.id, type="organization", name=desk.name, url=desk.url)
    return Entry(record, FROM_SETTINGS, settings)


def own_key(one: Outcome) -> Key:
    """Source and id of what was read, the id "" where it cannot be told."""
    if isinstance(one, Entry):
        return one.settings.source, one.record.id
    return one.source, one.id


SMALLEST, LARGEST = 1 << 10, 6 << 10  # records in a batch


def cuts(number: int, parts: int, smallest: int, largest: int) -> list[int]:
    """Where batches of many things begin and end, so that `parts` workers have as much to do."""
    rounds = -(-number // (parts * largest))
    count = min(parts * rounds, -(-number // smallest))
    return [number * done // count for done in range(count + 1)] if count else []


class InMemory:
    """Records that were read already; `outcomes` has no publisher whom some record describes."""

    def __init__(self, outcomes: Iterable[Outcome]) -> None:
        self.outcomes = list(outcomes)
        self.settings: dict[str, Settings] = {}
        self.links: dict[str, list[Link]] = defaultdict(list)
        self.twins: dict[Key, list[int]] = {}
        self._numbers: dict[Key, int] = {}
        self._referring: dict[Key, list[int]] = defaultdict(list)
        self._desks: dict[Key, int] = {}
        for number, one in enumerate(self.outcomes):
            if isinstance(one, Entry):
                self._add(number, one)
            elif one.id:
                self._name((one.source, one.id), number)
        desks = [*filter(None, map(publisher, self.settings.values()))]
        told = len(self.outcomes)
        self.outcomes += [one for one in desks if not self._is_told(one)]
        self._every = [*self.outcomes, *(one for one in desks if self._is_told(one))]
        self._desks = {own_key(one): told + n for n, one in enumerate(self._every[told:])}

    def _add(self, number: int, entry: Entry) -> None:
        record, source = entry.record, entry.settings.source
        if self.settings.get(source) is not entry.settings:
            self.settings[source] = agreed(self.settings, entry.settings)
        self._name((source, record.id), number)
        for id_ in telling(record):
            self._referring[source, id_].append(number)
        if isinstance(record, Link):
            self.links[source].append(record)

    def _name(self, key: Key, number: int) -> None:
        first = self._numbers.setdefault(key, number)
        if first != number:
            self.twins.setdefault(key, [first]).append(number)

    def batches(self, parts: int) -> list[range]:
        """All numbers in `parts` batches, or in more where these would be too large."""
        return [range(a, b) for a, b in pairwise(cuts(len(self), parts, SMALLEST, LARGEST))]

    def read(self, numbers: Iterable[int]) -> dict[int, Outcome]:
        """The records of these numbers."""
        return {number: self._every[number] for number in numbers}

    recall = read

    def numbers(self, key: Key) -> Sequence[int]:
        """Of the records of an id, its publisher's last."""
        number = self._numbers.get(key)
        told = () if number is None else self.twins.get(key, (number,))
        return (*told, self._desks[key]) if key in self._desks else told

    def referring(self, key: Key) -> Sequence[int]:
        """Of what states more of a record than its own lines do."""
        return self._referring.get(key, ())

    def page(self, number: int) -> range:
        """None around it, for all reviews of a claim are known."""
        return range(number, number + 1)

    def _is_told(self, desk: Entry) -> bool:
        return any(isinstance(self.outcomes[n], Entry) for n in self.numbers(own_key(desk)))

    def kinds(self, source: str) -> Iterator[tuple[str, str]]:
        """Id and kind of all records of a source."""
        entries = (one for one in self._every if isinstance(one, Entry))
        return ((e.record.id, kind(e.record)) for e in entries if e.settings.source == source)

    def __len__(self) -> int:
        return len(self._every)
