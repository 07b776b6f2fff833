"""JSON, with the standard library as oracle."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.records.json_tree import from_json
from claimgraph.records.tree import MAX_DEPTH, Node, Unreadable, extent, plain, shown

quick = settings(deadline=None, max_examples=150)

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=25,
)


def same(one: Any, other: Any) -> bool:
    """Equal, and of the same types: 1 is neither 1.0 nor true, 0.0 is not -0.0."""
    return repr(one) == repr(other)


@quick
@given(JSON, st.booleans(), st.sampled_from([None, 0, 1, "\t"]))
def test_any_value_reads_as_the_standard_library_does(
    value: Any, ascii_: bool, indent: int | str | None
) -> None:
    text = json.dumps(value, ensure_ascii=ascii_, indent=indent)
    assert same(plain(from_json(text)), json.loads(text))


def nodes(node: Node) -> list[Node]:
    """A node and all in it."""
    inner: list[Node] = []
    if isinstance(node.value, dict):
        inner = list(node.value.values())
    elif isinstance(node.value, list):
        inner = node.value
    return [node, *(found for child in inner for found in nodes(child))]


@quick
@given(JSON)
def test_a_value_is_on_its_line(value: Any) -> None:
    """With an indent, every item stands on a line of its own, and so does every key."""
    text = json.dumps(value, indent=1)
    lines = text.split("\n")
    root = from_json(text)
    assert root.line == 1
    for node in nodes(root):
        if isinstance(node.value, dict):
            for key, child in node.value.items():
                assert lines[child.line - 1].lstrip().startswith(f"{json.dumps(key)}: ")
        elif isinstance(node.value, list):
            starts = [child.line for child in node.value]
            assert starts == sorted(set(starts))
            for child in node.value:
                leaf = not isinstance(child.value, dict | list)
                spelt = (
                    json.dumps(child.value)
                    if leaf
                    else "["
                    if isinstance(child.value, list)
                    else "{"
                )
                assert lines[child.line - 1].lstrip().startswith(spelt)


ODD = [
    "{}",
    "[]",
    " [ ] ",
    "\r\n\t{ \r\n } ",
    '{"":0}',
    '"\\u0000\\ud83d\\ude00\\/\\b\\f"',
    "-0",
    "-0.0",
    "1E400".replace("400", "30"),
    "1e-999",
    "12345678901234567890123456789012345678901234567890",
    '{"a":{"b":[{},[],[[]]]}}',
    '"\u2028\x7f\x85"',
    "0.1e+1",
]


@pytest.mark.parametrize("text", ODD)
def test_oddities_are_read(text: str) -> None:
    assert same(plain(from_json(text)), json.loads(text))


NOT_JSON = [
    "",
    " ",
    "{",
    "[",
    '"',
    "[1,]",
    '{"a":1,}',
    "{,}",
    "[,1]",
    "[1 2]",
    '{"a" 1}',
    '{"a":}',
    "{a:1}",
    "{'a':1}",
    "{1:2}",
    "nul",
    "True",
    "01",
    "+1",
    ".5",
    "1.",
    "1e",
    "0x1",
    "[1]x",
    "1 2",
    '"a\nb"',
    '"\\x"',
    '"\\u12"',
    "// x\n1",
    "\ufeff1",
    "\xa01",
    '{"a":1}}',
    '{"a":1]',
    "[1}",
    "-",
    "--1",
]


@pytest.mark.parametrize("text", NOT_JSON)
def test_what_the_standard_library_refuses_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        json.loads(text)
    with pytest.raises(Unreadable):
        from_json(text)


@settings(deadline=None, max_examples=300)
@given(st.text('[]{}:,"\\ntrue01e-. \n', max_size=20))
def test_any_text_is_refused_as_the_standard_library_does(text: str) -> None:
    def pairs(held: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(held)) < len(held):
            raise ValueError("a key twice")
        return dict(held)

    try:
        expected = json.loads(text, object_pairs_hook=pairs)
    except ValueError:
        with pytest.raises(Unreadable):
            from_json(text)
    else:
        assert same(plain(from_json(text)), expected)


REFUSED = [  # what the standard library accepts
    ("NaN", 1, "`NaN` is no number that a record can hold"),
    ("[1,\n-Infinity]", 2, "`-Infinity` is no number"),
    ('{"a":\n Infinity}', 2, "`Infinity` is no number"),
    ("1e999", 1, "`1e999` is no number"),
    ("[\n\n-1e999]", 3, "`-1e999` is no number"),
    ("9" * 5000, 1, "9…` is no number"),
    ('{"a":1,\n"a":2}', 2, "the key `a` stands here twice"),
    ('[{"a":{"b":1,\n"\\u0062":2}}]', 2, "the key `b` stands here twice"),
    ('["\\ud800"]', 1, "half of a surrogate pair"),
    ('["x",\n"\\ude00\\ud83d"]', 2, "half of a surrogate pair"),
    ('{"\\ud800":1}', 1, "half of a surrogate pair"),
]


@pytest.mark.parametrize(("text", "line", "message"), REFUSED, ids=range(len(REFUSED)))
def test_refused(text: str, line: int, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        from_json(text)
    assert message in caught.value.message
    assert caught.value.line == line


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_nesting(opening: str, closing: str) -> None:
    inner = "0" if opening != "[" else ""
    assert from_json(opening * MAX_DEPTH + inner + closing * MAX_DEPTH)
    for times in (MAX_DEPTH + 2, 100_000):
        with pytest.raises(Unreadable, match="nested too deep"):
            from_json(opening * times)


# ---- nodes


@quick
@given(JSON)
def test_extent_counts_nodes_characters_and_levels(value: Any) -> None:
    node = from_json(json.dumps(value))
    size, height = extent(node)
    every = nodes(node)
    texts = [one.value for one in every if isinstance(one.value, str)]
    keys = [key for one in every if isinstance(one.value, dict) for key in one.value]
    assert size == len(every) + sum(map(len, texts)) + sum(map(len, keys))

    def levels(one: Node) -> int:
        inner = nodes(one)[1:]
        return 1 + max(map(levels, inner), default=0) if isinstance(one.value, dict | list) else 0

    assert height == levels(node)


SHOWN: list[tuple[Any, str]] = [
    (None, "nothing"),
    ({}, "fields"),
    ([1], "a list"),
    (True, "`true`"),
    (12, "`12`"),
    ("x", "`x`"),
    ("", "``"),
    ("a\n\x1b[2J", "`a\\n\\x1b[2J`"),
    ("x" * 60, f"`{'x' * 60}`"),
    ("x" * 61, f"`{'x' * 57}…`"),
    ("نص", "`نص`"),
]


@pytest.mark.parametrize(("value", "expected"), SHOWN)
def test_a_value_in_a_message(value: Any, expected: str) -> None:
    assert shown(value) == expected
