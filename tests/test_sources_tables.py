"""Tables of fact-checks: rows, column maps, and what becomes of every row."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.errors import ClaimgraphError
from claimgraph.records.settings import Settings
from claimgraph.repair.unreadable import Unreadable
from claimgraph.sources import column_maps, table_rows, tables
from claimgraph.sources.account import Account
from claimgraph.sources.column_maps import load
from claimgraph.sources.node import Around
from claimgraph.sources.told import Given, Told

SMALL = """
name = "Small"
required = ["what", "where"]
ignored = ["no"]
[columns]
what = "claimReviewed"
where = "url"
verdict = "reviewRating.alternateName"
"""
TWELVE = (
    "claim_id claim label claim_url reason categories speaker checker tags article_title "
    "publish_date claim_date"
).split()
SPELT = (
    *("ClaimID", "Claim", "Label", "ClaimUrl", "Reason", "Categories", "Speaker", "Checker"),
    *("Tags", "Article Title", "PublishDate", "ClaimDate"),
)


class Handed:
    """What a reader handed over as items, and what else it told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.items: list[tuple[int, dict[str, Any], Around]] = []
        self.account = Account("test", "table")
        monkeypatch.setattr(tables, "told", self._told)

    def _told(self, value: dict[str, Any], around: Around, line: int, _: Account) -> Told:
        self.items.append((line, value, around))
        return Told(line)

    def read(self, text: str, name: str = "t.csv", mapped: str = "") -> list[tuple[int, str]]:
        """Line and reason of what was refused."""
        return self.read_bytes(text.encode(), name, mapped)

    def read_bytes(self, data: bytes, name: str, mapped: str = "") -> list[tuple[int, str]]:
        given_ = Given(name, data, Settings())
        reader = tables.read_with(load(mapped, "m.toml")) if mapped else tables.read
        found = list(reader(given_, self.account))
        assert len([one for one in found if not one.refused]) == len(self.items)
        return [(one.line, one.refused) for one in found if one.refused]


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> Handed:
    return Handed(monkeypatch)


# ---- rows

_CELLS = st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"]), max_size=8)
_TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(_CELLS, min_size=width, max_size=width), min_size=1, max_size=5)
)


@given(_TABLES, st.sampled_from(",\t;"))
def test_csv_is_read_as_python_writes_it(table: list[list[str]], delimiter: str) -> None:
    out = StringIO(newline="")
    lines = []
    for row in table:
        lines.append(out.getvalue().count("\n") + 1)
        csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(row)
    found = list(table_rows.quoted(out.getvalue(), (delimiter,), len(table[0])))
    assert [row.cells for row in found] == table
    assert [row.line for row in found] == lines
    assert not any(row.refused for row in found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a,b\n1,2\n", [(1, ""), (2, "")]),
        ("a,b\n\n1,2", [(1, ""), (3, "")]),
        (
            "a,b\n1,2,3\n4\n",
            [(1, ""), (2, "3 columns instead of 2"), (3, "1 columns instead of 2")],
        ),
        ('a,b\n"1\n2",3\n4,5', [(1, ""), (2, ""), (4, "")]),
        ("a,b\n1,\0\n2,3", [(1, ""), (2, "a NUL character"), (3, "")]),
        ('a,b\n"1"x,2\n3,4', [(1, ""), (2, "not CSV: ',' expected after '\"'"), (3, "")]),
        ('a,b\n1,2\n"3,4\n5,6', [(1, ""), (2, ""), (3, "not CSV: unexpected end of data")]),
        ("", []),
    ],
)
def test_rows_of_csv_have_a_line_and_a_reason(text: str, found: list[tuple[int, str]]) -> None:
    assert [(row.line, row.refused) for row in table_rows.quoted(text, (",",), 2)] == found


@pytest.mark.parametrize(
    ("line", "cells", "refused"),
    [
        ("a\tb\tc", ["a", "b", "c"], ""),
        ("a   b   c", ["a", "b", "c"], ""),
        ('"a\tb"\tc', ['"a', 'b"', "c"], ""),
        ("a   b\tb   c", ["a", "b\tb", "c"], ""),
        ("a\tb", ["a", "b"], "2 columns instead of 3"),
        ("a   b   c   d", ["a", "b", "c", "d"], "4 columns instead of 3"),
        ("a\tb\t\0", ["a", "b", "\0"], "a NUL character"),
    ],
)
def test_lines_are_split_by_what_fits(line: str, cells: list[str], refused: str) -> None:
    found = list(table_rows.lines(f"\n{line}\n\n", ("\t", "   "), 3))
    assert found == [table_rows.Row(2, cells, refused)]


@pytest.mark.parametrize("rows", [table_rows.quoted, table_rows.lines])
def test_a_field_has_its_limit(rows: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_rows, "LONGEST", 10)
    found = list(rows(f"a,b\n{'x' * 11},2\n1,2\n", (",",), 2))
    assert [(row.line, bool(row.refused)) for row in found] == [(1, False), (2, True), (3, False)]
    assert "field" in found[1].refused


# ---- maps


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


def test_the_ready_maps_hold_and_do_not_claim_each_others_tables() -> None:
    assert [one.name for one in column_maps.ready()] == [
        "ClaimsKG explorer",
        "ClaimsKG",
        "FACTCK.BR",
        "MultiFC",
    ]
    for one in column_maps.ready():
        assert one.detect
        delimiter = (one.header_delimiters or one.delimiters)[0]
        assert tables.known(delimiter.join(one.detect)) == one


# ---- tables by a map of one's own


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


def test_a_table_that_no_ready_map_knows_is_unreadable(handed: Handed) -> None:
    with pytest.raises(Unreadable, match="no column map"):
        handed.read("what,where\nx,y")


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


# ---- the formats that have a ready map


def multifc(delimiter: str, **cells: str) -> str:
    return delimiter.join(cells.get(name, "None") for name in TWELVE)


@pytest.mark.parametrize("header", ["\t".join(TWELVE), "  ".join(TWELVE), "\t".join(SPELT)])
def test_multifc(handed: Handed, header: str) -> None:
    told = {
        "claim_id": "3_1",
        "claim": "CLAIM: Cows fly.",
        "label": "Pants",
        "claim_url": "http://www.pandora.example/1",
        "reason": "A cow",
        "speaker": "Al Oxen",
        "checker": "Ann Lee, Bo Ek",
        "article_title": "Do cows fly?",
        "publish_date": "May 3, 2018",
        "claim_date": "May 2, 2018",
    }
    rows = [multifc("\t", **told), multifc("   ", **told), multifc("   ", claim_url="u"), "x\ty"]
    text = "\n".join(["\ufeff" + header, *rows, ""])
    assert tables.knows(text.encode())
    refused = handed.read(text, "multifc/pandora.txt")
    assert refused == [(4, "no claim"), (5, "2 columns instead of 12")]
    assert [line for line, _, _ in handed.items] == [2, 3]
    assert handed.items[0][1:] == handed.items[1][1:]
    assert handed.items[0][2] == Around(language="en", desk="politifact.com.au")
    assert handed.items[0][1] == {
        "@type": "ClaimReview",
        "identifier": "pandora-3_1",
        "claimReviewed": "Cows fly.",
        "reviewRating": {"@type": "Rating", "alternateName": "Pants"},
        "url": "http://www.pandora.example/1",
        "itemReviewed": {
            "@type": "Claim",
            "author": {"name": "Al Oxen"},
            "datePublished": "May 2, 2018",
        },
        "contributor": [
            {"@type": "Person", "name": "Ann Lee"},
            {"@type": "Person", "name": "Bo Ek"},
        ],
        "headline": "Do cows fly?",
        "datePublished": "May 3, 2018",
    }


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("crikey.txt", "dmy"),
        ("checkyourfact.txt", "mdy"),
        ("huffingtonpostca.txt", "mdy"),
        ("factcheckorg.txt", "mdy"),
        ("snopes.txt", ""),
        ("unheard-of.txt", ""),
    ],
)
def test_the_order_of_day_and_month_is_that_of_the_file(
    handed: Handed, name: str, order: str
) -> None:
    text = "\t".join(TWELVE) + "\n" + multifc("\t", claim="x", claim_url="u")
    handed.read(text, name)
    assert handed.items[0][2].order == order


def test_multifc_in_windows_1252(handed: Handed) -> None:
    text = "\t".join(TWELVE) + "\n" + multifc("\t", claim="“Café”", claim_url="u")
    assert handed.read_bytes(text.encode("cp1252"), "theguardian.txt") == []
    assert handed.items[0][1]["claimReviewed"] == "“Café”"
    assert handed.account.repaired == {"undeclared-charset": 1}


CLAIMSKG = (
    ",rating_ratingValue,rating_worstRating,rating_bestRating,rating_alternateName,"
    "creativeWork_author_name,creativeWork_datePublished,creativeWork_author_sameAs,"
    "claimReview_author_name,claimReview_author_url,claimReview_url,claimReview_claimReviewed,"
    "claimReview_datePublished,claimReview_source,claimReview_author,extra_body,"
    "extra_refered_links,extra_title,extra_tags,extra_entities_body,related_links\n"
)


def test_claimskg(handed: Handed) -> None:
    text = (
        CLAIMSKG + "0,2,1,5,Half,Al Oxen,2020-01-02,https://w.example/al,desk,"
        'https://d.example,https://d.example/1,"Cows ""fly"",\nthey say",2020-01-03,desk,Ann Lee,'
        '"A long body,\nwith <meta charset=utf-16> in it",,Do cows fly?,"a,b",[],\n'
        "1,-1,-1,-1,False,Ann Lee,,,desk,https://d.example/staff/ann-lee/,https://d.example/2,"
        "Pigs fly,2020-01-04,desk,,,,,,,\n"
    )
    assert tables.knows(text.encode())
    assert handed.read(text) == []
    assert [(line, value["url"]) for line, value, _ in handed.items] == [
        (2, "https://d.example/1"),
        (5, "https://d.example/2"),
    ]
    assert handed.items[0][1] == {
        "@type": "ClaimReview",
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": "2",
            "worstRating": "1",
            "bestRating": "5",
            "alternateName": "Half",
        },
        "itemReviewed": {
            "@type": "Claim",
            "author": {"name": "Al Oxen", "sameAs": "https://w.example/al"},
            "datePublished": "2020-01-02",
        },
        "author": {"@type": "Organization", "name": "desk"},
        "contributor": {"@type": "Person", "name": "Ann Lee"},
        "url": "https://d.example/1",
        "claimReviewed": 'Cows "fly",\nthey say',
        "datePublished": "2020-01-03",
        "headline": "Do cows fly?",
    }
    assert "itemReviewed" not in handed.items[1][1]  # the writer is not whom the review is about
    assert {name: seen.count for name, seen in handed.account.fields.items()} == {
        "column claimReview_author_url": 2,
        "column extra_body": 1,
        "column extra_tags": 1,
        "column extra_entities_body": 1,
    }


def test_the_explorer_of_claimskg_has_labels_of_its_own_which_are_left(handed: Handed) -> None:
    text = (
        "id,text,date,truthRating,ratingName,author,headline,named_entities_claim,"
        "named_entities_article,keywords,source,sourceURL,link,language\n"
        "http://k.example/1,Cows fly,2020-01-02,1,FALSE,Al Oxen,Do cows fly?,,,cows,Desk,"
        "https://d.example,https://d.example/1,English\n"
    )
    assert handed.read(text) == []
    assert "reviewRating" not in handed.items[0][1]
    assert handed.account.fields["column ratingName"].examples == ["FALSE"]


def test_factck_br(handed: Handed) -> None:
    text = (
        "URL\tAuthor\tdatePublished\tclaimReviewed\treviewBody\ttitle\tratingValue\tbestRating\t"
        "alternativeName\n"
        "https://d.example/1\thttps:d.example\t2019-07-22\tVacas voam\tEmpty\tNão voam | D\t1\t5\t"
        "falso\n"
    )
    assert handed.read(text, "FACTCKBR.tsv") == []
    line, value, around = handed.items[0]
    assert (line, around) == (2, Around(language="pt"))
    assert value["reviewRating"] == {
        "@type": "Rating",
        "ratingValue": "1",
        "bestRating": "5",
        "alternateName": "falso",
    }
    assert "author" not in value


@pytest.mark.parametrize("start", [b"", b"{}", b"\x00\x01", b"<html>", b"a\tb\n", b'"claim_id\n'])
def test_other_inputs_are_not_recognised(start: bytes) -> None:
    assert not tables.knows(start)


# ---- the corpus

ROWS = {"": 22083, "no claim": 1001, "no claim_url": 2}  # in one row the claim is `Statement:`


@pytest.mark.corpus
def test_every_row_of_the_tables_is_accounted_for(shared: Path) -> None:
    files = sorted((shared / "corpora" / "multifc").glob("*.txt"))
    assert len(files) == 36
    found: Counter[str] = Counter()
    for path in files:
        data = path.read_bytes()
        assert tables.knows(data[:65536]), path.name
        account = Account(path.name, "table")
        found.update(
            one.refused for one in tables.read(Given(path.name, data, Settings()), account)
        )
        assert set(account.fields) <= {
            *(f"column {name}" for name in ("categories", "tags", "reason", "article_title")),
            *(f"column {name}" for name in ("speaker", "claim_date", "Reason", "Categories")),
        }
    assert found == ROWS
    assert sum(found.values()) == 23086
