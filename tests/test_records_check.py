"""Ids and references: across files, in any order, and what is wrong with them."""

from __future__ import annotations

import time
from unicodedata import normalize

import pytest
from hypothesis import given, settings

from claimgraph.records import Claim, Place
from claimgraph.records.check import MAX_COMPARED, check, consequences
from claimgraph.records.outcome import Entry, Origin
from claimgraph.records.settings import Settings
from record_sources import problems, write
from strategies import record_sets

pytestmark = pytest.mark.usefixtures("folder")

GOOD = {
    "a.yaml": """\
events:
  - id: closing
    name: Closing of the bridge
    where: [bridge]
    participants: [{actor: mayor, role: decider, according_to: [closed]}]
""",
    "b.yaml": """\
places: [{id: bridge, name: Bridge, inside: town}]
claims: [{id: closed, text: The bridge is closed., about: [closing, bridge, mayor]}]
""",
    "c.jsonl": """\
{"kind":"actor","id":"mayor","type":"person","name":"M"}
{"kind":"place","id":"town","name":"T"}
""",
}


def test_records_refer_across_files_and_formats() -> None:
    write(GOOD)
    assert problems() == []
    assert problems("c.jsonl", "b.yaml", "a.yaml") == []


def test_a_part_of_a_source_lacks_the_rest() -> None:
    write(GOOD)
    assert problems("b.yaml") == [
        "b.yaml:1: inside: there is no place `town`",
        "b.yaml:2: about[0]: there is no event or actor or place `closing`",
        "b.yaml:2: about[2]: there is no event or actor or place `mayor`",
    ]


WRONG: dict[str, tuple[str, list[str]]] = {
    "a near miss": (
        "places:\n- {id: town, name: T}\n- id: bridge\n  name: B\n  inside: twon",
        ["5: inside: there is no place `twon`; did you mean `town`?"],
    ),
    "a near miss of another kind": (
        "places: [{id: bridge, name: B, inside: towm}]\nclaims: [{id: town, text: x}]",
        ["1: inside: there is no place `towm`"],
    ),
    "ids differ in case": (
        "places: [{id: Town, name: T}, {id: b, name: B, inside: town}]",
        ["1: inside: there is no place `town`; did you mean `Town`?"],
    ),
    "another kind": (
        "places: [{id: b, name: B, inside: x}]\nevents:\n- {id: x, name: X, where: [b],\n"
        "   part_of: [b]}\narticles: [{id: a, cites: [x], about: [a]}]",
        [
            "1: inside: `x` is an event; expected a place",
            "4: part_of[0]: `b` is a place; expected an event",
            "5: about[0]: refers to its own record: remove it",
            "5: cites[0]: `x` is an event; expected an article",
        ],
    ),
    "any of several kinds": (
        "claims: [{id: c, text: x, about: [d]}, {id: d, text: x}]",
        ["1: about[0]: `d` is a claim; expected an event or actor or place"],
    ),
    "itself": (
        "places: [{id: b, name: B, inside: b}]\n"
        "events: [{id: e, name: E, part_of: [e]}]\n"
        "actors: [{id: a, type: news, name: A, parent: a}]\n"
        "claims:\n- {id: c, text: x, supports: [c],\n  variant_of: c}\n"
        "articles: [{id: t, translation: {of: t}}]",
        [
            "1: inside: refers to its own record: remove it",
            "2: part_of[0]: refers to its own record: remove it",
            "3: parent: refers to its own record: remove it",
            "5: supports[0]: refers to its own record: remove it",
            "6: variant_of: `c` is a variant itself: name `c`",
            "6: variant_of: refers to its own record: remove it",
            "7: translation.of: refers to its own record: remove it",
        ],
    ),
    "an id twice": (
        "places:\n- {id: b, name: B}\n- {id: b, name: C}\n- {id: c, name: C, inside: b}",
        [
            "2: id: `b` is also the id of the place at a.yaml:3",
            "3: id: `b` is also the id of the place at a.yaml:2",
        ],
    ),
    "an id three times, of several kinds": (
        "places:\n- {id: b, name: B}\n- {id: b, name: C}\nevents:\n- {id: b, name: C, where: [b]}",
        [
            "2: id: `b` is also the id of the place at a.yaml:3, and of 1 more",
            "3: id: `b` is also the id of the place at a.yaml:2, and of 1 more",
            "5: id: `b` is also the id of the place at a.yaml:2, and of 1 more",
            "5: where[0]: refers to its own record: remove it",
        ],
    ),
    "a record that was refused": (
        "places: [{id: b}]\nevents: [{id: e, name: E, where: [b]}]",
        ["1: name: is missing"],
    ),
    "the id of a record that was refused": (
        "places: [{id: b}, {id: b, name: B}]",
        [
            "1: id: `b` is also the id of a record that was refused: rename one",
            "1: name: is missing",
        ],
    ),
    "an id that was refused": (
        "places: [{id: 3, name: B}]\nevents: [{id: e, name: E, where: ['3']}]",
        ["1: id: expected text, got `3`", "2: where[0]: there is no place `3`"],
    ),
    "blank texts": (
        "places:\n- {id: p, name: ' '}\n- {id: q, name: {en: Q, de: '\\u3000\\n'}}\n"
        '- {id: r, name: R, aliases: [S, "\\u2003", {en: "\\t"}]}',
        [
            "2: name: is blank: write it, or leave it out",
            "4: aliases[1]: is blank: write it, or leave it out",
            "4: aliases[2].en: is blank: write it, or leave it out",
        ],
    ),
    "a language twice": (
        "places:\n- {id: p, name: {en-gb: P, en-GB: Q}}\n- {id: q, name: {en: P, en-GB: Q}}\n"
        "claims: [{id: c, text: {EN: x, En: y, fr: z}}]",
        [
            "2: name: one language stands here twice, in capital and in small letters",
            "4: text: one language stands here twice, in capital and in small letters",
        ],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong(name: str) -> None:
    text, expected = WRONG[name]
    write({"a.yaml": text})
    assert [problem.removeprefix("a.yaml:") for problem in problems()] == expected


@pytest.mark.parametrize("id_", ["é", "한국", "ά", "Å"])
def test_an_id_has_one_spelling(id_: str) -> None:
    """What looks the same is the same: in NFC, as RFC 3987 advises."""
    other = normalize("NFD", id_)
    assert other != normalize("NFC", id_)
    write({"a.yaml": f"places: [{{id: {normalize('NFC', id_)}, name: X}}]"})
    assert problems() == []
    write({"a.yaml": f"places: [{{id: {other}, name: X}}]"})
    assert problems() == [
        f"a.yaml:1: id: `{other}` is not in Unicode's form NFC: type its letters anew"
    ]


# ---- sources


def test_sources_do_not_share_ids() -> None:
    write(
        {
            "a/claimgraph.toml": "source = 'a'",
            "a/x.yaml": "places: [{id: p, name: P}, {id: q, name: Q, inside: r}]",
            "b/claimgraph.toml": "source = 'b'",
            "b/x.yaml": "places: [{id: p, name: P}, {id: r, name: R}]",
        }
    )
    assert problems("a", "b") == problems() == ["a/x.yaml:1: inside: there is no place `r`"]


def test_folders_of_one_source_share_ids() -> None:
    write(
        {
            "a/x.yaml": "places: [{id: q, name: Q, inside: r}]",
            "b/x.yaml": "places: [{id: r, name: R}, {id: q, name: Q}]",
        }
    )
    assert problems("a", "b") == [
        "a/x.yaml:1: id: `q` is also the id of the place at b/x.yaml:1",
        "b/x.yaml:1: id: `q` is also the id of the place at a/x.yaml:1",
    ]


def test_refusals_are_those_of_the_source() -> None:
    entry = Entry(Place(id="p", name="P", inside="q"), Origin("a", 1), Settings(source="a"))
    said = {
        source: [
            one.message for how in (check, consequences) for one in how([entry], {(source, "q")})
        ]
        for source in ("a", "b")
    }
    assert said == {"a": ["refers to `q`, which was refused"], "b": ["there is no place `q`"]}


# ---- the publisher of claimgraph.toml

DESK = "[publisher]\nid = 'desk'\nname = 'Desk'"
REVIEW = (
    "claims: [{id: c, text: x}]\nreviews: [{id: r, claim: c, desk: desk, url: 'https://a.org/'}]\n"
)


def test_records_may_refer_to_the_publisher() -> None:
    write({"claimgraph.toml": DESK, "a.yaml": REVIEW})
    assert problems() == []
    write({"b.yaml": "actors: [{id: desk, type: news, name: Desk}]"})
    assert problems() == []


def test_to_no_other_publisher() -> None:
    write({"a.yaml": REVIEW, "b/claimgraph.toml": f"source = 'b'\n{DESK}", "b/c.yaml": ""})
    assert problems() == ["a.yaml:2: desk: there is no actor `desk`"]


def test_the_publisher_is_an_actor() -> None:
    write({"claimgraph.toml": DESK, "a.yaml": "places: [{id: p, name: P, inside: desk}]"})
    assert problems() == ["a.yaml:1: inside: `desk` is the publisher; expected a place"]
    write({"a.yaml": "places: [{id: desk, name: P}]\nclaims: [{id: c, text: x, about: [desk]}]"})
    assert problems() == [
        "a.yaml:1: id: `desk` is the publisher in claimgraph.toml, which is an actor: rename one"
    ]


def test_a_publisher_is_there_though_its_record_was_refused() -> None:
    write({"claimgraph.toml": DESK, "a.yaml": REVIEW + "actors: [{id: desk}]"})
    assert problems() == ["a.yaml:3: type: is missing"]


# ---- many records


def places(count: int, inside: str = "", name: str = "p{}") -> list[Entry]:
    """Places that lie inside others."""
    made = (
        Place(id=name.format(n), name="P", inside=inside.format(n) or None) for n in range(count)
    )
    return [Entry(place, Origin("a", n), Settings()) for n, place in enumerate(made)]


MANY = {
    "one id": (places(20_000, name="p"), 20_000, "is also the id of the place at a:"),
    "unresolved": (places(20_000, "q{}"), 20_000, "there is no place `q"),
    "one unresolved": (places(20_000, "q"), 20_000, "there is no place `q`"),
}


@pytest.mark.parametrize("name", MANY)
def test_many_mistakes_are_found_in_bounded_time(name: str) -> None:
    entries, count, message = MANY[name]
    began = time.process_time()
    findings = check(entries)
    assert time.process_time() - began < 4
    assert len(findings) == count
    assert all(message in one.message for one in findings)


def test_suggestions_end_where_they_would_take_too_long() -> None:
    few = places(int(MAX_COMPARED**0.5) - 2)
    wrong = Entry(Place(id="x", name="X", inside="p3x"), Origin("b", 1), Settings())
    assert [one.message for one in check([*few, wrong])] == [
        "there is no place `p3x`; did you mean `p3`?"
    ]
    many = places(int(MAX_COMPARED**0.5) + 2, "q{}")
    assert {"did you mean" in one.message for one in check([*many, wrong])} == {False}


# ---- properties


@settings(deadline=None, max_examples=10)
@given(record_sets())
def test_good_records_have_no_findings(entries: list[Entry]) -> None:
    assert [(one.field, one.message) for one in check(entries)] == []


@settings(deadline=None, max_examples=10)
@given(record_sets())
def test_without_one_record_just_what_refers_to_it_is_wrong(entries: list[Entry]) -> None:
    """Each finding then names the record that is gone, or says what follows from its absence."""
    claims = [entry for entry in entries if isinstance(entry.record, Claim)]
    for gone in claims[:2]:
        left = [entry for entry in entries if entry is not gone]
        source, id_ = gone.settings.source, gone.record.id
        missing = check(left)
        assert {one.message.partition(";")[0] for one in missing} <= {f"there is no claim `{id_}`"}
        assert check(left, {(source, id_)}) == []
        refused = consequences(left, {(source, id_)})
        assert {one.message for one in refused} <= {f"refers to `{id_}`, which was refused"}
        assert [(one.entry, one.field) for one in missing] == [
            (one.entry, one.field) for one in refused
        ]
