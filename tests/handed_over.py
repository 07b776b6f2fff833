"""What readers of reviews hand over: dicts in the form of schema.org's JSON-LD."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from claimgraph.records.settings import Settings
from claimgraph.sources.account import Account
from claimgraph.sources.told import Given, Told

Items = list[tuple[int, dict[str, Any]]]


def caught(reader: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Items:
    """Line and dict of each item that the reader hands over from now on."""
    found: Items = []

    def told(value: dict[str, Any], _: object, line: int, __: Account) -> Told:
        found.append((line, value))
        return Told(line)

    monkeypatch.setattr(reader, "told", told)
    return found


def refusals(reader: ModuleType, text: str) -> tuple[list[tuple[int, str]], Account]:
    """Line and reason of what the reader refused, and its account."""
    account = Account("a.json", reader.__name__)
    found = list(reader.read(Given("a.json", text.encode(), Settings()), account))
    return [(one.line, one.refused) for one in found if one.refused], account
