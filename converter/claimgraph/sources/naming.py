"""The ids of reviews and of their claims, when all that is told of each page is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from claimgraph.records import AnyRecord, Claim, Review
from claimgraph.sources.identity import Met, folded, review_ids
from claimgraph.sources.told import CLAIM, REVIEW, Told
from claimgraph.web.urls import page_of


class Item(NamedTuple):
    """What was told, and the number of its input."""

    told: Told
    source: int


def named(items: Sequence[Item], known: Iterable[tuple[str, Met, str]] = ()) -> list[Told]:
    """The items in their order, reviews and claims under their own ids.

    `known` has page, what is met there, and id of reviews that keep theirs: those of releases and
    of records. A review that is the same as one of these has its id.
    """
    met = _met(items)
    pages: dict[str, set[Met]] = defaultdict(set)
    for page, one in met.values():
        pages[page].add(one)
    kept: dict[str, dict[Met, str]] = defaultdict(dict)
    for page, one, id_ in known:
        kept[page].setdefault(one, id_)
    ids = {page: _ids(page, every, kept[page]) for page, every in pages.items()}
    named_ = {place: ids[page][one] for place, (page, one) in met.items()}
    told = [
        _renamed(item.told, named_.get(place) or _own(item.told))
        for place, item in enumerate(items)
    ]
    return _linked(told, [item.source for item in items])


def _linked(told: list[Told], sources: list[int]) -> list[Told]:
    """Claims of different desks stay apart; those said to be one are variants of the least."""
    hubs: dict[tuple[int, str], str] = {}
    for one, source in zip(told, sources, strict=True):
        for id_ in _claims(one):
            hubs[source, one.claim] = min(id_, hubs.get((source, one.claim), id_))
    return [
        _variant(one, hubs[source, one.claim]) if _claims(one) else one
        for one, source in zip(told, sources, strict=True)
    ]


def _claims(told: Told) -> list[str]:
    return [one.id for one in told.records if told.claim and isinstance(one, Claim)]


def _variant(told: Told, hub: str) -> Told:
    return told._replace(
        records=tuple(
            replace(one, variant_of=hub) if isinstance(one, Claim) and one.id != hub else one
            for one in told.records
        )
    )


def _met(items: Sequence[Item]) -> dict[int, tuple[str, Met]]:
    """Page and Met of each review, by its place; without ids that several claims share."""
    found: dict[int, tuple[str, Met]] = {}
    claims: dict[tuple[int, str, str], set[str]] = defaultdict(set)
    for place, (told, source) in enumerate(items):
        review = told.records[0] if told.records else None
        if told.met and isinstance(review, Review) and review.id == REVIEW:
            found[place] = page_of(review.url), told.met
            claims[source, found[place][0], told.met.own_id].add(folded(told.met.claim))
    for place, (page, met) in found.items():
        if len(claims[items[place].source, page, met.own_id]) > 1:
            found[place] = page, Met("", met.claim)
    return found


def _ids(page: str, met: set[Met], kept: dict[Met, str]) -> dict[Met, str]:
    ids = review_ids(page, met | kept.keys())
    own = {ids[one]: id_ for one, id_ in kept.items()}
    return {one: own.get(id_, id_) for one, id_ in ids.items()}


def _own(told: Told) -> str:
    """The id of a review that has its own; its claim may have none."""
    first = told.records[0] if told.records else None
    return first.id if isinstance(first, Review) else ""


def _renamed(told: Told, id_: str) -> Told:
    if not id_:
        return told
    return told._replace(records=tuple(_record(one, id_) for one in told.records))


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
