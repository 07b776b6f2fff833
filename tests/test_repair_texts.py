"""Texts made plain: each rule in a table, and texts in real scripts that no rule may change."""

from __future__ import annotations

import html
import re
import unicodedata
from pathlib import Path
from time import process_time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from claimgraph.repair.json_repair import loads
from claimgraph.repair.plain_text import plain
from claimgraph.repair.texts import Cleaned, clean
from claimgraph.web.markup import blocks
from real_texts import REAL, real_texts

quick = settings(deadline=None, max_examples=100)

ZWNJ, ZWJ, ZWSP, LRM, RLM = "\u200c", "\u200d", "\u200b", "\u200e", "\u200f"
RLE, PDF, RLO, RLI, FSI, PDI = "\u202b", "\u202c", "\u202e", "\u2067", "\u2068", "\u2069"
SHALOM = "שלום"

CHANGED = [  # text, cleaned, rules
    ("a &quot;b&quot; &amp; c&#8217;s &#x201C;d&rdquo;", 'a "b" & c’s “d”', "entities"),
    ("K&amp;uuml;hlt&amp;uuml;rme", "Kühltürme", "entities"),
    ("&#151; &#128;", "— €", "entities"),  # windows-1252, as HTML reads them
    ("a&nbsp;b", "a b", "entities whitespace"),
    ("<p>One.</p><p>Two<br/>three</p>", "One. Two three", "markup whitespace"),
    ("H<sub>2</sub>O is <b>w</b>et", "H2O is wet", "markup"),
    ('<a href="http://a/?b=1&c=2" target=_blank>It</A> is', "It is", "markup"),
    ("<li>a<li>b", "a b", "markup whitespace"),
    ("&lt;p&gt;Here&amp;#x27;s a look&lt;/p&gt;", "Here's a look", "entities markup whitespace"),
    ("a<!-- <b> not this -->b", "a b", "markup"),
    ("a<script>if (1<2) alert('b')</script >c", "a c", "markup"),
    ("&lt;script&gt;alert(1)&lt;/script&gt;", "", "entities markup whitespace"),
    ("<STYLE type='a'>b{}</style>c", "c", "markup whitespace"),
    ("a  b\t\r\nc\u3000d\u2028e ", "a b c d e", "whitespace"),
    ("Cafe\u0301", "Café", "nfc"),
    ("Patel\x08...", "Patel...", "control-characters"),
    ("Helikopter\u00adlande\u200bplatz\ufeff", "Helikopterlandeplatz", "control-characters"),
    ("a\u200db\u200cc", "abc", "control-characters"),
    ("\u200d\u200c", "", "control-characters"),
    ("a\ufdd0\uffff\U000e0041b", "ab", "control-characters"),
    ("a\x1cb\x85c", "a b c", "whitespace"),
    ("a\ud83d", "a\ufffd", "surrogates"),
    ("cafÃ© â€œnoirâ€\x9d", "café “noir”", "mojibake"),
    ("caf&Atilde;&copy;", "café", "entities mojibake"),
    (f"{LRM}Facebook{RLM} {RLE}a{PDF}", "Facebook a", "bidi-marks"),
    (f"{RLO}{SHALOM}{PDF}", SHALOM, "bidi-marks"),
    (f"{RLI}{SHALOM}", SHALOM, "bidi-marks"),
    (f"{SHALOM}{PDI}{PDF}", SHALOM, "bidi-marks"),
    (f"{RLI}{RLE}{SHALOM}{PDI}{PDF}", f"{RLI}{SHALOM}{PDI}", "bidi-marks"),
    (f"{RLE}{RLI}{PDF}{SHALOM}{PDI}{PDF}", f"{RLE}{RLI}{SHALOM}{PDI}{PDF}", "bidi-marks"),
    *(
        (text, "", "no-value")
        for text in ("None", "null", "NULL", "N/A", "NaN", "undefined", "-", "—")
    ),
    (" None\n", "", "no-value whitespace"),
    ("&nbsp;", "", "entities whitespace"),
]
KEPT = [
    "",
    "\"Quoted,\" he said; 'so' “it” ‘is’ «here»",
    "AT&T, R&D; a?b=1&copy=2&reg;ion=&bogus; & co &; &#; &#x; &#xZZ;".replace("&reg;", "&reg"),
    "1 < 2 > 0, a<b and c>d, <3, i <3 u, x <y> z",
    "Jo <jo@example.org>, <Titel>d, <b a c>, <http://example.org/>",
    "none of it",
    "NA",
    "Null Island",
    "nan bread",
    "-1",
    "No",
    "0",
    "100 000 €, 5°C, ½, №5, ™©®, …",
    "می‌خواهم، نمی‌شود",
    "র‍্যাব, ക്‍, श्री‌मान् र्‍",
    "👩‍👩‍👧‍👦 👍🏽 🏴󠁧󠁢󠁷󠁬󠁳󠁿 🇺🇦 ❤️ 1️⃣",
    f"ภาษา{ZWSP}ไทย ខ្មែរ{ZWSP}ភាសា",
    f"{SHALOM}{RLM}! {RLI}C++{PDI} {RLE}a{PDF} {FSI}b{RLI}c{PDI}{PDI}",
    "“كورونا” لا…",
    "日本語、「引用」。한국어",
    "\ufffd",
]


@pytest.mark.parametrize(("text", "cleaned", "rules"), CHANGED)
def test_a_change_is_named(text: str, cleaned: str, rules: str) -> None:
    assert clean(text) == Cleaned(cleaned, tuple(rules.split()))


@pytest.mark.parametrize("text", KEPT)
def test_what_is_right_stays(text: str) -> None:
    assert clean(text) == Cleaned(unicodedata.normalize("NFC", text), ())


@given(st.sampled_from(sorted(REAL)).flatmap(real_texts))
@quick
def test_real_texts_stay(text: str) -> None:
    assume(text not in ("-", "–", "—"))
    assume(not re.search("[a-z][À-Þ]", text))  # no word of these has a capital inside
    assert clean(text) == Cleaned(
        " ".join(text.split()), () if "\u00a0" not in text else ("whitespace",)
    )


@given(st.text(st.characters(max_codepoint=0x7F), max_size=40))
@quick
def test_ascii_is_read_as_other_texts_are(text: str) -> None:
    sound = clean(text).text
    assume(sound)
    assert clean(f"{text} é").text == f"{sound} é"


MISREAD = "".join(map(chr, range(0xC2, 0xF5)))  # which begin UTF-8 read as windows-1252


@given(st.text(st.characters(exclude_characters="&<" + MISREAD), max_size=40))
@quick
def test_a_clean_text_stays(text: str) -> None:
    once = clean(text).text
    assert clean(once) == Cleaned(once, ())


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=30))
@quick
def test_what_was_escaped_is_the_same(text: str) -> None:
    assume("&" not in text)
    sound = clean(text).text
    assert clean(html.escape(text)).text == clean(html.escape(html.escape(text))).text == sound


@given(st.text(max_size=30))
@quick
def test_texts_are_one_line_of_nfc(text: str) -> None:
    cleaned, rules = clean(text)
    assert cleaned == " ".join(cleaned.split())
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not re.search("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff]", cleaned)
    assert list(rules) == sorted(set(rules))
    assert bool(rules) == (cleaned != text)


WORDS = st.text("abcé ", max_size=8)
TAGS = st.sampled_from(["p", "b", "a href='x>y'", "br", 'div class="c d"', "h1", "li", "span"])


@given(
    st.recursive(WORDS, lambda inner: st.tuples(TAGS, st.lists(inner, max_size=3)), max_leaves=8)
)
@quick
def test_markup_leaves_the_words(tree: object) -> None:
    """The words stand in the order of the tree; tags of inline elements do not part them."""

    def written(node: object, tags: bool) -> str:
        if not isinstance(node, tuple):
            return str(node)
        name = node[0].split()[0]
        inner = "".join(written(child, tags) for child in node[1])
        around = "" if name in ("b", "a", "span") else " "
        return f"<{node[0]}>{inner}</{name}>" if tags else f"{around}{inner}{around}"

    assert clean(written(tree, True)).text == " ".join(written(tree, False).split())


LONG, SECONDS = 50_000, 5  # a reader that is quadratic takes minutes


@pytest.mark.parametrize(
    "text",
    [
        "<b " * LONG,
        "<!--" * LONG,
        "--><!--" * LONG,
        "<script>" * LONG,
        "<b" + " " * LONG + "x",
        '<a b="' * LONG,
        "&" * LONG,
        "&amp;" * LONG,
        "Ã©" * LONG,
        "Ã" * LONG,
        RLE * LONG + SHALOM + PDI * LONG,
        RLI * LONG + RLE * LONG + SHALOM + PDI * LONG,
        "\U000e0041" * LONG,
        ZWJ * LONG,
    ],
    ids=lambda text: ascii(text[:4]),
)
def test_time_is_linear(text: str) -> None:
    started = process_time()
    clean(text)
    assert process_time() - started < SECONDS


def test_a_text_without_brackets_is_not_searched() -> None:
    text = "a & b"
    assert plain(text) is text


# ---- corpora


def strings(value: object) -> list[str]:
    if isinstance(value, dict | list):
        members = value.values() if isinstance(value, dict) else value
        return [text for member in members for text in strings(member)]
    return [value] if isinstance(value, str) else []


@pytest.mark.corpus
def test_the_rules_that_the_pages_need(shared: Path) -> None:
    counts: dict[str, int] = {}
    texts = 0
    for file in sorted((shared / "corpora").glob("*-pages/*.gz")):
        for block in blocks(file.read_bytes()).blocks:
            for text in strings(loads(block.text).value):
                cleaned = clean(text)
                texts += 1
                assert not re.search(r"&\w+;|</?(?:p|b|br|a|div|span)\b", cleaned.text)
                for rule in cleaned.rules:
                    counts[rule] = counts.get(rule, 0) + 1
    assert texts == 19_827
    assert counts == {
        "control-characters": 3,
        "entities": 376,
        "markup": 101,
        "nfc": 21,
        "no-value": 1,
        "whitespace": 218,
    }
