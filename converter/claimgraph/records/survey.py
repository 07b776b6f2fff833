"""One look at each line of JSON Lines files: where records begin, their ids, whom they tell of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import msgspec

from claimgraph.errors import ClaimgraphError
from claimgraph.records import Claim, Link, Review, kind
from claimgraph.records.held import Key, own_key, telling
from claimgraph.records.lines import BOM, SETTINGS, read_line
from claimgraph.records.outcome import Entry, Origin
from claimgraph.records.settings import Settings, based

LONGEST = 64 << 20  # bytes of a line
PAGE = 1 << 16  # bytes


class File(NamedTuple):
    """A file of JSON Lines; `name` is what messages call it."""

    path: Path
    name: str
    settings: Settings


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


class _Seen(msgspec.Struct):
    """What is read of a line."""

    kind: str = ""
    id: str = ""
    claim: str = ""  # of a review
    variant_of: str | None = None  # of a claim


_SEEN = msgspec.json.Decoder(_Seen)


def pages(file: File, base: str | None, first: int) -> Iterator[Page]:
    """The records of a file, numbered from `first`; raises ClaimgraphError for a line too long."""
    held, page, follows = based(file.settings, base), Page(first), False
    for number, start, line in _lines(file):
        seen = _seen(line) if line and not line.isspace() else None
        settings = _settings(line, seen, Origin(file.name, number), held)
        if seen is None or settings:
            held, follows = based(settings or held, base), False
            continue
        if not follows:
            page.stretches.append(Stretch(page.first + len(page.starts), number, held))
            follows = True
        _note(page, start, seen, line, held)
        if start - page.starts[0] > PAGE:
            yield page
            page, follows = Page(page.first + len(page.starts)), False
    if page.starts:
        yield page


def _settings(line: bytes, seen: _Seen | None, origin: Origin, held: Settings) -> Settings | None:
    """What a line says of the settings of those below it."""
    if seen is None or seen.kind != SETTINGS:
        return None
    one = read_line(line, origin, held)
    return one if isinstance(one, Settings) else None


def _lines(file: File) -> Iterator[tuple[int, int, bytes]]:
    """Each line with its number and where it starts, in bytes."""
    number = start = 0
    with file.path.open("rb") as stream:
        while line := stream.readline(LONGEST + 1):
            number += 1
            if len(line) > LONGEST:
                raise ClaimgraphError(f"{file.name}:{number}: a line of more than 64 MiB")
            text = line.removeprefix(BOM) if number == 1 else line
            yield number, start + len(line) - len(text), text.rstrip(b"\n")
            start += len(line)


def reviewed(line: bytes) -> str:
    """The claim that a line reviews; "" where it is no review."""
    seen = _seen(line)
    return seen.claim if seen.kind == "review" else ""


def _has_evidence(line: bytes) -> bool:
    """Whether it may have a key `evidence`, whose letters may be escaped."""
    return any(one in line for one in (b'"evidence"', b"\\u006", b"\\u0076"))


def _seen(line: bytes) -> _Seen:
    try:
        return _SEEN.decode(line)
    except (msgspec.DecodeError, RecursionError, ValueError):
        one = read_line(line, Origin("", 0), Settings())
        if isinstance(one, Settings):
            return _Seen(SETTINGS)
        seen = _Seen(id=own_key(one)[1])
        if isinstance(one, Entry):
            seen.kind = kind(one.record)
            seen.claim = one.record.claim if isinstance(one.record, Review) else ""
            seen.variant_of = one.record.variant_of if isinstance(one.record, Claim) else None
        return seen


def _note(page: Page, start: int, seen: _Seen, line: bytes, held: Settings) -> None:
    number, source = page.first + len(page.starts), held.source
    page.starts.append(start)
    if seen.id:
        page.names.append(((source, seen.id), number))
    if seen.variant_of and seen.kind == "claim":
        page.variants.append(((source, seen.id), seen.variant_of))
    if seen.kind == "review":
        page.reviewed.append(((source, seen.claim), number))
    elif seen.kind in ("contradiction", "link") or (seen.kind == "claim" and _has_evidence(line)):
        one = read_line(line, Origin("", 0), held)
        if isinstance(one, Entry):
            page.told += [((source, id_), number) for id_ in telling(one.record)]
            if isinstance(one.record, Link):
                page.links.append((source, one.record))
