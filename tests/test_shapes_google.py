"""shapes/google.ttl and shapes/feed.ttl by examples, and the checks beyond SHACL Core.

tests/shapes/<profile>/ has files as tests/shapes has for core: valid.* give no result, and
invalid.<shape>.* state in their first lines the results that they give.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node

from claimgraph.gate import check, data
from claimgraph.gate.report import Report, Result, parameter
from claimgraph.gate.scale import Scale, is_beyond, is_upside_down, not_numbers, number
from claimgraph.gate.shapes import NAMESPACE, load
from claimgraph.gate.wellformed import check_shapes
from claimgraph.vocabulary import PREFIXES
from terms import declared

TOP = Path(__file__).parent / "shapes"
PROFILES = ("google", "feed")
SHAPES = {profile: load([profile]) for profile in PROFILES}
FILES = {
    profile: sorted(path for path in (TOP / profile).iterdir() if path.suffix in (".ttl", ".html"))
    for profile in PROFILES
}
EXPECTED = re.compile(r"^# ((?:Violation|Warning) \S+ \S+ \S+ \S+)$", re.MULTILINE)
BESIDE = {RDF.type, SH.path, SH.property, SH.message, SH.severity, SH.targetClass, SH.flags}
QUALIFIED = {SH.qualifiedValueShape}
OWN = "google:OwnCheckConstraintComponent"
BEYOND_CORE = {
    "Rating-number",
    "Rating-scale",
    "Rating-range",
    "ClaimReview-site",
    "ClaimReview-verdict",
    "ClaimReview-page",
}


def all_files(start: str) -> list[tuple[str, Path]]:
    found = [(p, f) for p in PROFILES for f in FILES[p] if f.name.startswith(start)]
    assert found, f"no {start}* in {TOP}"
    return found


def property_shapes() -> list[tuple[str, str]]:
    return [
        (profile, str(shape).rpartition("#")[2])
        for profile in PROFILES
        for shape in declared(SHAPES[profile], SH.PropertyShape)
    ]


def named(value: object) -> str:
    return ".".join(value.name.split(".")[1:]) if isinstance(value, Path) else str(value)


@cache
def report(profile: str, path: Path) -> Report:
    given = data.of_markup([path])
    return check(given.graph, SHAPES[profile], given.pages)


def spelt(result: Result, profile: str) -> str:
    """A result as the files spell it."""
    component = parameter(result.component)
    line = " ".join([result.severity, result.focus, result.path or "-", component, result.shape])
    spaces = {"ex": "https://desk.example/", profile: f"{NAMESPACE}{profile}#", **PREFIXES}
    for prefix, space in spaces.items():
        line = re.sub(rf"<{re.escape(space)}([^/#<>]*)>", rf"{prefix}:\1", line)
    return line


@pytest.mark.parametrize(("profile", "path"), all_files("valid."), ids=named)
def test_valid_file_gives_no_result(profile: str, path: Path) -> None:
    assert report(profile, path).results == ()


@pytest.mark.parametrize(("profile", "path"), all_files("invalid."), ids=named)
def test_invalid_file_gives_the_results_that_it_states(profile: str, path: Path) -> None:
    expected = EXPECTED.findall(path.read_text("utf-8"))
    found = [spelt(result, profile) for result in report(profile, path).results]
    assert sorted(found) == sorted(expected)
    assert expected


@pytest.mark.parametrize(("profile", "name"), property_shapes(), ids=str)
def test_every_constraint_of_a_shape_is_broken_in_its_file(profile: str, name: str) -> None:
    shape = URIRef(f"{NAMESPACE}{profile}#{name}")
    results = report(profile, TOP / profile / f"invalid.{name}.ttl").results
    broken = {parameter(r.component) for r in results if r.shape == f"<{shape}>"}
    stated = set(SHAPES[profile].predicates(shape)) - BESIDE - QUALIFIED
    wanted = {f"sh:{str(one).removeprefix(str(SH))}" for one in stated}
    own = {f"<{NAMESPACE}google#OwnCheckConstraintComponent>"}
    assert broken == (own if name in BEYOND_CORE else wanted)
    assert bool(wanted) != (name in BEYOND_CORE)


@pytest.mark.parametrize("profile", PROFILES)
def test_shapes_are_well_formed_and_of_core_alone(profile: str) -> None:
    shapes = SHAPES[profile]
    check_shapes(shapes, shapes)
    assert not set(shapes.predicates()) & {SH.sparql, SH.select, SH.ask, SH.js, SH.rule, SH.target}


@pytest.mark.parametrize("profile", PROFILES)
def test_messages_differ_and_say_their_rule_in_one_sentence(profile: str) -> None:
    messages = list(SHAPES[profile].objects(None, SH.message))
    assert len(messages) == len(set(messages))
    for message in messages:
        assert isinstance(message, Literal)
        assert message.language == "en"
        assert re.fullmatch(r"[A-Z].*[^.]\.", message)
        assert not re.search(r"[.!?] [A-Z]", message)


def test_own_checks_run_for_google_alone() -> None:
    path = TOP / "google" / "invalid.Rating-scale.ttl"
    assert report("google", path).counts["Violation"] == 3
    assert report("feed", path).results == ()


# ---- scales


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", 3), (" 3.5 ", 3.5), ("-1", -1), ("1e1", 10), (".5", 0.5), ("5.", 5), ("+2", 2)],
)
def test_numbers_given_as_text_are_numbers(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    "text", ["", " ", "3,5", "3/5", "false", "NaN", "Infinity", "٣", "1_0", "0x1", "9" * 99]
)
def test_what_is_no_number(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("scale", "upside_down", "beyond"),
    [
        (Scale(), False, False),
        (Scale("1", "5", "1"), False, False),
        (Scale("5", "5", "1"), False, False),
        (Scale("6", "5", "1"), False, True),
        (Scale("0", "5", "1"), False, True),
        (Scale("0"), False, False),
        (Scale("7", best="6"), False, True),
        (Scale("0", worst="1"), False, True),
        (Scale(best="1", worst="1"), True, False),
        (Scale("-1", "-1", "-1"), True, False),
        (Scale("3", "1", "5"), True, True),
        (Scale("10", "9"), False, True),
        (Scale("", "", ""), False, False),
        (Scale("half", "5", "1"), False, False),
    ],
    ids=str,
)
def test_scale(scale: Scale, upside_down: bool, beyond: bool) -> None:
    assert (is_upside_down(scale), is_beyond(scale)) == (upside_down, beyond)


@given(st.integers(-9, 9), st.integers(-9, 9), st.integers(-9, 9))
def test_scale_of_numbers_is_that_of_their_texts(value: int, best: int, worst: int) -> None:
    scale = Scale(f"{value}.0", str(best), f" {worst}")
    assert not not_numbers(scale)
    assert is_upside_down(scale) == (worst >= best)
    assert is_beyond(scale) == (value > best or value < worst)


# ---- hosts, words, pages


def reviews(*told: str) -> Graph:
    text = "".join(f"@prefix schema: <{PREFIXES['schema']}> .\n{one}" for one in told)
    return Graph().parse(data=text, format="turtle")


def own(graph: Graph, pages: dict[str, str] | None = None) -> set[str]:
    """Names of the shapes of the own checks that find something."""
    results = check(graph, SHAPES["google"], pages).results
    return {r.shape.rpartition("#")[2][:-1] for r in results} & BEYOND_CORE


@pytest.mark.parametrize(
    ("url", "author", "found"),
    [
        ("https://a.desk.example/1", "http://www.desk.example", False),
        ("https://desk.co.uk/1", "https://other.co.uk/", True),
        ("https://desk.example/1", "https://desk.example.org/", True),
        ("no URL", "https://desk.example/", False),
        ("https://desk.example/1", "no URL", False),
    ],
)
def test_site_is_the_registrable_domain(url: str, author: str, found: bool) -> None:
    graph = reviews(
        f'[] a schema:ClaimReview; schema:url "{url}"; schema:author [ schema:url "{author}" ] .'
    )
    assert ("ClaimReview-site" in own(graph)) == found


def test_one_author_on_the_site_is_enough() -> None:
    graph = reviews(
        "[] a schema:ClaimReview; schema:url <https://desk.example/1>; schema:author"
        " [ schema:url <https://writer.example> ], [ schema:url <https://desk.example> ] ."
    )
    assert "ClaimReview-site" not in own(graph)


@pytest.mark.parametrize(
    ("label", "claim", "found"),
    [
        ("False", "The bridge fell (false)", True),
        ("FALSO.", "É falso que a ponte caiu", True),
        ("ﬁction", "Fiction: the bridge fell", True),
        ("Mostly  false", "mostly false: the bridge fell", True),
        ("False", "Falsehoods fell", False),
        ("No", "No bridge fell", False),
        ("Not a claim (x+", "The bridge fell", False),
        ("", "The bridge fell", False),
    ],
)
def test_verdict_in_the_claim(label: str, claim: str, found: bool) -> None:
    graph = reviews(
        f'[] a schema:ClaimReview; schema:claimReviewed "{claim}"@en;'
        f' schema:reviewRating [ schema:alternateName "{label}" ] .'
    )
    assert ("ClaimReview-verdict" in own(graph)) == found


def test_several_reviews_on_a_page() -> None:
    one, two = ("<https://desk.example/1>", "<https://desk.example/2>")
    graph = reviews(
        f"{one} a schema:ClaimReview; schema:url {one} .",
        f"{two} a schema:ClaimReview; schema:url {two} .",
    )
    assert "ClaimReview-page" not in own(graph)
    assert "ClaimReview-page" in own(graph, {one: "a.html", two: "a.html"})
    assert "ClaimReview-page" not in own(graph, {one: "a.html", two: "b.html"})


def test_results_of_own_checks_are_as_their_shapes_say() -> None:
    shapes = SHAPES["google"]
    for path in FILES["google"]:
        for result in report("google", path).results:
            shape = URIRef(result.shape[1:-1])
            severity: Node = shapes.value(shape, SH.severity) or SH.Violation
            assert str(severity) == f"{SH}{result.severity}"
            assert str(shapes.value(shape, SH.message)) == result.message
