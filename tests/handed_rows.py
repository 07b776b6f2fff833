"""What the reader of tables hands over, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from claimgraph.records.settings import Settings
from claimgraph.sources import tables
from claimgraph.sources.account import Account
from claimgraph.sources.column_maps import load
from claimgraph.sources.node import Around
from claimgraph.sources.told import Given, Told


class Handed:
    """What a reader handed over as items, and what else it told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.items: list[tuple[int, dict[str, Any], Around]] = []
        self.account = Account("test", "table")
        monkeypatch.setattr(tables, "told", self._told)

    def _told(self, value: dict[str, Any], around: Around, line: int, _: Account) -> Told:
        self.items.append((line, value, around))
        return Told(line)

    def read(self, text: str, name: str = "t.csv", mapped: str = "") -> list[tuple[int, str]]:
        """Line and reason of what was refused."""
        return self.read_bytes(text.encode(), name, mapped)

    def read_bytes(self, data: bytes, name: str, mapped: str = "") -> list[tuple[int, str]]:
        given_ = Given(name, data, Settings())
        reader = tables.read_with(load(mapped, "m.toml")) if mapped else tables.read
        found = list(reader(given_, self.account))
        assert len([one for one in found if not one.refused]) == len(self.items)
        return [(one.line, one.refused) for one in found if one.refused]
