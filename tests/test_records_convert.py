"""Every mistake in a record at once, each with file, line and field."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.records import BY_TAG, KINDS, Record
from claimgraph.records.convert import Mistakes, convert, near, read_value
from claimgraph.records.json_tree import from_json
from record_sources import builtins, problems, write
from strategies import record_sets

quick = settings(deadline=None, max_examples=15)

pytestmark = pytest.mark.usefixtures("folder")

WHOLE = """\
claims:
  - id: a b
    txet: The bridge is closed.
    attributions:
      - speaker: times
        stance: assert
        form: direct
        said: 4.7.2025
        evidence:
          - start: -1
            end: x
            sha256: abc
      - x

    supports: b
  - text: ""
  - 3
  -
events:
  - {id: closing, name: Closing,
     series: no,
     participants: [
       {actor: mayor, role: decidre},
       {role: host}]}
"""
DECIDER = (
    "`decidre` is none of addressee, affected, authority, awardee, awarder, belligerent, "
    "commemorated, deceased, decider, deported, detained, guest, host, injured, interviewee, "
    "interviewer, negotiator, operator, organizer, participant, recipient, sender, signatory, "
    "speaker, target, traveller, attacker, instigator, perpetrator, responsible; "
    "did you mean `decider`?"
)
DAY = "write 2025-07-04 for a day, 2025-07 for a month, 2025 for a year, without spaces"


def test_everything_at_once() -> None:
    write({"r.yaml": WHOLE})
    assert problems() == [
        "r.yaml:2: id: `a b` is not an id: letters, digits, `-`, `.`, `_`",
        "r.yaml:2: text: is missing",
        "r.yaml:3: txet: unknown field; did you mean `text`?",
        "r.yaml:5: attributions[0].article: is missing",
        "r.yaml:6: attributions[0].stance: "
        "`assert` is none of asserts, suggests, denies, reports; did you mean `asserts`?",
        f"r.yaml:8: attributions[0].said: '4.7.2025' cannot be read as a date: {DAY}",
        "r.yaml:10: attributions[0].evidence[0].start: expected a whole number >= 0, got `-1`",
        "r.yaml:11: attributions[0].evidence[0].end: expected a whole number, got the text `x`",
        "r.yaml:12: attributions[0].evidence[0].sha256: `abc` is not a SHA-256 in lower-case hex",
        "r.yaml:13: attributions[1]: expected fields, got the text `x`",
        "r.yaml:15: supports: expected a list, got the text `b`",
        "r.yaml:16: id: is missing",
        "r.yaml:16: text: expected text of length >= 1",
        "r.yaml:17: expected fields, got `3`",
        "r.yaml:18: expected fields, got nothing",
        "r.yaml:21: series: expected true or false, got the text `no`",
        f"r.yaml:23: participants[0].role: {DECIDER}",
        "r.yaml:24: participants[1].actor: is missing",
    ]


def test_the_same_in_json() -> None:
    text = """\
{"claims": [
  {"id": "a b",
   "supports": "b",
   "text": [
     3
   ],
   "attributions": [{"speaker": "times",
     "article": "x",
     "stance": null}]}
]}"""
    write({"r.json": text})
    assert problems() == [
        "r.json:2: id: `a b` is not an id: letters, digits, `-`, `.`, `_`",
        "r.json:3: supports: expected a list, got the text `b`",
        "r.json:4: text: expected text or fields, got a list",
        "r.json:7: attributions[0].form: is missing",
        "r.json:9: attributions[0].stance: expected text, got nothing",
    ]


CLAIM: dict[str, Any] = {"kind": "claim", "id": "c", "text": "x"}
EVENT: dict[str, Any] = {"kind": "event", "id": "e", "name": "x"}
REVIEW: dict[str, Any] = {
    "kind": "review",
    "id": "r",
    "claim": "c",
    "desk": "d",
    "url": "https://a.org/r",
}
CONTRADICTION: dict[str, Any] = {
    "kind": "contradiction",
    "id": "x",
    "claims": ["a", "b"],
    "aspect": "cause",
}
ACTOR: dict[str, Any] = {"kind": "actor", "id": "a", "type": "person", "name": "A"}
TRUTH = "is none of true, mostly-true, mixed, mostly-false, false"

BROKEN: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    # names of fields, and kinds
    (CLAIM, {"suports": []}, ["suports: unknown field; did you mean `supports`?"]),
    (
        CLAIM,
        {"x": 1},
        [
            "x: unknown field; known are id, same_as, license, text, about, attributions, "
            "appearances, first_appearance, published, supports, variant_of"
        ],
    ),
    (ACTOR, {"sameAs": []}, ["sameAs: unknown field; did you mean `same_as`?"]),
    (REVIEW, {"rating": {"valu": 1}}, ["rating.valu: unknown field; did you mean `value`?"]),
    # ids, URLs, languages, hashes
    (CLAIM, {"id": ""}, ["id: `` is not an id: letters, digits, `-`, `.`, `_`"]),
    (CLAIM, {"id": "a\n"}, ["id: `a\\n` is not an id: letters, digits, `-`, `.`, `_`"]),
    (CLAIM, {"id": None}, ["id: expected text, got nothing"]),
    (CLAIM, {"id": 7}, ["id: expected text, got `7`"]),
    (CLAIM, {"id": "ab" * 200}, [f"id: `{'ab' * 28}a…` is not an id: "]),
    (CLAIM, {"about": ["a", "b c", "d", 4]}, ["about[1]: `b c` is not", "about[3]: expected text"]),
    (ACTOR, {"url": "a.org"}, ["url: `a.org` is not an http(s) URL without user name"]),
    (ACTOR, {"same_as": ["http://u@a"]}, ["same_as[0]: `http://u@a` is not an http(s) URL"]),
    (REVIEW, {"language": "en_US"}, ["language: `en_US` is not a BCP 47 language tag"]),
    # texts
    (CLAIM, {"text": ""}, ["text: expected text of length >= 1"]),
    (CLAIM, {"text": {}}, ["text: expected fields of length >= 1"]),
    (CLAIM, {"text": True}, ["text: expected text or fields, got `true`"]),
    (
        CLAIM,
        {"text": {"en": "", "in English": "x", "de": 3, "fr": "y", "": None}},
        [
            "text.: `` is not a BCP 47 language tag",
            "text.: expected text, got nothing",
            "text.de: expected text, got `3`",
            "text.en: expected text of length >= 1",
            "text.in English: `in English` is not a BCP 47 language tag",
        ],
    ),
    (ACTOR, {"aliases": ["x", {"en": ""}, 3]}, ["aliases[1].en: expected", "aliases[2]: expected"]),
    # dates
    (EVENT, {"when": 987}, ["when: expected a date as text, got `987`; put it in quotes"]),
    (EVENT, {"when": True}, ["when: expected a date as text, got `true`; put it in quotes"]),
    (EVENT, {"when": ["2025"]}, ["when: expected a date as text, got a list; put it in quotes"]),
    (EVENT, {"when": "2025-02-30"}, ["when: '2025-02-30' cannot be read as a date: 2025-02 has"]),
    (EVENT, {"when": ""}, ["when: '' cannot be read as a date"]),
    (EVENT, {"when": "yesterday"}, [f"when: 'yesterday' cannot be read as a date: {DAY}"]),
    # choices
    (EVENT, {"type": "acident"}, ["type: `acident` is none of accident, "]),
    (EVENT, {"type": 1}, ["type: expected text, got `1`"]),
    (CONTRADICTION, {"aspect": None}, ["aspect: expected text, got nothing"]),
    (REVIEW, {"verdicts": {"truth": "treu"}}, [f"verdicts.truth: `treu` {TRUTH}; did you mean"]),
    (REVIEW, {"verdicts": {"truth": "zzz"}}, [f"verdicts.truth: `zzz` {TRUTH}"]),
    # numbers
    (REVIEW, {"rating": {"value": "3"}}, ["rating.value: expected a number, got the text `3`"]),
    (REVIEW, {"rating": {"value": True}}, ["rating.value: expected a number, got `true`"]),
    (
        REVIEW,
        {"rating": {"value": 10**10}},
        ["rating.value: expected a whole number <= 1000000000"],
    ),
    (
        REVIEW,
        {"rating": {"best": -(10**400)}},
        ["rating.best: expected a whole number >= -1000000"],
    ),
    (REVIEW, {"rating": {"best": 1e10}}, ["rating.best: expected a number <= 1000000000.0, got"]),
    # lists and parts
    (CLAIM, {"supports": None}, ["supports: expected a list, got nothing"]),
    (CLAIM, {"attributions": {"speaker": "a"}}, ["attributions: expected a list, got fields"]),
    (CLAIM, {"attributions": [[]]}, ["attributions[0]: expected fields, got a list"]),
    (REVIEW, {"rating": 5}, ["rating: expected fields, got `5`"]),
    (REVIEW, {"corrections": [{}]}, ["corrections[0].text: is missing"]),
    (CONTRADICTION, {"claims": ["a"]}, ["claims: expected a list of length >= 2"]),
    (
        CONTRADICTION,
        {"claims": [1]},
        ["claims: expected a list of", "claims[0]: expected text, got"],
    ),
    (EVENT, {"series": "yes"}, ["series: expected true or false, got the text `yes`"]),
    (EVENT, {"series": 1}, ["series: expected true or false, got `1`"]),
]


def mistakes(record: dict[str, Any]) -> list[str]:
    """What is wrong with a record, without lines."""
    try:
        convert(from_json(json.dumps(record)), BY_TAG[record["kind"]])
    except Mistakes as error:
        return sorted(f"{one.field}: {one.message}" for one in error.found)
    return []


@pytest.mark.parametrize(("good", "change", "expected"), BROKEN, ids=range(len(BROKEN)))
def test_mistakes(good: dict[str, Any], change: dict[str, Any], expected: list[str]) -> None:
    assert mistakes(good) == []
    found = mistakes(good | change)
    assert [text[: len(start)] for text, start in zip(found, expected, strict=True)] == expected


def test_a_wrong_kind_is_one_mistake_among_others() -> None:
    write({"r.yaml": "events:\n  - id: e\n    kind: claim\n  - {id: f, kind: event, name: F}"})
    assert problems() == [
        "r.yaml:2: name: is missing",
        "r.yaml:3: kind: `claim` cannot stand in a list of `event` records",
    ]


def test_kind_is_unknown_inside_a_record() -> None:
    assert mistakes(REVIEW | {"rating": {"kind": "rating"}})[0].startswith("rating.kind: unknown")


# ---- properties


@quick
@given(record_sets())
def test_records_survive(entries: list[Any]) -> None:
    for entry in entries:
        text = json.dumps(builtins(entry.record), indent=1)
        assert convert(from_json(text), type(entry.record)) == entry.record


RECORDS = [CLAIM, EVENT, REVIEW, CONTRADICTION, ACTOR]
CHANGES = st.sampled_from([(good, change) for good, change, _ in BROKEN])


@quick
@given(st.sampled_from(RECORDS), st.lists(CHANGES, max_size=6))
def test_each_mistake_is_found_beside_others(
    good: dict[str, Any], changes: list[tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    mine = [change for of, change in changes if of is good]
    broken = {name: value for change in mine for name, value in change.items()}
    alone = [text for name, value in broken.items() for text in mistakes(good | {name: value})]
    assert mistakes(good | broken) == sorted(alone)


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "a", "2025", "asserts", "https://a.org/", "en", "0" * 64]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner),
    max_leaves=4,
)


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(list(KINDS.values())), st.data())
def test_the_first_pass_and_the_second_agree(struct: type[Record], data: st.DataObject) -> None:
    """A record is a record if and only if nothing is found wrong, whatever stands in its fields."""
    names = st.sampled_from([*struct.__struct_fields__, "zzz"])
    record = data.draw(st.dictionaries(names, ANYTHING, max_size=6))
    record |= {"kind": struct.__struct_config__.tag, "id": "x"}
    text = json.dumps(record)
    try:
        fast: Record | None = msgspec.json.decode(text, type=struct, dec_hook=read_value)
    except msgspec.DecodeError:
        fast = None
    assert (fast is None) == bool(mistakes(record))
    if fast is not None:
        assert convert(from_json(text), struct) == fast


# ---- suggestions

NEAR = [
    ("claim", "claim", "`claim`"),
    ("clam", "claim", "`claim`"),
    ("artical", "article", "`article`"),
    ("crash-2024-12-24", "crash-2024-12-25", "`crash-2024-12-25`"),
    ("روسیا", "روسيا", "`روسيا`"),
    ("xyz", "claim", ""),
    ("", "claim", ""),
    ("a" * 100_000, "claim", ""),
]


@pytest.mark.parametrize(("word", "known", "expected"), NEAR, ids=range(len(NEAR)))
def test_near_misses(word: str, known: str, expected: str) -> None:
    assert near(word, [known, "zzzzzz"]) == (f"; did you mean {expected}?" if expected else "")


@given(st.permutations(["bridge-a", "bridge-b", "bridge-c", "ridge-a"]))
def test_a_suggestion_does_not_depend_on_order(known: list[str]) -> None:
    assert near("bridge-", known) == "; did you mean `bridge-c`?"
