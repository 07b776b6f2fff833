"""Bar charts as SVG, on a scale of powers of ten."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT, ROW, HEAD = 760, 190, 150, 26, 46
STYLE = (
    "text{font:13px sans-serif;fill:#24292f}.title{font-weight:bold}.small{font-size:11px;"
    "fill:#57606a}.bar{fill:#8c959f}.ours{fill:#0969da}.grid{stroke:#d0d7de}"
)


class Bar(NamedTuple):
    """One bar: a value above zero, or None for what was not measured and a note that says why."""

    label: str
    value: float | None
    note: str
    ours: bool = False


class Panel(NamedTuple):
    """Bars that share an axis; less is better, unless the title says otherwise."""

    title: str
    unit: str
    bars: Sequence[Bar]


def draw(panels: Sequence[Panel]) -> str:
    """The panels below each other."""
    top, parts = 0, list[str]()
    for panel in panels:
        parts += _panel(panel, top)
        top += HEAD + ROW * len(panel.bars) + 28
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" role="img">'
    back = f'<rect width="{WIDTH}" height="{top}" fill="#fff"/>'
    return "\n".join([head, f"<style>{STYLE}</style>", back, *parts, "</svg>"]) + "\n"


def _panel(panel: Panel, top: int) -> list[str]:
    known = [bar.value for bar in panel.bars if bar.value]
    low = math.floor(math.log10(min(known, default=1)) - 0.05)
    high = max(math.ceil(math.log10(max(known, default=10))), low + 1)
    step = (WIDTH - LEFT - RIGHT) / (high - low)
    bottom = top + HEAD + ROW * len(panel.bars)
    parts = [_text(12, top + 24, f"{panel.title} ({panel.unit})", "title")]
    for power in range(low, high + 1):
        x = LEFT + (power - low) * step
        parts.append(f'<path class="grid" d="M{x:.1f} {top + HEAD - 8}V{bottom}"/>')
        parts.append(_text(x, bottom + 14, f"{10.0**power:g}", "small", "middle"))
    for index, bar in enumerate(panel.bars):
        parts += _bar(bar, top + HEAD + ROW * index, low, step)
    return parts


def _bar(bar: Bar, y: int, low: int, step: float) -> list[str]:
    parts = [_text(LEFT - 8, y + 14, bar.label, anchor="end")]
    long = (math.log10(bar.value) - low) * step if bar.value else 0
    if long:
        kind = "bar ours" if bar.ours else "bar"
        parts.append(f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{long:.1f}" height="19"/>')
    parts.append(_text(LEFT + long + 6, y + 14, bar.note, "small"))
    return parts


def _text(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    name = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}"{name}>{escape(text)}</text>'
