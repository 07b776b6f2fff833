"""YAML: the core schema of 1.2, and what is refused, in bounded time and stack."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.records.tree import MAX_DEPTH, Node, Unreadable, plain
from claimgraph.records.yaml_tree import MAX_REPEATED, from_yaml
from record_sources import as_yaml

quick = settings(deadline=None, max_examples=100)

NULLS = ["", "~", "null", "Null", "NULL"]
NUMBERS: list[tuple[str, int | float]] = [
    ("0", 0),
    ("-0", 0),
    ("+12", 12),
    ("-19", -19),
    ("007", 7),
    ("0o7", 7),
    ("0o14", 12),
    ("0x3A", 58),
    ("0xfF", 255),
    ("0.", 0.0),
    ("-0.0", -0.0),
    (".5", 0.5),
    ("+12e03", 12000.0),
    ("-2E+05", -200000.0),
    ("12e03", 12000.0),
    ("685.230_15e+03".replace("_", ""), 685230.15),
    ("1e-320", 1e-320),
    ("9" * 400, int("9" * 400)),
]
# numbers, booleans, dates and times in YAML 1.1 or elsewhere, but text in the core schema of 1.2
TEXTS = """
    y Y yes Yes YES n N no No NO on On ON off Off OFF nUll tRUE True. nULL . .. +  -. e5 .e5
    1_000 0b1010 0o8 0O7 -0o7 +0x1 0X3A 0x 0xg 1e 1e+ 12e0.5 +.e1 1,5 12:30 190:20:30 12:30:45.5
    2025-07-04 2025-07-04T12:00:00Z 2025-07 .iNF +.nan -.NaN inf nan NaN Infinity = << ~~ !x* ١٢
""".replace("!x*", "").split()


@pytest.mark.parametrize("text", NULLS)
def test_a_null(text: str) -> None:
    assert plain(from_yaml(f"a: {text}")) == {"a": None}


@pytest.mark.parametrize("text", ["true", "True", "TRUE", "false", "False", "FALSE"])
def test_a_boolean(text: str) -> None:
    assert plain(from_yaml(f"[{text}]")) == [text.lower() == "true"]


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_a_number(text: str, number: float) -> None:
    value = plain(from_yaml(f"a: {text}"))["a"]
    assert (value, type(value)) == (number, type(number))


@pytest.mark.parametrize("text", TEXTS)
def test_a_text(text: str) -> None:
    assert plain(from_yaml(f"a: {text}")) == {"a": text}


@pytest.mark.parametrize("text", [*NULLS[1:], "true", "12", "0x3A", "1e3", ".inf", ".nan"])
@pytest.mark.parametrize("form", ["'{}'", '"{}"', "|-\n  {}", ">-\n  {}", "!!str {}", "! {}"])
def test_what_is_quoted_or_tagged_is_text(text: str, form: str) -> None:
    assert plain(from_yaml("a: " + form.format(text))) == {"a": text}


@pytest.mark.parametrize("word", ["no", "12", "null", "1e3", "2025-07-04", "''"])
def test_keys_are_text(word: str) -> None:
    assert plain(from_yaml(f"{word}: x")) == {word.strip("'"): "x"}


@quick
@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_as_python_spells_them(number: float) -> None:
    value = plain(from_yaml(f"- {number!r}"))[0]
    assert (value, type(value)) == (number, type(number))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(-1e300, 1e300),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=20,
)


@quick
@given(JSON)
def test_json_is_yaml(value: Any) -> None:
    assert plain(from_yaml(as_yaml(value))) == value


@quick
@given(st.lists(st.text("ab\n\r", max_size=5), min_size=1))
def test_lines_are_those_of_the_keys(texts: list[str]) -> None:
    keys = [f'"{index}": {json.dumps(text)}\n' for index, text in enumerate(texts)]
    blanks = [text.count("\n") for text in texts]
    text = "".join("\n" * blank + key for blank, key in zip(blanks, keys, strict=True))
    root = from_yaml(text)
    lines = text.split("\n")
    for key, node in root.value.items():
        assert lines[node.line - 1].startswith(f'"{key}"')


LINES = [
    ("a: 1\nb:\n  - x\n  - c: 2\n", {"a": 1, "b": 2, "b/0": 3, "b/1": 4, "b/1/c": 4}),
    ("a:\r\n  b: 1\r\n\r\n  c: 2\r\n", {"a": 1, "a/b": 2, "a/c": 4}),
    ("# one\n\n---\na: |\n  x\n  y\nb: 1\n", {"a": 4, "b": 7}),
    ("a: &x\n  b: 1\nc: *x\n", {"a": 1, "a/b": 2, "c": 3, "c/b": 2}),
]


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_lines(text: str, expected: dict[str, int]) -> None:
    def walk(node: Node, path: str) -> dict[str, int]:
        inner = (
            node.value.items()
            if isinstance(node.value, dict)
            else enumerate(node.value)
            if isinstance(node.value, list)
            else ()
        )
        found = {path: node.line} if path else {}
        for key, child in inner:
            found |= walk(child, f"{path}/{key}".lstrip("/"))
        return found

    assert walk(from_yaml(text), "") == expected


REFUSED = [
    ("a: 1\nb: 2\na: 3", 3, "the key `a` stands here twice"),
    ("a: {b: 1, b: 2}", 1, "the key `b` stands here twice"),
    ('1: a\n"1": b', 2, "the key `1` stands here twice"),
    ("? [a]\n: b", 1, "a key must be a word"),
    ("? {a: b}\n: c", 1, "a key must be a word"),
    ("a: &x b\n*x : c", 2, "a key must be a word"),
    ("a: 1\nb: !!int 2", 2, "the tag `tag:yaml.org,2002:int` is not allowed here; leave it out"),
    ("a: !!python/name:os.system x", 1, "the tag `tag:yaml.org,2002:python/name:os.system`"),
    ("a: !!timestamp 2025-07-04", 1, "the tag `tag:yaml.org,2002:timestamp` is not allowed"),
    ("a: !!binary aGk=", 1, "the tag `tag:yaml.org,2002:binary` is not allowed"),
    ("a: !!set {b}", 1, "the tag `tag:yaml.org,2002:set` is not allowed"),
    ("a: !!map [b]", 1, "the tag `tag:yaml.org,2002:map` is not allowed"),
    ("a: !<x> b", 1, "the tag `x` is not allowed"),
    ("!own a: b", 1, "the tag `!own` is not allowed"),
    ("!!str {a: b}", 1, "the tag `tag:yaml.org,2002:str` is not allowed"),
    ("a: 1\nb: 1e999", 2, "`1e999` is no number that a record can hold"),
    ("a: -1e999", 1, "`-1e999` is no number"),
    ("a: .inf", 1, "`.inf` is no number"),
    ("a: -.INF", 1, "`-.INF` is no number"),
    ("a: .NaN", 1, "`.NaN` is no number"),
    ("a: " + "9" * 5000, 1, "9…` is no number"),
    ("a: 0x" + "f" * 5000, 1, "f…` is no number"),
    ("a: 0o" + "7" * 6000, 1, "7…` is no number"),
    ("--- a\n--- b", 2, "a second document begins here; give it its own file"),
    ("a: *x", 1, "nothing before `*x` ends with that name"),
    ("a:\n  &x [*x]", 2, "nothing before `*x` ends with that name"),
    ("a: b: c", 1, "not YAML: mapping values are not allowed in this context"),
    ("a: 1\n\tb: 2", 2, "not YAML: found a tab character that violates indentation"),
    ("a: [1", 2, "not YAML: did not find expected"),
    ("a: 1\nb: 'x", 2, "not YAML: found unexpected end of stream"),
    ("é: 1\nb: \x00", 2, "not YAML: control characters are not allowed"),
    ("a: 1\r\n\r\nb: \x1b", 3, "not YAML: control characters are not allowed"),
    ("a: 1\r\nb: x\u2028y", 2, "remove the character U+2028, or escape it"),
    ("a: 1\rb: x\x85y", 2, "remove the character U+0085, or escape it"),
    ("\u2029", 1, "remove the character U+2029"),
    ('a: "\\ud800"', 1, "not YAML: found invalid Unicode character escape code"),
    ("%YAML 3.0\n---\na: b", 1, "not YAML: found incompatible YAML document"),
]


@pytest.mark.parametrize(("text", "line", "message"), REFUSED, ids=range(len(REFUSED)))
def test_refused(text: str, line: int, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        from_yaml(text)
    assert message in caught.value.message
    assert caught.value.line == line


@pytest.mark.parametrize("text", ["", "\n", "# nothing", "---", "--- # nothing\n...", "~", "null"])
def test_nothing(text: str) -> None:
    assert plain(from_yaml(text)) is None


@pytest.mark.parametrize(
    "text", ["<<: {a: 1}", "&x a: b", "a: &x [1]\nb: *x", "!!map {a: !!seq []}"]
)
def test_allowed(text: str) -> None:
    from_yaml(text)


def test_a_merge_is_only_a_key() -> None:
    assert plain(from_yaml("a: &x {b: 1}\nc: {<<: *x}")) == {"a": {"b": 1}, "c": {"<<": {"b": 1}}}


def test_an_alias_repeats_what_it_names() -> None:
    assert plain(from_yaml("- &x [1, &y {a: 2}]\n- *x\n- *y\n- &x 3\n- *x")) == [
        [1, {"a": 2}],
        [1, {"a": 2}],
        {"a": 2},
        3,
        3,
    ]


# ---- bounds

DEEP = ["[", "- ", "{a: ", "[{a: ", "? ", "? - "]


@pytest.mark.parametrize("opening", DEEP)
@pytest.mark.parametrize("times", [MAX_DEPTH + 2, 300_000])
def test_deep_nesting_is_refused(opening: str, times: int) -> None:
    began = time.process_time()
    with pytest.raises(Unreadable):
        from_yaml(opening * times)
    assert time.process_time() - began < 2


def test_the_depth_that_is_allowed() -> None:
    assert from_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    with pytest.raises(Unreadable, match="nested too deep"):
        from_yaml("[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2))


def test_aliases_do_not_nest_deeper() -> None:
    chain = "".join(f"- &a{n} [*a{n - 1}]\n" for n in range(1, MAX_DEPTH + 5))
    with pytest.raises(Unreadable, match="aliases repeat too much"):
        from_yaml("- &a0 []\n" + chain)


LAUGHS = "- &a0 lol\n" + "".join(
    f"- &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
)
BIG = f"- &a {'x' * 50_000}\n" + "- *a\n" * 10_000
KEYS = "- &a {" + ", ".join(f"{'k' * 90}{n}: 1" for n in range(500)) + "}\n" + "- *a\n" * 10_000
WIDE = "- &a [" + "x, " * 50_000 + "]\n" + "- *a\n" * 50_000


@pytest.mark.parametrize("bomb", [LAUGHS, BIG, KEYS, WIDE], ids=["laughs", "big", "keys", "wide"])
def test_alias_bombs_are_refused(bomb: str) -> None:
    began = time.process_time()
    with pytest.raises(Unreadable, match="aliases repeat too much"):
        from_yaml(bomb)
    assert time.process_time() - began < 2


def test_aliases_may_repeat_within_bounds() -> None:
    times = MAX_REPEATED // 11
    text = "- &a 0123456789\n".replace("0123456789", '"0123456789"') + "- *a\n" * times
    assert len(from_yaml(text).value) == times + 1
    with pytest.raises(Unreadable):
        from_yaml(text + "- *a\n" * 2)


@settings(deadline=None, max_examples=200)
@given(st.text("ab:-[]{},&*!|>'\"%#?~ \n\t01.e\u00e9\u2028", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        line = from_yaml(text).line
    except Unreadable as error:
        line = error.line
    assert 1 <= line <= text.count("\n") + 2
