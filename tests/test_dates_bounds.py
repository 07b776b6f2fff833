"""Bounds of EDTF dates, as properties; the oracle is the edtf package."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.dates import Edtf
from edtf_texts import (
    LEVEL_1_INTERVALS,
    OPEN,
    ORDERED_DAYS,
    SINGLES,
    bounded,
    is_read,
    oracle,
    spelling,
)

quick = settings(deadline=None, max_examples=50)
slower = settings(deadline=None, max_examples=25)  # edtf takes milliseconds a date


@quick
@given(st.data(), ORDERED_DAYS)
def test_bounds_contain_what_the_text_was_made_of(data: st.DataObject, days: list[date]) -> None:
    left, right = (data.draw(spelling(within)) for within in days)
    for text, inside in ((left, days[:1]), (f"{left}/{right}", days)):
        when = Edtf.parse(text)
        assert (when.earliest or date.min) <= inside[0] <= inside[-1] <= (when.latest or date.max)


@quick
@given(st.data(), ORDERED_DAYS)
def test_an_interval_has_the_bounds_of_its_sides(data: st.DataObject, days: list[date]) -> None:
    left, right = (data.draw(spelling(within) | OPEN) for within in days)
    if not (left + right).strip("."):
        right = days[1].isoformat()
    first, last = (Edtf.parse(side) if side.strip(".") else None for side in (left, right))
    whole = Edtf.parse(f"{left}/{right}")
    assert whole.earliest == (first and first.earliest)
    assert whole.latest == (last and last.latest)
    assert whole.certain is bool(first and last and first.certain and last.certain)
    if whole.certain:
        assert (whole.start, whole.end) == (first and first.start, last and last.start)


@quick
@given(SINGLES | LEVEL_1_INTERVALS)
def test_schema_dates_belong_to_unmarked_closed_dates(text: str) -> None:
    when = Edtf.parse(text)
    marked = set(text) & set("?~%X") or text.startswith(("/", "../"))
    assert when.certain is (when.start is not None) is (not marked)
    assert (when.end is not None) is (when.certain and "/" in text)


# ---- the edtf package as oracle


LEVEL_1 = {"Date", "UncertainOrApproximate", "Unspecified", "Season"}  # classes of edtf, 0 and 1


def calendar_day(moment: Any) -> date:
    return date(*moment[:3])


@slower
@given(
    st.sampled_from(("2004", "2025", "201X", "20XX", "0000", "-0044", "-201X", "-0000", "204")),
    st.sampled_from(("", "-02", "-04", "-12", "-13", "-00", "-XX", "-1X", "-21", "-24", "-42")),
    st.sampled_from(("", "-01", "-28", "-30", "-31", "-32", "-00", "-XX", "-1X")),
    st.sampled_from(("", "?", "~", "%", "??")),
)
def test_edtf_reads_the_same_texts(year: str, month: str, day: str, mark: str) -> None:
    text = year + month + day + mark
    assert is_read(text) is (type(oracle(text)).__name__ in LEVEL_1)


@slower
@given(
    st.integers(0, 24), st.integers(0, 60), st.sampled_from(("", "Z", "z", "-04", "+04:30", "+15"))
)
def test_edtf_reads_the_same_times(hour: int, minute: int, zone: str) -> None:
    text = f"1985-04-12T{hour:02}:{minute:02}:{minute:02}{zone}"
    assert is_read(text) is (oracle(text) is not None and hour < 24)


@slower
@given(st.dates(min_value=date(100, 1, 1)).flatmap(bounded))  # 00XX would reach the year 0
def test_edtf_has_the_same_bounds(text: str) -> None:
    when, theirs = Edtf.parse(text), oracle(text)
    assert theirs is not None
    assert when.earliest == calendar_day(theirs.lower_strict())
    assert when.latest == calendar_day(theirs.upper_strict())


@slower
@given(LEVEL_1_INTERVALS)
def test_edtf_has_the_same_intervals(text: str) -> None:
    when, theirs = Edtf.parse(text), oracle(text)
    assert theirs is not None
    assert when.latest == calendar_day(theirs.upper_strict())
    if not text.startswith(("/", "..")):  # edtf sets an unknown start ten years back
        assert when.earliest == calendar_day(theirs.lower_strict())
