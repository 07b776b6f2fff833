"""Publishers' dates: tables of shapes, properties."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.dates import Edtf
from claimgraph.repair.wild_dates import Order, read

quick = settings(deadline=None, max_examples=100)

DAYS = [  # text, EDTF
    ("2018-10-07", "2018-10-07"),
    ("2015-06-7", "2015-06-07"),
    ("2018/10/7", "2018-10-07"),
    ("2018. 10. 7.", "2018-10-07"),
    ("20181007", "2018-10-07"),
    ("2018年10月7日", "2018-10-07"),
    ("2018년 10월 7일", "2018-10-07"),
    ("7 October 2018", "2018-10-07"),
    ("07 OCTOBER 2018", "2018-10-07"),
    ("October 7, 2018", "2018-10-07"),
    ("Oct. 7, 2018", "2018-10-07"),
    ("Sept. 7, 2018", "2018-09-07"),
    ("Sunday, October 7, 2018", "2018-10-07"),
    ("the 7th of October 2018", "2018-10-07"),
    ("9th Nov 2017", "2017-11-09"),
    ("2nd Jun 2017", "2017-06-02"),
    ("28 June, 2012", "2012-06-28"),
    ("Dec. 9. 2015.", "2015-12-09"),
    ("2018 October 7", "2018-10-07"),
    ("7-Oct-2018", "2018-10-07"),
    ("13/11/2020", "2020-11-13"),
    ("03/22/2017", "2017-03-22"),
    ("31.12.1999", "1999-12-31"),
    ("05/05/2018", "2018-05-05"),
    ("  7 October 2018 \n", "2018-10-07"),
    ("7\u00a0October\u200b 2018", "2018-10-07"),
    ("７ October ２０１８", "2018-10-07"),
    ("Posted September 27, 2016 Updated July 13", "2016-09-27"),
    ("Published on: May 3, 2018", "2018-05-03"),
    ("[' Twitter – Wednesday, September 12, 2018 ']", "2018-09-12"),
    ("['Social media  – Tuesday, July 31, 2012']", "2012-07-31"),
    ("[' The Spectator, 21 Aug. 2017 \\xa0 ']", "2017-08-21"),
    ('[" CNN\'s State of the Union – Sunday, September 10, 2017 "]', "2017-09-10"),
]
LESS = [  # month, year, day of an unknown year, EDTF with more to say
    ("Oct 2018", "2018-10"),
    ("July, 2008", "2008-07"),
    ("10/2018", "2018-10"),
    ("2018-10", "2018-10"),
    ("2018年10月", "2018-10"),
    ("2018", "2018"),
    ("2016.", "2016"),
    ("September 26", "XXXX-09-26"),
    ("5 September", "XXXX-09-05"),
    ("Feb. 7.", "XXXX-02-07"),
    ("2018-10-07/2018-10-09", "2018-10-07/2018-10-09"),
    ("2025?-07-04", "2025?-07-04"),
    ("201X", "201X"),
    ("../2018", "../2018"),
    ("XXXX-07-04", "XXXX-07-04"),
]
TIMES = [
    ("6:51 pm, May 3, 2018", "2018-05-03T18:51:00"),
    ("12:05 AM, May 3, 2018", "2018-05-03T00:05:00"),
    ("12:05 p.m. May 3, 2018", "2018-05-03T12:05:00"),
    ("May 3, 2018, 6 pm", "2018-05-03T18:00:00"),
    ("Wed 3 Oct 2018, 11:08pm", "2018-10-03T23:08:00"),
    ("Wednesday, August 21, 2013 at 5:18 p.m.", "2013-08-21T17:18:00"),
    ("Sep 29th 2017, 6:00 AM", "2017-09-29T06:00:00"),
    ("Sep 29 2018 2:58 pm, Last Updated: Sep 30 2018 8:33 pm", "2018-09-29T14:58:00"),
    ("2022-07-08 09:48", "2022-07-08T09:48:00"),
    ("2020-08-31 17:22:16", "2020-08-31T17:22:16"),
    ("2024-08-05 20:59:59.0", "2024-08-05T20:59:59"),
    ("2020-11-13T10:00:00+0530", "2020-11-13T10:00:00+05:30"),
    ("2020-11-13T10:00:00+5:30", "2020-11-13T10:00:00+05:30"),
    ("2020-11-13T10:00:00+05:30", "2020-11-13T10:00:00+05:30"),
    ("2020-11-13T10:00:00.123456-03", "2020-11-13T10:00:00-03:00"),
    ("2024-09-16T22:51+0100", "2024-09-16T22:51:00+01:00"),
    ("2023-01-24T13:32:06.838Z", "2023-01-24T13:32:06Z"),
    ("2023-01-24t13:32:06z", "2023-01-24T13:32:06Z"),
    ("2024-04-30 16:01:14 +02:00", "2024-04-30T16:01:14+02:00"),
    ("2024-04-28 07:00:00Z", "2024-04-28T07:00:00Z"),
    ("2018-10-08 21:15:20 UTC", "2018-10-08T21:15:20Z"),
    ("2018-10-08T21:15:20-00:00", "2018-10-08T21:15:20Z"),
    ("20181008T211520Z", "2018-10-08T21:15:20Z"),
    ("20181008211520", "2018-10-08T21:15:20"),
    ("Wed, 31 Oct 2018 00:03:17 Z", "2018-10-31T00:03:17Z"),
    ("Wed, 31 Oct 2018 00:03:17 GMT", "2018-10-31T00:03:17Z"),
    ("Wed, 31 Oct 2018 00:03:17 -0500", "2018-10-31T00:03:17-05:00"),
    ("Sun, 19 Oct 2025 04:00", "2025-10-19T04:00:00"),
    ("Fri Apr 28 19:20:36 CEST 2023", "2023-04-28T19:20:36+02:00"),
    (
        "Fri Apr 28 2023 19:20:36 GMT+0200 (Central European Summer Time)",
        "2023-04-28T19:20:36+02:00",
    ),
    ("28 April 2023 19:20 GMT+2", "2023-04-28T19:20:00+02:00"),
    ("12/16/2015 08:16 EST", "2015-12-16T08:16:00-05:00"),
    ("28 Apr 2023, 10:30 AM IST", "2023-04-28T10:30:00"),  # India, Ireland or Israel: local time
    ("1538906400", "2018-10-07T10:00:00Z"),
    ("1538906400123", "2018-10-07T10:00:00Z"),
]
NOT_UNDERSTOOD = [
    *("", " ", "-", "None", "Spain", "ADD", "forever", "in late July", "Next Monday", "PT4M"),
    *("03/04/2018", "3.4.2018", "9:58 PM 09/05/2017", "12-Jul-13", "8-Jan-14", "03/04/18", "7/8"),
    *("ugust 6, 2015", "n May 8, 2015", "mber 17, 2015", "1, 2015", "October 29, 2013<"),
    *("13th January 20121", "-01/-27/2017", "July August 13, 2014", "October 9 at 3:00 AM"),
    *(
        "2018-21",
        "2017-18",
        "2018/19",
        "2018-13-01",
        "2018-02-30",
        "30 February 2018",
        "0000-00-00",
    ),
    *(
        "2018-10-07T24:00:00",
        "2018-10-07T10:61:00",
        "13:05 pm, May 3, 2018",
        "0:05 am, May 3, 2018",
    ),
    *("2018-10-07T10:00:00+15:00", "2018-10-07 10:00 11:00", "2018-10-07 10:00 +01:00 CET"),
    *(
        "10:00",
        "October",
        "7",
        "14 2018",
        "3-5 May 2018",
        "3 May 2018 - 5 May 2018",
        "May 2018 10:00",
    ),
    *(
        "1399/08/23",
        "1445-01-01",
        "7 ตุลาคม 2561",
        "2077/08/15",
        "0001-01-01T00:00:00Z",
        "9999-12-31",
    ),
    *("123456789", "12345678901", "2020111310", "20181307", "99999999", "1234", "4000"),
    *("[' Channel 4, 3 May 2018 and 5 May 2018 ']", "['no date']", "[]", "2018-W40", "2018-280"),
    *("2018²", "1² May 2018", "7 Октобер 2018", "²²²²", "x" * 300, "2018-10-07" + " " * 300),
]
ORDERS: list[tuple[str, Order, str | None]] = [
    ("03/04/2018", "dmy", "2018-04-03"),
    ("03/04/2018", "mdy", "2018-03-04"),
    ("9:58 PM 09/05/2017", "mdy", "2017-09-05T21:58:00"),
    ("22/03/2018", "dmy", "2018-03-22"),
    ("22/03/2018", "mdy", None),  # it contradicts what the source says of all its dates
    ("03/22/2018", "dmy", None),
    ("3.4.18", "dmy", "2018-04-03"),
    ("7. 10. 2018", "dmy", "2018-10-07"),
    ("3/4/49", "mdy", "2049-03-04"),
    ("3/4/50", "mdy", "1950-03-04"),
    ("12-Jul-13", "dmy", "2013-07-12"),
    ("Jul-12-13", "mdy", "2013-07-12"),
    ("2018-03-04", "dmy", "2018-03-04"),
    ("2018-03-04", "mdy", "2018-03-04"),
]


@pytest.mark.parametrize(("text", "edtf"), [*DAYS, *LESS, *TIMES])
def test_a_date_is_read(text: str, edtf: str) -> None:
    assert read(text) == edtf
    assert Edtf.parse(edtf).text == edtf


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_what_is_no_certain_date_is_not_understood(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(("text", "order", "edtf"), ORDERS)
def test_the_source_says_the_order(text: str, order: Order, edtf: str | None) -> None:
    assert read(text, order) == edtf


# ---- properties

DATES = st.dates(date(1500, 1, 1), date(2049, 12, 31))
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2049, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)
OFFSETS = st.integers(-13 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(DATES, st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%A, %d %b %Y", "%Y %b %d"]))
@quick
def test_any_day_is_read(day: date, pattern: str) -> None:
    assert read(day.strftime(pattern)) == day.isoformat()


@given(DATES, st.sampled_from(["/", ".", "-"]))
@quick
def test_day_and_month_are_never_guessed(day: date, mark: str) -> None:
    numbers = [f"{day.day}", f"{day.month:02}", f"{day.year:04}"]
    european, american = mark.join(numbers), mark.join([numbers[1], numbers[0], numbers[2]])
    assert read(european, "dmy") == read(american, "mdy") == day.isoformat()
    certain = day.day > 12 or day.day == day.month
    assert read(european) == read(american) == (day.isoformat() if certain else None)


@given(MOMENTS, OFFSETS)
@quick
def test_any_moment_is_read(moment: datetime, offset: timezone) -> None:
    local = moment.replace(tzinfo=offset)
    for text in (
        local.isoformat(),
        format_datetime(local),
        local.strftime("%d %b %Y %I:%M:%S %p %z"),
    ):
        found = read(text)
        assert found is not None
        assert datetime.fromisoformat(found) == local
    assert read(moment.isoformat()) == read(moment.ctime()) == moment.isoformat()


@given(st.integers(1_000_000_000, 1_899_999_999))
@quick
def test_seconds_and_milliseconds_of_the_epoch_are_read(seconds: int) -> None:
    moment = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert read(str(seconds)) == read(f"{seconds}999") == moment


@given(
    st.text("0123456789-/.:,TZ+ aàmpMay", max_size=24) | st.text(max_size=20),
    st.sampled_from(["", "dmy", "mdy"]),
    st.sampled_from(["", "en", "hr", "x-unknown"]),
)
@settings(deadline=None, max_examples=300)
def test_any_text_is_a_date_of_our_own_or_nothing(text: str, order: Order, language: str) -> None:
    found = read(text, order, language)
    assert found is None or Edtf.parse(found).text == found


@pytest.mark.parametrize(
    "text", ["1" * 200, "a " * 100, "1 " * 100, "May " * 50, "- " * 100, "['" + "a, " * 60 + "']"]
)
def test_odd_texts_take_no_time(text: str) -> None:
    started = datetime.now(UTC)
    assert read(text) is None
    assert datetime.now(UTC) - started < timedelta(seconds=1)
