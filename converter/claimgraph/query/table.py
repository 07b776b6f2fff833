"""A table for a terminal: columns aligned by what a terminal shows, cells folded to its width."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from typing import IO, Any

GAP = 2  # columns between two cells
NARROW = 12  # columns; no cell is folded to less

# controls, line separators, and what overrides the direction of the text around it
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")


def lines(header: Sequence[str], rows: Sequence[Sequence[str]], width: int | None) -> Iterator[str]:
    """The table, a line at a time; with `width` None no cell is folded.

    A row with a folded cell is followed by an empty line. Where the columns do not fit, each row
    is written as a paragraph, a cell a line.
    """
    cells = [[printable(cell) for cell in row] for row in (header, *rows)]
    natural = [max(map(columns, column)) for column in zip(*cells, strict=True)]
    widths = _widths(natural, width)
    if width is not None and sum(widths) + GAP * (len(widths) - 1) > width:
        yield from _paragraphs(cells[0], cells[1:], width)
        return
    head, *body = ([fold(cell, w) for cell, w in zip(row, widths, strict=True)] for row in cells)
    yield from _row(head, widths)
    yield from _row([["-" * w] for w in widths], widths)
    for row in body:
        yield from _row(row, widths)
        if any(len(cell) > 1 for cell in row) and row is not body[-1]:
            yield ""


def _paragraphs(header: list[str], rows: list[list[str]], width: int) -> Iterator[str]:
    label = max(map(columns, header))
    room = max(NARROW, width - label - GAP)
    for row in rows:
        for name, cell in zip(header, row, strict=True):
            yield from _row([[name], fold(cell, room)], [label, room])
        if row is not rows[-1]:
            yield ""


def printable(text: str) -> str:
    r"""The text with escapes, as of Python, for what could steer a terminal."""
    return _UNSAFE.sub(lambda unsafe: unsafe[0].encode("unicode_escape").decode(), text)


def terminal_width(out: IO[Any]) -> int | None:
    """That of the terminal, or of COLUMNS where it is set; a pipe has none."""
    known = out.isatty() or "COLUMNS" in os.environ
    return shutil.get_terminal_size().columns if known else None


def columns(text: str) -> int:
    """How many columns a terminal needs for the text (Unicode Standard Annex 11)."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fold(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns, between words where possible."""
    folded: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if columns(longer) <= width:
            line = longer
            continue
        *full, rest = _cut(word, width)
        folded += [line, *full] if line else full
        line = rest
    return [*folded, line]


def _cut(word: str, width: int) -> list[str]:
    pieces = [""]
    room = width
    for character in word:
        needed = _columns(character)
        if needed > room:
            pieces.append("")
            room = width
        pieces[-1] += character
        room -= needed
    return pieces


def _widths(natural: list[int], width: int | None) -> list[int]:
    """The widest columns give way first, to one width."""
    if width is None:
        return natural
    room = width - GAP * (len(natural) - 1)
    for narrower, column in enumerate(sorted(natural)):
        share = room // (len(natural) - narrower)
        if column > share:
            return [min(column, max(share, NARROW)) for column in natural]
        room -= column
    return natural


def _row(cells: list[list[str]], widths: list[int]) -> Iterator[str]:
    for number in range(max(map(len, cells))):
        parts = [cell[number] if number < len(cell) else "" for cell in cells]
        padded = (f"{p}{' ' * (w - columns(p) + GAP)}" for p, w in zip(parts, widths, strict=True))
        yield "".join(padded).rstrip(" ")
