"""EDTF dates: bounds, schema.org dates and refusals; oracles are edtf, rdflib and pyoxigraph."""

from __future__ import annotations

import pickle
import re
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from edtf import EDTFParseException, parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.dates import Edtf, SchemaDate

quick = settings(deadline=None, max_examples=50)
slower = settings(deadline=None, max_examples=25)  # edtf takes milliseconds a date


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


# ---- tables

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


def is_read(text: str) -> bool:
    try:
        Edtf.parse(text)
    except ValueError:
        return False
    return True


def test_a_long_text_is_not_repeated_in_full() -> None:
    with pytest.raises(ValueError, match="longer than") as caught:
        Edtf.parse("9" * 1_000_000)
    assert len(str(caught.value)) < 300


def test_values_are_hashable_and_picklable() -> None:
    when = Edtf.parse("2025?-07-04")
    assert pickle.loads(pickle.dumps(when)) == when
    assert {when, Edtf.parse("2025?-07-04 ")} == {when}


# ---- properties

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
    return simple(within) | masked(within) | inferred_year(within)


def spelling(within: date) -> st.SearchStrategy[str]:
    return bounded(within) | st.just(f"XXXX{within.isoformat()[4:]}")


ORDERED_DAYS = st.tuples(st.dates(), st.dates()).map(sorted)
SINGLES = st.dates().flatmap(spelling)
LEVEL_1_INTERVALS = ORDERED_DAYS.flatmap(
    lambda days: st.tuples(simple(days[0]) | OPEN, simple(days[1]))
).map("/".join)
DATE_TIME = st.datetimes(
    timezones=st.none() | st.integers(-840, 840).map(lambda m: timezone(timedelta(minutes=m)))
)


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

LEVEL_1 = {"Date", "UncertainOrApproximate", "Unspecified", "Season"}  # classes of edtf, 0 and 1
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


def oracle(text: str) -> Any | None:
    """What the edtf package reads; it lets two errors of its own through."""
    try:
        return parse_edtf(text)
    except (EDTFParseException, TypeError, AttributeError):
        return None


def calendar_day(moment: Any) -> date:
    return date(*moment[:3])


@pytest.mark.parametrize(("text", "here", "there", "reason"), DIFFERENCES)
def test_differences_from_edtf(text: str, here: bool, there: bool, reason: str) -> None:
    assert (is_read(text), oracle(text) is not None) == (here, there), reason


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


# ---- lexical forms, against rdflib and pyoxigraph


def rdflib_form(schema: SchemaDate) -> str:
    literal = rdflib.Literal(schema[0], datatype=rdflib.XSD[schema[1]])
    assert not literal.ill_typed
    return str(literal)


def quads(schema: SchemaDate) -> list[ox.Quad]:
    line = f'<x:s> <x:p> "{schema[0]}"^^<{rdflib.XSD}{schema[1]}> .'
    return list(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))


def written_form(schema: SchemaDate) -> str:
    """Parsed, canonicalized and written by pyoxigraph."""
    dataset = ox.Dataset(quads(schema))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    written = ox.serialize(dataset, format=ox.RdfFormat.N_QUADS)
    assert written is not None
    return written.decode().split('"')[1]


def stored_form(schema: SchemaDate) -> str:
    """As a pyoxigraph store gives it back: UTC as Z, where rdflib has +00:00."""
    store = ox.Store()
    store.extend(quads(schema))
    (quad,) = store
    assert isinstance(quad.object, ox.Literal)
    return quad.object.value


@quick
@given(st.dates().flatmap(simple) | LEVEL_1_INTERVALS | DATE_TIME.map(lambda t: t.isoformat()))
def test_schema_dates_survive_rdflib_and_pyoxigraph(text: str) -> None:
    when = Edtf.parse(text)
    for schema in filter(None, (when.start, when.end)):
        assert rdflib_form(schema) == written_form(schema) == schema[0]
        assert stored_form(schema) == schema[0].replace("+00:00", "Z")


@quick
@given(DATE_TIME)
def test_a_date_time_keeps_moment_and_offset(moment: datetime) -> None:
    when = Edtf.parse(moment.isoformat())
    assert when.start is not None
    read = datetime.fromisoformat(when.start[0])
    assert (read, read.utcoffset()) == (moment.replace(microsecond=0), moment.utcoffset())
