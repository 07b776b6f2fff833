"""Records that stay in their JSON Lines files: what is held is where each begins."""

from __future__ import annotations

import os
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from claimgraph.errors import ClaimgraphError
from claimgraph.records import Claim, Link, kind
from claimgraph.records.held import Key, Outcome, agreed, cuts, own_key, publisher, telling
from claimgraph.records.index import Index
from claimgraph.records.lines import read_line
from claimgraph.records.outcome import Entry, Origin
from claimgraph.records.settings import Settings
from claimgraph.records.survey import File, Page, Stretch, pages, reviewed

SMALLEST, LARGEST = 8, 24  # pages in a batch
OPEN = 64  # files
RECALLED = 8192  # records that are remembered


class OnDisk:
    """All records of some files (records.held.Held); indexes that grow large lie in `folder`."""

    def __init__(self, files: Sequence[File], folder: Path, base: str | None = None) -> None:
        self.settings: dict[str, Settings] = {}
        self.links: dict[str, list[Link]] = defaultdict(list)
        self._files = files
        self._streams: dict[int, int] = {}  # of a file, by its place
        self._firsts: list[int] = []  # of each file, the number of its first record
        self._starts = array("Q")  # of each record, in its file
        self._stretches: list[Stretch] = []
        self._pages: list[int] = []  # the number of the first record of each
        self.variants: dict[Key, str] = {}  # of claims, the id of the one they vary
        self._changed: dict[int, Entry | None] = {}
        self._recalled: dict[int, Outcome] = {}
        self._also: dict[Key, list[int]] = defaultdict(list)  # what changes made referring
        self._names, self._telling = Index(folder / "names"), Index(folder / "telling")
        for file in files:
            self._firsts.append(len(self._starts))
            for page in pages(file, base, len(self._starts)):
                self._add(page)
        self._names.close()
        self._telling.close()
        self.twins = dict(self._names.several())
        self._settle()
        self._behind = [*filter(None, map(publisher, self.settings.values()))]
        behind = enumerate(self._behind, len(self._starts))
        self._desks = {own_key(one): number for number, one in behind}

    def batches(self, parts: int) -> list[range]:
        """All numbers in `parts` batches, or in more where these would be too large."""
        starts = [*self._pages, len(self)]
        places = cuts(len(self._pages), parts, SMALLEST, LARGEST)
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
        found: dict[int, Outcome] = {}
        for number in numbers:
            one = self._changed[number] if number in self._changed else self._read(number)
            if one is not None:
                found[number] = one
        return found

    def numbers(self, key: Key) -> Sequence[int]:
        """Of the records of an id, its publisher's last."""
        numbers = self._names.numbers(key)
        if len(numbers) > 1 and self._changed:
            numbers = [n for n in numbers if self._changed.get(n, True)]
        return (*numbers, self._desks[key]) if key in self._desks else numbers

    def referring(self, key: Key) -> Sequence[int]:
        """Of what states more of a record than its own lines do, but for reviews in its page."""
        numbers = self._telling.numbers(key)
        return (*numbers, *self._also[key]) if key in self._also else numbers

    def page(self, number: int) -> range:
        """The numbers of the page that a record stands in."""
        at = bisect_right(self._pages, number)
        return range(self._pages[at - 1], self._pages[at] if at < len(self._pages) else len(self))

    def kinds(self, source: str) -> Iterator[tuple[str, str]]:
        """Id and kind of all records of a source."""
        for number in range(len(self)):
            for one in self.read([number]).values():
                if isinstance(one, Entry) and one.settings.source == source:
                    yield one.record.id, kind(one.record)

    def change(self, entry: Entry, numbers: Sequence[int]) -> None:
        """Hold a record in the place of the first of these, and none in that of the others."""
        self._changed |= dict.fromkeys(numbers) | {numbers[0]: entry}
        key = own_key(entry)
        left = [n for n in self.twins.get(key, ()) if n not in numbers[1:]]
        if len(left) > 1:
            self.twins[key] = left
        else:
            self.twins.pop(key, None)
        for id_ in telling(entry.record):
            self._also[key[0], id_].append(numbers[0])
        if isinstance(entry.record, Claim):
            self._change_claim(key, entry.record, numbers[1:])

    def _change_claim(self, key: Key, claim: Claim, dropped: Sequence[int]) -> None:
        """The reviews in the pages of those dropped are now reviews from other pages."""
        self.variants.pop(key, None)
        if claim.variant_of:
            self.variants[key] = claim.variant_of
        told = range(len(self._starts))
        around = {n for one in dropped for n in self.page(one) if n in told} - self._changed.keys()
        lines = ((n, self._line(n, self.file(n))) for n in sorted(around))
        self._also[key] += (n for n, line in lines if reviewed(line) == key[1])

    def file(self, number: int) -> int:
        """The place of a record's file among all files."""
        return bisect_right(self._firsts, number) - 1

    def counts(self) -> list[int]:
        """How many records each file has."""
        ends = [*self._firsts[1:], len(self._starts)]
        return [end - first for first, end in zip(self._firsts, ends, strict=True)]

    def __len__(self) -> int:
        return len(self._starts) + len(self._behind)

    def _add(self, page: Page) -> None:
        self._pages.append(page.first)
        self._starts.extend(page.starts)
        self._stretches += page.stretches
        for source, link in page.links:
            self.links[source].append(link)
        self.variants.update(page.variants)
        self._names.add(page.names)
        self._telling.add(page.telling())

    def _read(self, number: int) -> Outcome:
        if number >= len(self._starts):
            return self._behind[number - len(self._starts)]
        place = self.file(number)
        stretch = self._stretches[bisect_right(self._stretches, number, key=_number) - 1]
        origin = Origin(self._files[place].name, stretch.line + number - stretch.number)
        found = read_line(self._line(number, place), origin, stretch.settings)
        if isinstance(found, Settings):
            raise ClaimgraphError(f"{origin.file}: changed while it was read; start again")
        return found

    def _stream(self, place: int) -> int:
        """The file, opened once while not too many are."""
        if place not in self._streams:
            if len(self._streams) >= OPEN:
                for stream in self._streams.values():
                    os.close(stream)
                self._streams.clear()
            flags = os.O_RDONLY | os.O_CLOEXEC
            self._streams[place] = os.open(self._files[place].path, flags)
        return self._streams[place]

    def _line(self, number: int, place: int) -> bytes:
        """The line of a record, without what stands between it and the next one."""
        start, stream = self._starts[number], self._stream(place)
        is_last = number + 1 == len(self._starts) or self.file(number + 1) != place
        end = os.fstat(stream).st_size if is_last else self._starts[number + 1]
        return os.pread(stream, end - start, start).partition(b"\n")[0]

    def _settle(self) -> None:
        """The settings of the sources that have a record, not only lines that are none."""
        bounds = [*map(_number, self._stretches), len(self._starts)]
        for one, (first, end) in zip(self._stretches, pairwise(bounds), strict=True):
            source = one.settings.source
            records = map(self._read, range(first, end))
            if source in self.settings or any(isinstance(record, Entry) for record in records):
                self.settings[source] = agreed(self.settings, one.settings)


def _number(stretch: Stretch) -> int:
    return stretch.number
