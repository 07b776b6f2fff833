"""Which spellings tell by themselves that a literal is right."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
import rdflib

from claimgraph.gate.fast import literals
from claimgraph.gate.fast.literals import RIGHT, XSD, is_less

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


KINDS = {
    "text": ['""', '"9999"', '"2014-07-10"@en', '"zebra"'],
    "date": [f'"{day}"^^<{XSD}date>' for day in ("0001-01-01", "2014-07-10", "9999-12-31")],
    "whole": [f'"{n}"^^<{XSD}integer>' for n in ("-5", "0", "2014", "20140710")]
    + [f'"7"^^<{XSD}nonNegativeInteger>'],
}


@pytest.mark.parametrize(("left", "right"), list(permutations(KINDS, 2)))
def test_what_has_no_order_is_ordered_as_by_rdflib(
    left: str, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = [(one, other) for one in KINDS[left] for other in KINDS[right]]
    quick = [is_less(*pair, or_equal) for pair in pairs for or_equal in (False, True)]
    monkeypatch.setattr(literals, "_KNOWN", {})
    asked: list[str] = []
    known = literals.rdf_term

    def term(literal: str) -> rdflib.Literal:
        asked.append(literal)
        return known(literal)

    monkeypatch.setattr(literals, "rdf_term", term)
    slow = [is_less(*pair, or_equal) for pair in pairs for or_equal in (False, True)]
    assert quick == slow
    assert asked
