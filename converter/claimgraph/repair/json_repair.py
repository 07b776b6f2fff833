"""JSON as it stands in pages: read strictly, else with repairs that guess nothing.

Each repair has a name in `repairs.RULES`.

What lacks a quotation mark, a comma or a bracket is not mended: nobody knows where it belongs.
"""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from claimgraph.errors import UnsafeInput
from claimgraph.limits import MAX_NESTING
from claimgraph.repair import lenient_json

MAX_CHARACTERS = 64 * 1024 * 1024

_HALF_PAIR = re.compile(  # or what may be one: it costs time only
    r"[\ud800-\udfff]|\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
)


class Repaired(NamedTuple):
    """A JSON value, and the sorted names of the rules that were needed to read it."""

    value: Any
    rules: tuple[str, ...]


def loads(text: str) -> Repaired:
    """Read one text, in time linear in its length.

    Raises Unreadable where it is not JSON and no rule applies, UnsafeInput where it is nested more
    than 100 deep or has more than 64 Mi characters.
    """
    if len(text) > MAX_CHARACTERS:
        raise UnsafeInput(f"JSON of more than {MAX_CHARACTERS >> 20} Mi characters")
    rules: set[str] = set()
    try:
        value = _strict(text, rules)
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError:
        rules.clear()
        value = lenient_json.read(text, rules)
    _check_nesting(value)
    return Repaired(value, tuple(sorted(rules)))


def _strict(text: str, rules: set[str]) -> Any:
    if _HALF_PAIR.search(text):
        raise ValueError("half of a surrogate pair")
    return json.loads(
        text,
        object_pairs_hook=lambda pairs: _object(pairs, rules),
        parse_float=lambda spelling: _number(spelling, rules),
        parse_int=lambda spelling: _number(spelling, rules),
        parse_constant=lambda spelling: _number(spelling, rules),
    )


def _object(pairs: list[tuple[str, Any]], rules: set[str]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        rules.add("duplicate-keys")
    return found


def _number(spelling: str, rules: set[str]) -> int | float | str:
    value = lenient_json.number(spelling)
    if isinstance(value, str):
        rules.add("numbers")
    return value


def _check_nesting(value: Any) -> None:
    level = [value]
    for _ in range(MAX_NESTING):
        level = [inner for outer in level for inner in _members(outer)]
    if level:
        raise _too_deep()


def _members(value: Any) -> list[Any]:
    """The objects and lists that are in it."""
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return []
    return [member for member in value if isinstance(member, dict | list)]


def _too_deep() -> UnsafeInput:
    return UnsafeInput(f"JSON nested more than {MAX_NESTING} deep")
