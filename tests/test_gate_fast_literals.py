"""Which spellings tell by themselves that a literal is right."""

from __future__ import annotations

from datetime import date

import pytest

from claimgraph.gate.fast.literals import RIGHT, XSD

YEARS = [1, 4, 99, 100, 400, 1900, 2000, 2023, 2024, 2100, 9996, 9999]


def is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_calendar_and_no_other(year: int) -> None:
    days = [f"{year:04}-{month:02}-{day:02}" for month in range(14) for day in range(33)]
    matches = RIGHT[f"<{XSD}date>"]
    assert [one for one in days if matches(one)] == [one for one in days if is_day(one)]
    assert sum(map(is_day, days)) in (365, 366)


def test_there_is_no_year_0() -> None:
    assert not RIGHT[f"<{XSD}date>"]("0000-01-01")
