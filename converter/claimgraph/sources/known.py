"""Reviews of the web that have their ids already: in files of records, and in releases."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from claimgraph.records import AnyRecord, Claim, Review
from claimgraph.records.fields import words
from claimgraph.records.lines import decoder, read_line
from claimgraph.records.outcome import Entry, Origin
from claimgraph.records.spool import File
from claimgraph.records.survey import records
from claimgraph.sources.identity import Met, own_id
from claimgraph.sources.items import Items
from claimgraph.sources.told import REVIEW, WEB
from claimgraph.web.urls import page_of


class _Known(NamedTuple):
    page: str
    own_id: str
    id: str
    claim: str
    claim_reviewed: Any


def known(files: Sequence[File], items: Items, base: str | None) -> Iterator[tuple[str, Met, str]]:
    """Page, what is met there, and id of the reviews in pages of which the items tell."""
    pages = set(items.pages)
    found = list(_reviews(files, items, base, pages)) if pages else []
    wanted = {one.claim for one in found}
    texts = {
        one.id: one.text
        for one in (_web(files, items, base, "claim") if found else ())
        if isinstance(one, Claim) and one.id in wanted
    }
    for one in found:
        if one.claim in texts:
            worded = words(one.claim_reviewed or texts[one.claim])
            yield one.page, Met(one.own_id, worded), one.id


def _reviews(
    files: Sequence[File], items: Items, base: str | None, pages: Collection[int]
) -> Iterator[_Known]:
    for one in _web(files, items, base, "review"):
        if isinstance(one, Review) and one.id != REVIEW:
            page = page_of(one.url)
            if hash(page) in pages:
                yield _Known(page, own_id(one), one.id, one.claim, one.claim_reviewed)


def _web(files: Sequence[File], items: Items, base: str | None, kind: str) -> Iterator[AnyRecord]:
    """The records of a kind that a source says to be of the web."""
    for file in files:
        for line in records(file, base):
            if line.settings.source == WEB and line.seen.kind == kind:
                one = read_line(line.text, Origin("", 0), line.settings)
                if isinstance(one, Entry):
                    yield one.record
    begin = b'{"kind":"%s"' % kind.encode()
    for head, lines in items if items.names_sources else ():
        if head.names_source and items.settings[head.settings].source == WEB:
            yield from (decoder().decode(one) for one in lines if one.startswith(begin))
