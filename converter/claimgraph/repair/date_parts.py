"""The pieces of a date as text: day, month, year, time, or a date all in digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from claimgraph.repair.date_words import FILLERS, ZONES, is_weekday, key, month


class Part(NamedTuple):
    """One piece.

    kind: D a number of one or two digits, M a month, Y a year, T a time (`T18:51:00+05:30`),
    N a date of digits in EDTF, O one whose order of day and month is open (`03-04-2018`).
    weekday: a name of a month that is one of a day of the week, too (`mar`).
    """

    kind: str
    value: str
    weekday: bool = False


class NotADate(Exception):
    """Something in the text has no place in a date, or has two meanings."""


def parts(text: str, language: str) -> list[Part]:
    """The pieces of a text with digits 0 to 9, without days of the week; raise NotADate."""
    found: list[Part] = []
    at = 0
    while at < len(text):
        match, make = _match(text, at)
        at = match.end()
        if make is None:
            at = _word(match, language, found)
        elif part := make(match):
            found.append(part)
    return list(_without_weekdays(found))


def _without_weekdays(found: list[Part]) -> Iterator[Part]:
    """In `mar 3 abr 2018` and `mar 13/4/2018` the first is Tuesday, in `3 mar 2018` March."""
    dated = sum(part.kind in "MNO" for part in found) > 1
    return (part for part in found if not (dated and part.weekday))


_Maker = Callable[[re.Match[str]], Part | None]


# ---- digits


def _numeric(match: re.Match[str]) -> Part:
    year, *rest = (part.zfill(2) for part in match.groups() if part)
    return Part("N", "-".join([year, _month(rest[0]), *rest[1:]]))


def _month_year(match: re.Match[str]) -> Part:
    return Part("N", f"{match[2]}-{_month(match[1].zfill(2))}")


def _month(number: str) -> str:
    """In EDTF, 21 to 24 are seasons; `2017-21` in the wild is a span of years."""
    if number > "12":
        raise NotADate
    return number


def _open_order(match: re.Match[str]) -> Part:
    return Part("O", f"{match[1]:0>2}-{match[3]:0>2}-{match[4]}")


def _time(match: re.Match[str]) -> Part:
    hour, minute, second, half = match.group("hour", "minute", "second", "half")
    if half:
        if not 1 <= int(hour) <= 12:
            raise NotADate
        hour = str(int(hour) % 12 + (12 if half in "pP" else 0))
    return Part("T", f"T{hour:0>2}:{minute or '00'}:{second or '00'}{_offset(match)}")


def _offset(match: re.Match[str]) -> str:
    sign, hours, minutes = match.group("sign", "hours", "minutes")
    if not sign:
        return "Z" if match["zulu"] else ""
    offset = f"{sign}{hours:0>2}:{minutes or '00'}"
    return "Z" if offset == "-00:00" else offset  # RFC 3339, section 4.3


def _number(match: re.Match[str]) -> Part:
    return Part("Y" if len(match[1]) == 4 else "D", match[1].zfill(2))


def _gap(match: re.Match[str]) -> None:
    return None


# ---- words


def _word(match: re.Match[str], language: str, found: list[Part]) -> int:
    """Take the two words or the one that begin there; return where they end."""
    for end in (match.end(), match.end("first")):
        word = key(match.string[match.start() : end])
        number = month(word, language)
        if number:
            found.append(Part("M", f"{number:02}", is_weekday(word, language)))
        elif word in ZONES and found and found[-1].kind == "T":
            found[-1] = _in_zone(found[-1], ZONES[word])
        elif not is_weekday(word) and word not in FILLERS:
            continue
        return end
    raise NotADate


def _in_zone(time: Part, offset: str) -> Part:
    if len(time.value) > len("T00:00:00"):  # two zones
        raise NotADate
    return time._replace(value=time.value + offset)


# ---- what begins at a place: the first that matches

_WORD = r"[^\W\d_] [^\s\d,;:()/،–—-]* (?: - [^\W\d_]+ )*"
_HALF = r"(?P<half>[ap]) \.? \s? m \b \.?"
_OFFSET = r"""
    (?: \s? (?: UTC|GMT|UT )? (?P<sign> [+-] )
        (?P<hours> \d\d? (?=:) | \d\d | (?<=[A-Z].) \d (?!\d) ) (?: :? (?P<minutes> \d\d ) )?
        (?! [\d:/-] ) (?: \s? \( [A-Z ]+ \) )?
      | \s? (?P<zulu> Z ) \b )?
"""
_CLOCK = rf"""
    (?: (?<=\d) T )? (?P<hour>\d\d?) [:h.] (?P<minute>\d\d)
    (?: : (?P<second>\d\d) (?: [.,]\d+ )? )? (?! [.:]?\d ) (?: \s? {_HALF} )? {_OFFSET}
"""
_HOUR = rf"(?P<hour>\d\d?) (?P<minute>)(?P<second>) \s? {_HALF} {_OFFSET}"
_COMPACT = rf"""
    (?: (?<=\d) T | (?<=\d{{8}}) ) (?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d) (?!\d)
    (?P<half>) {_OFFSET}
"""
_YEAR_FIRST = (
    r"(\d{4}) (?: - (\d\d?) - (\d\d?) | / (\d\d?) / (\d\d?) | \.\s?(\d\d?) \.\s?(\d\d?) ) (?!\d)"
)
_EAST_ASIAN = r"(\d{4}) \s? [年년] \s? (\d\d?) \s? [月월] (?: \s? (\d\d?) \s? [日일] )?"
_GRAMMAR: tuple[tuple[str, _Maker | None], ...] = (
    (_YEAR_FIRST, _numeric),
    (r"(\d{4}) - (\d\d) (?! [\d/.-] )", _numeric),
    (r"(\d{4})(\d\d)(\d\d) (?= T\d | (?:\d{6})? (?!\d) )", _numeric),
    (_EAST_ASIAN, _numeric),
    (r"(\d\d?) ([/.-]) \s? (\d\d?) \2 \s? (\d{4}|\d\d) (?! [\d/-] )", _open_order),
    (r"(\d\d?) [/.-] (\d{4}) (?! [\d/-] )", _month_year),
    (_CLOCK, _time),
    (_HOUR, _time),
    (_COMPACT, _time),
    (r"(\d{4}|\d\d?) (?!\d) (?: (?: st|nd|rd|th|er|[ºª°e] ) (?!\w) )?", _number),
    (rf"(?P<first> {_WORD} ) (?: \s {_WORD} )?", None),
    (r"[\s,;.،–—-]+", _gap),
)
_COMPILED = tuple(
    (re.compile(pattern, re.VERBOSE | re.IGNORECASE), make) for pattern, make in _GRAMMAR
)


def _match(text: str, at: int) -> tuple[re.Match[str], _Maker | None]:
    for pattern, make in _COMPILED:
        if match := pattern.match(text, at):
            return match, make
    raise NotADate
