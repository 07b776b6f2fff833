"""A section as bars in SVG, which a screen reader can read; nothing in it runs or is loaded."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape

from claimgraph.query.table import columns, printable
from claimgraph.stats.counting import Section
from claimgraph.stats.show import spelt

BARS = 40  # the most that are drawn
LETTERS = 40  # columns of a label
WIDTH, LEFT, RIGHT, ROW, HEAD, FOOT = 820, 300, 90, 26, 46, 30  # pixels
STYLE = (
    "text{font:13px sans-serif;fill:#24292f}.title{font-weight:bold}"
    ".small{font-size:11px;fill:#57606a}.bar{fill:#0969da}.grid{stroke:#d0d7de}"
)
_NOT_XML = re.compile("[\ufffe\uffff]")  # XML 1.0, Char: what `printable` leaves of it


class Bar(NamedTuple):
    """A bar with its whole label."""

    label: str
    value: int | float


def chart(section: Section) -> str:
    """The chart; of years the latest, else the first of the section, and the title says how many.

    Texts are escaped: names come from anywhere.
    """
    bars = _bars(section)
    kept = bars[-BARS:] if section.name == "years" else bars[:BARS]
    cut = f" ({len(kept)} of {len(bars)})" if len(kept) < len(bars) else ""
    title = f"{section.title}{cut}"
    height = HEAD + ROW * len(kept) + FOOT
    told = "; ".join(f"{bar.label}: {spelt(bar.value)}" for bar in kept)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        f"<title>{_safe(title)}</title>",
        f"<desc>{_safe(told)}</desc>",
        f"<style>{STYLE}</style>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        _text(12, 24, title, "title"),
        *_drawn(kept, height - FOOT, 100 if section.bar == "percent" else 0),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _bars(section: Section) -> list[Bar]:
    labels = [section.header.index(name) for name in section.label]
    value = section.header.index(section.bar)
    named = ((": ".join(str(row[at]) for at in labels), row[value]) for row in section.rows)
    return [Bar(label, number) for label, number in named if not isinstance(number, str)]


def _drawn(bars: list[Bar], bottom: int, end: float) -> Iterator[str]:
    longest = end or max((bar.value for bar in bars), default=0) or 1
    step = _step(longest)
    end = step * math.ceil(longest / step)
    scale = (WIDTH - LEFT - RIGHT) / end
    for number in range(round(end / step) + 1):
        x = LEFT + number * step * scale
        yield f'<path class="grid" d="M{x:.1f} {HEAD - 8}V{bottom}"/>'
        yield _text(x, bottom + 16, spelt(round(number * step)), "small", "middle")
    for row, bar in enumerate(bars):
        y, long = HEAD + ROW * row, bar.value * scale
        yield f"<g><title>{_safe(f'{bar.label}: {spelt(bar.value)}')}</title>"
        yield _text(LEFT - 8, y + 14, _short(printable(bar.label)), anchor="end")
        yield f'<rect class="bar" x="{LEFT}" y="{y}" width="{long:.1f}" height="19"/>'
        yield f"{_text(LEFT + long + 6, y + 14, spelt(bar.value), 'small')}</g>"


def _step(end: float) -> float:
    """Between two lines of the grid: 1, 2 or 5 of a power of ten, whole, at most six."""
    power = 10.0 ** math.floor(math.log10(end))
    steps = (power * factor for factor in (0.2, 0.5, 1, 2))
    return next(step for step in steps if step >= 1 and end / step <= 6)


def _short(label: str) -> str:
    if columns(label) <= LETTERS:
        return label
    kept = 0
    while columns(label[: kept + 1]) < LETTERS:
        kept += 1
    return label[:kept].rstrip() + "…"


def _safe(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", printable(text)))


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    name = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}"{name}>{_safe(text)}</text>'
