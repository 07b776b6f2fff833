"""One look at each line of JSON Lines files: where records begin, their ids, whom they tell of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from claimgraph.records import Claim, Link, Review, kind
from claimgraph.records.held import Key, own_key, telling
from claimgraph.records.lines import BOM, SETTINGS, read_line
from claimgraph.records.outcome import Entry, Origin
from claimgraph.records.settings import Settings, based
from claimgraph.records.spool import File

LONGEST = 64 << 20  # bytes of a line
PAGE = 1 << 16  # bytes


class Stretch(NamedTuple):
    """Records that follow each other line by line, under the same settings."""

    number: int
    line: int
    settings: Settings


@dataclass
class Page:
    """Some lines; `reviewed` are the claims of its reviews, `told` what else tells of others."""

    first: int
    starts: list[int] = field(default_factory=list)  # of the lines, in their file
    stretches: list[Stretch] = field(default_factory=list)
    names: list[tuple[Key, int]] = field(default_factory=list)
    reviewed: list[tuple[Key, int]] = field(default_factory=list)
    told: list[tuple[Key, int]] = field(default_factory=list)
    links: list[tuple[str, Link]] = field(default_factory=list)  # source, link
    variants: list[tuple[Key, str]] = field(default_factory=list)  # claim, the one it varies

    def telling(self) -> Iterator[tuple[Key, int]]:
        """What tells of other records, but for reviews of claims in the page."""
        own = {key for key, _ in self.names}
        yield from self.told
        yield from (one for one in self.reviewed if one[0] not in own)


class Seen(msgspec.Struct):
    """What is read of a line."""

    kind: str = ""
    id: str = ""
    claim: str = ""  # of a review
    variant_of: str | None = None  # of a claim


_SEEN = msgspec.json.Decoder(Seen)


class Line(NamedTuple):
    """A record, by the number of its line and where that starts in bytes; "" if it is too long."""

    number: int
    start: int
    seen: Seen
    text: bytes
    settings: Settings


def pages(file: File, base: str | None, first: int) -> Iterator[Page]:
    """The records of a file, numbered from `first`."""
    page, last, settings = Page(first), 0, None
    for line in records(file, base):
        number = page.first + len(page.starts)
        if not page.starts or line.number != last + 1 or line.settings is not settings:
            settings = line.settings
            page.stretches.append(Stretch(number, line.number, settings))
        last = line.number
        _note(page, line, number)
        if line.start - page.starts[0] > PAGE:
            yield page
            page = Page(page.first + len(page.starts))
    if page.starts:
        yield page


def records(file: File, base: str | None) -> Iterator[Line]:
    """Each line but those that are blank or settings."""
    held = based(file.settings, base)
    begin = file.origins.settings if file.origins else {}
    for place, (number, start, text) in enumerate(_lines(file)):
        held = begin.get(place, held)
        if text is None:
            yield Line(number, start, Seen(), b"", held)
        elif text and not text.isspace():
            seen = _seen(text)
            told = seen.kind == SETTINGS and read_line(text, Origin(file.name, number), held)
            if isinstance(told, Settings):  # of the lines below it
                held = based(told, base)
            else:
                yield Line(number, start, seen, text, held)


def _lines(file: File) -> Iterator[tuple[int, int, bytes | None]]:
    """Each line with its number and where it starts, in bytes; None for one that is too long."""
    number = start = 0
    with file.path.open("rb") as stream:
        while line := stream.readline(LONGEST + len(BOM) + 2):
            number += 1
            text = line.removeprefix(BOM) if number == 1 else line
            end, start = start + len(line), start + len(line) - len(text)
            text = text.removesuffix(b"\n")
            yield number, start, text if len(text) <= LONGEST else None
            while len(text) > LONGEST and not line.endswith(b"\n") and line:
                line = stream.readline(PAGE)
                end += len(line)
            start = end


def reviewed(line: bytes) -> str:
    """The claim that a line reviews; "" where it is no review."""
    seen = _seen(line)
    return seen.claim if seen.kind == "review" else ""


def _has_evidence(line: bytes) -> bool:
    """Whether it may have a key `evidence`, whose letters may be escaped."""
    return b'"evidence"' in line or b"\\u006" in line or b"\\u0076" in line


def _seen(line: bytes) -> Seen:
    try:
        return _SEEN.decode(line)
    except (msgspec.DecodeError, RecursionError, ValueError):
        one = read_line(line, Origin("", 0), Settings())
        if isinstance(one, Settings):
            return Seen(SETTINGS)
        seen = Seen(id=own_key(one)[1])
        if isinstance(one, Entry):
            seen.kind = kind(one.record)
            seen.claim = one.record.claim if isinstance(one.record, Review) else ""
            seen.variant_of = one.record.variant_of if isinstance(one.record, Claim) else None
        return seen


def _note(page: Page, line: Line, number: int) -> None:
    source, seen = line.settings.source, line.seen
    page.starts.append(line.start)
    if seen.id:
        page.names.append(((source, seen.id), number))
    if seen.variant_of and seen.kind == "claim":
        page.variants.append(((source, seen.id), seen.variant_of))
    if seen.kind == "review":
        page.reviewed.append(((source, seen.claim), number))
    elif seen.kind in ("contradiction", "link") or (
        seen.kind == "claim" and _has_evidence(line.text)
    ):
        one = read_line(line.text, Origin("", 0), line.settings)
        if isinstance(one, Entry):
            page.told += [((source, id_), number) for id_ in telling(one.record)]
            if isinstance(one.record, Link):
                page.links.append((source, one.record))
