"""What the pages on reading say by hand agrees with the code; rules of repair have their line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claimgraph.records.fields import Part
from claimgraph.repair import texts
from claimgraph.repair.repairs import RULES
from claimgraph.sources import column_maps, loss
from claimgraph.sources.account import Account
from claimgraph.sources.formats import READERS
from claimgraph.sources.told import RECORDS
from repair_rules import rules, wrappers

TOP = Path(__file__).parents[1]
PAGE = (TOP / "docs" / "reading.md").read_text("utf-8")
PACKAGE = TOP / "converter" / "claimgraph"
SOURCES = sorted(p for name in ("repair", "sources", "web") for p in PACKAGE.glob(f"{name}/*.py"))


def column(head: str) -> list[str]:
    """The first cells, between backquotes, of the table with this head."""
    rows = PAGE.split(f"\n{head}", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [name for row in rows for name in re.findall("`([^`]+)`", row.split("|")[1])]


def fields(struct: type[Part]) -> list[str]:
    return list(struct.__struct_fields__)


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("| format |", [RECORDS, *READERS]),
        ("| key |", fields(column_maps.ColumnMap)),
        ("| key of a column |", fields(column_maps.Column)),
        ("| rule |", list(RULES)),
    ],
)
def test_a_table_has_all_names(head: str, names: list[str]) -> None:
    assert sorted(column(head)) == sorted(names)


def test_every_field_of_the_account_is_explained() -> None:
    account = loss.loss([Account("a", "page")], [])
    inputs = [name for one in account["inputs"] for name in one]
    assert sorted(column("| field |")) == sorted({*account, *inputs} - {"totals", "inputs"})


def test_exceptions_of_a_file_are_listed() -> None:
    row = next(row for row in PAGE.splitlines() if row.startswith("| `files` |"))
    assert set(re.findall("`([^`]+)`", row)) == {"files", *fields(column_maps.Exceptions)}


def test_the_help_names_all_formats() -> None:
    text = (TOP / "docs" / "cli.md").read_text("utf-8")
    told = " ".join(text.split("--as FORMAT", 1)[1].split("--columns", 1)[0].split())
    assert set(READERS) | {RECORDS} <= set(re.findall(r"[\w/.]+(?=[ ,.]|$)", told.rstrip(".")))


# ---- rules of repair


def test_every_rule_has_its_line_and_its_place() -> None:
    used = {rule for path in SOURCES for rule in rules(path)}
    assert len(used) > 20
    assert used | wrappers() | {rule for rule, _ in texts._STEPS} == set(RULES)
