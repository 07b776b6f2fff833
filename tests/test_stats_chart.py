"""Charts: well-formed, readable by a screen reader, safe with any name, in scale."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.query.table import columns, printable
from claimgraph.stats import Section
from claimgraph.stats.chart import BARS, LEFT, LETTERS, RIGHT, WIDTH, chart

SVG = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "title", "desc", "style", "rect", "text", "path", "g"}


def drawn(
    *rows: tuple[str, int | float], name: str = "desks", bar: str = "reviews"
) -> ElementTree.Element:
    section = Section(name, "By desk", ("desk", bar), rows, ("desk",), bar)
    return ElementTree.fromstring(chart(section))


def bars(svg: ElementTree.Element) -> list[ElementTree.Element]:
    return [bar for bar in svg.iter(f"{SVG}rect") if bar.get("class") == "bar"]


def test_a_screen_reader_has_title_and_figures() -> None:
    svg = drawn(("Plainly", 1200), ("Lotblei", 3))
    assert svg.get("role") == "img"
    assert [(one.tag, one.text) for one in list(svg)[:2]] == [
        (f"{SVG}title", "By desk"),
        (f"{SVG}desc", "Plainly: 1,200; Lotblei: 3"),
    ]


def test_bars_are_in_scale() -> None:
    long, half, none = (
        float(bar.get("width", "")) for bar in bars(drawn(("a", 80), ("b", 40), ("c", 0)))
    )
    assert long == pytest.approx(2 * half, abs=0.1)
    assert none == 0
    assert 0 < long <= WIDTH - LEFT - RIGHT


def test_percents_end_at_a_hundred() -> None:
    [bar] = bars(drawn(("a", 50.5), bar="percent"))
    assert float(bar.get("width", "")) == pytest.approx(0.505 * (WIDTH - LEFT - RIGHT), abs=0.1)


@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.integers(0, 10**12)),
        max_size=BARS + 5,
    )
)
def test_any_name_and_number_is_drawn(rows: list[tuple[str, int]]) -> None:
    svg = drawn(*rows)
    assert {one.tag.removeprefix(SVG) for one in svg.iter()} <= TAGS
    assert len(bars(svg)) == min(len(rows), BARS)
    assert all(0 <= float(bar.get("width", "")) <= WIDTH - LEFT - RIGHT + 0.1 for bar in bars(svg))
    labels = [one.text or "" for one in svg.iter(f"{SVG}text") if one.get("text-anchor") == "end"]
    assert all(columns(label) <= LETTERS for label in labels)
    for label, (name, _) in zip(labels, rows, strict=False):
        assert re.sub("[\ufffe\uffff]", "\ufffd", printable(name)).startswith(
            label.removesuffix("…")
        )


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", "</text><a href='javascript:x'>", "&amp;]]>", "\x00\ufffe"],
)
def test_a_name_is_never_markup(name: str) -> None:
    svg = drawn((name, 1))
    assert {one.tag.removeprefix(SVG) for one in svg.iter()} <= TAGS
    assert "href" not in {key for one in svg.iter() for key in one.keys()}  # noqa: SIM118


@pytest.mark.parametrize("name", ["desks", "years"])
def test_what_is_left_out_is_told(name: str) -> None:
    svg = drawn(*((str(number), 1) for number in range(1950, 2000)), name=name)
    assert svg[0].text == f"By desk ({BARS} of 50)"
    first = next(one.text for one in svg.iter(f"{SVG}text") if one.get("text-anchor") == "end")
    assert first == {"desks": "1950", "years": "1960"}[name]
