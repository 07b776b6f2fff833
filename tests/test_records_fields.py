"""Ids, language tags, URLs and texts; the walk over a record's values."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import Any
from urllib.parse import urljoin

import msgspec
import pyoxigraph as ox
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from claimgraph.dates import Edtf
from claimgraph.records import KINDS, Article, Claim, Event, Record
from claimgraph.records.article import SourceText, Translation
from claimgraph.records.claim import Attribution, Span
from claimgraph.records.event import Participant
from claimgraph.records.fields import (
    LANGUAGE_TAG,
    LOCAL_ID,
    URL,
    FileName,
    Id,
    Language,
    Sha256,
    Text,
    Url,
    fields,
    part_of,
    values,
)
from claimgraph.records.settings import BASE, Base
from claimgraph.statements.names import Names
from claimgraph.statements.terms import iri

quick = settings(deadline=None, max_examples=200)


def accepts(hint: Any, value: object) -> bool:
    """Whether a value can stand in a field of that type."""
    try:
        msgspec.convert(value, hint)
    except msgspec.ValidationError:
        return False
    return True


GOOD: dict[Any, list[str]] = {
    Id: """
        a A 9 - _ -a a- .a a. ... a..b _x 0 a.b-c_d é ж 中 ع عربي हिन्दी ไทย עברית αβγ ñ ½ ² ª ٣ 😀
        𝒳 “x” ‘ … – xn--a 日本語-1 مي\u200cخواهم \u1112\u1161\u11ab İ ß ﬁ \U000e0100 \u0301a
        """.split(),
    Language: """
        en EN de-CH zh-Hant-TW sr-Latn-RS es-419 sl-rozaj-biske-1994 de-1996 en-a-bbb-x-y-z und zxx
        qaa zh-cmn-Hans-CN hy-Latn-IT-arevela en-u-islamcal abcde abcdefgh en-x-1 aa-bbb-ccc-ddd
        """.split(),
    Url: """
        http://a https://a http://a/ https://example.org/a?b#c http://a:80 http://a:99999/x
        http://a?b http://a#b http://a.b.c/%zz http://مثال.example/x http://dü.example/ä?ö#ü
        http://a/b@c http://a/x:y http://a/[1] http://a/<> http://a/😀 http://127.0.0.1:1
        http://a//b http://a/.. http://a|b\\/
        """.split(),
    Sha256: ["0" * 64, "0123456789abcdef" * 4],
    FileName: ["a.txt", ".a", "a.", "...x", "a b", "ж.txt", "-", "a:b"],
    Base: "http://a/ https://example.org/a/b/ http://a:80/ https://a/~b/.c/...d/.../".split(),
}
BAD: dict[Any, list[str]] = {
    Id: ". .. a%20b a/b /".split(),
    Language: """
        e en- -en en_US english-languages x-private i-klingon é en--US en-a en-x de-419-DE
        abcdefghi zh-Hant-Hans аб e\u0301n
        """.split(),
    Url: """
        http: http:// http:///a ftp://a //a a.org HTTP://a http://user@a http://u:p@a/ http://[::1]/
        http://[ http://a:b/ http://a:123456/ http://a:/ javascript:alert(1) http://?a http://#a
        http://a:80b
        """.split(),
    Sha256: ["0" * 63, "0" * 65, "A" * 64, "g" * 64],
    FileName: ". .. ... a/b /a a\\b a/ ../a".split(),
    Base: """
        http://a ftp://a/ http://a/b http://a/b/?c http://a/# http://a// http://a/./ http://a/../
        http://a/b/../c/ http://a@b/ http://ж/ http:///
        """.split(),
}
BLANKS = " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2003\u2028\u2029\u202f\u205f\u3000\ufeff"
PUNCTUATION = "!\"#$%&'()*+,/:;<=>?@[\\]^`{|}~\x00\x1b\x7f\x80\x9f"
NEVER_IN_AN_ID = f"{BLANKS}{PUNCTUATION}\u200b\u200e\u202e\u2066\ufdd0\ufff9\ufffd\ufffe\uffff"


def each(found: dict[Any, list[str]]) -> list[tuple[Any, str]]:
    """A row for each text of each type."""
    return [(hint, text) for hint, texts in found.items() for text in texts]


@pytest.mark.parametrize(("hint", "text"), each(GOOD))
def test_accepted(hint: Any, text: str) -> None:
    assert accepts(hint, text)


@pytest.mark.parametrize(("hint", "text"), each(BAD))
def test_refused(hint: Any, text: str) -> None:
    assert not accepts(hint, text)


@pytest.mark.parametrize(("hint", "text"), each(GOOD))
def test_nothing_else_and_no_line_feed_is_accepted(hint: Any, text: str) -> None:
    assert not accepts(hint, "")
    assert not accepts(hint, f"{text}\n")
    assert not accepts(hint, f"\n{text}")
    assert not accepts(hint, [text])


@pytest.mark.parametrize("char", NEVER_IN_AN_ID)
def test_characters_never_in_an_id(char: str) -> None:
    assert [accepts(Id, text) for text in (char, f"{char}a", f"a{char}", f"a{char}b")] == [
        False
    ] * 4


@pytest.mark.parametrize("char", BLANKS)
def test_blanks_are_not_in_a_url(char: str) -> None:
    rest = (f"{char}", f"{char}/", f"/{char}", f"/a{char}b", f"?{char}", f"#a{char}")
    assert [text for text in rest if accepts(Url, f"http://a{text}")] == []


def test_the_length_of_an_id_counts_code_points() -> None:
    assert [accepts(Id, char * 200) for char in "aж😀"] == [True] * 3
    assert [accepts(Id, char * 201) for char in "aж😀"] == [False] * 3


TEXTS: list[tuple[object, bool]] = [
    ("x", True),
    ("", False),
    ({"en": "x", "FR": "y"}, True),
    ({}, False),
    ({"en": ""}, False),
    ({"English": "x"}, True),  # eight letters or fewer could be a language
    ({"in English": "x"}, False),
    ({"": "x"}, False),
    ({"en": {"en": "x"}}, False),
    ({"en": None}, False),
    (["x"], False),
    (1, False),
    (True, False),
]


@pytest.mark.parametrize(("value", "good"), TEXTS)
def test_texts(value: object, good: bool) -> None:
    assert accepts(Text, value) == good


LONG = ["a" * 200_000 + "/", f"en{'-abcde' * 40_000}-\n", "http://a/" + "a/" * 99_999 + " \n"]


@pytest.mark.parametrize("hint", GOOD)
@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_no_pattern_takes_long(hint: Any, text: str) -> None:
    """Each would take years where a pattern could match it in many ways."""
    assert not accepts(hint, text)


# ---- oracles


def names_a_node(spelt: str) -> bool:
    """Whether pyoxigraph takes `<…>` for an IRI."""
    try:
        ox.NamedNode(spelt[1:-1])
    except ValueError:
        return False
    return True


ODD = st.characters(exclude_categories=["Cs"]) | st.sampled_from(
    '[]<>{}|\\^`"%#?:/@.\x00\x7f\u202e\ufffe'
)
URLS = st.from_regex(URL.replace("(?!\\n)$", r"\Z"), fullmatch=True)
TAGS = st.from_regex(LANGUAGE_TAG.replace("(?!\\n)$", r"\Z"), fullmatch=True)
HOST = st.text("ab.-_%[]:|\\<>\x01é中\ue000", min_size=1, max_size=8)


@quick
@given(
    st.sampled_from(["http", "https"]), HOST, st.sampled_from(["", ":1", ":99999"]), st.text(ODD)
)
def test_every_url_is_an_iri_once_mapped(scheme: str, host: str, port: str, rest: str) -> None:
    url = f"{scheme}://{host}{port}/{rest}"
    assume(re.search(URL, url))
    assert names_a_node(iri(url))


@quick
@given(URLS)
def test_every_url_of_the_pattern_is_an_iri_once_mapped(url: str) -> None:
    assert accepts(Url, url)
    assert names_a_node(iri(url))


IDS = st.text(st.one_of(st.sampled_from("ab.-_0"), ODD), min_size=1, max_size=5)


@quick
@given(IDS, IDS)
def test_every_id_is_a_segment_of_an_iri_of_its_own(one: str, other: str) -> None:
    assume(re.search(LOCAL_ID, one))
    names = Names(BASE, "records")
    spelt = names.iri("claim", one)
    assert names_a_node(spelt)
    assert urljoin(BASE, spelt[1:-1]) == spelt[1:-1]  # nothing in it leads elsewhere
    assert (spelt == names.iri("claim", other)) == (one == other)


@settings(deadline=None, max_examples=25)  # drawing one takes long
@given(TAGS)
def test_every_tag_of_the_pattern_is_one_for_pyoxigraph(tag: str) -> None:
    assert accepts(Language, tag)
    assert ox.Literal("x", language=tag).language == tag.lower()


GRANDFATHERED = "i-|art-lojban|cel-gaulish|en-GB-oed|no-bok|no-nyn|sgn-|zh-"


@quick
@given(st.text("abXx19-", max_size=14) | st.from_regex(r"([a-x]{1,8}-){0,4}[a-x0-9]{1,8}\Z"))
def test_tags_of_pyoxigraph_are_ours(tag: str) -> None:
    """But for those that are private as a whole, or registered long ago under older rules."""
    try:
        ox.Literal("x", language=tag)
        good = not re.match(f"x-|{GRANDFATHERED}", tag, re.IGNORECASE)
    except ValueError:
        good = False
    if not re.match(GRANDFATHERED, tag, re.IGNORECASE):
        assert accepts(Language, tag) == good


@pytest.mark.external
@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")
@pytest.mark.parametrize("flags", ["", "u"])
def test_patterns_mean_the_same_in_ecma_262(flags: str) -> None:
    """Without the flag, ECMA-262 sees a character beyond U+FFFF as two."""
    blanks = [chr(code) for code in range(0x11000) if not 0xD800 <= code < 0xE000]
    cases = [
        [hint.__metadata__[0].pattern, text]
        for hint in GOOD
        for text in [*GOOD[hint], *BAD[hint]]
        if flags or max(text, default="") < "\U00010000"
    ]
    cases += [[URL, f"http://a/{char}"] for char in blanks]
    cases += [[LOCAL_ID, f"a{char}"] for char in blanks if flags or char < "\U00010000"]
    script = """
        const cases = JSON.parse(require("fs").readFileSync(0, "utf8"));
        const known = new Map();
        const re = (p) => known.get(p) ?? known.set(p, new RegExp(p, process.argv[1])).get(p);
        console.log(JSON.stringify(cases.map(([p, t]) => re(p).test(t))));
    """
    run = subprocess.run(
        ["node", "-e", script, flags],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = json.loads(run.stdout)
    ours = [re.search(pattern, text) is not None for pattern, text in cases]
    assert [case for case, a, b in zip(cases, ours, theirs, strict=True) if a != b] == []


# ---- the walk over values

SHA = "0" * 64
WALKED: list[tuple[Record, list[tuple[str, str, Any]]]] = [
    (
        Claim(
            id="c",
            text={"en": "x"},
            about=("e1", "e2"),
            attributions=(
                Attribution(speaker="s", article="a", stance="asserts", form="direct"),
                Attribution(
                    speaker="s",
                    article="a",
                    stance="denies",
                    form="direct",
                    said=Edtf.parse("2025"),
                    relayed_by="s",
                    based_on="b",
                    evidence=(Span(start=0, end=1, sha256=SHA),),
                ),
            ),
        ),
        [
            ("id", "", "c"),
            ("text", "", {"en": "x"}),
            ("about[0]", "event actor place", "e1"),
            ("about[1]", "event actor place", "e2"),
            ("attributions[0].speaker", "actor", "s"),
            ("attributions[0].article", "article review", "a"),
            ("attributions[0].stance", "", "asserts"),
            ("attributions[0].form", "", "direct"),
            ("attributions[1].speaker", "actor", "s"),
            ("attributions[1].article", "article review", "a"),
            ("attributions[1].stance", "", "denies"),
            ("attributions[1].form", "", "direct"),
            ("attributions[1].said", "", Edtf.parse("2025")),
            ("attributions[1].relayed_by", "", "s"),
            ("attributions[1].based_on", "article", "b"),
            ("attributions[1].evidence[0].start", "", 0),
            ("attributions[1].evidence[0].end", "", 1),
            ("attributions[1].evidence[0].sha256", "", SHA),
        ],
    ),
    (
        Event(
            id="e",
            name="x",
            participants=(Participant(actor="a", role="host", according_to=("c",)),),
        ),
        [
            ("id", "", "e"),
            ("name", "", "x"),
            ("series", "", False),
            ("participants[0].actor", "actor", "a"),
            ("participants[0].role", "", "host"),
            ("participants[0].according_to[0]", "claim", "c"),
        ],
    ),
    (
        Article(
            id="a",
            translation=Translation(of="o", by="p"),
            text=SourceText(file="a.txt", length=3, sha256=SHA),
        ),
        [
            ("id", "", "a"),
            ("type", "", "news"),
            ("translation.of", "article", "o"),
            ("translation.by", "actor", "p"),
            ("text.file", "", "a.txt"),
            ("text.length", "", 3),
            ("text.sha256", "", SHA),
        ],
    ),
]


@pytest.mark.parametrize(("record", "expected"), WALKED)
def test_values(record: Record, expected: list[tuple[str, str, Any]]) -> None:
    assert {(path, " ".join(row.to), repr(value)) for path, row, value in values(record)} == {
        (path, to, repr(value)) for path, to, value in expected
    }


PARTS: list[tuple[Any, Any]] = [
    (tuple[Span, ...], Span),
    (Translation | None, Translation),
    (Text, None),
    (tuple[Id, ...], None),
    (Url | None, None),
    (Claim, Claim),
]


@pytest.mark.parametrize(("hint", "part"), PARTS)
def test_part_of(hint: Any, part: Any) -> None:
    assert part_of(hint) is part


@pytest.mark.parametrize("struct", KINDS.values())
def test_every_field_has_its_row_and_a_sentence(struct: type[Record]) -> None:
    assert [field.name for field in fields(struct)] == list(struct.__struct_fields__)
    for field in fields(struct):
        assert re.fullmatch(r"[A-Z].*[.?]", field.description)
        assert field.row.predicate == "" or re.fullmatch(r"[a-z]+:[a-zA-Z]+", field.row.predicate)
