"""One record from several of an id, and claims that vary one that is itself no variant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from claimgraph.records import Claim
from claimgraph.records.on_disk import OnDisk
from claimgraph.records.outcome import Entry
from claimgraph.records.write import spelt
from claimgraph.sources.account import Account
from claimgraph.sources.merging import one_of
from claimgraph.sources.told import WEB

# the account of a record by its file and place there, how often it was told, and whether an item
# begins with it
Owner = Callable[[int, int], tuple[Account, int, bool]]


def join(held: OnDisk, owner: Owner) -> None:
    """Hold one record of an id, as far as `one_of` makes one of several; what gives way is told.

    An item that tells of something met before is counted as repeated.
    """
    held.change(_merged(held, owner))
    _join_variants(held)


def _merged(held: OnDisk, owner: Owner) -> Iterator[tuple[Entry, Sequence[int]]]:
    for _, numbers in held.several():
        groups: dict[type, list[tuple[int, Entry, Account, int]]] = {}
        alike: dict[bytes, Entry] = {}
        is_repeated = False
        for number in numbers:
            account, times, is_first = owner(*held.file(number))
            account.repeated += is_first and is_repeated
            is_repeated |= is_first
            for one in held.read([number]).values():
                if isinstance(one, Entry):
                    entry = alike.setdefault(spelt(one.record), one)
                    groups.setdefault(type(entry.record), []).append(
                        (number, entry, account, times)
                    )
        for group in groups.values():
            found = one_of([(entry, account, times) for _, entry, account, times in group])
            if len(found) < len(group):
                yield found[0], [number for number, *_ in group]


def _join_variants(held: OnDisk) -> None:
    """Claims of the web name as a variant the claim that is itself none."""
    named = {id_: hub for (source, id_), hub in held.variants.items() if source == WEB}
    between = {id_ for id_ in named.values() if id_ in named}
    found = hubs(
        {id_: hub for id_, hub in named.items() if id_ not in between or _claims(held, id_)}
    )
    changed = (id_ for id_, hub in named.items() if found.get(id_, hub) != hub)
    held.change(
        [(hubbed(one, found), [number]) for id_ in changed for number, one in _claims(held, id_)]
    )


def _claims(held: OnDisk, id_: str) -> list[tuple[int, Entry]]:
    """The claims of the web of that id, with their numbers."""
    read = held.read(held.numbers((WEB, id_))).items()
    return [(n, o) for n, o in read if isinstance(o, Entry) and isinstance(o.record, Claim)]


def hubs(variants: Mapping[str, str]) -> dict[str, str]:
    """The claim, itself no variant, that each is one of; of those in a circle the least."""
    found: dict[str, str] = {}
    for id_ in variants:
        _follow(id_, variants, found)
    return found


def _follow(start: str, named: Mapping[str, str], hubs: dict[str, str]) -> None:
    """Find the hub of a variant, and of all on the way there."""
    way, at = {start: 0}, start
    while (onward := named.get(at)) and onward not in way and onward not in hubs:
        way[onward], at = len(way), onward
    circle = list(way)[way[onward] :] if onward in way else []
    hub = min(circle, default=hubs.get(onward or "", at))
    hubs.update(dict.fromkeys(way, hub))


def hubbed(entry: Entry, hubs: Mapping[str, str]) -> Entry:
    """The claim as a variant of its hub; others as they are."""
    record = entry.record
    if entry.settings.source != WEB or not isinstance(record, Claim) or not record.variant_of:
        return entry
    hub = hubs[record.id]
    return entry._replace(record=replace(record, variant_of=hub if hub != record.id else None))
