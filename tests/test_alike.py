"""Nodes of which alike is stated: nothing is lost in columns, and names are told only if plain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.statements import alike as module
from claimgraph.statements.alike import TYPE, Alike, alike
from claimgraph.statements.rows import Objects
from claimgraph.writers.jsonld import JsonLd
from claimgraph.writers.turtle import Shortener, paragraphs

BASE = "https://e.example/"
PREFIXES = {"claim": f"{BASE}claim/s/"}
NAME, URL = "<http://schema.org/name>", "<http://schema.org/url>"
WORDS = st.sampled_from([f"<{BASE}{word}>" for word in "abc"] + ['"a"', '"b"@en'])
NODES = st.dictionaries(
    st.sampled_from([f"<{BASE}claim/s/{name}>" for name in ("a", "b", "c.", "-d", "e")]),
    st.dictionaries(
        st.sampled_from([TYPE, NAME, URL]),
        st.lists(WORDS, min_size=1, max_size=3, unique=True),
        min_size=1,
    ),
)


def space(*subjects: str) -> str:
    return Alike(subjects, (), {}, {}).space


def claims(*names: str) -> list[str]:
    return [f"<{BASE}claim/s/{name}>" for name in names]


@pytest.mark.parametrize("names", [("a",), ("b", "a"), ("a.b", "0", "_", "a-")])
def test_plain_names_share_a_namespace(names: tuple[str, ...]) -> None:
    found = Alike(claims(*names), (), {}, {})
    assert (found.space, [*found.names()]) == (f"<{BASE}claim/s/", [*names])


@pytest.mark.parametrize(
    "subjects",
    [
        claims("a", "a."),
        claims("a", "-a"),
        claims("a", "%D0%96"),
        claims("a", "a#c"),
        claims("a", ""),
        claims("a", "b/c"),
        [*claims("a"), f"<{BASE}review/s/a>"],
        [f"<{BASE}a>", f"<{BASE}b/c>"],
        ["_:b0", "_:b1"],
        ["_:b0", *claims("a")],
        ["<urn:x>"],
    ],
)
def test_other_names_are_not_told_together(subjects: list[str]) -> None:
    assert space(*subjects) == space(*subjects[::-1]) == ""


@given(NODES, st.sampled_from([1, 2, 10]))
def test_columns_give_the_nodes_back(nodes: dict[str, Objects], most: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "AT_ONCE", most)
        found: list[tuple[str, Objects]] = []
        for some in alike(nodes):
            assert len(some.subjects) <= most
            told = {name: [*some.several(name)] for name in some.columns}
            found += [
                (subject, {name: [*told[name][place]] for name in told})
                for place, subject in enumerate(some.subjects)
            ]
            assert all(nodes[one].get(TYPE, []) == [*some.types] for one in some.subjects)
    assert len(found) == len(nodes)
    assert dict(found) == nodes


@given(NODES)
def test_nodes_are_spelt_alone_as_they_are_together(nodes: dict[str, Objects]) -> None:
    nodes = {subject: {NAME: ['"n"@en'], **held} for subject, held in nodes.items()}
    for held in nodes.values():
        held.pop(TYPE, None)
    together, alone = Shortener(PREFIXES), Shortener(PREFIXES)
    groups = [*alike(nodes)]
    single = [some for subject in nodes for some in alike({subject: nodes[subject]})]
    assert sorted(text for some in groups for text in paragraphs(some, together)) == sorted(
        text for some in single for text in paragraphs(some, alone)
    )
    assert together.used == alone.used
    first, second = JsonLd(BASE), JsonLd(BASE)
    assert sorted(text for some in groups for text in first.nodes(some)) == sorted(
        text for some in single for text in second.nodes(some)
    )
