"""What each version of ninjs allows in the fields that are mapped.

From the JSON Schemas of IPTC, https://iptc.org/std/ninjs/, 1.0 to 3.1, and their test suite.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

Version = tuple[int, int]
LAST = 99  # minor version: none was published after it; also that of a draft, `1.x_dev`

TYPES = ("text", "audio", "video", "picture", "graphic", "composite")
_TYPES_SINCE = (((1, 2), ("component",)), ((3, 0), ("event", "planning")))
_TRUNCATED = re.compile(  # truncatedDateTimeType of 3.0
    r"\d{4}(-(1[0-2]|0[1-9])(-(3[01]|0[1-9]|[12]\d)(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?"
    r"(Z|[+-]\d\d:\d\d)?)?)?)?"
)
_ENDS = (("startDate", "expectedStartDate"), ("endDate", "expectedEndDate"))
_WORDS = ("name", "rel", "scheme", "code", "uri", "literal")  # of a thing that is named
_KEY = re.compile("headline_[a-zA-Z0-9_]+")


def text(value: Any) -> str:
    """Why it is no text; "" where it is one, here and below."""
    return "" if isinstance(value, str) else "is no text"


def _things(value: Any) -> str:
    """1.x: a list of objects with texts."""
    if not isinstance(value, list):
        return "is no list"
    for one in value:
        if not isinstance(one, dict):
            return "has something that is no object"
        if wrong := next((word for word in _WORDS if word in one and text(one[word])), ""):
            return f"has a `{wrong}` that is no text"
    return ""


def _values(value: Any) -> str:
    """2.0 and later: a list of objects with a text as `value`."""
    if wrong := _things(value):
        return wrong
    return "" if all(isinstance(one.get("value"), str) for one in value) else "has no `value`"


def _object(value: Any) -> str:
    return "" if isinstance(value, dict) else "is no object"


def _event(value: Any) -> str:
    if not isinstance(value, dict):
        return "is no object"
    return "" if isinstance(value.get("dates", {}), dict) else "has `dates` that are no object"


def _nested(value: Any) -> str:
    return "" if isinstance(value, dict | list) else "is no list"


def _type(value: Any) -> str:
    return "" if value in types((9, LAST)) else "is none of its types"


class Rule(NamedTuple):
    """One spelling of a field: the versions that have it, and why a value is not allowed."""

    since: Version
    until: Version
    fault: Callable[[Any], str]


_ALL, _ONE = ((1, 0), (9, LAST)), ((1, 0), (1, LAST))
_TWO, _THREE = ((2, 0), (2, LAST)), ((3, 0), (9, LAST))
_SINCE_TWO, _LATER_ONE, _NOT_THREE = ((2, 0), (9, LAST)), ((1, 2), (1, LAST)), ((1, 0), (2, LAST))
RULES = {
    "uri": Rule(*_ALL, text),
    "type": Rule(*_ALL, _type),
    "language": Rule(*_ALL, text),
    "title": Rule((1, 2), (9, LAST), text),
    "headline": Rule(*_ONE, text),
    "headlines": Rule(*_SINCE_TWO, _values),
    "byline": Rule(*_ONE, text),
    "by": Rule(*_SINCE_TWO, text),
    "versioncreated": Rule(*_NOT_THREE, text),
    "versionCreated": Rule(*_THREE, text),
    "firstcreated": Rule((1, 2), (2, LAST), text),
    "firstCreated": Rule(*_THREE, text),
    "altids": Rule((1, 3), (2, LAST), _nested),
    "altIds": Rule(*_THREE, _values),
    "person": Rule(*_ONE, _things),
    "organisation": Rule(*_ONE, _things),
    "place": Rule(*_ONE, _things),
    "infosource": Rule(*_LATER_ONE, _things),
    "people": Rule(*_SINCE_TWO, _things),
    "organisations": Rule(*_SINCE_TWO, _things),
    "places": Rule(*_SINCE_TWO, _things),
    "infosources": Rule(*_TWO, _things),
    "infoSources": Rule(*_THREE, _things),
    "eventDetails": Rule(*_THREE, _event),
}
_HEADLINE = Rule((1, 3), (1, LAST), text)
_UNMAPPED = {"standard": _object, "$standard": _object, "associations": _nested}


def fault(name: str, value: Any) -> str:
    """Why no version allows the value of a field that is looked at; "" where one does."""
    if name in _UNMAPPED:
        return _UNMAPPED[name](value)
    found = _rule(name)
    if found is _HEADLINE and not _KEY.match(name):
        return "is a name that is not allowed"
    return found.fault(value) if found else ""


def forbidden(name: str, value: Any, version: Version) -> str:
    """Why a version does not allow a field with this value; "" where it does or is not mapped."""
    found = _rule(name)
    if found is None:
        return ""
    if not found.since <= version <= found.until:
        return "is not in this version"
    if name == "type" and value not in types(version):
        return "is none of its types"
    return fault(name, value) or (_dates(value.get("dates", {})) if name == "eventDetails" else "")


def types(version: Version) -> tuple[str, ...]:
    """The types of items in a version."""
    return TYPES + tuple(one for since, new in _TYPES_SINCE if version >= since for one in new)


def _rule(name: str) -> Rule | None:
    if name.startswith("headline") and name not in RULES:
        return _HEADLINE
    return RULES.get(name)


def _dates(dates: dict[str, Any]) -> str:
    """Of each end of an event either the exact or the expected date."""
    for exact, expected in _ENDS:
        if exact in dates and expected in dates:
            return f"has both `{exact}` and `{expected}`"
        if exact in dates and text(dates[exact]):
            return f"has a `{exact}` that is no text"
        if expected in dates and not _TRUNCATED.fullmatch(str(dates[expected])):
            return f"has an `{expected}` that is no date"
    return ""
