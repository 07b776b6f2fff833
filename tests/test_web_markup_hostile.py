"""Pages that mean harm: read in linear time, or refused."""

from __future__ import annotations

from time import process_time

import pytest

from claimgraph.errors import UnsafeInput
from claimgraph.web import html_items
from claimgraph.web.markup import blocks
from page_pieces import LD, OPEN

LONG, SECONDS = 20_000, 5  # a reader that is quadratic takes minutes
HOSTILE = [  # html, number of blocks
    ("<div>" * LONG + LD, 1),
    (OPEN + "<b>" * LONG + "<i><table>" + "</i>" * LONG + LD, 1),
    (OPEN + "<i><table>" + "<b>" * LONG + "</i>" * LONG + LD, 1),
    (OPEN + "<section><table>" + "<b>" * LONG + "</section>" * LONG + LD, 1),
    (OPEN + "<li itemprop=a>x" * LONG + LD, 1),
    (OPEN + f"<p itemprop='{'a b ' * LONG}'>x</p>" + LD, 1),
    ("<p vocab=http://schema.org/ typeof=Claim>" + "<div prefix='a: b'>" * LONG + LD, 1),
    ("<p " + " ".join(f"a{number}=1" for number in range(LONG)) + ">" + LD, 1),
    (f"<p title='{'x' * 5_000_000}'>" + LD, 1),
    ("<!DOCTYPE html [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><p>&b;&b;</p>" + LD, 1),
    ("<!--" * LONG, 0),
    ("<a b='" * LONG, 0),
    ("<a " * LONG, 0),
    ("<a " + "=" * LONG, 0),
    ("<a" + " " * LONG, 0),
    ("<title>" * LONG, 0),
    (LD * 5000, 5000),
]


@pytest.mark.parametrize(("html", "count"), HOSTILE, ids=lambda value: ascii(value)[:16])
def test_time_is_linear(html: str, count: int) -> None:
    started = process_time()
    assert len(blocks(html.encode()).blocks) == count
    assert process_time() - started < SECONDS


def test_items_are_not_nested_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    nested = "<div itemprop=a itemscope>"
    assert blocks((OPEN + nested * 99).encode()).items
    with pytest.raises(UnsafeInput, match="items nested more than 100"):
        blocks((OPEN + nested * 100).encode())
    with pytest.raises(UnsafeInput, match="properties nested more than 100"):
        blocks((OPEN + "<b itemprop=a>" * 101).encode())
    monkeypatch.setattr(html_items, "_MOST_TEXT", 1000)
    with pytest.raises(UnsafeInput, match="characters of properties"):
        blocks((OPEN + "<b itemprop=a>" * 50 + "x" * 21).encode())
