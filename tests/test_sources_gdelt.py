from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.records import Actor, Article, Event, Place
from claimgraph.records.event import EventType
from claimgraph.records.settings import Settings
from claimgraph.repair.unreadable import Unreadable
from claimgraph.resources import folder
from claimgraph.sources import gdelt
from claimgraph.sources.account import Account
from claimgraph.sources.told import Given, Told

URL = "https://paper.example/a?utm_source=x"


def row(*, columns: int = 61, **cells: Any) -> str:
    """A row of an export with these cells."""
    usual = {"GLOBALEVENTID": "7", "SQLDATE": "20240229", "EventCode": "040", "SOURCEURL": URL}
    held = {**usual, **cells}
    return "\t".join(held.get(name, "") for name in gdelt.COLUMNS[columns])


def state(who: str, code: str, name: str, **more: str) -> dict[str, Any]:
    cells = {"Code": code, "Name": name, "CountryCode": code[:3], **more}
    return {f"{who}{key}": value for key, value in cells.items()}


def read(*rows: str) -> tuple[list[Told], Account]:
    account = Account("x.CSV", "gdelt")
    data = "".join(f"{one}\n" for one in rows).encode()
    return list(gdelt.read(Given("x.CSV", data, Settings()), account)), account


def event(*rows: str) -> Event:
    found = read(*rows)[0][0].records[0]
    assert isinstance(found, Event)
    return found


def actors(told: Told) -> list[Actor]:
    return [one for one in told.records if isinstance(one, Actor)]


def place(told: Told) -> Place:
    return next(one for one in told.records if isinstance(one, Place))


def test_a_row_is_an_event_with_actors_place_and_article() -> None:
    cells = {
        **state("Actor1", "RUS", "RUSSIA"),
        **state("Actor2", "AZE", "AZERBAIJAN"),
        "ActionGeo_Type": "1",
        "ActionGeo_FullName": "Azerbaijan",
        "ActionGeo_FeatureID": "AJ",
    }
    (told,), _ = read(row(**cells))
    happening, article, where, *who = told.records
    assert isinstance(happening, Event)
    assert isinstance(article, Article)
    assert isinstance(where, Place)
    assert happening.id == "gdelt.7"
    assert happening.name == {"en": "Consult (CAMEO 040): RUSSIA, AZERBAIJAN"}
    assert happening.identifiers == ("GDELT 7", "CAMEO 040")
    assert str(happening.when) == "2024-02-29"
    assert happening.where == (where.id,)
    assert where.type == "country"
    assert [one.actor for one in happening.participants] == [one.id for one in who]
    assert {one.role for one in happening.participants} == {"participant"}
    assert (article.url, article.about) == (URL, ("gdelt.7",))


@pytest.mark.parametrize("columns", [57, 58, 61])
def test_each_edition_is_read(columns: int) -> None:
    (told,), _ = read(row(columns=columns, ActionGeo_FullName="Baku", ActionGeo_Type="4"))
    assert place(told).name == {"en": "Baku"}
    assert any(isinstance(one, Article) for one in told.records) == (columns > 57)


@pytest.mark.parametrize(
    ("cells", "type_", "name", "description"),
    [
        (state("Actor1", "RUS", "RUSSIA"), "agent", {"en": "RUSSIA"}, None),
        (state("Actor1", "RUSGOV", "RUSSIA"), "government", {"en": "RUSSIA"}, None),
        (state("Actor1", "USAGOV", "A SENATOR"), "agent", {"en": "A SENATOR"}, None),
        (state("Actor1", "GBRCOP", "UNITED KINGDOM"), "agent", {"en": "UNITED KINGDOM"}, None),
        ({"Actor1Code": "COP", "Actor1Name": "POLICE"}, "agent", None, {"en": "POLICE"}),
        ({"Actor1Code": "IGOUNO", "Actor1KnownGroupCode": "UNO"}, "agent", {"en": "IGOUNO"}, None),
    ],
)
def test_only_a_state_named_as_such_is_a_government(
    cells: dict[str, Any], type_: str, name: object, description: object
) -> None:
    (actor,) = actors(read(row(**cells))[0][0])
    assert (actor.type, actor.name, actor.description) == (type_, name, description)


@pytest.mark.parametrize(
    ("cells", "is_one"),
    [
        (state("Actor1", "RUS", "RUSSIA"), True),
        (state("Actor1", "RUSGOV", "RUSSIA"), True),
        ({"Actor1Code": "IGOUNO", "Actor1Name": "UN", "Actor1KnownGroupCode": "UNO"}, True),
        (state("Actor1", "USACOP", "POLICE"), False),
        ({"Actor1Code": "GOV", "Actor1Name": "PRESIDENT"}, False),
    ],
)
def test_only_those_known_everywhere_are_one_across_articles(
    cells: dict[str, Any], is_one: bool
) -> None:
    told, _ = read(row(**cells), row(**cells, SOURCEURL="https://other.example/b"))
    first, second = (actors(one)[0].id for one in told)
    assert (first == second) is is_one


def test_an_unnamed_actor_without_an_article_has_a_name() -> None:
    (actor,) = actors(read(row(columns=57, Actor1Code="COP", Actor1Name="POLICE"))[0][0])
    assert (actor.name, actor.description, actor.article) == ({"en": "POLICE"}, None, None)


def test_both_actors_may_be_one() -> None:
    found = event(row(**state("Actor1", "RUS", "RUSSIA"), **state("Actor2", "RUS", "RUSSIA")))
    assert len(found.participants) == 1
    assert found.name == {"en": "Consult (CAMEO 040): RUSSIA"}


@pytest.mark.parametrize(
    ("code", "type_"),
    [
        ("010", "statement"),
        ("042", "visit"),
        ("057", "agreement"),
        ("145", "protest"),
        ("112", None),
        ("173", None),
        ("190", None),
        ("999", None),
    ],
)
def test_a_type_is_given_only_where_the_code_means_it(code: str, type_: str | None) -> None:
    assert event(row(EventCode=code)).type == type_


def test_places_with_one_number_and_two_names_stay_two() -> None:
    town: dict[str, Any] = {"ActionGeo_Type": "4", "ActionGeo_FeatureID": "-2960561"}
    told, _ = read(
        row(**town, ActionGeo_FullName="Moscow"),
        row(**town, ActionGeo_FullName="Kremlin"),
        row(ActionGeo_Type="2", ActionGeo_FeatureID="CA", ActionGeo_FullName="California"),
        row(ActionGeo_Type="1", ActionGeo_FeatureID="CA", ActionGeo_FullName="Canada"),
    )
    assert len({place(one).id for one in told}) == 4
    assert [place(one).type for one in told] == ["place", "place", "region", "country"]


def test_an_article_is_about_all_events_read_from_it() -> None:
    told, _ = read(
        row(GLOBALEVENTID="1"),
        row(GLOBALEVENTID="2", SOURCEURL="http://www.paper.example/a"),
        row(GLOBALEVENTID="3", SOURCEURL="https://paper.example/b"),
    )
    found = [one for each in told for one in each.records if isinstance(one, Article)]
    assert found[0] == found[1]
    assert [one.about for one in found] == [("gdelt.1", "gdelt.2")] * 2 + [("gdelt.3",)]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"SQLDATE": "20240230"}, "gdelt.SQLDATE: no day"),
        ({"SOURCEURL": "BBC Monitoring"}, "gdelt.SOURCEURL: no URL"),
        ({"EventCode": "---"}, "gdelt.EventCode: not a code of CAMEO"),
    ],
)
def test_what_is_not_understood_is_lost_alone(cells: dict[str, Any], told: str) -> None:
    (one,), account = read(row(**cells))
    assert one.records
    assert list(account.values) == [told]


def test_columns_without_a_place_are_counted() -> None:
    _, account = read(row(AvgTone="-2.5", IsRootEvent="1"), row(AvgTone="1"))
    assert {name: seen.count for name, seen in account.fields.items()} == {
        "gdelt.AvgTone": 2,
        "gdelt.IsRootEvent": 1,
    }


def test_a_broken_row_costs_no_other() -> None:
    told, _ = read(row(), "a\tb", row(GLOBALEVENTID="x"), "", row(GLOBALEVENTID="8"))
    assert [(one.line, one.refused) for one in told] == [
        (1, ""),
        (2, "a row that has not 57, 58 or 61 columns"),
        (3, "a row without number of its event"),
        (5, ""),
    ]


@pytest.mark.parametrize("data", [b"", b"a,b,c", b"\t" * 60, b"{}"])
def test_what_is_no_export_is_unreadable(data: bytes) -> None:
    assert not gdelt.knows(data)
    with pytest.raises(Unreadable):
        list(gdelt.read(Given("x", data, Settings()), Account("x", "gdelt")))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=200), max_size=5))
def test_any_bytes_behind_a_good_row_are_accounted_for(tail: list[bytes]) -> None:
    lines = [row().encode(), *(one.replace(b"\n", b"") for one in tail)]
    account = Account("x", "gdelt")
    told = list(gdelt.read(Given("x", b"\n".join(lines), Settings()), account))
    assert len(told) == sum(1 for one in lines if one.strip())
    assert all(bool(one.records) != bool(one.refused) for one in told)


def test_the_table_of_codes_is_sound() -> None:
    lines = (folder("ontology") / "cameo.tsv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(lines, delimiter="\t"))
    assert {len(one["code"]) for one in rows} == {2, 3, 4}
    assert len(rows) == len(gdelt.codes()) > 450
    assert all(one["name"] and one["source"] and one["date"] for one in rows)
    assert {one["type"] for one in rows} - {""} <= set(get_args(EventType))
    numbers = [one["code"] for one in rows if one["code"].isdigit()]
    assert all(one[:-1] in numbers for one in numbers if len(one) > 2)
    assert {one[:2] for one in numbers} == {f"{n:02}" for n in range(1, 21)}


@pytest.mark.corpus
def test_every_event_of_the_corpus_is_read(shared: Path) -> None:
    (path,) = (shared / "corpora" / "gdelt").glob("*.CSV")
    account = Account(path.name, "gdelt")
    told = list(gdelt.read(Given(path.name, path.read_bytes(), Settings()), account))
    assert gdelt.knows(path.read_bytes())
    kinds = Counter(type(record).__name__ for one in told for record in one.records)
    assert (len(told), sum(bool(one.refused) for one in told)) == (2111, 0)
    assert kinds == {"Event": 2111, "Article": 2111, "Place": 2073, "Actor": 3517}
    assert not account.values
    articles = {one.id for each in told for one in each.records if isinstance(one, Article)}
    assert len(articles) == 425
