"""Certain mojibake: what was certainly misread is mended, real texts are never touched."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.repair.mojibake import repaired
from real_texts import REAL, real_texts

thorough = settings(deadline=None, max_examples=200)


def misread(text: str, charset: str) -> str:
    """UTF-8 taken for windows-1252 as web browsers do, or for ISO-8859-1."""
    data = text.encode()
    if charset == "latin-1":
        return data.decode("latin-1")
    controls = {0xDC00 + byte: byte for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
    return data.decode("cp1252", "surrogateescape").translate(controls)


MEANT = [
    "café",
    "L’été à la plage",
    "“Hello,” she said…",
    "Où est-ce ? À la mairie",
    "São Paulo é goût",
    "Ärger über Öl",
    "¿Qué? ¡Sí! Señor Ñandú",
    "£5, 20°C, ½ cup",
    "50 €",
    "™ and €",
    "😀 ok",
    "Привет, мир",
    "Ελλάδα",
    "שלום",
    "مرحبا بالعالم",
    "नमस्ते दुनिया",
    "বাংলা",
    "你好，世界",
    "日本語",
    "한국어",
    "Łódź źle",
    "Żółw",
    "İstanbul şehri",
    "Việt Nam",
    "non\u00a0breaking",
    "«Oui»",
    "naïve",
]
UNCERTAIN = [  # each could be meant as it stands
    "A MANHÃ\u00a0chegou",
    "«NÃO SOU IRMû",
    "CAFÉ® CAFÉ’s",
    "« il est allé…\u00a0»",
    "allé…\u00a0»",
    "É»É»É»",
    "à… é… à…",
    "PURÉ €5",
    "Ã‘",
    "Ð”Ð°",
    "cafÃ© и чай",  # not all of it was misread
    "cafÃ",  # cut off
]


@pytest.mark.parametrize("meant", MEANT)
@pytest.mark.parametrize("charset", ["cp1252", "latin-1"])
def test_what_was_certainly_misread_is_mended(meant: str, charset: str) -> None:
    once = misread(meant, charset)
    assert once != meant
    assert repaired(once) == meant
    assert repaired(misread(once, charset)) == meant


@pytest.mark.parametrize("text", UNCERTAIN)
def test_what_is_uncertain_stays(text: str) -> None:
    assert repaired(text) == text


@given(st.sampled_from(sorted(REAL)).flatmap(real_texts))
@thorough
def test_real_texts_stay(text: str) -> None:
    assert repaired(text) == text


@given(st.sampled_from(sorted(REAL)).flatmap(real_texts), st.sampled_from(["cp1252", "latin-1"]))
@thorough
def test_a_misread_text_is_mended_or_stays(text: str, charset: str) -> None:
    wrong = misread(text, charset)
    assert repaired(wrong) in (text, wrong)
