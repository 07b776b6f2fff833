"""Record files that hold nothing, or what is no record: refused, and where it stands."""

from __future__ import annotations

import json

import pytest

from claimgraph.errors import ClaimgraphError, RecordErrors
from claimgraph.records import KINDS, Claim
from claimgraph.records.read import read
from record_sources import PLACE, found, ids, problems, write

pytestmark = pytest.mark.usefixtures("folder")
EMPTY = ["", "\n\n", "# nothing", "---", "{}", "articles:", "articles: []\nclaims: ~\n"]


@pytest.mark.parametrize("text", EMPTY)
def test_no_records(text: str) -> None:
    write({"a.yaml": text})
    with pytest.raises(ClaimgraphError, match=r"no records in a\.yaml; `claimgraph") as caught:
        read(["a.yaml"])
    assert caught.value.exit_code == 2
    write({"b.yaml": PLACE})
    assert ids(read(["."])) == ["p"]


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_an_empty_file_of_json(name: str) -> None:
    write({name: "", "b.yaml": PLACE})
    expected = ["a.json:1: not JSON: Expecting value"] if name == "a.json" else []
    assert problems() == expected


def test_an_empty_folder() -> None:
    with pytest.raises(ClaimgraphError, match="no records in "):
        read(["."])


LISTS = ", ".join(KINDS)
UNREADABLE = [
    ("- id: x", [f"1: expected lists under {LISTS}"]),
    ("claims", [f"1: expected lists under {LISTS}"]),
    ("x: 1\nclaim: []", ["1: x: unknown list; known are articles,", "2: claim: unknown list; did"]),
    ("claims: {id: x}", ["1: claims: must be a list of records"]),
    ("claims: x\nevents: 1", ["1: claims: must be a list of", "2: events: must be a list of"]),
    ("claims: [\n", ["2: not YAML: "]),
    ("claims: [{id: c}]\nclaims: []", ["2: the key `claims` stands here twice"]),
]


@pytest.mark.parametrize(("text", "expected"), UNREADABLE, ids=range(len(UNREADABLE)))
def test_files_that_are_no_record_files(text: str, expected: list[str]) -> None:
    write({"a.yaml": text})
    found = [text.removeprefix("a.yaml:") for text in problems()]
    assert [text[: len(start)] for text, start in zip(found, expected, strict=True)] == expected


def test_files_that_cannot_be_read_are_told_with_all_else() -> None:
    write(
        {
            "a.yaml": "claims: [\n",
            "b.json": "{\n",
            "c.yaml": "claimes: []\nclaims:\n  - {id: c}\n",
            "d.yaml": b"\xff",
            "e.jsonl": '{"kind":"claim"}\n{\n',
            "f.yaml": PLACE,
        }
    )
    assert problems() == [
        "a.yaml:2: not YAML: did not find expected node content",
        "b.json:2: not JSON: a key in quotes expected",
        "c.yaml:1: claimes: unknown list; did you mean `claims`?",
        "c.yaml:3: text: is missing",
        "d.yaml:1: not UTF-8; save the file in that encoding",
        "e.jsonl:1: id: is missing",
        "e.jsonl:1: text: is missing",
        "e.jsonl:2: not JSON: a key in quotes expected",
    ]


def test_all_problems_are_raised_at_once() -> None:
    write({"a.yaml": "x", "b.jsonl": "{}"})
    with pytest.raises(RecordErrors) as caught:
        read(["."])
    assert caught.value.exit_code == 1
    assert len(caught.value.problems) == 2


# ---- JSON Lines

BAD_LINES = r"""
{"kind":"place","id":"p","name":"P"}
{"kind":"place","id":"q"}
{"kind":"plaice","id":"r","name":"R"}
{"id":"s","name":"S"}
{"kind":7,"id":"s"}

not JSON
{"kind":"place","id":"t","name":"T"
["kind"]
{"kind":"place","id":"u","name":"\ud800"}
{"kind":"place","id":"v","name":"V","id":3}
{"kind":"event","id":"w w","name":{},"when":987}
{"kind":"review","id":"x","claim":"c","desk":"d","url":"http://a","rating":{"value":1e999}}
{"name":"Z","id":"z","kind":"place"}
null
""".lstrip("\n")
KNOWN = "known are article, actor, place, event, claim, contradiction, review, link"


def test_bad_lines_leave_the_others_alone() -> None:
    deep = '{"a":' * 10_000 + "1" + "}" * 10_000
    write({"a.jsonl": BAD_LINES + deep + '\n{"kind":"place","id":"last","name":"L"}'})
    reading = read(["a.jsonl"])
    assert ids(reading) == ["p", "z", "last"]
    assert found(reading) == [
        "a.jsonl:2: name: is missing",
        "a.jsonl:3: kind: `plaice` is no kind of record; did you mean `place`?",
        f"a.jsonl:4: kind: is missing; {KNOWN}",
        f"a.jsonl:5: kind: `7` is no kind of record; {KNOWN}",
        "a.jsonl:7: not JSON: Expecting value",
        "a.jsonl:8: not JSON: `,` or `}` expected",
        f"a.jsonl:9: kind: is missing; {KNOWN}",
        "a.jsonl:10: half of a surrogate pair in a text",
        "a.jsonl:11: the key `id` stands here twice",
        "a.jsonl:12: id: `w w` is not an id: letters, digits, `-`, `.`, `_`",
        "a.jsonl:12: name: expected fields of length >= 1",
        "a.jsonl:12: when: expected a date as text, got `987`; put it in quotes",
        "a.jsonl:13: `1e999` is no number that a record can hold",
        f"a.jsonl:15: kind: is missing; {KNOWN}",
        "a.jsonl:16: nested too deep",
    ]


def test_refusals_hold_what_was_read() -> None:
    write({"a.jsonl": BAD_LINES, "claimgraph.toml": "source = 'mine'"})
    refusals = {one.origin.line: one for one in read(["."]).refusals}
    assert {one.source for one in refusals.values()} == {"mine"}
    assert (refusals[2].kind, refusals[2].raw) == ("place", {"kind": "place", "id": "q"})
    assert (refusals[3].kind, refusals[3].raw["kind"]) == ("", "plaice")
    assert (refusals[7].kind, refusals[7].raw) == ("", "not JSON")
    assert (refusals[12].kind, refusals[12].raw["when"]) == ("event", 987)
    assert refusals[9].raw == ["kind"]
    for one in refusals.values():
        assert json.loads(json.dumps(one.raw, allow_nan=False)) == one.raw


def test_a_record_of_json_lines_needs_no_order_of_fields() -> None:
    write({"a.ndjson": '{"id":"c","text":"x","kind":"claim"}'})
    assert read(["a.ndjson"]).entries[0].record == Claim(id="c", text="x")
