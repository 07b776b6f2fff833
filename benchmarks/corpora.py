"""What is read of real input: `python -m benchmarks.corpora ../shared/corpora [--json]`

A row for each folder of the given one, and one for all of it in one run. Verdicts are the reviews
that the tables explain, of all; desks publish some without a label.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from claimgraph.errors import ClaimgraphError
from claimgraph.records import AnyRecord, kind
from claimgraph.records.outcome import Entry, Refusal
from claimgraph.sources.account import Account
from claimgraph.sources.coverage import Count, coverage
from claimgraph.sources.streams import collected

HEAD = ("corpus", "format", "inputs", "read", "mapped", "repeated", "refused")
MORE = ("reviews", "articles", "events", "explained", "verdicts", "skipped", "seconds")


class Items(NamedTuple):
    """Inputs, and what became of their items."""

    inputs: int = 0
    read: int = 0
    mapped: int = 0
    repeated: int = 0
    refused: int = 0


class Figures(NamedTuple):
    """What was read: items by format, records by kind, repairs by rule, refusals by reason.

    skipped: files that no reader knows. reviews: how many of them the verdict tables explain.
    """

    formats: dict[str, Items]
    records: dict[str, int]
    repaired: dict[str, int]
    refused: dict[str, int]
    skipped: int
    reviews: Count


def figures(
    records: Sequence[AnyRecord], accounts: Sequence[Account], skipped: Sequence[str]
) -> Figures:
    """Count what was read."""
    formats: dict[str, Items] = {}
    repaired, refused = Counter[str](), Counter[str]()
    for one in accounts:
        reasons = {reason: len(places) for reason, places in one.refused.items()}
        own = Items(1, one.read, one.mapped, one.repeated, sum(reasons.values()))
        formats[one.format] = _sum(formats.get(one.format, Items()), own)
        repaired.update(one.repaired)
        refused.update(reasons)
    counted = coverage(records)
    return Figures(
        formats,
        dict(Counter(map(kind, records))),
        dict(repaired),
        dict(refused),
        len(skipped),
        counted.total if counted.counts else Count(),
    )


def _sum(one: Items, other: Items) -> Items:
    return Items(*map(sum, zip(one, other, strict=True)))


def row(name: str, folder: Path) -> dict[str, Any]:
    """The figures of one folder, and the seconds that reading took."""
    start = time.perf_counter()
    try:
        with collected([str(folder)]) as held:
            told = list(held.told())
        refused = [one for one in told if isinstance(one, Refusal)]
        records = [one.record for one in told if isinstance(one, Entry)]
        found = figures(records, held.accounts(refused), held.skipped)
    except ClaimgraphError as error:
        return {"corpus": name, "nothing": str(error).replace(f"{folder}", name)}
    took = round(time.perf_counter() - start, 1)
    counts = {**found._asdict(), "reviews": found.reviews._asdict()}
    counts["formats"] = {format_: items._asdict() for format_, items in found.formats.items()}
    return {"corpus": name, **counts, "seconds": took}


def text(one: dict[str, Any]) -> str:
    """A line for each format; what concerns them all stands in the first."""
    if "nothing" in one:
        return f"{one['corpus']:18}{one['nothing']}"
    records, reviews = one["records"], one["reviews"]
    kinds = [records.get(name, 0) for name in ("review", "article", "event")]
    known = [reviews["explained"], reviews["verdicts"], one["skipped"], one["seconds"]]
    lines = [
        [one["corpus"], name, *items.values()] for name, items in sorted(one["formats"].items())
    ]
    lines[0] += [*kinds, *known]
    return "\n".join(_line(line) for line in lines)


def _line(cells: list[Any]) -> str:
    first, second, *others = cells
    shown = (f"{cell:>11,}" if not isinstance(cell, str) else f"{cell:>11}" for cell in others)
    return f"{first:18}{second:11}{''.join(shown)}"


def main() -> None:
    """Print the table, or the whole as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="of which each folder is a corpus")
    parser.add_argument("--json", action="store_true", help="with repairs and reasons")
    given = parser.parse_args()
    names = sorted(path.name for path in given.folder.iterdir() if path.is_dir())
    places = [*((name, given.folder / name) for name in names), ("all", given.folder)]
    rows = (row(name, place) for name, place in places)
    if given.json:
        print(json.dumps(list(rows), indent=1, ensure_ascii=False))
        return
    print(_line([*HEAD, *MORE]))
    for one in rows:
        print(text(one), flush=True)


if __name__ == "__main__":
    main()
