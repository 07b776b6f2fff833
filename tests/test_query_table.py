"""Tables line up on a terminal, in every script, and nothing in them steers it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from claimgraph.query import table

TEXT = st.text(max_size=30)
LATIN_TO_CJK = st.text(st.sampled_from("ab é\u0301 \u4e2d\u6587 \uff21 \uac00 -/"), max_size=40)


def shown(header: list[str], rows: list[list[str]], width: int | None = None) -> str:
    return "\n".join(table.lines(header, rows, width))


def test_columns_are_aligned() -> None:
    assert shown(["a", "name"], [["1", "Баку"], ["22", ""], ["", "北京"]]) == (
        "a   name\n"
        "--  ----\n"
        "1   Баку\n"
        "22\n"
        "    北京"
    )  # fmt: skip


def test_long_cells_are_folded_between_words() -> None:
    text = "The aircraft hit birds over the airfield."
    assert shown(["claim", "by"], [[text, "A"], ["Short.", "B"], [text, "C"]], 24) == (
        "claim                 by\n"
        "--------------------  --\n"
        "The aircraft hit      A\n"
        "birds over the\n"
        "airfield.\n"
        "\n"
        "Short.                B\n"
        "The aircraft hit      C\n"
        "birds over the\n"
        "airfield."
    )


def test_without_a_width_nothing_is_folded() -> None:
    assert shown(["a"], [["word " * 100 + "end"]]).count("\n") == 2


def test_the_widest_columns_give_way() -> None:
    lines = shown(["a", "b", "c"], [["1234", "x" * 50, "y" * 90]], 60).split("\n")
    assert lines[1] == "----  " + "-" * 26 + "  " + "-" * 26


def test_rows_that_do_not_fit_are_paragraphs() -> None:
    rows = [["Nurani", "Russian air defence shot the aircraft down.", "x" * 20], ["", "", "北京"]]
    assert shown(["who", "says", "where"], rows, 33) == (
        "who    Nurani\n"
        "says   Russian air defence shot\n"
        "       the aircraft down.\n"
        "where  xxxxxxxxxxxxxxxxxxxx\n"
        "\n"
        "who\n"
        "says\n"
        "where  北京"
    )
    assert shown(["who", "says", "where"], rows, 34).startswith("who     says          where")


def test_no_cell_is_folded_to_nothing() -> None:
    lines = shown(list("abcdef"), [["x" * 50] * 6], 1).split("\n")
    assert max(map(len, lines)) == 3 + table.NARROW


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("\x9b31m", r"\x9b31m"),
        ("bell\x07", r"bell\x07"),
        ("a\r\nb\tc", r"a\r\nb\tc"),
        ("\u202egnp.exe", r"\u202egnp.exe"),
        ("\u2066x\u2069", r"\u2066x\u2069"),
        ("\u2028", r"\u2028"),
        ("\ufeffx", r"\ufeffx"),
        ("نص \u200cفارسی", "نص \u200cفارسی"),
        ("👩\u200d🚒", "👩\u200d🚒"),
    ],
)
def test_what_could_steer_a_terminal_is_escaped(text: str, expected: str) -> None:
    assert table.printable(text) == expected


@given(text=TEXT)
def test_nothing_that_is_shown_is_a_control(text: str) -> None:
    (_, _, *rows) = table.lines(["x"], [[text]], None)
    assert len(rows) == 1
    assert not any(unicodedata.category(char) in ("Cc", "Zl", "Zp") for char in rows[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abcdef gh", ["abc", "def", "gh"]),
        ("ab cd", ["ab", "cd"]),
        ("a b c", ["a b", "c"]),
        ("北京市", ["北", "京", "市"]),
        ("e\u0301e\u0301e\u0301e", ["e\u0301e\u0301e\u0301", "e"]),
        ("می\u200cشود", ["می\u200cش", "ود"]),
        ("", [""]),
    ],
)
def test_folding_to_three_columns(text: str, expected: list[str]) -> None:
    assert table.fold(text, 3) == expected


@given(text=LATIN_TO_CJK)
def test_width_is_what_rich_says(text: str) -> None:
    assert table.columns(text) == cell_len(text)


@given(text=LATIN_TO_CJK, width=st.integers(4, 20))
def test_folding_loses_nothing_and_fits(text: str, width: int) -> None:
    lines = table.fold(text, width)
    assert max(map(table.columns, lines)) <= width
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(
    rows=st.lists(st.lists(LATIN_TO_CJK, min_size=3, max_size=3), min_size=1, max_size=4),
    width=st.one_of(st.none(), st.integers(40, 100)),
)
def test_every_line_fits(rows: list[list[str]], width: int | None) -> None:
    header, rule, *body = table.lines(["a", "b", "c"], rows, width)
    assert set(rule) <= {"-", " "}
    assert all(table.columns(line) <= table.columns(rule) <= (width or 1000) for line in body)
    assert header.startswith("a")
