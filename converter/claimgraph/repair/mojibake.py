"""UTF-8 that was read as windows-1252: `cafÃ©` is `café`, but only where nothing else can be meant.

A text is repaired as a whole or not at all: all its characters must be bytes of windows-1252 (or
ISO-8859-1), these bytes must be UTF-8, and at least one run of them must be a mark of the mistake,
one that no text of letters and ordinary punctuation has.
"""

from __future__ import annotations

import re

_AS_BYTE = {control: 0xDC00 + control for control in range(0x80, 0xA0)}  # for surrogateescape
_BYTE = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"  # 80 to BF
_ODD = "[€‚ƒ„†‡ˆ‰Š‹ŒŽ“•˜šœžŸ¡-¤¦-©¬-¯±´-·¸¼-¿]"  # of these, what hardly follows a letter
_MARK = re.compile(
    rf"""
    [\u0080-\u009f]                                 # controls that no text has
  | â(?:€|‚¬|„¢)                                    # punctuation, the euro sign, ™
  | ðŸ{_BYTE}{_BYTE}                                # emoji
  | (?<=[a-z])[Â-ß]{_BYTE}                          # a capital inside a word
  | [Â-ß]{_ODD}(?=[a-z])
  | [à-ï](?:{_BYTE}{_ODD}|{_ODD}{_BYTE})(?=[a-z])
  | Ã[€‚ƒ„†‡ˆ‰Š‹ŒŽ•˜šœžŸ¡-©¬-¯±´-·¸¼-¿]
  | (?<![A-ZÀ-ÞŠŽŸ])Â[\u00a0-\u00bf]
  | (?=(?:[Â-ß]{_BYTE}){{,2}}[Â-ß]{_ODD})(?:[Â-ß]{_BYTE}){{3}}    # Greek, Cyrillic, Arabic ...
  | (?=(?:[à-ï]{_BYTE}{_BYTE})?[à-ï](?:{_BYTE}{_ODD}|{_ODD}))(?:[à-ï]{_BYTE}{_BYTE}){{2}}
    """,
    re.VERBOSE,
)
_CONTROL = re.compile("[\u0080-\u009f]")
_ROUNDS = 3  # how often the mistake may have been made


def repaired(text: str) -> str:
    """The text that was meant, or the same text where that is not certain."""
    found = text
    for _ in range(_ROUNDS):
        meant = _once(found)
        if meant == found:
            break
        found = meant
    return text if _CONTROL.search(found) else found  # a control was never meant


def _once(text: str) -> str:
    if text.isascii():
        return text
    try:
        meant = text.translate(_AS_BYTE).encode("cp1252", "surrogateescape").decode("utf-8")
    except UnicodeError:
        return text
    return meant if _MARK.search(text) else text
