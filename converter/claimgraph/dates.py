"""Dates in EDTF, the Extended Date/Time Format of ISO 8601-2 and the Library of Congress.

Read are level 0, level 1 and two forms of level 2: `XXXX-07-04` (year unknown) and `2025?-07-04`
or `2025?-07` (year inferred). Either side of an interval may be any of these, except a season or
a date-time, which the standard keeps out of intervals. https://www.loc.gov/standards/datetime/
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

Day = tuple[int, int, int]  # year (any, also 0 and negative), month, day
SchemaDate = tuple[str, str]  # lexical form, local name of its XSD datatype

_LONGEST = 64  # characters
_SPELLING = re.compile(  # the forms that are read, then the parts of one
    r"""
    (?= (?: (?!-0000) -?\d{4} (?: (?:-\d\d){0,2} | -\d\d-XX | -XX | -XX-XX ) [?~%]?
          | -?\d\d[\dX]X [?~%]?                     # 201X, 20XX
          | Y-?[1-9]\d{4,}                          # more than four digits
          | \d{4}[?~%] (?:-\d\d){1,2}               # level 2: year inferred
          | XXXX-\d\d-\d\d                          # level 2: year unknown
          | \d{4}-\d\d-\d\d T (?:[01]\d|2[0-3]) :[0-5]\d :[0-5]\d
            (?: Z | (?!-00(?::00)?\Z) [+-](?: (?:0\d|1[0-3])(?::[0-5]\d)? | 14(?::00)? ) )?
        ) \Z )
    (?P<year> Y?-?[\dX]+ ) [?~%]?
    (?: - (?P<month> \d\d|XX ) )? (?: - (?P<day> \d\d|XX ) )?
    (?: (?P<time> T[\d:]+ ) (?P<zone> .* ) )?
    """,
    re.ASCII | re.VERBOSE,
)
_SEASON = re.compile(r"(?!-0000)-?\d{4}-2[1-4]", re.ASCII)
_FRACTION = re.compile(r"(T\d\d:\d\d:\d\d)[.,]\d+", re.ASCII)
_PRECISION = {4: "gYear", 7: "gYearMonth", 10: "date"}  # by length of the spelling
_ADVICE = "write 2025-07-04 for a day, 2025-07 for a month, 2025 for a year, without spaces"
_HINTS = (  # the first pattern found in a text of no known form tells what to say of it
    (r"[^\x00-\x7f]", "use the digits 0 to 9 and plain hyphens, as in 2025-07-04"),
    (r"[][{},]|\d\.\.", "sets are not read; write an interval, such as 2025-07-04/2025-07-09"),
    (r"^\d*[ux]|unknown|open", "write X for an unknown digit (201X), .. for an open end (2025/..)"),
    (r"^Y|\dS\d", "write the year in full, with Y only before five or more digits, as in Y17000"),
    (r"[?~%].", "?, ~ or % ends the date (2025-07-04?) or follows its year alone (2025?-07-04)"),
    (r"X", "X may stand as in 201X, 20XX, 2025-XX, 2025-07-XX, 2025-XX-XX or XXXX-07-04"),
    (
        r"\dT",
        "write a time as 2025-07-04T23:59:00, with Z, +02:00 or nothing; midnight is 00:00:00",
    ),
    (r"", _ADVICE),
)


class Edtf:
    """A date, with what is known of its first and last day.

    `text` is the EDTF spelling as it was written, less fractions of a second, which EDTF lacks.
    `earliest` and `latest` ignore qualifiers; both are None for a season, an unknown year and a
    year outside 1 to 9999 (the year 0000 too: EDTF has it, `datetime` and XSD 1.0 do not), and
    one is None for an open or unknown end. `start` and `end` are the dates for schema.org:
    `start` of a certain date or interval, `end` of a certain interval.
    """

    # not a dataclass: msgspec would read one as an object, not as text
    __slots__ = ("earliest", "end", "latest", "start", "text")

    def __init__(
        self,
        text: str,
        earliest: date | None,
        latest: date | None,
        start: SchemaDate | None,
        end: SchemaDate | None,
    ) -> None:
        self.text, self.earliest, self.latest = text, earliest, latest
        self.start, self.end = start, end

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Edtf) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self.text)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Edtf{self._key()}"

    def _key(self) -> tuple[object, ...]:
        return (self.text, self.earliest, self.latest, self.start, self.end)

    @property
    def certain(self) -> bool:
        """No ?, ~, %, X, season, open or unknown end, nor a year outside 1 to 9999."""
        return self.start is not None

    @property
    def inferred(self) -> bool:
        """Qualified as uncertain: ? or % stands somewhere."""
        return "?" in self.text or "%" in self.text

    @classmethod
    def parse(cls, text: str) -> Edtf:
        """Read one EDTF text; ValueError says what is wrong with it and how to write it."""
        text = _FRACTION.sub(r"\1", text.strip())
        if len(text) > _LONGEST:
            raise _refusal(text, f"it is longer than {_LONGEST} characters; {_ADVICE}")
        if "/" in text:
            return _interval(text)
        one = _single(text)
        return cls(text, _date(one.first), _date(one.last), one.schema, None)


class _Single(NamedTuple):
    """One date or side of an interval; no days where none can be told."""

    first: Day | None = None
    last: Day | None = None
    schema: SchemaDate | None = None


def _interval(text: str) -> Edtf:
    if text.count("/") > 1:
        raise _refusal(text, f"one slash parts the two ends of an interval; {_ADVICE}")
    if not text.strip("./"):
        raise _refusal(text, "neither end is known; write one, such as ../2025-07-04")
    left, right = (_side(side) for side in text.split("/"))
    if left.first and right.last and left.first > right.last:
        raise _refusal(text, "it ends before it starts; write 2025-07-04/2025-07-09")
    both = left.schema and right.schema
    start, end = (left.schema, right.schema) if both else (None, None)
    return Edtf(text, _date(left.first), _date(right.last), start, end)


def _side(text: str) -> _Single:
    if text in ("", ".."):  # unknown, open
        return _Single()
    if "T" in text or _SEASON.fullmatch(text):
        raise _refusal(text, "an interval has no times or seasons; write 2025-03/2025-05")
    return _single(text)


def _single(text: str) -> _Single:
    if _SEASON.fullmatch(text):
        return _Single()
    parts = _SPELLING.match(text)
    if parts is None:
        raise _refusal(text, next(why for pattern, why in _HINTS if re.search(pattern, text)))
    first, last = _days(text, *parts.group("year", "month", "day"))
    if parts["year"] == "XXXX":
        return _Single()
    plain = 1 <= first[0] <= 9999 and not set(text) & set("?~%X")
    return _Single(first, last, _schema(parts) if plain else None)


def _days(text: str, year: str, month: str | None, day: str | None) -> tuple[Day, Day]:
    """First and last day that the parts allow."""
    low, high = sorted(int(year.lstrip("Y").replace("X", digit)) for digit in "09")
    opens, closes = _range(month, 12)
    if not 1 <= opens <= 12:
        raise _refusal(text, f"there is no month {month}; write 2025-07, or a season as 2025-21")
    length = monthrange(2000 + low % 400, closes)[1]  # the calendar repeats every 400 years
    dawn, dusk = _range(day, length)
    if not 1 <= dawn <= length:
        raise _refusal(
            text, f"{year}-{month} has no day {day}; its last is {year}-{month}-{length}"
        )
    return (low, opens, dawn), (high, closes, dusk)


def _range(part: str | None, most: int) -> tuple[int, int]:
    return (1, most) if part in (None, "XX") else (int(part), int(part))


def _schema(parts: re.Match[str]) -> SchemaDate:
    """The XSD form that rdflib leaves alone: an offset has minutes, and UTC is not Z."""
    if parts["time"] is None:
        return parts.string, _PRECISION[len(parts.string)]
    zone = "+00:00" if parts["zone"] == "Z" else parts["zone"]
    minutes = ":00" if len(zone) == len("+02") else ""
    return f"{parts.string[:19]}{zone}{minutes}", "dateTime"


def _date(day: Day | None) -> date | None:
    return date(*day) if day and 1 <= day[0] <= 9999 else None


def _refusal(text: str, why: str) -> ValueError:
    return ValueError(f"{text[:40]!r} cannot be read as a date: {why}")
