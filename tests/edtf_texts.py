"""EDTF texts: strategies around a day, and whether they are read, here and by edtf."""

from __future__ import annotations

from datetime import date, timedelta, timezone
from typing import Any

from edtf import EDTFParseException, parse_edtf
from hypothesis import strategies as st

from claimgraph.dates import Edtf


def is_read(text: str) -> bool:
    """Whether it is a date here."""
    try:
        Edtf.parse(text)
    except ValueError:
        return False
    return True


def oracle(text: str) -> Any | None:
    """What the edtf package reads; it lets two errors of its own through."""
    try:
        return parse_edtf(text)
    except (EDTFParseException, TypeError, AttributeError):
        return None


QUALIFIER = st.sampled_from("?~%")
OPEN = st.sampled_from(("", ".."))


@st.composite
def simple(draw: st.DrawFn, within: date) -> str:
    """A year, month or day that contains the day, qualified or not."""
    return within.isoformat()[: draw(st.sampled_from((4, 7, 10)))] + draw(QUALIFIER | st.just(""))


@st.composite
def masked(draw: st.DrawFn, within: date) -> str:
    """The day with its last digits unspecified, qualified or not."""
    iso = within.isoformat()
    forms = (f"{iso[:3]}X", f"{iso[:2]}XX", f"{iso[:4]}-XX", f"{iso[:7]}-XX", f"{iso[:4]}-XX-XX")
    return draw(st.sampled_from(forms)) + draw(QUALIFIER | st.just(""))


@st.composite
def inferred_year(draw: st.DrawFn, within: date) -> str:
    """A month or day that contains the day, its year qualified."""
    iso = within.isoformat()
    return iso[:4] + draw(QUALIFIER) + iso[4 : draw(st.sampled_from((7, 10)))]


def bounded(within: date) -> st.SearchStrategy[str]:
    """A date of a known year that contains the day."""
    return simple(within) | masked(within) | inferred_year(within)


def spelling(within: date) -> st.SearchStrategy[str]:
    """A date that contains the day, or the day of an unknown year."""
    return bounded(within) | st.just(f"XXXX{within.isoformat()[4:]}")


ORDERED_DAYS = st.tuples(st.dates(), st.dates()).map(sorted)
SINGLES = st.dates().flatmap(spelling)
LEVEL_1_INTERVALS = ORDERED_DAYS.flatmap(
    lambda days: st.tuples(simple(days[0]) | OPEN, simple(days[1]))
).map("/".join)
DATE_TIME = st.datetimes(
    timezones=st.none() | st.integers(-840, 840).map(lambda m: timezone(timedelta(minutes=m)))
)
