"""loss.json: what became of every item of every input, and what was not understood.

read = mapped + refused, for each input and in all. Of what was mapped, `repeated` items told of
something met before, and are merged with it; records that do not hold stand in rejected.jsonl.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claimgraph.sources.account import Account, Seen

NUMBERS = ("read", "mapped", "repeated", "refused")


def loss(accounts: Sequence[Account], skipped: Sequence[str], rejected: int = 0) -> dict[str, Any]:
    """The whole report; inputs in the order in which they were read. `rejected`: records."""
    return {
        "totals": totals(accounts),
        "rejected": rejected,
        "inputs": [_input(one) for one in accounts],
        "skipped": list(skipped),
    }


def totals(accounts: Iterable[Account]) -> dict[str, int]:
    """How many items were read, mapped, repeated and refused in all."""
    found = dict.fromkeys(NUMBERS, 0)
    for one in accounts:
        for name, number in _numbers(one).items():
            found[name] += number
    return found


def describe(accounts: Sequence[Account]) -> list[str]:
    """The report for a person: what was read by which reader, what was repaired, what got lost."""
    lines = [_read(name, list(held)) for name, held in _by_format(accounts).items()]
    repaired = sum((one.repaired for one in accounts), Counter[str]())
    if repaired:
        listed = (f"{rule} {number:,}" for rule, number in repaired.most_common())
        lines.append(f"repaired: {', '.join(listed)}")
    refused: Counter[str] = Counter()
    for one in accounts:
        refused.update({reason: len(places) for reason, places in one.refused.items()})
    lines += [f"refused {number:,}: {reason}" for reason, number in refused.most_common(5)]
    for what, name in (("values not understood", "values"), ("fields without a place", "fields")):
        seen = _most(accounts, name)
        if seen:
            listed = (f"{path} {number:,}" for path, number in seen.most_common(5))
            more = f", and {len(seen) - 5:,} more kinds" if len(seen) > 5 else ""
            lines.append(f"{what}: {seen.total():,} ({', '.join(listed)}{more})")
    return lines


def text(report: Mapping[str, Any]) -> str:
    """The report as JSON."""
    return json.dumps(report, indent=1, ensure_ascii=False) + "\n"


def _input(one: Account) -> dict[str, Any]:
    return {
        "name": one.name.encode(errors="backslashreplace").decode(),
        "format": one.format,
        **_numbers(one),
        "reasons": dict(sorted(one.refused.items())),
        "repaired": dict(sorted(one.repaired.items())),
        "values": _seen(one.values),
        "fields": _seen(one.fields),
    }


def _numbers(one: Account) -> dict[str, int]:
    refused = sum(map(len, one.refused.values()))
    return dict(zip(NUMBERS, (one.read, one.mapped, one.repeated, refused), strict=True))


def _seen(found: Mapping[str, Seen]) -> dict[str, Any]:
    return {
        path: {"count": seen.count, "examples": seen.examples}
        for path, seen in sorted(found.items())
    }


def _by_format(accounts: Iterable[Account]) -> dict[str, list[Account]]:
    found: dict[str, list[Account]] = {}
    for one in accounts:
        found.setdefault(one.format, []).append(one)
    return found


def _read(name: str, held: list[Account]) -> str:
    numbers = totals(held)
    inputs = f"{len(held):,} input{'' if len(held) == 1 else 's'}"
    told = ", ".join(f"{numbers[one]:,} {one}" for one in NUMBERS if numbers[one])
    return f"{name or 'unreadable'}: {inputs}; items: {told or 'none'}"


def _most(accounts: Iterable[Account], name: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in accounts:
        found.update({path: seen.count for path, seen in getattr(one, name).items()})
    return found
