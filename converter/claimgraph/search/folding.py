"""Texts made alike before they are indexed or looked up: case, accents, spellings of one letter.

What is dropped are marks that are written above and below letters or left out at will (accents,
Hebrew points, Arabic vowels); the vowel signs of Indic and South East Asian scripts are letters.
"""

from __future__ import annotations

import re
from unicodedata import category, combining, normalize

_LIKE = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe", "\u0640": ""}
# canonical combining classes (UAX 44, table 15): of Hebrew, Arabic and Syriac, and by place
_MARKS = (*range(10, 37), *range(200, 241))
_BLANKS = re.compile(r"\s+")
# scripts without spaces between words, and Hangul, where particles hang on the word
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)


class _Folding(dict[int, str]):
    """What becomes of a character of a decomposed text; for `str.translate`."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kind = category(character)
        if combining(character) in _MARKS or kind == "Cf":
            folded = ""
        else:
            folded = " " if kind in ("Cc", "Cs") else _LIKE.get(character, character)
        self[code] = folded
        return folded


_folding = _Folding()


def fold(text: str) -> str:
    """The text without case and accents, in NFC, one space for each gap, fit to be stored."""
    loose = text if text.isascii() else normalize("NFKD", text)
    plain = loose.casefold().translate(_folding)
    composed = plain if plain.isascii() else normalize("NFC", plain)
    return _BLANKS.sub(" ", composed).strip()


def spaced(folded: str) -> str:
    """With spaces around each letter of a script in which no space divides the words."""
    return folded if folded.isascii() else _UNSPACED.sub(r" \g<0> ", folded)
