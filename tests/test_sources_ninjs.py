from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.errors import ClaimgraphError
from claimgraph.records import Actor, Article, Event, Place
from claimgraph.records.settings import Settings
from claimgraph.repair.unreadable import Unreadable
from claimgraph.sources import ninjs
from claimgraph.sources.account import Account
from claimgraph.sources.identity import key
from claimgraph.sources.told import Given, Told
from conftest import shared_folder

URI = "urn:newsml:agency.example:20250101:harbour"
PLAN = "a plan of coverage, which tells of no event"


def read(value: Any, version: str = "") -> tuple[list[Told], Account]:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    account = Account("x.json", "ninjs")
    reader = ninjs.read_version(version) if version else ninjs.read
    return list(reader(Given("x.json", data, Settings()), account)), account


def article(**fields: Any) -> Article:
    found = read({"uri": URI, **fields})[0][0].records[0]
    assert isinstance(found, Article)
    return found


def event(**fields: Any) -> tuple[Event, Told]:
    told = read({"uri": URI, "type": "event", "title": "Fair", **fields})[0][0]
    found = told.records[0]
    assert isinstance(found, Event)
    return found, told


THREE_WAYS: list[dict[str, Any]] = [
    {
        "headline": "Harbour open",
        "language": "en",
        "firstcreated": "2025-01-01T08:00:00Z",
        "versioncreated": "2025-01-02T08:00:00Z",
        "byline": "Ada Penn",
        "altids": {"itemid": "a1"},
        "infosource": [{"name": "The Agency", "rel": "publisher"}],
        "place": [{"name": "Port Alma", "rel": "about"}],
        "person": [{"name": "Bo Lind"}],
    },
    {
        "headlines": [{"role": "main", "value": "Harbour open"}],
        "language": "en",
        "firstcreated": "2025-01-01T08:00:00Z",
        "versioncreated": "2025-01-02T08:00:00Z",
        "by": "Ada Penn",
        "altids": [{"role": "itemid", "value": "a1"}],
        "infosources": [{"name": "The Agency", "rel": "publisher"}],
        "places": [{"name": "Port Alma", "rel": "about"}],
        "people": [{"name": "Bo Lind"}],
    },
    {
        "headlines": [{"value": "Harbour open"}],
        "language": "en",
        "firstCreated": "2025-01-01T08:00:00Z",
        "versionCreated": "2025-01-02T08:00:00Z",
        "by": "Ada Penn",
        "altIds": [{"role": "itemid", "value": "a1"}],
        "infoSources": [{"name": "The Agency", "rel": "publisher"}],
        "places": [{"name": "Port Alma", "rel": "about"}],
        "people": [{"name": "Bo Lind"}],
    },
]


@pytest.mark.parametrize("version", ["1.6", "2.1", "3.0"])
def test_each_version_tells_the_same_in_its_own_words(version: str) -> None:
    fields = THREE_WAYS[int(version[0]) - 1]
    (told,), account = read({"uri": URI, "type": "text", **fields}, version)
    found, *others = told.records
    assert isinstance(found, Article)
    assert (found.type, found.url, found.headline) == ("news", None, {"en": "Harbour open"})
    assert (str(found.published), str(found.modified)) == (
        "2025-01-01T08:00:00+00:00",
        "2025-01-02T08:00:00+00:00",
    )
    assert found.identifiers == (URI, "a1")
    names = {one.id: one.name for one in others if isinstance(one, Actor | Place)}
    assert found.publisher == "agency.example"
    assert [names[id_] for id_ in found.authors] == ["Ada Penn"]
    assert [names[id_] for id_ in found.about] == [{"en": "Port Alma"}]
    assert [names[id_] for id_ in found.mentions] == [{"en": "Bo Lind"}]
    assert not account.fields
    assert not account.values
    assert told.records == read({"uri": URI, "type": "text", **THREE_WAYS[0]})[0][0].records


@pytest.mark.parametrize(
    ("uri", "url"),
    [
        ("https://paper.example/a", "https://paper.example/a"),
        ("urn:uuid:00000000-0000-0000-0000-000000000001", None),
        ("001_any_text", None),
        ("tag:paper.example,2025:a", None),
    ],
)
def test_an_identifier_that_is_no_url_is_kept_as_such(uri: str, url: str | None) -> None:
    found = article(uri=uri)
    assert (found.url, found.identifiers) == (url, () if url else (uri,))


def test_names_are_known_within_the_site_of_the_identifier() -> None:
    def author(uri: str) -> str:
        return article(uri=uri, by="Ada Penn").authors[0]

    assert author("urn:newsml:a.example:1:1") == author("tag:a.example,2025:2")
    assert author("urn:newsml:a.example:1:1") != author("urn:newsml:b.example:1:1")
    assert author("urn:uuid:1") != author("urn:uuid:2")


@pytest.mark.parametrize(
    ("fields", "headline"),
    [
        ({"headline": "A", "title": "B"}, "A"),
        ({"headline_short": "A", "title": "B"}, "A"),
        ({"title": "B"}, "B"),
        ({"headlines": [{"value": "A"}, {"role": "main", "value": "B"}]}, "B"),
        ({}, None),
    ],
)
def test_the_main_headline_comes_before_others(fields: Any, headline: str | None) -> None:
    assert article(**fields).headline == headline


@pytest.mark.parametrize("kind", ["picture", "video", "audio", "graphic", "composite", "component"])
def test_what_is_no_text_is_a_work(kind: str) -> None:
    assert article(type=kind).type == "work"


def test_items_in_associations_are_items_of_their_own() -> None:
    inner = {"uri": "https://a.example/i", "type": "picture"}
    deeper = {"uri": "https://a.example/t", "type": "text", "associations": {"x": inner}}
    told, _ = read({"uri": URI, "associations": [deeper, "no item"]})
    kinds = [one.records[0].type for one in told if one.records]  # type: ignore[union-attr]
    assert kinds == ["news", "news", "work"]
    assert [one.refused for one in told] == ["", "", "", "an item that is no object"]
    assert [one.line for one in told] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("dates", "when"),
    [
        ({"startDate": "2025-03-01T09:00:00Z"}, "2025-03-01T09:00:00Z"),
        ({"startDate": "2025-03-01T09:00:00Z", "endDate": "2025-03-01T11:00:00Z"}, None),
        (
            {"startDate": "2025-03-01T09:00:00Z", "endDate": "2025-03-02T11:00:00Z"},
            "2025-03-01/2025-03-02",
        ),
        ({"expectedStartDate": "2025-03-01", "expectedEndDate": "2025-04"}, "2025-03-01~/2025-04~"),
        ({"startDate": "2025-03-01T09:00:00Z", "recurrence": {"x": 1}}, "2025-03-01/.."),
        ({"endDate": "2025-03-01T09:00:00Z"}, ""),
        ({}, ""),
    ],
)
def test_expected_dates_are_approximate_and_intervals_are_of_days(
    dates: Any, when: str | None
) -> None:
    found, _ = event(eventDetails={"dates": dates})
    expected = dates["startDate"] if when is None else when
    assert (str(found.when) if found.when else "") == expected
    assert found.series == ("recurrence" in dates)


def test_an_event_has_places_and_organisers() -> None:
    found, told = event(
        eventDetails={"organiser": {"name": "Board", "uri": "https://board.example/"}},
        places=[{"name": "Port Alma"}],
        people=[{"name": "Bo", "rel": "Speaker"}, {"name": "Cy"}],
    )
    _, place, *actors = told.records
    assert found.id == key(URI)
    assert found.identifiers == (URI,)
    assert found.where == (place.id,)
    assert [one.role for one in found.participants] == ["organizer", "speaker"]
    assert [one.name for one in actors if isinstance(one, Actor)] == ["Board", "Bo"]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({}, "an item without `uri`"),
        ({"uri": " "}, "an item without `uri`"),
        ({"uri": 7}, "an item without `uri`"),
        ([7], "an item that is no object"),
        ({"uri": URI, "type": "planning"}, PLAN),
        ({"uri": URI, "type": "event"}, "an event without a name"),
        ({"uri": "http://a b"}, "its identifier cannot be read"),
    ],
)
def test_what_says_nothing_is_refused(item: Any, reason: str) -> None:
    (told,), _ = read(item)
    assert (told.refused, told.records) == (reason, ())


@pytest.mark.parametrize(
    ("fields", "lost"),
    [
        ({"title": 42}, "ninjs.title: is no text"),
        ({"type": "essay"}, "ninjs.type: is none of its types"),
        ({"person": "Bo"}, "ninjs.person: is no list"),
        ({"altids": "a"}, "ninjs.altids: is no list"),
        ({"altids": {"a": {}}}, "ninjs.altids: is no text"),
        ({"associations": "a"}, "ninjs.associations: is no list"),
        ({"headline_é": "A"}, "ninjs.headline_é: is a name that is not allowed"),
        ({"headlines": [{"role": "main"}]}, "ninjs.headlines: has no `value`"),
    ],
)
def test_without_a_version_a_field_is_lost_alone(fields: Any, lost: str) -> None:
    (told,), account = read({"uri": URI, **fields})
    assert told.records
    assert list(account.values) == [lost]


def test_fields_without_a_place_are_counted() -> None:
    _, account = read({"uri": URI, "urgency": 4, "pubstatus": "usable", "body_text": "x"})
    assert set(account.fields) == {"ninjs.urgency", "ninjs.pubstatus", "ninjs.body_text"}


@pytest.mark.parametrize("version", ["4.0", "1", "", "one", "1.x", "1.1.1", "٢.1"])
def test_a_version_that_there_is_not_is_told(version: str) -> None:
    with pytest.raises(ClaimgraphError, match="ninjs has no version"):
        ninjs.read_version(version)


@pytest.mark.parametrize(
    ("data", "known"),
    [
        (b'{"uri": "a", "versioncreated": "x"}', True),
        (b' [{"headlines": [], "uri": "a"}]', True),
        (b'{"uri": "a"}', False),
        (b'{"uri": "a", "headline": "b", "@context": "https://schema.org"}', False),
        (b"<html>", False),
    ],
)
def test_it_is_known_by_its_fields(data: bytes, known: bool) -> None:
    assert ninjs.knows(data) is known


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)
NAMES = st.sampled_from(
    "type title headline headlines headline_x by byline language firstcreated versionCreated "
    "altids altIds person people places infosource infoSources eventDetails associations".split()
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(NAMES, VALUES), st.sampled_from(["", "1.0", "2.1", "3.0"]))
def test_any_values_are_accounted_for(fields: dict[str, Any], version: str) -> None:
    told, _ = read({"uri": URI, **fields}, version)
    assert told
    assert all(bool(one.records) != bool(one.refused) for one in told)


# ---- the test suite of IPTC

EXAMPLES = "corpora/ninjs/examples"
SUITE = "corpora/ninjs/validation/test_suite"
# Files that should fail, read as the version of their folder: why an item is refused, or else what
# the account warns of.
REFUSED = {
    "1.0/001_no_uri_declared": "an item without `uri`",
    "1.0/002_type_invalid": "`type` is none of its types",
    "1.0/012_location_not_object": "an item without `uri`",
    "1.0/013_person_not_string": "`person` is no list",
    "1.0/014_type_component": "`type` is none of its types",
    "1.0/016_infosource": "`infosource` is not in this version",
    "1.1/001_type_component": "`type` is none of its types",
    "1.1/002_infosource": "`infosource` is not in this version",
    "1.2/001_title_as_number": "`title` is no text",
    "1.2/002_firstcreated_bad_type": "`firstcreated` is no text",
    "1.2/004_infosource_bad_type": "`infosource` has a `scheme` that is no text",
    "1.3/002_headline_nonascii": "`headline_ééé` is a name that is not allowed",
    "1.3/003_headline_blank_extension": "`headline_` is a name that is not allowed",
    "1.3/004_headline_dash": "`headline-with-dash-ééé` is a name that is not allowed",
    "1.3/005_bad_altids": "`altids` is no list",
    "2.1/002_good_association_but_no_name": "an item in `associations` has no `name`",
    "2.1/003_good_association_but_no_uri": "an item without `uri`",
    "3.0/001_bad_geojson": "`firstcreated` is not in this version",
    "3.0/002_bad_association": "`versioncreated` is not in this version",
    "3.0/003_event_with_conflicting_start": "`eventDetails` has both `startDate` and",
    "3.0/004_event_with_renditions": "`eventDetails` has both `startDate` and",
    "3.0/004_invalid_truncated_date": "`eventDetails` has both `startDate` and",
    "3.0/005_planned_coverage_bad_urgency": PLAN,
}
UNREADABLE = (
    "1.0/010_body_must_be_string",
    "1.0/011_description_must_be_string",
    "1.3/006_bad_genre",
)
WARNED = {
    "1.0/003_malformed_property": "ninjs.mime_type",
    "1.0/004_representationtype_invalid": "ninjs.representationtype",
    "1.0/005_profile_must_be_string": "ninjs.profile",
    "1.0/006_version_must_be_string": "ninjs.version",
    "1.0/007_pubstatus_cancelled": "ninjs.pubstatus",
    "1.0/008_usageterms_object": "ninjs.usageterms",
    "1.0/009_body_text_with_cr": "control-characters",
    "1.0/015_pubstatus_commissioned": "ninjs.pubstatus",
    "1.0/017_description_extension": "ninjs.description_*&^%",
    "1.2/003_ednote_bad_type": "ninjs.ednote",
    "1.2/005_pubstatus_replaced": "ninjs.pubstatus",
    "1.2/006_pubstatus_commissioned": "ninjs.pubstatus",
    "1.3/001_schema_bad": "ninjs.$standard: is no object",
    "1.3/007_invalid_genre": "ninjs.genre",
    "1.4/001_bad_contentcreated": "ninjs.contentcreated",
    "1.4/002_bad_contentcreated": "ninjs.contentcreated",
    "1.4/003_bad_expires": "ninjs.expires",
    "1.4/004_bad_expires": "ninjs.expires",
    "1.4/005_bad_rightsinfo": "ninjs.linkedrights",
    "1.4/006_bad_rightsinfo": "ninjs.rightsinfo",
    "1.5/001_bad_property": "ninjs.bad",
    "1.5/002_bad_association": "ninjs.incorrectproperty",
    "1.6/001_bad_digital_source": "ninjs.digitalsourcetype",
    "1.x_dev/001_advice_string": "ninjs.advice",
    "1.x_dev/002_advice_wrongtypes": "ninjs.advices",
    "1.x_dev/003_advice_wrongelements": "ninjs.advices",
    "1.x_dev/004_linked_rights": "ninjs.linkedrights",
    "1.x_dev/005_encoded_rights": "ninjs.encodedrights",
    "1.x_dev/006_combined_rights": "ninjs.linkedrights",
    "2.0/001_bad_geojson": "ninjs.places.geojson",
    "2.0/001_bad_toplevel": "ninjs.random",
    "2.0/002_bad_association": "ninjs.i_can_put_anything",
    "2.1/001_bad_association": "ninjs.incorrectproperty",
    "2.1/004_bad_rights": "ninjs.rightsinfo",
    "2.2/001_bad_digital_source": "ninjs.digitalsourcetype",
    "2.x_dev/001_advice_string": "ninjs.advice",
    "2.x_dev/002_advice_wrongtypes": "ninjs.advice",
    "2.x_dev/003_advice_wrongelements": "ninjs.advice",
    "2.x_dev/004_linked_rights": "ninjs.linkedrights",
    "2.x_dev/005_encoded_rights": "ninjs.encodedrights",
    "2.x_dev/006_combined_rights": "ninjs.rightsinfo",
    "3.0/001_bad_toplevel": "ninjs.random",
    "3.0/006_bad_urgency": "ninjs.urgency",
    "3.1/001_bad_digital_source": "ninjs.digitalSourceType",
}
# Files that should pass and hold plans of coverage, of which there is nothing to tell.
PLANS = (
    "005_planned_coverage",
    "006_planning_with_rendition",
    "007_planning_rendition_reuters",
    "008_planning_with_rendition_srt",
    "009_planned_coverage_commissioninginfo",
    "010_planned_news_item",
    "013_planned_coverage",
    "014_planning_rendition_reuters",
)


def suite(kind: str) -> list[str]:
    """`1.0/001_simplest_file` and the like."""
    folder = shared_folder()
    found = (folder / SUITE).glob(f"*/{kind}/*.json") if folder else ()
    return sorted(f"{path.parts[-3]}/{path.stem}" for path in found)


def of_suite(shared: Path, kind: str, name: str) -> tuple[list[Told], Account]:
    version, stem = name.split("/")
    return read((shared / SUITE / version / kind / f"{stem}.json").read_bytes(), version)


def warnings(account: Account) -> set[str]:
    return {*account.fields, *account.values, *account.repaired}


@pytest.mark.corpus
def test_the_tables_name_every_file_that_should_fail(shared: Path) -> None:
    assert suite("should_fail") == sorted([*REFUSED, *UNREADABLE, *WARNED])
    assert (len(suite("should_pass")), len(suite("should_fail"))) == (158, 70)


@pytest.mark.corpus
@pytest.mark.parametrize("name", suite("should_pass"))
def test_what_should_pass_is_read(shared: Path, name: str) -> None:
    told, _ = of_suite(shared, "should_pass", name)
    plans = PLAN if name.startswith("3.0/") and name[4:] in PLANS else ""
    assert told
    assert {one.refused for one in told if one.refused} == ({plans} if plans else set())


@pytest.mark.corpus
@pytest.mark.parametrize("name", REFUSED)
def test_what_a_version_forbids_is_refused_in_fields_that_are_mapped(
    shared: Path, name: str
) -> None:
    told, _ = of_suite(shared, "should_fail", name)
    assert any(one.refused.startswith(REFUSED[name]) for one in told)


@pytest.mark.corpus
@pytest.mark.parametrize("name", WARNED)
def test_other_mistakes_are_read_with_a_warning(shared: Path, name: str) -> None:
    told, account = of_suite(shared, "should_fail", name)
    assert all(one.records for one in told)
    assert WARNED[name] in warnings(account)


@pytest.mark.corpus
@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_json_is_unreadable(shared: Path, name: str) -> None:
    with pytest.raises(Unreadable):
        of_suite(shared, "should_fail", name)


def examples() -> list[str]:
    """`1.4/ninjsExSimpleText1` and the like, without the schema that lies beside them."""
    folder = shared_folder()
    if folder is None:
        return []
    root = folder / EXAMPLES
    found = sorted(root.rglob("*.json"))
    return [str(path.relative_to(root)) for path in found if path.stem != "extension-schema"]


@pytest.mark.corpus
def test_there_are_examples(shared: Path) -> None:
    assert len(examples()) == 42


@pytest.mark.corpus
@pytest.mark.parametrize("name", examples())
def test_an_example_is_known_and_read_as_its_version(shared: Path, name: str) -> None:
    data = (shared / EXAMPLES / name).read_bytes()
    assert ninjs.knows(data)
    told, _ = read(data, name.split("/")[0])
    assert told
    assert all(one.records for one in told)
