"""The picture of the README: who explains the crash how, drawn from the graph of the seeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from textwrap import wrap
from typing import NamedTuple

import pyoxigraph

from claimgraph.query import run
from claimgraph.records.read import read
from claimgraph.statements.mapping import mapped
from claimgraph.writers.nquads import ntriples

TOP_FOLDER = Path(__file__).parents[1]
QUERY = TOP_FOLDER / "docs" / "crash.rq"
TITLE = "Who says what about the crash of 25 December 2024?"
STYLE = """
text, tspan { font: 13px system-ui, sans-serif; fill: #1f2328 }
.small { font-size: 11px; fill: #59636e }
.head { font-weight: 600 }
rect { fill: #f6f8fa; stroke: #8c959f; rx: 6px }
.contested { stroke: #bc4c00; fill: #fff1e5 }
path { fill: none; stroke: #8c959f }
.against { stroke: #bc4c00; stroke-width: 2 }
.alarm { fill: #bc4c00 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .small { fill: #9198a1 } .alarm { fill: #f0883e }
  rect { fill: #161b22; stroke: #6e7681 } path { stroke: #6e7681 }
  .contested { fill: #2d1a0b; stroke: #f0883e } .against { stroke: #f0883e }
}
"""
WIDTH, STEP, TOP = 940, 58, 92  # pixels
COLUMNS = (10, 210, 440)  # left edges: article, speaker, claim
BOXES = (160, 180, 400)  # widths


class Told(NamedTuple):
    """One claim as one speaker tells it; a field is empty where there is nothing to say."""

    text: str
    speaker: str
    relay: str
    article: str
    disputed: str


def crash() -> str:
    """The SVG, readable on light and dark ground."""
    told = list(_told())
    parts = [*_heads(), *_articles(told), *_speakers(told), *_claims(told), *_bracket(told)]
    height = TOP + STEP * len(told) + 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">\n'
        f"<title>{escape(TITLE)}</title>\n<desc>{escape(_spoken(told))}</desc>\n"
        f"<style>{STYLE}</style>\n" + "\n".join(parts) + "\n</svg>\n"
    )


def _told() -> Iterator[Told]:
    done = mapped(read([str(TOP_FOLDER / "seeds")]).entries)
    store = pyoxigraph.Store()
    text = ntriples(description for one in done for description in one.descriptions)
    store.load(text.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    found = run(store, QUERY.read_text("utf-8"))
    assert isinstance(found, pyoxigraph.QuerySolutions)
    for row in found:
        yield Told(*(value.value if value else "" for value in row))


def _spoken(told: Sequence[Told]) -> str:
    """The picture in words."""
    relays = (f" (relayed by {one.relay})" if one.relay else "" for one in told)
    sides = (f"{o.speaker}{relay}: {o.text}" for o, relay in zip(told, relays, strict=True))
    return " ".join(sides)


def _heads() -> Iterator[str]:
    yield _text(COLUMNS[0], 26, TITLE, "head")
    for x, head in zip(COLUMNS, ("told by", "said by", "claim"), strict=True):
        yield _text(x, 62, head, "small")


def _runs(told: Sequence[Told], *names: str) -> Iterator[tuple[int, int]]:
    """First and last place of neighbours that agree in these fields."""
    keys = [tuple(getattr(one, name) for name in names) for one in told]
    start = 0
    for place in range(1, len(keys) + 1):
        if place == len(keys) or keys[place] != keys[start]:
            yield start, place - 1
            start = place


def _articles(told: Sequence[Told]) -> Iterator[str]:
    for first, last in _runs(told, "article"):
        disputed = any(one.disputed for one in told[first : last + 1])
        note = "" if disputed else "gives no cause"
        yield from _box(0, (first, last), [told[first].article, note])


def _speakers(told: Sequence[Told]) -> Iterator[str]:
    articles = list(_runs(told, "article"))
    for first, last in _runs(told, "speaker", "relay", "article"):
        one = told[first]
        notes = wrap(f"relayed by {one.relay}", 24) if one.relay else []
        yield from _box(1, (first, last), [one.speaker, *notes])
        source = next(run for run in articles if run[0] <= first <= run[1])
        yield _curve(0, _middle(*source), _middle(first, last))


def _claims(told: Sequence[Told]) -> Iterator[str]:
    for first, last in _runs(told, "speaker", "relay", "article"):
        for place in range(first, last + 1):
            one = told[place]
            kind = "contested" if one.disputed else ""
            yield from _box(2, (place, place), wrap(one.text, 52), kind)
            yield _curve(1, _middle(first, last), _middle(place, place))


def _bracket(told: Sequence[Told]) -> Iterator[str]:
    """The line that joins the claims of which at most one can be right."""
    disputed = next(one.disputed for one in told)
    ys = [_middle(place, place) for place, one in enumerate(told) if one.disputed]
    edge = COLUMNS[2] + BOXES[2]
    ticks = "".join(f"M{edge} {y}h20" for y in ys)
    yield f'<path class="against" d="{ticks}M{edge + 20} {min(ys)}V{max(ys)}"/>'
    x, y = edge + 42, (min(ys) + max(ys)) // 2
    turned = f'transform="rotate(90 {x} {y})" text-anchor="middle"'
    yield f'<text class="alarm" x="{x}" y="{y}" {turned}>contradict each other: {disputed}</text>'


def _middle(first: int, last: int) -> int:
    return TOP + STEP * (first + last) // 2 + 20


def _curve(column: int, left: int, right: int) -> str:
    start, end = COLUMNS[column] + BOXES[column], COLUMNS[column + 1]
    half = (start + end) // 2
    return f'<path d="M{start} {left}C{half} {left} {half} {right} {end} {right}"/>'


def _box(column: int, run: tuple[int, int], lines: Sequence[str], kind: str = "") -> Iterator[str]:
    shown = [line for line in lines if line]
    height = 16 * len(shown) + 14
    x, y = COLUMNS[column], _middle(*run) - height // 2
    yield f'<rect class="{kind}" x="{x}" y="{y}" width="{BOXES[column]}" height="{height}"/>'
    for number, line in enumerate(shown):
        small = "small" if number and column < 2 else ""
        yield _text(x + 10, y + 20 + 16 * number, line, small)


def _text(x: int, y: int, words: str, kind: str = "") -> str:
    return f'<text class="{kind}" x="{x}" y="{y}">{escape(words)}</text>'
