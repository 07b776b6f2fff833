"""The JSON Schema agrees with the reader, in both directions, as far as it can say it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from claimgraph.dates import Edtf
from claimgraph.records import BY_TAG, KINDS, Record
from claimgraph.records.convert import Mistakes, convert
from claimgraph.records.fields import FileName, Id, Language, Sha256, Url, fields
from claimgraph.records.json_tree import from_json
from claimgraph.records.outcome import Entry
from claimgraph.records.schema import DIALECT, json_schema, text
from record_sources import LIST_OF, lists
from strategies import record_sets

SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
quick = settings(deadline=None, max_examples=15)


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """All objects in a schema."""
    if isinstance(schema, dict):
        yield schema
    if isinstance(schema, dict | list):
        for inner in schema.values() if isinstance(schema, dict) else schema:
            yield from objects(inner)


def test_it_is_a_schema() -> None:
    assert SCHEMA["$schema"] == DIALECT
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(text()) == SCHEMA
    assert text() == text()


def test_it_has_the_lists_of_a_record_file() -> None:
    assert list(SCHEMA["properties"]) == list(KINDS)
    for name, struct in KINDS.items():
        held = SCHEMA["properties"][name]
        assert held["items"] == {"$ref": f"#/$defs/{struct.__name__}"}
        assert (struct.__doc__ or "").startswith(held["description"])


@pytest.mark.parametrize("struct", KINDS.values())
def test_it_describes_each_field(struct: type[Record]) -> None:
    described = SCHEMA["$defs"][struct.__name__]["properties"]
    assert set(described) == {"kind", *(field.name for field in fields(struct))}
    for field in fields(struct):
        assert described[field.name]["description"] == field.description
    assert described["kind"] == {"enum": [struct.__struct_config__.tag]}


def test_nothing_unknown_is_allowed_anywhere() -> None:
    for held in objects(SCHEMA):
        if held.get("type") == "object" and "propertyNames" not in held:
            assert held["additionalProperties"] is False
    assert SCHEMA["additionalProperties"] is False


def test_its_patterns_are_those_that_are_tried_in_ecma_262() -> None:
    """See test_records_fields."""
    hints: tuple[Any, ...] = (FileName, Id, Language, Sha256, Url)
    tried = {hint.__metadata__[0].pattern for hint in hints}
    assert {held["pattern"] for held in objects(SCHEMA) if "pattern" in held} == tried


def test_every_example_of_a_date_is_one() -> None:
    examples = {one for held in objects(SCHEMA) for one in held.get("examples", ())}
    assert "2025?-07-04" in examples
    for example in examples:
        assert Edtf.parse(example).text == example


# ---- agreement

WHOLE: list[tuple[Any, bool]] = [
    (None, True),
    ({}, True),
    ({"claims": None, "events": []}, True),
    ({"claims": {}}, False),
    ({"claims": [None]}, False),
    ({"claim": []}, False),
    ([], False),
    ("claims", False),
    ({"places": [{"id": "p", "name": "P"}]}, True),
    ({"places": [{"id": "p", "name": "P", "kind": "place"}]}, True),
    ({"places": [{"id": "p", "name": "P", "kind": "event"}]}, False),
    ({"places": [{"id": "p", "name": {"en": "P"}, "aliases": ["x", {"de": "P"}]}]}, True),
    ({"places": [{"id": "p", "name": {"in English": "P"}}]}, False),
    ({"places": [{"id": "p", "name": {}}]}, False),
    ({"places": [{"id": "p", "name": ""}]}, False),
    ({"places": [{"id": "..", "name": "P"}]}, False),
    ({"places": [{"id": "p\n", "name": "P"}]}, False),
    ({"places": [{"id": "p", "name": "P", "inside": None}]}, True),
    ({"places": [{"id": "p", "name": "P", "aliases": None}]}, False),
    ({"places": [{"name": "P"}]}, False),
    ({"places": [{"id": "p", "name": "P", "x": 1}]}, False),
    ({"events": [{"id": "e", "name": "E", "when": 2025}]}, True),
    ({"events": [{"id": "e", "name": "E", "when": 987}]}, False),
    ({"events": [{"id": "e", "name": "E", "series": 1}]}, False),
    ({"contradictions": [{"id": "c", "claims": ["a"], "aspect": "cause"}]}, False),
]


@pytest.mark.parametrize(("value", "good"), WHOLE, ids=range(len(WHOLE)))
def test_files(value: Any, good: bool) -> None:
    assert VALIDATOR.is_valid(value) == good
    assert (wrong(value) == []) == good


def wrong(value: Any) -> list[str]:
    """What the reader finds wrong with a file that holds at most one record."""
    if not isinstance(value, dict | None):
        return ["no file of records"]
    for name, held in (value or {}).items():
        if name not in KINDS or not isinstance(held, list | None):
            return ["no list of records"]
        for one in held or ():
            try:
                convert(from_json(json.dumps(one)), KINDS[name])
            except Mistakes as error:
                return [mistake.message for mistake in error.found]
    return []


@quick
@given(record_sets(), st.booleans())
def test_what_the_reader_writes_the_schema_allows(entries: list[Entry], kinds: bool) -> None:
    held = lists([entry.record for entry in entries])
    for record in (record for found in held.values() for record in found):
        if not kinds:
            del record["kind"]
    assert [error.message for error in VALIDATOR.iter_errors(held)] == []


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(0, 1).filter(lambda number: not number.is_integer())
    | st.sampled_from(["", "a", "a b", "2025", "asserts", "cause", "en", "0" * 64]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner),
    max_leaves=4,
)
GOOD: dict[str, dict[str, Any]] = {
    "claim": {
        "id": "c",
        "text": "x",
        "attributions": [
            {"speaker": "s", "article": "a", "stance": "asserts", "form": "direct"},
        ],
    },
    "article": {
        "id": "a",
        "text": {"file": "a.txt", "length": 1, "sha256": "0" * 64},
        "translation": {"of": "b"},
    },
    "actor": {"id": "a", "type": "person", "name": "A"},
    "place": {"id": "p", "name": "P"},
    "event": {"id": "e", "name": "E", "participants": [{"actor": "a", "role": "host"}]},
    "contradiction": {"id": "c", "claims": ["a", "b"], "aspect": "cause"},
    "review": {
        "id": "r",
        "claim": "c",
        "desk": "d",
        "url": "https://a.org/",
        "rating": {"value": 1},
        "verdicts": {"truth": True},
        "corrections": [{"text": "x"}],
    },
    "link": {"id": "l", "event": "e", "same": ["f"], "by": "a", "decided": "2025"},
}


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all objects in a value."""
    found = [path] if isinstance(value, dict) else []
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            found += places(value[key], (*path, key))
    return found


@st.composite
def changed(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A good record with some fields of it or of its parts changed, added or left out."""
    tag = draw(st.sampled_from(sorted(GOOD)))
    record = json.loads(json.dumps(GOOD[tag]))
    path = draw(st.sampled_from(places(record)))
    part = record
    for step in path:
        part = part[step]
    names = [*part, *(BY_TAG[tag].__struct_fields__ if not path else ("id", "x", "best", "said"))]
    for name in draw(st.lists(st.sampled_from(names), max_size=2)):
        part[name] = draw(ANYTHING)
    if draw(st.booleans()):
        part.pop(draw(st.sampled_from(names)), None)
    return tag, record


@settings(deadline=None, max_examples=200)
@given(changed())
def test_the_schema_refuses_what_the_reader_refuses(case: tuple[str, dict[str, Any]]) -> None:
    """But for texts that are no dates."""
    tag, record = case
    mistakes = wrong({LIST_OF[tag]: [record]})
    if VALIDATOR.is_valid({LIST_OF[tag]: [record]}):
        assert [text for text in mistakes if "cannot be read as a date" not in text] == []
    else:
        assert mistakes
