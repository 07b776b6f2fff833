"""The lines of records in their files, and those that are held in the place of others."""

from __future__ import annotations

import os
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from claimgraph.errors import ClaimgraphError
from claimgraph.records.changes import Changes
from claimgraph.records.convert import Mistake
from claimgraph.records.held import Outcome
from claimgraph.records.lines import read_line, read_plain
from claimgraph.records.outcome import Entry, Origin, refused
from claimgraph.records.settings import Settings, joined
from claimgraph.records.spool import File
from claimgraph.records.survey import LONGEST, Page, Stretch

OPEN = 64  # files
LARGE = 1 << 20  # bytes of a page, less than LONGEST: its last line may be long
SHOWN = 100  # bytes of a line that is too long


class Stored:
    """Numbered from 0 in the order of the files; eight bytes are held for each."""

    def __init__(self, files: Sequence[File], folder: Path) -> None:
        self.changes = Changes(folder / "changes")
        self.pages: list[int] = []  # the number of the first record of each
        self._files = files
        self._streams: dict[int, int] = {}  # of a file, by its place
        self._firsts: list[int] = []  # of each file, the number of its first record
        self._starts = array("Q")  # of each record, in its file
        self._stretches: list[Stretch] = []
        self._begins: list[int] = []  # of each, the number of its first record

    def begin(self) -> None:
        """The pages of the next file are added from here on."""
        self._firsts.append(len(self))

    def add(self, page: Page) -> None:
        """The next page."""
        self.pages.append(page.first)
        self._starts.extend(page.starts)
        self._stretches += page.stretches
        self._begins += [one.number for one in page.stretches]

    def settle(self, plain: Settings | None) -> list[Settings]:
        """The settings under which there is a record, not only lines that are none.

        Those of the source of `plain` are joined.
        """
        told = [place for place, numbers in enumerate(self._numbers()) if self._has_any(numbers)]
        own = joined(plain, (self._stretches[n].settings for n in told)) if plain else None
        for place in told:
            if own and own.source == self._stretches[place].settings.source:
                self._stretches[place] = self._stretches[place]._replace(settings=own)
        return [self._stretches[place].settings for place in told]

    def others(self, known: Mapping[str, Settings]) -> Iterator[Settings]:
        """Settings other than those known of their source, if a record under them is held."""
        for stretch, numbers in zip(self._stretches, self._numbers(), strict=True):
            settings = stretch.settings
            if settings != known.get(settings.source, settings) and self._has_any(numbers):
                yield settings

    def read(self, number: int) -> Outcome:
        """The record of that number, though it be gone."""
        stretch = self._stretches[bisect_right(self._begins, number) - 1]
        place = bisect_right(self._firsts, number) - 1
        line, (_, name, _, origins) = self._line(number, place), self._files[place]
        if origins:
            origin = origins.at(number - self._firsts[place])
        else:
            origin = Origin(name, stretch.line + number - stretch.number)
        if len(line) > LONGEST:
            shown = f"{line[:SHOWN].decode(errors='backslashreplace')}…"
            wrong = Mistake(0, "", f"a line of more than {LONGEST >> 20} MiB")
            return refused("", shown, origin, stretch.settings, [wrong])
        found = read_line(line, origin, stretch.settings)
        if isinstance(found, Settings):
            raise ClaimgraphError(f"{origin.file}: changed while it was read; start again")
        return found

    def read_page(self, numbers: range) -> list[Outcome]:
        """Records of a page, at once; none where they have to be read one by one."""
        first, last = numbers[0], numbers[-1]
        place, at = bisect_right(self._firsts, first) - 1, bisect_right(self._begins, first) - 1
        file, stretch = self._files[place], self._stretches[at]
        begin, end = self._starts[first], self._end(last, place)
        others = at != bisect_right(self._begins, last) - 1  # under other settings
        if others or file.origins or self.changes.any(numbers) or end - begin > LARGE:
            return []
        block = os.pread(self._stream(place), end - begin, begin)
        records = read_plain(block.rstrip(b"\n") + b"\n")
        line, held = stretch.line + first - stretch.number, stretch.settings
        found = [Entry(one, Origin(file.name, n), held) for n, one in enumerate(records, line)]
        return [*found] if len(found) == len(numbers) else []

    def line(self, number: int) -> bytes:
        """The line of a record, without what stands between it and the next one."""
        return self._line(number, bisect_right(self._firsts, number) - 1)

    def page(self, number: int) -> range:
        """The numbers of the page that a record stands in."""
        at = bisect_right(self.pages, number)
        return range(self.pages[at - 1], self.pages[at] if at < len(self.pages) else len(self))

    def file(self, number: int) -> tuple[int, int]:
        """The place of a record's file among all files, and that of the record in it."""
        place = bisect_right(self._firsts, number) - 1
        return place, number - self._firsts[place]

    def counts(self) -> list[int]:
        """How many records each file has."""
        ends = [*self._firsts[1:], len(self)]
        return [end - first for first, end in zip(self._firsts, ends, strict=True)]

    def __len__(self) -> int:
        return len(self._starts)

    def _numbers(self) -> Iterator[range]:
        """Those of each stretch."""
        bounds = [*self._begins, len(self)]
        return (range(first, end) for first, end in pairwise(bounds))

    def _has_any(self, numbers: range) -> bool:
        """Whether there is a record among them that is not gone."""
        held = (number for number in numbers if not self.changes.is_gone(number))
        return any(isinstance(self.read(number), Entry) for number in held)

    def _line(self, number: int, place: int) -> bytes:
        if self.changes and (changed := self.changes.line(number)):
            return changed
        start, end = self._starts[number], self._end(number, place)
        size = min(end - start, LONGEST + 1)
        return os.pread(self._stream(place), size, start).partition(b"\n")[0]

    def _end(self, number: int, place: int) -> int:
        """Where the next record starts, or the file ends."""
        others = self._firsts[place + 1] if place + 1 < len(self._firsts) else len(self._starts)
        if number + 1 < others:
            return self._starts[number + 1]
        return os.fstat(self._stream(place)).st_size

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
