"""The rows of a table, each with the line where it starts; what is uneven is refused."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import NamedTuple

LONGEST = 16 * 1024 * 1024  # characters of a field


class Row(NamedTuple):
    """The cells of a row, or why there are none; its line from 1."""

    line: int
    cells: list[str]
    refused: str = ""


def lines(text: str, delimiters: tuple[str, ...], width: int) -> Iterator[Row]:
    """A row a line, its cells between the first of the delimiters that gives `width` of them.

    A `width` of 0 is any: then the delimiter that gives most.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            split = [line.split(one) for one in delimiters]
            fitting = (cells for cells in split if len(cells) == width)
            yield _even(Row(number, next(fitting, max(split, key=len))), width)


def quoted(text: str, delimiters: tuple[str, ...], width: int) -> Iterator[Row]:
    """Rows of CSV by RFC 4180; the delimiter is the one that gives the first row most cells.

    After a row that is no CSV the next line begins another.
    """
    csv.field_size_limit(LONGEST)  # for the whole process: Python has no other way
    best = max(delimiters, key=lambda one: len(next(_parsed(text, one), Row(1, [])).cells))
    for row in _parsed(text, best):
        yield _even(row, width)


def _parsed(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(StringIO(text), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(line, [], f"not CSV: {error}")
        else:
            if cells:
                yield Row(line, cells)


def _even(row: Row, width: int) -> Row:
    if row.refused:
        return row
    if any("\0" in cell for cell in row.cells):
        return row._replace(refused="a NUL character")
    if max(map(len, row.cells)) > LONGEST:
        return row._replace(refused=f"a field of more than {LONGEST >> 20} Mi characters")
    if width and len(row.cells) != width:
        return row._replace(refused=f"{len(row.cells)} columns instead of {width}")
    return row
