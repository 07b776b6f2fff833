"""Folding: what is one word to a search, and what stays apart."""

from __future__ import annotations

from unicodedata import is_normalized

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.search.folding import fold, spaced


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gas", "gAS"),
        ("Łódź", "lodz"),
        ("Straße", "STRASSE"),
        ("Østfold", "ostfold"),
        ("IŞIK", "ışık"),
        ("İstanbul", "istanbul"),
        ("Ёлка", "елка"),
        ("Αθήνα", "ΑΘΗΝΑ"),
        ("e\u0301te\u0301", "été"),
        ("مُضَلِّل", "مضلل"),
        ("أحمد", "احمد"),
        ("مـــاء", "ماء"),
        ("שָׁלוֹם", "שלום"),
        ("ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("ﬁnal", "final"),
        ("right\u200fto\u200eleft\ufeff", "righttoleft"),
        ("two\nlines\u00a0 \tone", "two lines one"),
        ("\ud800nul\x00", " nul "),
    ],
)
def test_these_are_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("कि", "की"), ("กา", "กี"), ("か", "が"), ("백신", "백시"), ("a", "b"), ("नि", "न")],
)
def test_vowel_signs_and_letters_tell_words_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("疫苗接种 2024", "疫 苗 接 种 2024"),
        ("วัคซีน", "ว ั ค ซ ี น"),
        ("ワクチン", "ワ ク チ ン"),
        ("백신은", "백 신 은"),
        ("Вакцина", "вакцина"),
        ("vaccine", "vaccine"),
    ],
)
def test_scripts_without_spaces_are_cut_into_letters(text: str, words: str) -> None:
    assert spaced(fold(text)).split() == words.split()


@given(st.text(st.characters(), max_size=30))
def test_what_is_folded_can_be_stored_and_folded_again(text: str) -> None:
    once = fold(text)
    once.encode()
    assert "\x00" not in once
    assert is_normalized("NFC", once)
    assert once == once.strip()
    assert fold(once) == once
