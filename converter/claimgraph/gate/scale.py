"""Whether the numbers of a rating make sense together.

Google reads a number given as text too; of a text without anything in it nobody can say that it is
wrong, so it counts as not given. Where best and worst are not given nothing is assumed of them.
https://developers.google.com/search/docs/appearance/structured-data/factcheck
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_NUMBER = re.compile(r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,2})?", re.ASCII)


class Scale(NamedTuple):
    """The numbers of a rating as texts, "" for one that is not given."""

    value: str = ""
    best: str = ""
    worst: str = ""


def not_numbers(scale: Scale) -> list[str]:
    """The texts that are no numbers."""
    return [text for text in scale if text.strip() and number(text) is None]


def is_upside_down(scale: Scale) -> bool:
    """Whether worst is not less than best."""
    best, worst = number(scale.best), number(scale.worst)
    return best is not None and worst is not None and worst >= best


def is_beyond(scale: Scale) -> bool:
    """Whether the value is better than the best or worse than the worst."""
    value, best, worst = map(number, scale)
    if value is None:
        return False
    return (best is not None and value > best) or (worst is not None and value < worst)


def number(text: str) -> Decimal | None:
    """The number that a text spells, None where it spells none."""
    spelling = text.strip()
    return Decimal(spelling) if _NUMBER.fullmatch(spelling) else None
