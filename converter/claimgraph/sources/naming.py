"""The ids of reviews and of their claims, when all that is told of each page is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from claimgraph.records import AnyRecord, Claim, Review
from claimgraph.records.lines import decoder
from claimgraph.records.write import spelt
from claimgraph.sources.identity import Met, folded, review_ids
from claimgraph.sources.items import Head, Items, group, several
from claimgraph.sources.told import CLAIM, REVIEW

Kept = dict[str, dict[Met, str]]  # by page
_NAMED = (b'{"kind":"review"', b'{"kind":"claim"')  # how records begin that get their ids here


def named(
    items: Items, known: Iterable[tuple[str, Met, str]] = ()
) -> Iterator[tuple[Head, list[bytes]]]:
    """The items in their order, reviews and claims under their own ids.

    `known` has page, what is met there, and id of reviews that keep theirs: those of releases and
    of records. A review that is the same as one of these has its id.
    """
    kept: Kept = defaultdict(dict)
    for page, one, id_ in known:
        kept[page].setdefault(one, id_)
    ids = _Ids(items, kept)
    hubs = _hubs(items, ids)
    for head, lines in items:
        id_, hub = ids.of(head), hubs.get((head.source, head.group), "")
        yield head, [_renamed(line, id_, hub) for line in lines] if id_ or hub else lines


class _Ids:
    """The ids of reviews. Held is what is met on pages of which several items tell."""

    def __init__(self, items: Items, kept: Kept) -> None:
        found: dict[str, set[tuple[int, Met]]] = defaultdict(set)
        again = several(items.pages)
        for head in items.heads():
            if head.page and (hash(head.page) in again or head.page in kept):
                found[head.page].add((head.source, Met(head.own_id, head.claim)))
        self._shared: set[tuple[int, str, str]] = set()
        self._ids: dict[str, dict[Met, str]] = {}
        for page, told in found.items():
            self._shared.update((source, page, own_id) for source, own_id in _shared(told))
            met = {self._met(page, source, one) for source, one in told}
            self._ids[page] = _ids(page, met, kept.get(page, {}))

    def of(self, head: Head) -> str:
        """The id of an item's review; its claim may have none."""
        if not head.page:
            return head.review
        met = Met(head.own_id, head.claim)
        if head.page not in self._ids:
            return review_ids(head.page, [met])[met]
        return self._ids[head.page][self._met(head.page, head.source, met)]

    def _met(self, page: str, source: int, met: Met) -> Met:
        """Without an id that several claims share."""
        return Met("", met.claim) if (source, page, met.own_id) in self._shared else met


def _shared(told: Iterable[tuple[int, Met]]) -> Iterator[tuple[int, str]]:
    """The ids, by input, that several claims of a page share."""
    claims: dict[tuple[int, str], set[str]] = defaultdict(set)
    for source, met in told:
        claims[source, met.own_id].add(folded(met.claim))
    return (key for key, every in claims.items() if len(every) > 1)


def _ids(page: str, met: set[Met], kept: dict[Met, str]) -> dict[Met, str]:
    ids = review_ids(page, met | kept.keys())
    own = {ids[one]: id_ for one, id_ in kept.items()}
    return {one: own.get(id_, id_) for one, id_ in ids.items()}


def _hubs(items: Items, ids: _Ids) -> dict[tuple[int, str], str]:
    """Claims of different desks stay apart; those said to be one are variants of the least."""
    found: dict[tuple[int, str], str] = {}
    again = several(items.groups)
    for head in items.heads() if again else ():
        if head.group and group(head) in again:
            key, id_ = (head.source, head.group), ids.of(head)
            for one in head.claims:
                least = _claim(one, id_) if id_ else one
                found[key] = min(least, found.get(key, least))
    return found


def _renamed(line: bytes, id_: str, hub: str) -> bytes:
    if not line.startswith(_NAMED):
        return line
    record = decoder().decode(line)
    if id_:
        record = _record(record, id_)
    if hub and isinstance(record, Claim) and record.id != hub:
        record = replace(record, variant_of=hub)
    return spelt(record)


def _record(record: AnyRecord, id_: str) -> AnyRecord:
    """The review and its claim under their ids; what refers to them follows."""
    if isinstance(record, Review):
        return replace(record, id=id_, claim=_claim(record.claim, id_))
    if isinstance(record, Claim):
        told = tuple(
            replace(one, article=id_) if one.article == REVIEW else one
            for one in record.attributions
        )
        return replace(record, id=_claim(record.id, id_), attributions=told)
    return record


def _claim(own: str, review: str) -> str:
    return f"{review}.claim" if own == CLAIM else own
