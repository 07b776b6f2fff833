"""Texts as desks publish them, made plain: no markup, no entities, no junk, Unicode NFC.

What is kept: the joiners of scripts and emoji that need them, marks of direction in texts that run
from right to left (embeddings and isolates in pairs only, overrides never), quotation marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from claimgraph.repair.entities import unescape
from claimgraph.repair.mojibake import repaired
from claimgraph.repair.plain_text import plain

_NOTHING = frozenset(
    "None none NONE null Null NULL N/A n/a NaN nan undefined - -- – —".split()
)  # how programs write that there is no value
# ASCII in which there is nothing to repair: no markup, no entity, no control, single spaces
_SOUND = re.compile(r"[!-%'-;=?-~]++(?: [!-%'-;=?-~]++)*+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_JOINING = "\u0590-\u1fff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefe\U00010a00-\U00011fff"
_EMOJI = "\u20e3\u2190-\u2bff\ufe0f\U0001f000-\U0001faff\U000e007f"
_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u1aaf"  # Thai, Lao, Burmese, Khmer …
_JUNK = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u180e\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\U000e0001]"
    f"|(?<![{_SPACELESS}])\u200b|\u200b(?![{_SPACELESS}])"
    f"|(?<![{_JOINING}{_EMOJI}])[\u200c\u200d]"
    "|(?<![\U0001f3f4\U000e0020-\U000e007e])[\U000e0020-\U000e007f]+"  # of flags like Wales's
)
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile(
    "[\u05be-\u0619\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff"
    "\U0001e800-\U0001efff]"
)
_OVERRIDES, _ISOLATES = "\u202d\u202e", "\u2066\u2067\u2068"
_OPENING = "\u202a\u202b" + _OVERRIDES + _ISOLATES
_POP, _POP_ISOLATE = "\u202c", "\u2069"


class Cleaned(NamedTuple):
    """A text, "" where there is none, and the names of the rules that changed it, sorted."""

    text: str
    rules: tuple[str, ...]


def clean(text: str) -> Cleaned:
    """The text as a reader of the page sees it, in one line."""
    if _SOUND.fullmatch(text) and text not in _NOTHING:
        return Cleaned(text, ())
    rules = set()
    for rule, step in _STEPS:
        result = step(text)
        if result != text:
            rules.add(rule)
            text = result
    return Cleaned(text, tuple(sorted(rules)))


def _whole(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)


def _without_junk(text: str) -> str:
    return _JUNK.sub("", text)


def _directed(text: str) -> str:
    """Keep marks of direction where they do something, and in pairs (UAX #9)."""
    if not _DIRECTION.search(text):
        return text
    if not _RIGHT_TO_LEFT.search(text):
        return _DIRECTION.sub("", text)
    dropped = _unpaired(text)
    return "".join(char for at, char in enumerate(text) if at not in dropped)


def _unpaired(text: str) -> set[int]:
    """Where the overrides and the embeddings and isolates without a counterpart stand."""
    dropped: set[int] = set()
    opened: list[int] = []
    isolates = 0  # of the opened
    for mark in _DIRECTION.finditer(text):
        at, char = mark.start(), mark.group()
        if char in _OPENING:
            opened.append(at)
            isolates += char in _ISOLATES
        elif char == _POP_ISOLATE and isolates:
            while text[opened[-1]] not in _ISOLATES:
                dropped.add(opened.pop())
            opened.pop()
            isolates -= 1
        elif char == _POP and opened and text[opened[-1]] not in _ISOLATES:
            start = opened.pop()
            dropped.update((start, at) if text[start] in _OVERRIDES else ())
        elif char in (_POP, _POP_ISOLATE):
            dropped.add(at)
    return dropped.union(opened)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _valued(text: str) -> str:
    return "" if text in _NOTHING else text


_STEPS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("surrogates", _whole),
    ("markup", plain),
    ("entities", unescape),
    ("markup", plain),  # markup that was escaped
    ("entities", unescape),  # escaped twice
    ("markup", plain),
    ("mojibake", repaired),
    ("control-characters", _without_junk),
    ("bidi-marks", _directed),
    ("whitespace", _squeezed),
    ("nfc", _composed),
    ("no-value", _valued),
)
