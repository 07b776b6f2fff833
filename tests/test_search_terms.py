"""Words of a search: none is syntax of FTS5."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.errors import ClaimgraphError, UnsafeInput
from claimgraph.search.terms import MAX_LENGTH, MAX_TERMS, terms, whole, within


@pytest.mark.parametrize(
    ("words", "expression"),
    [
        ("gas pipeline", '"gas" "pipeline"'),
        ("Gas GAS", '"gas"'),
        ('"Gas Pipeline" blast', '"gas pipeline" "blast"'),
        ("impf*", '"impf"*'),
        ("*line", '"line"'),
        ('"gas pip"*', '"gas pip"*'),
        ("gas-pipeline", '"gas-pipeline"'),
        ("gas NEAR(pipe, 2) OR NOT x AND", '"gas" "near(pipe," "2)" "or" "not" "x" "and"'),
        ("name:gas ^gas {a b}: c", '"name:gas" "^gas" "{a" "b}:" "c"'),
        ('an "open phrase', '"an" "open phrase"'),
        ('a"b c"d', '"a" "b c" "d"'),
        ("fullwidth＂quote", '"fullwidth""quote"'),
        ('* - gas \' " " ()', '"gas"'),
        ("疫苗", '" 疫  苗 "'),
        ("a*b**", '"a*b"*'),
    ],
)
def test_words_phrases_and_beginnings(words: str, expression: str) -> None:
    assert whole(terms(words)) == expression


@pytest.mark.parametrize(
    ("words", "expression"),
    [
        ("Gas pipeline", '"gas" "pipeline"'),
        ("gas 2", ""),
        ("gas*", ""),
        ("*gas", '"gas"'),
        ('"gas" pipeline', ""),
    ],
)
def test_pieces_are_looked_for_by_plain_words_of_three_letters(words: str, expression: str) -> None:
    assert within(terms(words)) == expression


@pytest.mark.parametrize("words", ["", "  ", '""', "* - ( ) !", "\x00", "💉"])
def test_no_word_is_an_error(words: str) -> None:
    with pytest.raises(ClaimgraphError, match="nothing to look for"):
        terms(words)


@pytest.mark.parametrize(
    "words", ["a" * (MAX_LENGTH + 1), " ".join(map(str, range(MAX_TERMS + 1)))]
)
def test_too_much_is_refused(words: str) -> None:
    with pytest.raises(UnsafeInput, match="look for"):
        terms(words)


SPICE = st.sampled_from(["NEAR(a b)", "OR", "NOT", '"', "*", "^", ":", "a", "-b", "疫苗", "{", "+"])


@given(st.lists(SPICE | st.text(st.characters(), max_size=6), max_size=12).map(" ".join))
def test_whatever_is_asked_fts5_takes_it_as_words(words: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE w USING fts5(text)")
        connection.execute("CREATE VIRTUAL TABLE p USING fts5(text, tokenize='trigram')")
        try:
            found = terms(words)
        except ClaimgraphError:
            return
        for table, expression in (("w", whole(found)), ("p", within(found) or '"a"')):
            asked = f"SELECT * FROM {table} WHERE {table} MATCH ?"
            assert connection.execute(asked, [expression]).fetchall() == []
