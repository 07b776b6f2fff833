"""Property paths: RDF to text, text to Turtle and back."""

from __future__ import annotations

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.errors import ClaimgraphError
from claimgraph.gate import paths
from turtle_text import EX, SH, nodes_of

SPELLINGS = [
    ("ex:p", "<http://example.org/p>"),
    ("[ sh:inversePath ex:p ]", "^<http://example.org/p>"),
    ("( ex:p ex:q )", "<http://example.org/p>/<http://example.org/q>"),
    (
        "( ex:p [ sh:alternativePath ( ex:q ex:r ) ] )",
        "<http://example.org/p>/(<http://example.org/q>|<http://example.org/r>)",
    ),
    (
        "[ sh:alternativePath ( ( ex:p ex:q ) ex:r ) ]",
        "<http://example.org/p>/<http://example.org/q>|<http://example.org/r>",
    ),
    ("[ sh:zeroOrMorePath ex:p ]", "<http://example.org/p>*"),
    ("[ sh:oneOrMorePath [ sh:inversePath ex:p ] ]", "(^<http://example.org/p>)+"),
    ("[ sh:inversePath [ sh:oneOrMorePath ex:p ] ]", "^(<http://example.org/p>+)"),
    ("[ sh:zeroOrOnePath ( ex:p ex:q ) ]", "(<http://example.org/p>/<http://example.org/q>)?"),
    (
        "( ( ex:p ex:q ) ex:r )",
        "(<http://example.org/p>/<http://example.org/q>)/<http://example.org/r>",
    ),
]


def spelt(turtle: str) -> str:
    """Text of the path written as the object of one triple."""
    nodes = nodes_of(f"ex:S sh:path {turtle} .")
    (path,) = nodes.out(f"<{EX}S>")[f"<{SH}path>"]
    return paths.text(paths.read(nodes, path))


@pytest.mark.parametrize(("turtle", "text"), SPELLINGS)
def test_a_path_is_spelt_as_sparql_writes_it(turtle: str, text: str) -> None:
    assert spelt(turtle) == text
    rdflib.Graph().query(f"ASK {{ ?a {text} ?b }}")


def turtles() -> st.SearchStrategy[str]:
    """Any well-formed path, as Turtle."""
    names = st.sampled_from(["ex:p", "ex:q", "ex:r"])
    unary = ["inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"]

    def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        many = st.lists(inner, min_size=2, max_size=3).map(" ".join)
        return st.one_of(
            many.map("( {} )".format),
            many.map("[ sh:alternativePath ( {} ) ]".format),
            st.builds("[ sh:{} {} ]".format, st.sampled_from(unary), inner),
        )

    return st.recursive(names, grow, max_leaves=6)


@given(turtles())
def test_text_turns_back_into_the_same_path(turtle: str) -> None:
    text = spelt(turtle)
    assert spelt(paths.turtle(text)) == text


@pytest.mark.parametrize(
    "turtle",
    [
        '"x"',
        "[]",
        "( ex:p )",
        "[ sh:alternativePath ex:p ]",
        '[ sh:inversePath "x" ]',
        "_:a . _:a rdf:first ex:p ; rdf:rest _:a",
        "_:a . _:a sh:inversePath _:a",
        "[ sh:inversePath ex:p ; sh:zeroOrMorePath ex:q ]",
        "[ sh:inversePath ex:p, ex:q ]",
    ],
)
def test_an_ill_formed_path_is_refused(turtle: str) -> None:
    with pytest.raises(ClaimgraphError, match="sh:path"):
        spelt(turtle)


@pytest.mark.parametrize(
    "text",
    ["", "p", "<p>/", "(<p>", "<p>)", "<p><q>", "<p>**", "^", "<p> . <s> <p> <o>", "<p>|/<q>"],
)
def test_what_is_no_path_does_not_get_into_turtle(text: str) -> None:
    with pytest.raises(ValueError, match="not a property path"):
        paths.turtle(text)
