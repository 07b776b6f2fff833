"""Rows of tables: cells, lines and what is wrong with one."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.sources import table_rows

_CELLS = st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"]), max_size=8)
_TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(_CELLS, min_size=width, max_size=width), min_size=1, max_size=5)
)


@given(_TABLES, st.sampled_from(",\t;"))
def test_csv_is_read_as_python_writes_it(table: list[list[str]], delimiter: str) -> None:
    out = StringIO(newline="")
    lines = []
    for row in table:
        lines.append(out.getvalue().count("\n") + 1)
        csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(row)
    found = list(table_rows.quoted(out.getvalue(), (delimiter,), len(table[0])))
    assert [row.cells for row in found] == table
    assert [row.line for row in found] == lines
    assert not any(row.refused for row in found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a,b\n1,2\n", [(1, ""), (2, "")]),
        ("a,b\n\n1,2", [(1, ""), (3, "")]),
        (
            "a,b\n1,2,3\n4\n",
            [(1, ""), (2, "3 columns instead of 2"), (3, "1 columns instead of 2")],
        ),
        ('a,b\n"1\n2",3\n4,5', [(1, ""), (2, ""), (4, "")]),
        ("a,b\n1,\0\n2,3", [(1, ""), (2, "a NUL character"), (3, "")]),
        ('a,b\n"1"x,2\n3,4', [(1, ""), (2, "not CSV: ',' expected after '\"'"), (3, "")]),
        ('a,b\n1,2\n"3,4\n5,6', [(1, ""), (2, ""), (3, "not CSV: unexpected end of data")]),
        ("", []),
    ],
)
def test_rows_of_csv_have_a_line_and_a_reason(text: str, found: list[tuple[int, str]]) -> None:
    assert [(row.line, row.refused) for row in table_rows.quoted(text, (",",), 2)] == found


@pytest.mark.parametrize(
    ("line", "cells", "refused"),
    [
        ("a\tb\tc", ["a", "b", "c"], ""),
        ("a   b   c", ["a", "b", "c"], ""),
        ('"a\tb"\tc', ['"a', 'b"', "c"], ""),
        ("a   b\tb   c", ["a", "b\tb", "c"], ""),
        ("a\tb", ["a", "b"], "2 columns instead of 3"),
        ("a   b   c   d", ["a", "b", "c", "d"], "4 columns instead of 3"),
        ("a\tb\t\0", ["a", "b", "\0"], "a NUL character"),
    ],
)
def test_lines_are_split_by_what_fits(line: str, cells: list[str], refused: str) -> None:
    found = list(table_rows.lines(f"\n{line}\n\n", ("\t", "   "), 3))
    assert found == [table_rows.Row(2, cells, refused)]


@pytest.mark.parametrize("rows", [table_rows.quoted, table_rows.lines])
def test_a_field_has_its_limit(rows: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_rows, "LONGEST", 10)
    found = list(rows(f"a,b\n{'x' * 11},2\n1,2\n", (",",), 2))
    assert [(row.line, bool(row.refused)) for row in found] == [(1, False), (2, True), (3, False)]
    assert "field" in found[1].refused
