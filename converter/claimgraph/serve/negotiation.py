"""What a client accepts: the best of the media types a resource is offered in (RFC 9110, 12.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

MAX_RANGES = 100  # of one header; what stands behind them is not read

_SIGN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]"
_TOKEN = rf"{_SIGN}+"
# one without an end goes to that of the header: it is not looked for again from each quote in it
_STRING = r'"(?:[^"\\]|\\(?s:.)?)*+(?:"|\Z)'
_RANGE = re.compile(rf"\s*({_TOKEN})/({_TOKEN})\s*(?:;|$)")
_PART = re.compile(rf"(?:[^,\"]|{_STRING})+")
_PARAMETER = re.compile(rf"(?<!{_SIGN})({_TOKEN}+)\s*+=\s*+({_TOKEN}|{_STRING})")
_TAG = re.compile(r"[a-z]{1,8}(?:-[a-z0-9]{1,8})*")
_WEIGHT = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?")


class _Range(NamedTuple):
    kind: str
    subkind: str
    parameters: frozenset[tuple[str, str]]
    weight: float

    def fits(self, offered: _Range) -> bool:
        return (
            self.kind in ("*", offered.kind)
            and self.subkind in ("*", offered.subkind)
            and self.parameters <= offered.parameters
        )

    def precision(self) -> tuple[bool, bool, int]:
        return self.kind != "*", self.subkind != "*", len(self.parameters)


def best(accept: str, offered: Sequence[str]) -> str | None:
    """The media type of those offered that the header `Accept` wants most; None if none (406).

    Of ranges that fit a type the most specific one tells its weight; between types of equal
    weight the order of `offered` decides. An empty header, or one without a range, takes any.
    """
    ranges = _ranges(accept)
    if not ranges:
        return offered[0]
    weights = [_weight(ranges, media_type) for media_type in offered]
    highest = max(weights)
    return offered[weights.index(highest)] if highest > 0 else None


def languages(accept_language: str) -> tuple[str, ...]:
    """The language tags that the header `Accept-Language` wants, the best first, in lower case."""
    wanted = []
    for part in accept_language.split(",")[:MAX_RANGES]:
        tag, _, weight = part.strip().lower().partition(";q=")
        known = float(weight) if _WEIGHT.fullmatch(weight) else 1.0
        if _TAG.fullmatch(tag) and known > 0:
            wanted.append((-known, tag))
    return tuple(tag for _, tag in sorted(wanted, key=lambda one: one[0]))


def _weight(ranges: Sequence[_Range], media_type: str) -> float:
    wanted = _range(media_type)
    if wanted is None:
        raise ValueError(f"not a media type: {media_type!r}")
    fitting = [one for one in ranges if one.fits(wanted)]
    return max(fitting, key=_Range.precision).weight if fitting else 0


def _ranges(accept: str) -> list[_Range]:
    parts = _PART.findall(accept)[:MAX_RANGES]
    return [found for found in map(_range, parts) if found is not None]


def _range(text: str) -> _Range | None:
    """A range that is well-formed; a weight that is not counts as 1."""
    match = _RANGE.match(text)
    if match is None:
        return None
    found = {
        name.lower(): value.strip('"').lower()
        for name, value in _PARAMETER.findall(text, match.end())
    }
    found.pop("charset", "")  # everything here is UTF-8
    weight = found.pop("q", "1")
    known = float(weight) if _WEIGHT.fullmatch(weight) else 1.0
    return _Range(match[1].lower(), match[2].lower(), frozenset(found.items()), known)
