"""Column maps of one's own: mistakes in one, and what a table becomes by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.errors import ClaimgraphError
from claimgraph.records.settings import Settings
from claimgraph.repair.unreadable import Unreadable
from claimgraph.sources import tables
from claimgraph.sources.account import Account
from claimgraph.sources.column_maps import load
from claimgraph.sources.node import Around
from claimgraph.sources.told import Given
from handed_rows import Handed

SMALL = """
name = "Small"
required = ["what", "where"]
ignored = ["no"]
[columns]
what = "claimReviewed"
where = "url"
verdict = "reviewRating.alternateName"
"""


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> Handed:
    return Handed(monkeypatch)


# ---- mistakes


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("name =", "m.toml: not TOML"),
        ("nmae = 'x'", "m.toml: nmae: unknown field; did you mean `name`?"),
        ("order = 'ymd'", "m.toml: order: `ymd` is none of"),
        ("desks = 'x.tsv'", "m.toml: desks"),
        ("required = ['claim']", "m.toml: required: `claim` is not among the columns"),
        ("constants.claimReviwed = 'x'", "unknown path; did you mean `claimReviewed`?"),
        ("columns.a = 'claimReviwed'", "columns.a: unknown path `claimReviwed`; did you mean"),
        ("columns.a = 'reviewRating'", "columns.a: unknown path `reviewRating`"),
        ("columns.a = { too = 'url' }", "columns.a.too: unknown field; did you mean `to`?"),
        ("columns.a = 5", "columns.a: expected fields, got `5`"),
        ("columns = 5", "m.toml: columns: expected fields"),
        ("columns.a = { to = 'url', nothing = ['('] }", "columns.a: no pattern: ("),
        ("columns.a = 'url'\ncolumns.b = 'url'", "columns: a, b cannot all become `url`"),
        (
            "columns.a = { to = 'contributor.name', split = [','] }\ncolumns.b = 'contributor.url'",
            "columns.a: is split, so no other column can say something of `contributor`",
        ),
        ("files.'x.csv'.ordre = 'dmy'", "files.x.csv.ordre: unknown field; did you mean `order`?"),
        ("files.'x.csv'.columns.a = 'ulr'", "files.x.csv.columns.a: unknown path `ulr`"),
    ],
)
def test_a_wrong_map_is_told_with_its_field(change: str, message: str) -> None:
    text = change if change.startswith("name") else f"name = 'x'\n{change}"
    with pytest.raises(ClaimgraphError) as caught:
        load(text, "m.toml")
    assert message in str(caught.value)
    assert caught.value.exit_code == 2


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(ClaimgraphError) as caught:
        load("name = 'x'\ncolumns.a = 'ulr'\ncolumns.b = 'heading'\nrequired = ['c']", "m.toml")
    assert len(str(caught.value).splitlines()) == 3


# ---- tables


def test_rows_become_reviews(handed: Handed) -> None:
    text = "no,what,where,verdict,mood\n1,A tree,https://d.example/1,False,sad\n"
    assert handed.read(text, mapped=SMALL) == []
    assert handed.items == [
        (
            2,
            {
                "@type": "ClaimReview",
                "claimReviewed": "A tree",
                "url": "https://d.example/1",
                "reviewRating": {"@type": "Rating", "alternateName": "False"},
            },
            Around(),
        )
    ]
    assert {name: seen.count for name, seen in handed.account.fields.items()} == {"column mood": 1}


def test_rows_that_say_too_little_are_refused(handed: Handed) -> None:
    text = "what;where;verdict\n;u;v\nNone;u;v\nx;nan;v\nx;u\nx;u;None\n"
    refused = handed.read(text, mapped=f'delimiters = [",", ";"]{SMALL}')
    assert refused == [
        (2, "no what"),
        (3, "no what"),
        (4, "no where"),
        (5, "2 columns instead of 3"),
    ]
    assert [value for _, value, _ in handed.items] == [
        {"@type": "ClaimReview", "claimReviewed": "x", "url": "u"}
    ]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("wat,where", "the table has no column `what`; did you mean `wat`?"),
        ("what,where,What", "two columns are called `what`"),
        ("", "the table has no column `what`"),
        ('"what', "the table has no column `what`"),
    ],
)
def test_a_table_that_the_map_does_not_fit_is_unreadable(
    handed: Handed, header: str, message: str
) -> None:
    with pytest.raises(Unreadable, match="line 1: ") as caught:
        handed.read(f"{header}\nx,y", mapped=SMALL)
    assert message in caught.value.reason


@pytest.mark.parametrize(
    ("column", "cell", "names", "lost"),
    [
        ("{ to = 'contributor.name' }", " Ann Lee ", "Ann Lee", 0),
        ("{ to = 'contributor.name', prefixes = ['by '] }", "by Ann", "Ann", 0),
        ("{ to = 'contributor.name', prefixes = ['by'] }", "Derby", "Derby", 0),
        ("{ to = 'contributor.name', cut = [' |'] }", "Ann | Editor", "Ann", 0),
        ("{ to = 'contributor.name', nothing = ['the .*'] }", "The Desk", None, 1),
        ("{ to = 'contributor.name', nothing = ['desk'] }", "The Desk", "The Desk", 0),
        ("{ to = 'contributor.name', prefixes = ['by'] }", "by None", None, 1),
        ("{ to = 'contributor.name', split = [', ', ' and '] }", "A, B and C", ["A", "B", "C"], 0),
        ("{ to = 'contributor.name', split = [', '] }", "A", ["A"], 0),
        ("{ to = 'contributor.name', split = [','], nothing = ['us'] }", "A,Us", ["A"], 1),
        ("{ to = 'contributor.name', not_in = 'page' }", "Ann Lee", None, 1),
        ("{ to = 'contributor.name', not_in = 'page' }", "Ann", "Ann", 0),
        ("{ to = 'contributor.name', not_in = 'other' }", "Ann Lee", "Ann Lee", 0),
        ("{ to = 'contributor.name', of_file = true }", "7", "t-7", 0),
    ],
)
def test_a_column_says_how_its_cells_are_read(
    handed: Handed, column: str, cell: str, names: str | list[str] | None, lost: int
) -> None:
    text = f'what,where,who,page\nx,y,"{cell}",https://d.example/staff/ann-lee/\n'
    assert handed.read(text, mapped=f"{SMALL}\nwho = {column}") == []
    people = handed.items[0][1].get("contributor", {})
    told = [one["name"] for one in people] if isinstance(people, list) else people.get("name")
    assert told == names
    assert sum(seen.count for seen in handed.account.values.values()) == lost
    listed = people if isinstance(people, list) else [people]
    assert all(one["@type"] == "Person" for one in listed if one)


def test_constants_and_exceptions_of_a_file(handed: Handed) -> None:
    mapped = f"""
    constants."reviewRating.bestRating" = 5
    constants."itemReviewed.author.@type" = "Person"
    order = "mdy"
    language = "en"
    {SMALL}
    who = "itemReviewed.author.name"
    [files."b.csv"]
    order = ""
    language = "fr"
    desk = "b.example"
    columns.who = "headline"
    """
    text = "what,where,who\nx,y,Ann\nx,y,\n"
    handed.read(text, "in/a.csv", mapped)
    handed.items, first = [], handed.items
    handed.read(text, "in/b.csv.gz", mapped)
    assert [around for _, _, around in first] == [Around(language="en", order="mdy")] * 2
    assert first[0][1]["itemReviewed"]["author"] == {"@type": "Person", "name": "Ann"}
    assert "itemReviewed" not in first[1][1]
    assert first[1][1]["reviewRating"] == {"@type": "Rating", "bestRating": 5}
    assert handed.items[0][2] == Around(language="fr", desk="b.example")
    assert handed.items[0][1]["headline"] == "Ann"


def test_a_table_without_header_has_its_names_from_the_map(handed: Handed) -> None:
    assert handed.read("x,y\n1,2,3", mapped=f'header = ["what", "where"]\n{SMALL}') == [
        (2, "3 columns instead of 2")
    ]
    assert [(line, value["url"]) for line, value, _ in handed.items] == [(1, "y")]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    given_ = Given("t.csv", b"what,where\n" + data, Settings())
    for told in tables.read_with(load(SMALL, "m.toml"))(given_, Account("t", "table")):
        assert told.records or told.refused
