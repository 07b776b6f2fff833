"""Dates as publishers write them, in EDTF.

Read are Gregorian dates of the years 1500 to 2049: others in the wild are years of another era
(Hijri, Bikram Sambat, Buddhist) or placeholders. A time to the minute gets `:00`, for neither
EDTF nor XSD has minutes alone; one without an offset stays local time. A two-digit year is read,
by RFC 5322 section 4.3, only where the order of day and month is known.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from typing import Literal

from claimgraph.dates import Edtf
from claimgraph.repair.date_parts import NotADate, Part, parts

Order = Literal["dmy", "mdy", ""]

_LONGEST = 200  # characters
_YEARS = range(1500, 2050)
_SIDE = r"(?:[12X][-\dX?~%]{3,}|\.\.)"
_EDTF = re.compile(  # what only EDTF means; no seasons, which are years in the wild
    rf"(?!.*-2[1-4](?![-\d]))(?:(?=.*[X?~%]){_SIDE}|{_SIDE}/{_SIDE})"
)
_EPOCH = re.compile(r"(1[0-8]\d{8})(?:\d{3})?")  # 2001 to 2030; no year if it were YYYYMMDDHH
_POSTED = re.compile(r"(?:posted|published)(?: on)?:?\s+", re.IGNORECASE)
_UPDATED = re.compile(r"(?<=[\dm]),?\s+(?:last )?updated:?\s.*", re.IGNORECASE)
_LISTED = re.compile(r"""\[\s*(["'])(.*)\1\s*\]""", re.DOTALL)  # a Python list of one text
_PLACE = re.compile(r"\D*(?:–|,|\s-)\s+")  # where it was said, before when
_INVISIBLE = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SHAPES = {  # kinds of parts: the positions of year, month and day
    "DMY": (2, 1, 0),
    "MDY": (2, 0, 1),
    "YMD": (0, 1, 2),
    "YDM": (0, 2, 1),
    "MY": (1, 0),
    "YM": (0, 1),
    "Y": (0,),
}
_YEARLESS = {"DM": (1, 0), "MD": (0, 1)}
_SHORT_YEAR = {"DMD": (2, 1, 0), "MDD": (2, 0, 1)}


def read(text: str, order: Order = "", language: str = "") -> str | None:
    """The EDTF of a date, or None where it is not understood.

    `order` is that of day and month in this source's dates of digits: without it `03/04/2018` is
    not understood, and with it no date that contradicts it. `language` (BCP 47) settles a name
    that is another month elsewhere.
    """
    if len(text) > _LONGEST:
        return None
    text = _digits(text).strip()
    listed = _LISTED.fullmatch(text)
    if listed is None:
        return _read(_UPDATED.sub("", _POSTED.sub("", text, count=1)), order, language)
    said = listed[2].replace("\\xa0", " ").strip()
    return _read(said, order, language) or _read(_PLACE.sub("", said, count=1), order, language)


def _digits(text: str) -> str:
    """With the digits 0 to 9 for those of other scripts, without invisible characters."""
    text = _INVISIBLE.sub("", text)
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _read(text: str, order: Order, language: str) -> str | None:
    if epoch := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(epoch[1]), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        found = text if _EDTF.fullmatch(text) else _assembled(parts(text, language), order)
        edtf = Edtf.parse(found)
    except (NotADate, ValueError):
        return None
    years = (day.year for day in (edtf.earliest, edtf.latest) if day)
    return edtf.text if all(year in _YEARS for year in years) else None


def _assembled(found: list[Part], order: Order) -> str:
    """EDTF, which may be no date of the calendar."""
    kinds = "".join(part.kind for part in found)
    if "T" not in kinds:
        return _date(found, order)
    at = kinds.index("T")
    if at not in (0, len(found) - 1) and kinds != "MDTY":
        raise NotADate
    day = _date(found[:at] + found[at + 1 :], order)
    if len(day) < len("2018-10-07") or day.startswith("X"):
        raise NotADate
    return day + found[at].value


def _date(found: list[Part], order: Order) -> str:
    kinds = "".join(part.kind for part in found)
    values = [part.value for part in found]
    if kinds == "N":
        return values[0]
    if kinds == "O":
        return _in_order(values[0].split("-"), order)
    if kinds in _YEARLESS and not any(part.weekday for part in found):  # `mar 5`: a Tuesday?
        return "-".join(["XXXX", *(values[at] for at in _YEARLESS[kinds])])
    if order and kinds in _SHORT_YEAR:
        year, month, day = (values[at] for at in _SHORT_YEAR[kinds])
        return f"{_full(year)}-{month}-{day}"
    if kinds not in _SHAPES:
        raise NotADate
    return "-".join(values[at] for at in _SHAPES[kinds])


def _in_order(digits: list[str], order: Order) -> str:
    """Day and month told by the order, by a number above 12, or by being the same."""
    first, second, year = digits
    told = order or ("dmy" if first > "12" or first == second else "mdy" if second > "12" else "")
    if not told or (len(year) == 2 and not order):
        raise NotADate
    month, day = (second, first) if told == "dmy" else (first, second)
    return f"{_full(year)}-{month}-{day}"


def _full(year: str) -> str:
    """RFC 5322, section 4.3."""
    if len(year) == 4:
        return year
    return ("20" if year < "50" else "19") + year
