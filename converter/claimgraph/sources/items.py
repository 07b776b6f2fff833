"""Items as their readers told them, in two temporary files: what is known of each, its records."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path

import msgspec

from claimgraph.records import Claim, Review
from claimgraph.records.settings import Settings
from claimgraph.records.write import spelt
from claimgraph.sources.told import REVIEW, Told
from claimgraph.web.urls import page_of


class Head(msgspec.Struct, array_like=True, frozen=True):
    """What is known of an item: the number of its input, its line, how many records it has.

    `settings` is the place of what holds for them; `names_source`: the input says so itself.
    `review` is its review's id, `page` where that is yet to be found from what is met there.
    `claims` has the ids of claims that are said to be one with those of the same `group`.
    """

    source: int
    line: int
    size: int
    settings: int
    names_source: bool
    review: str = ""
    page: str = ""
    own_id: str = ""
    claim: str = ""
    group: str = ""
    claims: tuple[str, ...] = ()


class Items:
    """Filled first, then gone through any number of times."""

    def __init__(self, folder: Path) -> None:
        self.settings: list[Settings] = []
        self.pages, self.groups = array("q"), array("q")  # hashes, for each item that has any
        self.names_sources = False
        self._paths = folder / "heads", folder / "told"
        self._heads, self._told = (path.open("wb") for path in self._paths)

    def add(self, told: Told, source: int, settings: Settings) -> None:
        """The next item; `settings` hold for its records."""
        if settings not in self.settings:
            self.settings.append(settings)
        place = self.settings.index(settings)
        names_source = told.settings is not None
        self.names_sources |= names_source
        head = Head(source, told.line, len(told.records), place, names_source, *self._known(told))
        if head.page:
            self.pages.append(hash(head.page))
        self.groups.extend(group(head) for _ in head.claims)
        self._heads.write(msgspec.json.encode(head) + b"\n")
        self._told.writelines(spelt(record) + b"\n" for record in told.records)

    def close(self) -> None:
        """Nothing more is added."""
        self._heads.close()
        self._told.close()

    def heads(self) -> Iterator[Head]:
        """Of all items in their order."""
        decoder = msgspec.json.Decoder(Head)
        with self._paths[0].open("rb") as lines:
            yield from map(decoder.decode, lines)

    def __iter__(self) -> Iterator[tuple[Head, list[bytes]]]:
        """All items with their records in JSON."""
        with self._paths[1].open("rb") as lines:
            for head in self.heads():
                yield head, [line[:-1] for line in islice(lines, head.size)]

    def remove(self) -> None:
        """Take the files away."""
        for path in self._paths:
            path.unlink()

    def _known(self, told: Told) -> tuple[str, str, str, str, str, tuple[str, ...]]:
        first = told.records[0] if told.records else None
        review = first.id if isinstance(first, Review) else ""
        claims = tuple(one.id for one in told.records if told.claim and isinstance(one, Claim))
        group = told.claim if claims else ""
        if told.met and review == REVIEW and isinstance(first, Review):
            return review, page_of(first.url), *told.met, group, claims
        return review, "", "", "", group, claims


def group(head: Head) -> int:
    """The hash of a group of claims: each input has its own."""
    return hash((head.source, head.group))


def several(hashes: array[int]) -> set[int]:
    """Those that stand several times."""
    return {one for one, other in pairwise(sorted(hashes)) if one == other}
