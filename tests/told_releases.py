"""What the reader of releases tells of one file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from claimgraph.records.outcome import Entry, Origin
from claimgraph.records.settings import Settings
from claimgraph.sources import release
from claimgraph.sources.account import Account
from claimgraph.sources.told import Given, Told

TOP = Path(__file__).parents[1]
FOLDERS = ("seeds", "tests/data/writers/example", "tests/data/writers/everything")


def told(text: str | bytes, name: str = "a.ttl") -> tuple[list[Told], Account]:
    """All that is read of one file, and its account."""
    account = Account(name, "release")
    data = text.encode() if isinstance(text, str) else text
    return list(release.read(Given(name, data, Settings()), account)), account


def entries(items: Iterable[Told]) -> list[Entry]:
    """The records, as the mapping takes them."""
    return [
        Entry(one.records[0], Origin("", one.line), one.settings)
        for one in items
        if one.records and one.settings
    ]


def left(account: Account) -> dict[str, int]:
    """How many triples of each predicate were not used."""
    return {name: seen.count for name, seen in account.fields.items()}


def refusals(items: Iterable[Told]) -> list[str]:
    """Why nodes were refused."""
    return [one.refused for one in items if one.refused]
