"""Records that stay in their JSON Lines files: what is held is where each begins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from claimgraph.records import Claim, Link, kind
from claimgraph.records.held import Key, Outcome, agreed, cuts, own_key, publisher, telling
from claimgraph.records.index import Index
from claimgraph.records.outcome import Entry, Refusal
from claimgraph.records.settings import Settings
from claimgraph.records.spool import File
from claimgraph.records.stored import Stored
from claimgraph.records.survey import Page, pages, reviewed

SMALLEST, LARGEST = 8, 24  # pages in a batch
RECALLED = 8192  # records that are remembered


class OnDisk:
    """All records of some files (records.held.Held); indexes that grow large lie in `folder`.

    `refusals` stand behind them. `plain` is what a source is that any file may describe, as far as
    none does. `seen` is told how many more records were met in files of others.
    """

    def __init__(
        self,
        files: Sequence[File],
        folder: Path,
        base: str | None = None,
        refusals: Sequence[Refusal] = (),
        plain: Settings | None = None,
        seen: Callable[[int], object] = int,
    ) -> None:
        self.settings: dict[str, Settings] = {}
        self.links: dict[str, list[Link]] = defaultdict(list)
        self.variants: dict[Key, str] = {}  # of claims, the id of the one they vary
        self._lines = Stored(files, folder)
        self._recalled: dict[int, Outcome] = {}
        self._also: dict[Key, list[int]] = defaultdict(list)  # what changes made referring
        self._names, self._telling = Index(folder / "names"), Index(folder / "telling")
        for file in files:
            self._lines.begin()
            for page in pages(file, base, len(self._lines)):
                self._add(page)
                seen(0 if file.origins else len(page.starts))
        for settings in self._lines.settle(plain):
            self.settings.setdefault(settings.source, settings)
        self._behind: list[Outcome] = list(refusals)
        self._stand_behind()

    def agree(self) -> None:
        """Raise RecordErrors where the files of a source differ in its settings."""
        for settings in self._lines.others(self.settings):
            agreed(self.settings, settings)

    def batches(self, parts: int) -> list[range]:
        """All numbers in `parts` batches, or in more where these would be too large."""
        starts = [*self._lines.pages, len(self)]
        places = cuts(len(self._lines.pages), parts, SMALLEST, LARGEST)
        return [range(starts[a], starts[b]) for a, b in pairwise(places)]

    def recall(self, numbers: Iterable[int]) -> dict[int, Outcome]:
        """As `read`, for records that one batch after the other looks up: some are remembered."""
        found: dict[int, Outcome] = {}
        for number in numbers:
            if number not in self._recalled:
                if len(self._recalled) >= RECALLED:
                    self._recalled.clear()
                self._recalled |= self.read([number])
            if number in self._recalled:
                found[number] = self._recalled[number]
        return found

    def read(self, numbers: Iterable[int]) -> dict[int, Outcome]:
        """The records of these numbers."""
        if not isinstance(numbers, range):
            return self._singly(numbers)
        found: dict[int, Outcome] = {}
        at, told = numbers.start, min(numbers.stop, len(self._lines))
        while at < told:
            some = range(at, min(self._lines.page(at).stop, told))
            read = self._lines.read_page(some)
            found |= zip(some, read, strict=True) if read else self._singly(some)
            at = some.stop
        return found | self._singly(range(at, numbers.stop))

    def _singly(self, numbers: Iterable[int]) -> dict[int, Outcome]:
        lines, told, found = self._lines, len(self._lines), {}
        for number in numbers:
            if number >= told:
                found[number] = self._behind[number - told]
            elif not (lines.changes and lines.changes.is_gone(number)):
                found[number] = lines.read(number)
        return found

    def numbers(self, key: Key) -> Sequence[int]:
        """Of the records of an id, its publisher's last."""
        numbers = self._lines.changes.left(key, self._names.numbers(key))
        return (*numbers, self._desks[key]) if key in self._desks else numbers

    def referring(self, key: Key) -> Sequence[int]:
        """Of what states more of a record than its own lines do, but for reviews in its page."""
        numbers = self._telling.numbers(key)
        return (*numbers, *self._also[key]) if key in self._also else numbers

    def page(self, number: int) -> range:
        """The numbers of the page that a record stands in; what stands behind is in the last."""
        last = self._lines.pages[-1] if self._lines.pages else 0
        return self._lines.page(number) if number < last else range(last, len(self))

    def kinds(self, source: str) -> Iterator[tuple[str, str]]:
        """Id and kind of all records of a source."""
        for number in range(len(self)):
            for one in self.read([number]).values():
                if isinstance(one, Entry) and one.settings.source == source:
                    yield one.record.id, kind(one.record)

    def several(self) -> Iterator[tuple[Key, Sequence[int]]]:
        """The numbers of each id that stands several times, by the first one."""
        for key, numbers in self._names.several():
            left = self._lines.changes.left(key, numbers)
            if len(left) > 1:
                yield key, left

    @cached_property
    def twins(self) -> dict[Key, Sequence[int]]:
        """The same, held."""
        return dict(self.several())

    def change(self, changes: Iterable[tuple[Entry, Sequence[int]]]) -> None:
        """Hold each record in the place of the first of its numbers, none in that of the others."""
        left: list[int] = []
        held = self._lines.changes
        with held.opened(len(self._lines)) as put:
            for entry, numbers in changes:
                before = self._lines.read(numbers[0])
                if entry != before:
                    put(entry, numbers[0])
                held.drop(own_key(entry), numbers[1:], self._names.numbers(own_key(entry)))
                self._retell(entry, before, numbers[0])
                left += numbers[1:] if isinstance(entry.record, Claim) else ()
        self._rejoin(left)
        self.__dict__.pop("twins", None)

    def file(self, number: int) -> tuple[int, int]:
        """The place of a record's file among all files, and that of the record in it."""
        return self._lines.file(number)

    def counts(self) -> list[int]:
        """How many records each file has."""
        return self._lines.counts()

    def __len__(self) -> int:
        return len(self._lines) + len(self._behind)

    def _add(self, page: Page) -> None:
        self._lines.add(page)
        for source, link in page.links:
            self.links[source].append(link)
        self.variants.update(page.variants)
        self._names.add(page.names)
        self._telling.add(page.telling())

    def _stand_behind(self) -> None:
        """Refusals are numbered behind all lines, in a page of their own, then publishers."""
        told = len(self._lines)
        if self._behind:
            self._lines.pages.append(told)
        named = ((own_key(one), number) for number, one in enumerate(self._behind, told))
        self._names.add((key, number) for key, number in named if key[1])
        self._names.close()
        self._telling.close()
        desks = [*filter(None, map(publisher, self.settings.values()))]
        self._desks = {own_key(one): number for number, one in enumerate(desks, len(self))}
        self._behind += desks

    def _retell(self, entry: Entry, before: Outcome, number: int) -> None:
        """Note of whom a changed record tells, and whom it varies."""
        (source, id_), record = own_key(entry), entry.record
        known = {*telling(before.record)} if isinstance(before, Entry) else set()
        for other in telling(record):
            if other not in known:
                self._also[source, other].append(number)
        if isinstance(record, Claim):
            self.variants.pop((source, id_), None)
            if record.variant_of:
                self.variants[source, id_] = record.variant_of

    def _rejoin(self, dropped: Iterable[int]) -> None:
        """The reviews in the pages of these claims are now reviews from other pages."""
        keys: dict[range, dict[str, Key]] = defaultdict(dict)  # by page
        for number in dropped:
            key = own_key(self._lines.read(number))
            keys[self._lines.page(number)][key[1]] = key
        for page, own in keys.items():
            for number in page:
                id_ = "" if self._lines.changes.is_gone(number) else self._claim(number)
                if id_ in own:
                    self._also[own[id_]].append(number)

    def _claim(self, number: int) -> str:
        """The claim that a record reviews, if it is a review."""
        return reviewed(self._lines.line(number))
