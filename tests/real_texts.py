"""Texts in real scripts, for tests of what may not be changed."""

from __future__ import annotations

from unicodedata import normalize

from hypothesis import strategies as st

REAL = {  # letters of words, each of which a language writes
    "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأؤإئ",
    "Bengali": "আমরা|কথা|বলে|সরকার|নির্বাচন|ক্ষমতা|ভুয়া",
    "Bulgarian": "абвгдежзийклмнопрстуфхцчшщъьюяАБВГДЕ",
    "Czech": "aábcčdďeéěfghiíjklmnňoópqrřsštťuúůvwxyýzžŘŠŽÁÉ",
    "Danish": "abcdefghijklmnopqrstuvwxyzæøåÆØÅ",
    "French": "abcdefghijklmnopqrstuvwxyzàâæçéèêëîïôœùûüÿÀÂÇÉÈÊËÎÏÔŒÙÛ",
    "German": "abcdefghijklmnopqrstuvwxyzäöüßÄÖÜẞ",
    "Greek": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊΐΑΒΓΈ",
    "Hebrew": "אבגדהוזחטיכלמנסעפצקרשתםןץףך",
    "Hindi": "नमस्ते|दुनिया|सरकार|फ़र्ज़ी|क्या|हिन्दी|ज़रूर",
    "Icelandic": "aábdðeéfghiíjklmnoóprstuúvxyýþæöÁÐÉÍÓÚÝÞÆÖ",
    "Italian": "abcdefghilmnopqrstuvzàèéìòùÀÈÉÌÒÙ",
    "Japanese": "日本語|ひらがな|カタカナ|検証|誤り|東京",
    "Korean": "한국어|사실|확인|거짓|정부",
    "Polish": "aąbcćdeęfghijklłmnńoóprsśtuwyzźżŁŚŻÓ",
    "Portuguese": "abcdefghijklmnopqrstuvwxyzáâãàçéêíóôõúÁÂÃÀÇÉÊÍÓÔÕÚ",
    "Romanian": "abcdefghijklmnopqrstuvwxyzăâîșțĂÂÎȘȚ",
    "Russian": "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁ",
    "Spanish": "abcdefghijklmnñopqrstuvwxyzáéíóúüÑÁÉÍÓÚÜ",
    "Swedish": "abcdefghijklmnopqrstuvwxyzåäöéÅÄÖ",
    "Tamil": "தமிழ்|உண்மை|அரசு|செய்தி",
    "Thai": "ภาษาไทย|ข่าวปลอม|รัฐบาล",
    "Turkish": "abcçdefgğhıijklmnoöprsştuüvyzÇĞİÖŞÜ",
    "Ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяЄІЇҐ",
    "Vietnamese": "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệĐÊÔƠƯ",
}
_BEFORE = ("", "", "“", "«", "«\u00a0", "‘", "„", "¿", "¡", "(", "‹", '"', "£", "€")
_AFTER = (
    *(
        "",
        "",
        ".",
        ",",
        "…",
        "”",
        "’",
        "»",
        "\u00a0»",
        "›",
        "?",
        "!",
        ":",
        ";",
        "–",
        "—",
        "’s",
        "®",
    ),
    *(
        "©",
        "™",
        "°",
        "²",
        "³",
        "\u00a0",
        "…»",
        "…”",
        ")",
        '"',
        "%",
        "\u00a0%",
        "\u00a0€",
        "§",
        "º",
        "ª",
    ),
)


def _words(language: str) -> st.SearchStrategy[str]:
    written = REAL[language]
    if "|" in written:
        return st.sampled_from(written.split("|"))
    letters = st.text(st.sampled_from(written), min_size=1, max_size=8)
    cased = st.sampled_from((str.lower, str.capitalize, str.upper))  # no capital inside a word
    return st.builds(lambda word, case: normalize("NFC", case(word)), letters, cased)  # ΐ in Ϊ́


def real_texts(language: str) -> st.SearchStrategy[str]:
    """Words of the letters of a language, with the punctuation that newsrooms use around them."""
    word = st.builds(
        "{}{}{}".format, st.sampled_from(_BEFORE), _words(language), st.sampled_from(_AFTER)
    )
    return st.lists(word, min_size=1, max_size=6).map(" ".join)
