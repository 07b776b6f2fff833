"""JSON from pages: the standard library is the oracle for what is sound; each repair is a row."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import repair_rules
from claimgraph.errors import UnsafeInput
from claimgraph.limits import MAX_NESTING
from claimgraph.repair import json_repair, lenient_json
from claimgraph.repair.json_repair import loads
from claimgraph.repair.unreadable import Unreadable
from claimgraph.web.markup import blocks

quick = settings(deadline=None, max_examples=60)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=15,
)
OBJECTS = st.dictionaries(TEXT, JSON, max_size=4)


def spelt(value: Any) -> str:
    """A spelling by which 1, 1.0 and true, 0.0 and -0.0 differ."""
    return repr(value)


# ---- sound JSON


@quick
@given(JSON, st.booleans(), st.sampled_from([None, 1, "\t"]))
def test_sound_json_is_read_without_rules(
    value: Any, ascii_: bool, indent: int | str | None
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_, indent=indent)
    found = loads(text)
    assert spelt(found.value) == spelt(json.loads(text))
    assert found.rules == ()


@quick
@given(JSON, st.booleans(), st.sampled_from([None, 1, "\t"]))
def test_the_lenient_reader_reads_sound_json_alike(
    value: Any, ascii_: bool, indent: int | str | None
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_, indent=indent)
    rules: set[str] = set()
    assert spelt(lenient_json.read(text, rules)) == spelt(json.loads(text))
    assert not rules


# ---- repairs

A = {"a": 1}
REPAIRS: list[tuple[str, Any, str]] = [  # text, value, rules
    ('\ufeff{"a": 1}', A, "byte-order-mark"),
    ('{"a":\u00a01}', A, "spaces"),
    ('\u200b{"a": 1}\u200b', A, "spaces"),
    # around it
    ('<!-- {"a": 1} -->', A, "html-comment"),
    ('<!--\n{"a": 1}\n//-->', A, "html-comment"),
    ('<!-- {"a": "-->"} -->', {"a": "-->"}, "html-comment"),
    ('<![CDATA[{"a": 1}]]>', A, "cdata"),
    ('//<![CDATA[\n{"a": 1}\n//]]>', A, "cdata"),
    ('// <![CDATA[ {"a": 1} // ]]>', A, "cdata"),
    ('/*<![CDATA[*/{"a": 1}/*]]>*/', A, "cdata"),
    ("/* <![CDATA[ */ [[1]] /* ]]> */", [[1]], "cdata"),
    ('<!--//--><![CDATA[// ><!--\n{"a": 1}\n//--><!]]>', A, "cdata html-comment"),
    ('<script type="application/ld+json">{"a": 1}</script>', A, "script"),
    ('<SCRIPT><!-- {"a": 1} --></SCRIPT >', A, "html-comment script"),
    ('{"a": 1};', A, "semicolon"),
    # between its parts
    ('// who wrote this?\n{"a": 1}', A, "comments"),
    ('{"a": /* one */ 1} // end', A, "comments"),
    ('<!-- made by a plugin --> {"a": 1} <!-- end -->', A, "comments"),
    ('// {"a": 0}\n{"a": 1}', A, "comments"),
    ('{"a": 1,}', A, "trailing-commas"),
    ("[1, [2 , ], ]", [1, [2]], "trailing-commas"),
    ('{"a": 1},', A, "trailing-commas"),
    ('{"a": 0, "a": 1}', A, "duplicate-keys"),
    ('{"a": 0, "a": 1,}', A, "duplicate-keys trailing-commas"),
    # in strings and numbers
    ('{"a": "b\n\tc\x00"}', {"a": "b\n\tc\x00"}, "control-characters"),
    ('{"a\n": 1}', {"a\n": 1}, "control-characters"),
    (r'{"a": "it\'s \\\' \"so\""}', {"a": "it's \\' \"so\""}, "escapes"),
    (r'{"a": "\ud83d"}', {"a": "\ufffd"}, "surrogates"),
    (r'{"a": "\ude00\ud83d\ude00\ud83d"}', {"a": "\ufffd😀\ufffd"}, "surrogates"),
    ('{"a": "\ud83d"}', {"a": "\ufffd"}, "surrogates"),
    ("[NaN, Infinity, -Infinity]", ["NaN", "Infinity", "-Infinity"], "numbers"),
    ("[1e999, -1E999]", ["1e999", "-1E999"], "numbers"),
    (f"[{'9' * 5000}]", ["9" * 5000], "numbers"),
    ("[NaN,]", ["NaN"], "numbers trailing-commas"),
    # the whole
    ("{&quot;a&quot;: &#34;b &amp;quot;c&amp;quot;&#x22;}", {"a": "b &quot;c&quot;"}, "entities"),
    ('{"a": 1}{"b": 2}', [A, {"b": 2}], "several-values"),
    ('{"a": 1}\n[2]', [A, [2]], "several-values"),
    ('{"a": 1},\n{"b": 2};', [A, {"b": 2}], "semicolon several-values"),
    ("<script>[1]</script>\n<script>[2]</script>\n", [[1], [2]], "script several-values"),
]


@pytest.mark.parametrize(("text", "value", "rules"), REPAIRS)
def test_a_repair_is_named(text: str, value: Any, rules: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        _strict(text)
    assert loads(text) == (value, tuple(rules.split()))


def _strict(text: str) -> None:
    """Raise ValueError where the standard library, at its strictest, refuses a text."""

    def refuse(*_: Any) -> None:
        raise ValueError("not JSON")

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError("a key twice")
        return dict(pairs)

    value = json.loads(text, parse_constant=refuse, object_pairs_hook=unique)
    json.dumps(value, allow_nan=False, ensure_ascii=False).encode()


def test_every_rule_has_a_row() -> None:
    told = {rule for _, _, names in REPAIRS for rule in names.split()}
    modules = (Path(str(one.__file__)) for one in (json_repair, lenient_json))
    used = {rule for module in modules for rule in repair_rules.rules(module)}
    assert told == used | repair_rules.wrappers()


LOOKS_BROKEN = [  # what a careless repair would spoil
    '{"u": "http://a//b /* c */ <!-- d --> ,} ,] // e"}',
    '{"h": "<b>a</b>\\n<script>alert(1)<\\/script>"}',
    '{"e": "&quot;a&quot; &amp;quot; <![CDATA[ ]]>"}',
    '["\\\\", "\\"", "NaN", "a\\\\\'b"]',
    '{"é\u2028": "\u200b\ufeff"}',
]


@pytest.mark.parametrize("text", LOOKS_BROKEN)
@pytest.mark.parametrize("ending", ["", "//\n", "<!-- -->"])
def test_strings_are_left_alone(text: str, ending: str) -> None:
    assert loads(text + ending) == (json.loads(text), ("comments",) if ending else ())


@quick
@given(OBJECTS, st.sampled_from([None, 2]))
def test_wrapped_and_commented_json_keeps_its_value(
    value: dict[str, Any], indent: int | None
) -> None:
    text = json.dumps(value, indent=indent)
    sound = spelt(json.loads(text))
    for before, after in (("<!--", "-->"), ("//<![CDATA[\n", "\n//]]>"), ("/* a */", "// b")):
        assert spelt(loads(f"{before}{text}{after}").value) == sound


@quick
@given(st.lists(OBJECTS, min_size=2, max_size=4), st.sampled_from(["", "\n", ",", ";\n"]))
def test_values_one_after_another_are_a_list(values: list[dict[str, Any]], between: str) -> None:
    found = loads(between.join(map(json.dumps, values)))
    assert spelt(found.value) == spelt(json.loads(json.dumps(values)))
    assert "several-values" in found.rules


@quick
@given(OBJECTS)
def test_raw_control_characters_in_strings_are_kept(value: dict[str, Any]) -> None:
    raw = json.dumps(value, ensure_ascii=False)
    for control in "\b\f\n\r\t":
        raw = raw.replace(json.dumps(control)[1:-1], control)
    try:
        sound = json.loads(raw, strict=False)
    except json.JSONDecodeError:  # a backslash before one of them
        return
    assert spelt(loads(raw).value) == spelt(sound)


# ---- refusals

UNREADABLE = [  # text, line, reason
    ("", 1, "value expected"),
    (" \n ", 2, "value expected"),
    ("{", 1, '`"` expected'),
    ('{"a": "b}', 1, "closing quotation mark"),
    ('{"a"\n"b"}', 2, "`:` expected"),
    ('{"a": 1\n\n"b": 2}', 3, "`,` or `}` expected"),
    ("[1 2]", 1, "`,` or `]` expected"),
    ("{'a': 1}", 1, '`"` expected'),
    ("{a: 1}", 1, '`"` expected'),
    ('{"a": True}', 1, "value expected"),
    ('{"a": 01}', 1, "expected"),
    ("[1,,2]", 1, "value expected"),
    ("[,]", 1, "value expected"),
    ('{"a": 1}}', 1, "value expected"),
    ('{"a": "\\x41"}', 1, "unknown escape"),
    ('{"a":\n"b",\n"c": "\\q"}', 3, "unknown escape"),
    ('<!-- {"old": 1} --> {"new": 2}', 1, "something follows"),
    ("null null", 1, "no objects"),
    ("/* {}", 1, "value expected"),
    ("<html></html>", 1, "value expected"),
    ("١", 1, "value expected"),
]


@pytest.mark.parametrize(("text", "line", "reason"), UNREADABLE)
def test_what_is_missing_is_not_guessed(text: str, line: int, reason: str) -> None:
    with pytest.raises(Unreadable, match=f"^line {line}: ") as refused:
        loads(text)
    assert reason in refused.value.reason
    assert refused.value.line == line


@quick
@given(st.text(st.sampled_from('{}[]",:1a\\ \n/*<!->;\ud800\ufeff'), max_size=25))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        value, rules = loads(text)
    except Unreadable as refused:
        line = refused.line
    else:
        line = 1
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
        assert list(rules) == sorted(set(rules))
    assert 1 <= line <= text.count("\n") + 1


NESTED = ["[" * MAX_NESTING + "]" * MAX_NESTING, '{"a":' * MAX_NESTING + "1" + "}" * MAX_NESTING]


@pytest.mark.parametrize("text", NESTED)
def test_nesting_up_to_the_limit_is_read(text: str) -> None:
    assert loads(text).rules == ()
    assert loads(text + "//").rules == ("comments",)


@pytest.mark.parametrize("text", [f"[{text}]" for text in NESTED])
@pytest.mark.parametrize("ending", ["", "//"])
def test_nesting_beyond_it_is_refused(text: str, ending: str) -> None:
    with pytest.raises(UnsafeInput, match="nested more than 100 deep"):
        loads(text + ending)


def test_a_text_of_any_depth_is_refused_without_a_crash() -> None:
    with pytest.raises(UnsafeInput, match="deep"):
        loads("[" * 100_000 + "]" * 100_000)
    with pytest.raises(UnsafeInput, match="deep"):
        loads("[" * 100_000)


def test_too_long_a_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_repair, "MAX_CHARACTERS", 10)
    with pytest.raises(UnsafeInput, match="characters"):
        loads('{"abc": 12}')


LONG, SECONDS = 50_000, 5  # a reader that is quadratic takes minutes
HOSTILE = [
    "/*" * LONG,
    "<!--" * LONG,
    "<script " * LONG,
    '"' * LONG,
    '{"a":"' + "\\" * LONG,
    " " * LONG + "x",
    '{"a":1}' + "// " * LONG,
    "<!--" + " " * LONG + "x",
    "//" + " " * LONG + "<![CDATA",
    "[" + r'"it\'s",' * (LONG // 10) + "]",
    '{"a":' + "-" * LONG,
    "{" + '"a":1,' * (LONG // 10),
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_time_is_linear(text: str) -> None:
    started = process_time()
    with suppress(Unreadable):
        loads(text)
    assert process_time() - started < SECONDS


# ---- corpora


@pytest.mark.corpus
def test_every_block_of_the_pages_is_read(shared: Path) -> None:
    found: dict[str, list[tuple[str, ...]]] = {"claimreview-pages": [], "news-pages": []}
    for name, rules in found.items():
        for file in sorted((shared / "corpora" / name).glob("*.gz")):
            rules += [loads(block.text).rules for block in blocks(file.read_bytes()).blocks]
    assert {name: len(rules) for name, rules in found.items()} == {
        "claimreview-pages": 87,
        "news-pages": 223,
    }
    assert [rule for rules in found["claimreview-pages"] for rule in rules] == [
        "control-characters"
    ]
    assert not any(found["news-pages"])


@pytest.mark.corpus
def test_null_blocks_are_read_as_nothing(shared: Path) -> None:
    """The other files of this corpus are what its page parts into: sound JSON."""
    folder = shared / "corpora" / "broken-jsonld"
    values = [
        loads(block.text) for block in blocks((folder / "null_ld_mock.html").read_bytes()).blocks
    ]
    assert len(values) == 12
    assert [value for value, _ in values if value is not None] == json.loads(
        (folder / "null_ld_mock.jsonld").read_text("utf-8")
    )
    assert not any(rules for _, rules in values)


@pytest.mark.corpus
@pytest.mark.parametrize(
    "name",
    [
        "AllocateAction.001",
        "JSONLD_with_JS_comment",
        "JSONLD_with_control_characters",
        "JSONLD_with_control_characters_comment",
        "JoinAction.001",
    ],
)
def test_blocks_broken_like_those_of_the_corpus_are_read(shared: Path, name: str) -> None:
    """The corpus has what is meant; here it is broken again in the way that its name tells."""
    text = (shared / "corpora" / "broken-jsonld" / f"{name}.jsonld").read_text("utf-8")
    value = json.loads(text)
    raw = text.replace("\\n", "\n")
    assert loads(raw).value == value
    commented = f"// {name}\n{raw.rstrip()} // end\n/* {name} */"
    assert loads(commented).value == value
    assert "comments" in loads(commented).rules
