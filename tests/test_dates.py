"""EDTF dates: what is read, what is refused and why, differences from the edtf package."""

from __future__ import annotations

import pickle
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.dates import Edtf, SchemaDate
from edtf_texts import is_read, oracle

quick = settings(deadline=None, max_examples=50)


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


CERTAIN = [  # text, earliest, latest, start, end
    ("2024-12-25", "2024-12-25", "2024-12-25", ("2024-12-25", "date"), None),
    ("2024-12", "2024-12-01", "2024-12-31", ("2024-12", "gYearMonth"), None),
    ("2024-02", "2024-02-01", "2024-02-29", ("2024-02", "gYearMonth"), None),
    ("1900-02", "1900-02-01", "1900-02-28", ("1900-02", "gYearMonth"), None),
    ("2024", "2024-01-01", "2024-12-31", ("2024", "gYear"), None),
    (" 2024-12-25\n", "2024-12-25", "2024-12-25", ("2024-12-25", "date"), None),
    ("0001", "0001-01-01", "0001-12-31", ("0001", "gYear"), None),
    ("9999-12-31", "9999-12-31", "9999-12-31", ("9999-12-31", "date"), None),
    ("1964/2008", "1964-01-01", "2008-12-31", ("1964", "gYear"), ("2008", "gYear")),
    (
        "2004-02-01/2005-02",
        "2004-02-01",
        "2005-02-28",
        ("2004-02-01", "date"),
        ("2005-02", "gYearMonth"),
    ),
    ("2004-06/2004", "2004-06-01", "2004-12-31", ("2004-06", "gYearMonth"), ("2004", "gYear")),
    ("2025-07-21/2025-07-21", "2025-07-21", "2025-07-21", *[("2025-07-21", "date")] * 2),
]
DATE_TIMES = [  # text, spelling kept, lexical form of the xsd:dateTime
    ("1985-04-12T23:20:30", "1985-04-12T23:20:30", "1985-04-12T23:20:30"),
    ("1985-04-12T23:20:30Z", "1985-04-12T23:20:30Z", "1985-04-12T23:20:30+00:00"),
    ("1985-04-12T23:20:30+00:00", "1985-04-12T23:20:30+00:00", "1985-04-12T23:20:30+00:00"),
    ("1985-04-12T23:20:30-04", "1985-04-12T23:20:30-04", "1985-04-12T23:20:30-04:00"),
    ("1985-04-12T23:20:30+04:30", "1985-04-12T23:20:30+04:30", "1985-04-12T23:20:30+04:30"),
    ("1985-04-12T23:20:30-00:30", "1985-04-12T23:20:30-00:30", "1985-04-12T23:20:30-00:30"),
    ("1985-04-12T23:20:30+14:00", "1985-04-12T23:20:30+14:00", "1985-04-12T23:20:30+14:00"),
    ("1985-04-12T23:20:30.500Z", "1985-04-12T23:20:30Z", "1985-04-12T23:20:30+00:00"),
    ("1985-04-12T23:20:30.1234567", "1985-04-12T23:20:30", "1985-04-12T23:20:30"),
    ("1985-04-12T23:20:30,0+02:00", "1985-04-12T23:20:30+02:00", "1985-04-12T23:20:30+02:00"),
]
UNCERTAIN = [  # text, earliest, latest, inferred
    ("1984?", "1984-01-01", "1984-12-31", True),
    ("2004-06~", "2004-06-01", "2004-06-30", False),
    ("2004-06-11%", "2004-06-11", "2004-06-11", True),
    ("201X", "2010-01-01", "2019-12-31", False),
    ("20XX", "2000-01-01", "2099-12-31", False),
    ("000X", "", "0009-12-31", False),
    ("201X?", "2010-01-01", "2019-12-31", True),
    ("2004-XX", "2004-01-01", "2004-12-31", False),
    ("1985-04-XX", "1985-04-01", "1985-04-30", False),
    ("1984-02-XX", "1984-02-01", "1984-02-29", False),
    ("1985-XX-XX", "1985-01-01", "1985-12-31", False),
    # level 2: the year is inferred or unknown
    ("2025?-07-04", "2025-07-04", "2025-07-04", True),
    ("2025~-07-04", "2025-07-04", "2025-07-04", False),
    ("2025%-07", "2025-07-01", "2025-07-31", True),
    ("XXXX-07-04", "", "", False),
    ("XXXX-02-29", "", "", False),
    # seasons and years that datetime.date cannot hold
    ("2001-21", "", "", False),
    ("-0044-24", "", "", False),
    ("Y170000002", "", "", False),
    ("Y-170000002", "", "", False),
    ("-0044", "", "", False),
    ("-0044-03-15", "", "", False),
    ("-0004-02-29", "", "", False),
    ("-004X", "", "", False),
    ("0000", "", "", False),
    ("0000-01-01T00:00:00", "", "", False),
    # intervals
    ("../2025-07-04?", "", "2025-07-04", True),
    ("../2025-07-04", "", "2025-07-04", False),
    ("/2004-06", "", "2004-06-30", False),
    ("1985-04-12?/..", "1985-04-12", "", True),
    ("1985/", "1985-01-01", "", False),
    ("2004-06~/2004-08", "2004-06-01", "2004-08-31", False),
    ("2004-06/2004-08%", "2004-06-01", "2004-08-31", True),
    ("2025?-06-27/2025?-07-09", "2025-06-27", "2025-07-09", True),
    ("../2025?-07-04", "", "2025-07-04", True),
    ("2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03", False),
    ("2004-06-20/2004-06-XX", "2004-06-20", "2004-06-30", False),
    ("XXXX-06-27/XXXX-07-09", "", "", False),
    ("XXXX-06-27/2025", "", "2025-12-31", False),
    ("-0044/2025", "", "2025-12-31", False),
    ("2025/Y17000", "2025-01-01", "", False),
]
REFUSED = [  # text, words of the message
    ("", "write 2025-07-04"),
    ("4 July 2025", "write 2025-07-04"),
    ("2025-7-4", "write 2025-07-04"),
    ("20250704", "write 2025-07-04"),
    ("2025-185", "write 2025-07-04"),
    ("12345", "write 2025-07-04"),
    ("+2025", "write 2025-07-04"),
    ("-0000", "write 2025-07-04"),
    ("-0000-21", "write 2025-07-04"),
    ("2025-07-04\n2025-07-05", "write 2025-07-04"),
    ("2" * 65, "longer than 64 characters"),
    ("２０２５", "digits 0 to 9"),
    ("٢٠٢٥-٠٧-٠٤", "digits 0 to 9"),
    ("2025–07–04", "plain hyphens"),  # en dashes
    ("2025-02-30", "2025-02 has no day 30; its last is 2025-02-28"),
    ("1900-02-29", "1900-02 has no day 29; its last is 1900-02-28"),
    ("XXXX-02-30", "its last is XXXX-02-29"),
    ("2025-04-31~", "its last is 2025-04-30"),
    ("2025-01-00", "no day 00"),
    ("2025-13", "no month 13"),
    ("2025-00-XX", "no month 00"),
    ("0000-00-00", "no month 00"),
    ("2001-25", "no month 25"),
    ("2001-41", "no month 41"),
    ("2001-21?", "no month 21"),
    ("2001-21-05", "no month 21"),
    ("2005/2004", "ends before it starts"),
    ("2004-07/2004-06-XX", "ends before it starts"),
    ("2025/-0044", "ends before it starts"),
    ("Y17001/Y17000", "ends before it starts"),
    ("/", "neither end is known"),
    ("../..", "neither end is known"),
    ("../", "neither end is known"),
    ("/..", "neither end is known"),
    ("04/07/2025", "one slash"),
    ("2025-07-04 / 2025-07-09", "without spaces"),
    ("2001-21/2001-22", "no times or seasons"),
    ("1985-04-12T23:20:30/1986", "no times or seasons"),
    ("{1960,1961}", "sets are not read"),
    ("[1667,1668]", "sets are not read"),
    ("1960..1961", "sets are not read"),
    ("199u", "X for an unknown digit"),
    ("20xx", "X for an unknown digit"),
    ("unknown/2006", ".. for an open end"),
    ("2004/open", ".. for an open end"),
    ("Y2004", "five or more digits"),
    ("Y-17E7", "write the year in full"),
    ("1950S2", "write the year in full"),
    ("Y17000?", "write the year in full"),
    ("2025-07?-04", "follows its year alone"),
    ("?2025-07-04", "follows its year alone"),
    ("2025-?07", "follows its year alone"),
    ("2025?-07~", "follows its year alone"),
    ("2025?-XX", "follows its year alone"),
    ("2025?~", "follows its year alone"),
    ("XXXX", "X may stand as in"),
    ("2XXX", "X may stand as in"),
    ("XXXX-07", "X may stand as in"),
    ("XXXX-07-04?", "X may stand as in"),
    ("156X-12-25", "X may stand as in"),
    ("2025-XX-25", "X may stand as in"),
    ("2025-1X", "X may stand as in"),
    ("1985-04-12T24:00:00", "midnight is 00:00:00"),
    ("1985-04-12T23:59:60", "write a time as"),
    ("1985-04-12T23:20", "write a time as"),
    ("1985-04-12T23:20:30+15:00", "write a time as"),
    ("1985-04-12T23:20:30+14:30", "write a time as"),
    ("1985-04-12T23:20:30-00:00", "write a time as"),  # ISO 8601 has no negative zero
    ("1985-04-12T23:20:30+0400", "write a time as"),
    ("1985-04-12T23:20:30Z?", "write a time as"),
    ("1985-04-12T23:20:30.Z", "write a time as"),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "start", "end"), CERTAIN)
def test_certain_dates_have_schema_dates(
    text: str, earliest: str, latest: str, start: SchemaDate, end: SchemaDate | None
) -> None:
    when = Edtf.parse(text)
    assert when == Edtf(text.strip(), day(earliest), day(latest), start, end)
    assert when.certain
    assert not when.inferred


@pytest.mark.parametrize(("text", "kept", "lexical"), DATE_TIMES)
def test_date_times_have_a_portable_lexical_form(text: str, kept: str, lexical: str) -> None:
    april_12 = date(1985, 4, 12)
    assert Edtf.parse(text) == Edtf(kept, april_12, april_12, (lexical, "dateTime"), None)


@pytest.mark.parametrize(("text", "earliest", "latest", "inferred"), UNCERTAIN)
def test_other_dates_have_bounds_only(
    text: str, earliest: str, latest: str, inferred: bool
) -> None:
    when = Edtf.parse(text)
    assert when == Edtf(text, day(earliest), day(latest), None, None)
    assert not when.certain
    assert when.inferred is inferred


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_refusals_say_why_and_show_a_good_spelling(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)) as caught:
        Edtf.parse(text)
    assert any(map(is_read, advice(str(caught.value))))


def advice(message: str) -> list[str]:
    """The spellings that a message names after the text it refuses."""
    return re.findall(r"[\dXY.][\w:./?+-]{2,}\w", message.partition("cannot be read as a date")[2])


def test_a_long_text_is_not_repeated_in_full() -> None:
    with pytest.raises(ValueError, match="longer than") as caught:
        Edtf.parse("9" * 1_000_000)
    assert len(str(caught.value)) < 300


def test_values_are_hashable_and_picklable() -> None:
    when = Edtf.parse("2025?-07-04")
    assert pickle.loads(pickle.dumps(when)) == when
    assert {when, Edtf.parse("2025?-07-04 ")} == {when}


@quick
@given(st.text("0123456789-/.?~%XYTZ:+ ,{}[]uS２٢é–\n\0", max_size=30))
def test_any_text_is_read_or_refused_with_advice(text: str) -> None:
    outcome = read_or_refuse(text)
    if isinstance(outcome, Edtf):
        assert Edtf.parse(outcome.text) == outcome
    else:
        assert any(map(is_read, advice(outcome)))


def read_or_refuse(text: str) -> Edtf | str:
    try:
        return Edtf.parse(text)
    except ValueError as error:
        return str(error)


# ---- the edtf package as oracle


DIFFERENCES = [  # text, read here, read by edtf, reason
    ("1900-02-29", False, True, "edtf gives every February 29 days"),
    ("2005/2004", False, True, "edtf does not compare the ends"),
    ("../..", False, True, "says nothing, so a record should leave the date out"),
    ("2004/ 2005", False, True, "edtf skips spaces"),
    ("2004T23:20:30", False, True, "a time of day needs a day"),
    ("2XXX", False, True, "level 1 masks one or two digits of a year"),
    ("2001-21/2001-22", False, True, "the standard has no seasons in intervals"),
    ("2001-25", False, True, "level 2"),
    ("2025-07?-04", False, True, "level 2"),
    ("-0044?-03-15", False, True, "level 2"),
    ("156X-12-25", False, True, "level 2"),
    ("XXXX-07", False, True, "level 2"),
    ("[1667,1668]", False, True, "level 2"),
    ("{1960,1961}", False, True, "level 2"),
    ("Y-17E7", False, True, "level 2"),
    ("1950S2", False, True, "level 2"),
    ("201X/..", True, False, "edtf has no X in half-open intervals"),
    ("2004-XX/2005", True, False, "edtf crashes: AttributeError"),
    ("../2025?-07-04", True, False, "edtf has no inferred year in half-open intervals"),
    ("Y17000/Y17001", True, False, "edtf has no long years in intervals"),
    ("1985-04-12T23:20:30+00:00", True, False, "edtf spells UTC only Z"),
    ("1985-04-12T23:20:30.5Z", True, False, "no EDTF, but publishers write it"),
]


@pytest.mark.parametrize(("text", "here", "there", "reason"), DIFFERENCES)
def test_differences_from_edtf(text: str, here: bool, there: bool, reason: str) -> None:
    assert (is_read(text), oracle(text) is not None) == (here, there), reason
