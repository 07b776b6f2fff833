"""The rules by kind of record: each with a record that holds and one that does not."""

from __future__ import annotations

import json
import time
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.records import BY_TAG, AnyRecord, Record
from claimgraph.records.check import check
from claimgraph.records.convert import convert
from claimgraph.records.event import BLAMING
from claimgraph.records.json_tree import from_json
from claimgraph.records.outcome import Entry, Origin
from claimgraph.records.rules import MAX_RELAYS, RULES
from claimgraph.records.settings import Settings
from claimgraph.records.yaml_tree import from_yaml

# what the records under test refer to
AROUND = """
actors:
  - {id: times, type: news, name: Times}
  - {id: post, type: news, name: Post}
  - {id: ann, type: person, name: Ann}
  - {id: bob, type: person, name: Bob}
  - {id: experts, type: group, description: experts, article: story}
  - {id: roe, type: agent, name: Roe}
places: [{id: town, name: Town}]
articles:
  - {id: story, publisher: times, authors: [ann], text: {file: a, length: 10, sha256: SHA}}
  - {id: other, publisher: post}
  - {id: unsigned}
  - {id: translated, publisher: post, translation: {of: story}}
events: [{id: e1, name: E}, {id: e2, name: E}, {id: e3, name: E}]
claims:
  - {id: c1, text: x}
  - {id: c2, text: x}
  - {id: variant, text: x, variant_of: c1}
reviews: [{id: r1, claim: c1, desk: times, url: "https://a.org/"}]
links: [{id: l1, event: e1, same: [e2], by: ann, decided: "2025"}]
""".replace("SHA", "a" * 64)


def records(text: str) -> list[Record]:
    """The records of a YAML file."""
    root = from_yaml(text)
    return [
        convert(node, next(s for tag, s in BY_TAG.items() if f"{tag}s" == name))
        for name, nodes in root.value.items()
        for node in nodes.value
    ]


def entry(record: Record) -> Entry:
    """A record with an origin that does not matter."""
    return Entry(cast(AnyRecord, record), Origin("a", 1), Settings())


def found(kind: str, fields: str) -> list[str]:
    """What is wrong with one record beside those around it."""
    record = convert(from_yaml(f"{{id: x, {fields}}}"), BY_TAG[kind])
    around = [entry(one) for one in records(AROUND)]
    mine = entry(record)
    return sorted(
        f"{one.field}: {one.message}" for one in check([*around, mine]) if one.entry is mine
    )


def test_what_is_around_holds() -> None:
    assert check([entry(one) for one in records(AROUND)]) == []


SAID = "speaker: ann, article: story, stance: asserts, form: direct"
TEXT = "text: x, attributions"
SHA = f"sha256: {'a' * 64}"
ONLY_PERSON = "is for a person only: remove it"
NO_AGENT = "is not for an agent: remove it, or say what the agent is"
NO_PERSON = "is not for a person: remove it"
TWICE = "stands here twice: merge the two, evidence may have several spans"

GOOD = [
    ("actor", "type: person, name: A, job_title: J, affiliation: [times], died: 2025-01"),
    ("actor", "type: person, name: A, private: true"),
    ("article", "published: 2025?-03, modified: 2025-04-01"),
    ("review", "claim: c1, desk: times, url: 'https://a.org/', modified: 2025"),
    ("actor", "type: person, name: A, same_as: ['https://a.org/']"),
    ("actor", "type: agent, name: A, aliases: [B], same_as: ['https://a.org/']"),
    ("actor", "type: agent, description: somebody, article: story"),
    ("article", "type: work, translation: {of: story}, cites: [other], identifiers: [a, b]"),
    ("article", "type: news, genre: opinion"),
    ("actor", "type: news, name: A, parent: times, area_served: town, url: 'https://a.org/'"),
    ("actor", "type: person, description: a doctor, article: story, job_title: doctor"),
    ("actor", "type: group, description: {en: experts, de: Fachleute}, article: story"),
    ("event", "name: E, participants: [{actor: ann, role: host}, {actor: ann, role: guest}]"),
    ("event", "name: E, participants: [{actor: ann, role: host}, {actor: bob, role: host}]"),
    (
        "event",
        "name: E, participants: [{actor: ann, role: host, when: 2025-01}, "
        "{actor: ann, role: host, when: 2025-02}, {actor: ann, role: host}]",
    ),
    ("event", "name: E, participants: [{actor: ann, role: attacker, according_to: [c1]}]"),
    ("event", "name: E, according_to: [c1], participants: [{actor: ann, role: attacker}]"),
    ("claim", "text: x, variant_of: c1, supports: [c2, variant]"),
    (
        "claim",
        f"{TEXT}: [{{{SAID}}}, {{{SAID}, said: 2025-01}}, {{{SAID}, said: 2025, id: again}}]",
    ),
    ("claim", f"{TEXT}: [{{{SAID}}}, {{{SAID.replace('asserts', 'denies')}}}]"),
    ("claim", f"{TEXT}: [{{{SAID.replace('ann', 'experts')}}}]"),
    ("claim", f"{TEXT}: [{{{SAID.replace('direct', 'own-voice')}}}]"),
    ("claim", f"{TEXT}: [{{{SAID.replace('ann', 'times').replace('direct', 'own-voice')}}}]"),
    (
        "claim",
        f"{TEXT}: [{{speaker: ann, article: translated, stance: denies, form: own-voice}}, "
        "{speaker: times, article: translated, stance: denies, form: own-voice}, "
        "{speaker: post, article: translated, stance: denies, form: own-voice}]",
    ),
    ("claim", f"{TEXT}: [{{{SAID}, based_on: other}}]"),
    ("claim", f"{TEXT}: [{{{SAID}}}, {{{SAID.replace('story', 'r1')}}}]"),
    ("claim", f"{TEXT}: [{{{SAID.replace('ann', 'roe')}}}], first_appearance: story"),
    ("claim", "text: x, published: 2025?, appearances: [story, other], first_appearance: other"),
    ("claim", f"{TEXT}: [{{{SAID}, evidence: [{{start: 0, end: 10, {SHA}}}]}}]"),
    ("claim", f"{TEXT}: [{{{SAID}, id: a}}, {{{SAID.replace('ann', 'bob')}, relayed_by: a}}]"),
    ("claim", f"{TEXT}: [{{{SAID}}}, {{{SAID.replace('ann', 'bob')}, relayed_by: ann}}]"),
    ("contradiction", "claims: [c1, c2, variant], aspect: cause, about: [e1]"),
    ("review", "claim: c1, desk: ann, url: 'https://a.org/', rating: {label: x}"),
    ("review", "claim: c1, desk: ann, url: 'https://a.org/', rating: {value: 0}"),
    ("review", "claim: c1, desk: ann, url: 'https://a.org/', verdicts: {}"),
    ("link", "event: e1, same: [e2, e3], by: bob, decided: 2025-01"),
    ("link", "event: e1, same: [e3], by: bob, decided: 2025-01"),
]
CERTAIN = "modified: give a certain day, month or year, or leave it out"
BAD: list[tuple[str, str, list[str]]] = [
    ("article", "modified: 2025~", [CERTAIN]),
    ("article", "modified: 2025-01/2025-02", [CERTAIN]),
    ("review", "claim: c1, desk: times, url: 'https://a.org/', modified: ../2025", [CERTAIN]),
    (
        "link",
        "event: e1, same: [e3], by: ann, decided: 2025, same_as: ['https://a.org/']",
        ["same_as: a link is nothing in the world: remove it"],
    ),
    ("actor", "type: person", ["name: give a name, or for one not named in the text a"]),
    (
        "actor",
        "type: person, name: A, description: a doctor, article: story",
        [
            "article: only one who is not named belongs to an article: remove it",
            "name: give a name, or for one not named in the text a description",
        ],
    ),
    (
        "actor",
        "type: person, description: a doctor",
        ["article: one who is not named belongs to one article: name it"],
    ),
    (
        "actor",
        "type: person, description: a doctor, article: story, same_as: ['https://a.org/']",
        ["same_as: one who is not named is the same as nobody: remove it"],
    ),
    ("actor", "type: news, name: A, article: story", ["article: only one who is not named"]),
    (
        "actor",
        "type: person, name: A, private: true, same_as: ['https://a.org/']",
        ["same_as: a private person gets no link to elsewhere: remove it"],
    ),
    (
        "actor",
        "type: ngo, name: A, job_title: J, affiliation: [times], died: '2025', private: true",
        [
            f"affiliation: {ONLY_PERSON}",
            f"died: {ONLY_PERSON}",
            f"job_title: {ONLY_PERSON}",
            f"private: {ONLY_PERSON}",
        ],
    ),
    (
        "actor",
        "type: person, name: A, parent: times, area_served: town, url: 'https://a.org/'",
        [f"area_served: {NO_PERSON}", f"parent: {NO_PERSON}", f"url: {NO_PERSON}"],
    ),
    (
        "actor",
        "type: agent, name: A, job_title: J, affiliation: [times], died: '2025', private: true, "
        "parent: times, area_served: town, url: 'https://a.org/'",
        [
            f"{name}: {NO_AGENT}"
            for name in "affiliation area_served died job_title parent private url".split()
        ],
    ),
    ("article", "type: work, genre: report", ["genre: is for a news article only: remove it"]),
    (
        "event",
        "name: E, participants: [{actor: ann, role: host}, {actor: bob, role: host}, "
        "{actor: ann, role: host, according_to: [c1]}]",
        [
            "participants[0]: this role stands here twice: merge the two",
            "participants[2]: this role stands here twice: merge the two",
        ],
    ),
    (
        "claim",
        "text: x, variant_of: variant",
        ["variant_of: `variant` is a variant itself: name `c1`"],
    ),
    (
        "claim",
        f"{TEXT}: [{{{SAID}}}, {{{SAID}, named_as: she}}]",
        [f"attributions[0]: {TWICE}", f"attributions[1]: {TWICE}"],
    ),
    (
        "claim",
        f"{TEXT}: [{{{SAID}, id: a}}, {{{SAID}, id: b}}]",
        [f"attributions[0]: {TWICE}", f"attributions[1]: {TWICE}"],
    ),
    (
        "claim",
        f"{TEXT}: [{{{SAID}, id: a}}, {{{SAID.replace('ann', 'bob')}, id: a}}]",
        [
            "attributions[0].id: `a` names several attributions of this claim",
            "attributions[1].id: `a` names several attributions of this claim",
        ],
    ),
    (
        "claim",
        f"{TEXT}: [{{speaker: experts, article: other, stance: denies, form: direct}}]",
        ["attributions[0].speaker: `experts` is not named and belongs to `story` alone"],
    ),
    (
        "claim",
        f"{TEXT}: [{{{SAID.replace('ann', 'bob').replace('direct', 'own-voice')}}}]",
        ["attributions[0].speaker: the own voice of `story` is that of its author or publisher"],
    ),
    (
        "claim",
        f"{TEXT}: [{{speaker: ann, article: unsigned, stance: denies, form: own-voice}}]",
        ["attributions[0].speaker: the own voice of `unsigned` is that of its author or publi"],
    ),
    (
        "claim",
        f"{TEXT}: [{{{SAID}, based_on: story}}]",
        ["attributions[0].based_on: an article does not draw on itself: name the other one, or"],
    ),
    (
        "claim",
        f"{TEXT}: [{{{SAID.replace('story', 'other')}, evidence: [{{start: 0, end: 1, {SHA}}}]}}]",
        ["attributions[0].evidence: the article `other` has no `text` that a span can point into"],
    ),
    (
        "claim",
        f"{TEXT}: [{{{SAID.replace('story', 'r1')}, evidence: [{{start: 0, end: 1, {SHA}}}]}}]",
        ["attributions[0].evidence: a review has no text that a span can point into"],
    ),
    (
        "claim",
        f"{TEXT}: [{{{SAID}, based_on: r1}}]",
        ["attributions[0].based_on: `r1` is a review; expected an article"],
    ),
    (
        "claim",
        "text: x, appearances: [r1]",
        ["appearances[0]: `r1` is a review; expected an article"],
    ),
    (
        "claim",
        f"{TEXT}: [{{{SAID}, evidence: [{{start: 0, end: 11, {SHA}}}, {{start: 3, end: 3, {SHA}}}, "
        f"{{start: 3, end: 2, {SHA}}}, {{start: 12, end: 11, {SHA}}}]}}]",
        [
            "attributions[0].evidence[0].end: is behind the end of the text (10)",
            "attributions[0].evidence[1].end: must be behind start",
            "attributions[0].evidence[2].end: must be behind start",
            "attributions[0].evidence[3].end: must be behind start",
        ],
    ),
    (
        "claim",
        f"{TEXT}: [{{{SAID}, id: first}}, {{{SAID.replace('ann', 'bob')}, relayed_by: frist}}]",
        [
            "attributions[1].relayed_by: attributions of this claim named `frist`: none"
            "; did you mean `first`?"
        ],
    ),
    (
        "claim",
        f"{TEXT}: [{{{SAID}, id: a}}, {{{SAID.replace('ann', 'bob')}, relayed_by: ann}}]",
        ["attributions[1].relayed_by: attributions of this claim named `ann`: none"],
    ),
    (
        "claim",
        f"{TEXT}: [{{{SAID}}}, {{{SAID}, said: '2025'}}, "
        f"{{{SAID.replace('ann', 'bob')}, relayed_by: ann}}]",
        [
            "attributions[2].relayed_by: attributions of this claim named `ann`: several: "
            "give each an id"
        ],
    ),
    (
        "claim",
        f"{TEXT}: [{{{SAID}, relayed_by: ann}}]",
        ["attributions[0].relayed_by: goes round in a circle, or over more than 20 levels"],
    ),
    (
        "claim",
        f"{TEXT}: [{{{SAID}, relayed_by: bob}}, "
        f"{{{SAID.replace('ann', 'bob')}, relayed_by: ann}}, "
        f"{{{SAID}, id: b, said: '2025', relayed_by: bob}}]",
        [
            f"attributions[{n}].relayed_by: goes round in a circle, or over more than 20 levels"
            for n in range(3)
        ],
    ),
    ("contradiction", "claims: [c1, c2, c1], aspect: cause", ["claims: a claim stands here twice"]),
    (
        "review",
        "claim: c1, desk: ann, url: 'https://a.org/', rating: {best: 5, worst: 1}",
        ["rating: give its label or its value, or leave it out"],
    ),
    (
        "link",
        "event: e3, same: [e1, e3], by: bob, decided: 2025-01",
        ["same: `e3` is linked to itself: remove it"],
    ),
    (
        "link",
        "event: e2, same: [e3], by: bob, decided: 2025-01",
        ["event: `l1` links `e2` to `e1`: link all to one event"],
    ),
    (
        "link",
        "event: e3, same: [e1, e2], by: bob, decided: 2025-01",
        ["same: `l1` links `e2` to `e1`: link all to one event"],
    ),
]


@pytest.mark.parametrize(("kind", "fields"), GOOD, ids=range(len(GOOD)))
def test_holds(kind: str, fields: str) -> None:
    assert found(kind, fields) == []


@pytest.mark.parametrize(("kind", "fields", "expected"), BAD, ids=range(len(BAD)))
def test_does_not_hold(kind: str, fields: str, expected: list[str]) -> None:
    texts = found(kind, fields)
    assert [text[: len(start)] for text, start in zip(texts, expected, strict=True)] == expected


@pytest.mark.parametrize("role", BLAMING)
def test_a_role_that_blames_says_according_to_whom(role: str) -> None:
    assert found("event", f"name: E, participants: [{{actor: ann, role: {role}}}]") == [
        f"participants[0].according_to: the role `{role}` blames: say according to which claim"
    ]


def test_every_rule_is_tried() -> None:
    assert {BY_TAG[kind] for kind, _ in GOOD} == {BY_TAG[kind] for kind, *_ in BAD} == set(RULES)


# ---- relays


def relays(of: list[int | None]) -> list[str]:
    """A claim whose attribution n is relayed by the one of that number; its findings."""
    said = {"speaker": "ann", "article": "story", "stance": "reports", "form": "indirect"}
    told = [
        {**said, "id": f"n{n}", "said": f"{n:04}", "relayed_by": None if m is None else f"n{m}"}
        for n, m in enumerate(of)
    ]
    claim = {"id": "x", "text": "x", "attributions": told}
    mine = entry(convert(from_json(json.dumps(claim)), BY_TAG["claim"]))
    around = [entry(one) for one in records(AROUND)]
    return [one.field for one in check([*around, mine])]


def test_levels_of_relaying() -> None:
    chain = [None, *range(MAX_RELAYS - 1)]
    assert relays(chain) == []
    assert relays([*chain, MAX_RELAYS - 1]) == [f"attributions[{MAX_RELAYS}].relayed_by"]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.none() | st.integers(0, 9), min_size=10, max_size=10))
def test_circles_are_found(of: list[int | None]) -> None:
    """Those, and those alone, from which the way along the relays never ends."""

    def endless(start: int) -> bool:
        at: int | None = start
        for _ in of:
            at = None if at is None else of[at]
        return at is not None

    expected = [f"attributions[{n}].relayed_by" for n in range(10) if endless(n)]
    assert sorted(relays(of)) == expected


def test_many_attributions_take_bounded_time() -> None:
    began = time.process_time()
    assert len(relays([*range(1, 5_000), 0])) == 5_000
    assert time.process_time() - began < 4


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_of_several_links_the_first_by_name_is_told(order: tuple[int, ...]) -> None:
    made = records(
        """
events: [{id: e1, name: E}, {id: e2, name: E}, {id: e3, name: E}, {id: x, name: X}]
actors: [{id: ann, type: person, name: Ann}]
links:
  - {id: a, event: e1, same: [x], by: ann, decided: 2025-01}
  - {id: b, event: e2, same: [x], by: ann, decided: 2025-01}
  - {id: c, event: e3, same: [x], by: ann, decided: 2025-01}
"""
    )
    links = [made[5:][index] for index in order]
    findings = check([entry(one) for one in [*made[:5], *links]])
    assert sorted(f"{one.entry.record.id} {one.message}" for one in findings) == [
        "a `b` links `x` to `e2`: link all to one event",
        "b `a` links `x` to `e1`: link all to one event",
        "c `a` links `x` to `e1`: link all to one event",
    ]
