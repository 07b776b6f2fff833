"""The figures as text for a terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from claimgraph.query import table
from claimgraph.stats.counting import Cell, Section

SHOWN = 20  # rows of a section on a terminal


def text(sections: Sequence[Section], width: int | None) -> str:
    """Each section as a table of that width, IRIs left out; long ones are cut, and say so."""
    return "\n".join("".join(f"{line}\n" for line in _lines(one, width)) for one in sections)


def as_json(sections: Sequence[Section]) -> str:
    """An object with a list a section; each row is an object with the header's names."""
    told = {
        one.name: [dict(zip(one.header, row, strict=True)) for row in one.rows] for one in sections
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def counts(section: Section) -> bool:
    """Whether anything was counted."""
    return any(isinstance(cell, int | float) and cell for row in section.rows for cell in row)


def spelt(cell: Cell) -> str:
    """A cell as it is shown: numbers with commas."""
    return cell if isinstance(cell, str) else f"{cell:,}"


def _lines(section: Section, width: int | None) -> Iterator[str]:
    yield section.title
    if not counts(section):
        yield "none"
        return
    kept = [place for place, name in enumerate(section.header) if name != "iri"]
    rows = section.rows[:SHOWN]
    header = [section.header[place] for place in kept]
    yield from table.lines(header, [[spelt(row[place]) for place in kept] for row in rows], width)
    if len(section.rows) > SHOWN:
        yield f"and {len(section.rows) - SHOWN:,} more: --format json has all"
