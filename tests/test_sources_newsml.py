from __future__ import annotations

import pytest

from claimgraph.errors import UnsafeInput
from claimgraph.records import Actor, AnyRecord, Article, Event, Place
from claimgraph.records.settings import Settings
from claimgraph.repair.unreadable import Unreadable
from claimgraph.sources import newsml
from claimgraph.sources.account import Account
from claimgraph.sources.identity import key
from claimgraph.sources.told import Given, Told

NAR = 'xmlns="http://iptc.org/std/nar/2006-10-01/" standard="NewsML-G2" conformance="power"'
ITEM = f"""<newsItem {NAR} guid="urn:newsml:agency.example:20250101:harbour" version="3"
    xml:lang="en-GB">
  <catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_38.xml"/>
  <catalog><scheme alias="who" uri="https://agency.example/who/"/></catalog>
  <itemMeta>
    <itemClass qcode="ninat:text"/>
    <provider literal="agency"><name>The Agency</name></provider>
    <versionCreated>2025-01-02T09:30:00+01:00</versionCreated>
    <firstCreated>2025-01-01T08:00:00Z</firstCreated>
    <pubStatus qcode="stat:usable"/>
  </itemMeta>
  <contentMeta>
    <by>Ada Penn</by>
    <language tag="en"/>
    <subject type="cpnat:person" qcode="who:7"><name>Bo Lind</name></subject>
    <subject type="cpnat:geoArea"><name>Port Alma</name></subject>
    <subject type="cpnat:abstract" qcode="medtop:20000000"><name>shipping</name></subject>
    <headline>Harbour <i xmlns="http://www.w3.org/1999/xhtml">opens</i> again</headline>
  </contentMeta>
  <contentSet><inlineData>Text.</inlineData></contentSet>
</newsItem>"""
CONCEPT = """<concept>
    <conceptId {id}/>
    <type qcode="cpnat:event"/>
    <name xml:lang="en">Harbour fair</name>
    <eventDetails>
      <dates><start>{start}</start>{end}</dates>
      <location uri="https://geo.example/port"><name>Port Alma</name></location>
      <participant type="cpnat:person"><name>Bo Lind</name></participant>
      <organiser type="cpnat:organisation" literal="Harbour Board"/>
      <occurStatus qcode="eventoccur:eos5"/>
    </eventDetails>
  </concept>"""


def event(id_: str = 'uri="https://agency.example/ev/1"', start: str = "2025-03-01") -> str:
    concept = CONCEPT.format(id=id_, start=start, end="<end>2025-03-02T18:00:00Z</end>")
    return f'<conceptItem {NAR} guid="urn:newsml:agency.example:2:1">{concept}</conceptItem>'


def read(xml: str | bytes) -> tuple[list[Told], Account]:
    data = xml.encode() if isinstance(xml, str) else xml
    account = Account("x.xml", "newsml")
    return list(newsml.read(Given("x.xml", data, Settings()), account)), account


def kinds(told: Told) -> list[type[AnyRecord]]:
    return [type(record) for record in told.records]


def test_a_news_item_is_an_article_with_those_it_is_about() -> None:
    (told,), account = read(ITEM)
    article, *others = told.records
    assert isinstance(article, Article)
    assert article.headline == {"en": "Harbour opens again"}
    assert article.url is None
    assert article.identifiers == ("urn:newsml:agency.example:20250101:harbour",)
    assert str(article.published) == "2025-01-01T08:00:00+00:00"
    assert str(article.modified) == "2025-01-02T09:30:00+01:00"
    assert article.publisher == "agency.example"
    assert article.about == (key("actor\nhttps://agency.example/who/7"), others[1].id)
    assert {type(one) for one in others} == {Actor, Place}
    assert account.fields["newsItem/contentMeta/subject"].examples == ["shipping"]
    assert account.fields["newsItem/itemMeta/pubStatus"].examples == ["stat:usable"]


def test_the_id_of_an_item_is_the_same_wherever_it_is_read() -> None:
    again = read(ITEM.replace("Harbour <i", "Port <i"))[0]
    assert read(ITEM)[0][0].records[0].id == again[0].records[0].id


def test_an_item_that_is_no_text_is_a_work() -> None:
    (told,), _ = read(ITEM.replace("ninat:text", "ninat:picture"))
    article = told.records[0]
    assert isinstance(article, Article)
    assert article.type == "work"


def test_an_event_has_its_days_place_and_parties() -> None:
    (told,), account = read(event())
    happening, place, *actors = told.records
    assert isinstance(happening, Event)
    assert happening.id == key("https://agency.example/ev/1")
    assert happening.name == {"en": "Harbour fair"}
    assert str(happening.when) == "2025-03-01/2025-03-02"
    assert happening.same_as == ("https://agency.example/ev/1",)
    assert happening.where == (place.id,)
    roles = {one.actor: one.role for one in happening.participants}
    assert [(one.type, one.name, roles[one.id]) for one in actors if isinstance(one, Actor)] == [
        ("organization", {"en": "Harbour Board"}, "organizer"),
        ("person", {"en": "Bo Lind"}, "participant"),
    ]
    assert list(account.fields) == ["eventDetails/occurStatus"]


def test_a_date_that_is_not_understood_is_lost_alone() -> None:
    (told,), account = read(event(start="some day in spring"))
    assert told.records
    assert account.values["eventDetails/dates/start: no date that is understood"].count == 1


def test_a_code_without_its_scheme_is_known_within_the_item() -> None:
    (told,), _ = read(event(id_='qcode="ev:1"'))
    happening = told.records[0]
    assert isinstance(happening, Event)
    assert (happening.same_as, happening.identifiers) == ((), ("ev:1",))
    assert happening.id == key("urn:newsml:agency.example:2:1\nev:1")


def test_a_message_holds_items_of_every_kind() -> None:
    inner = ITEM.replace(NAR, "")
    package = '<packageItem guid="p"/>'
    person = '<concept><conceptId uri="u:1"/><type qcode="cpnat:person"/><name>Bo</name></concept>'
    fair = CONCEPT.format(id='uri="u:2"', start="2025", end="")
    known = f'<knowledgeItem guid="k"><conceptSet>{person}{fair}</conceptSet></knowledgeItem>'
    message = (
        f"<newsMessage {NAR}><header/><itemSet>{inner}{package}{known}</itemSet></newsMessage>"
    )
    told, _ = read(message)
    assert [one.line for one in told] == [1, 2, 3, 4]
    assert [one.refused for one in told] == [
        "",
        "a packageItem, which holds no news of its own",
        "a concept that is no event",
        "",
    ]
    assert kinds(told[3])[0] is Event


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (f"<newsItem {NAR}/>", "an item without `guid`"),
        (f"<planningItem {NAR} guid='p'/>", "a planningItem, which holds no news of its own"),
        (event().replace("Harbour fair", " "), "an event without a name"),
        (
            f"<conceptItem {NAR}><concept><eventDetails/></concept></conceptItem>",
            "an event without `conceptId`",
        ),
    ],
)
def test_what_says_nothing_is_refused(item: str, reason: str) -> None:
    (told,), _ = read(item)
    assert (told.refused, told.records) == (reason, ())


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]><a/>',
        "<a>" * 101 + "</a>" * 101,
    ],
)
def test_dangerous_xml_is_refused(xml: str) -> None:
    with pytest.raises(UnsafeInput):
        read(xml)


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<a>",
        "{}",
        "<newsItem guid='x'/>",
        "<?xml version='1.0' encoding='no-such'?><a/>",
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_newsml_is_unreadable(xml: str | bytes) -> None:
    with pytest.raises(Unreadable):
        read(xml)


def test_an_encoding_is_taken_from_the_declaration() -> None:
    head = "<?xml version='1.0' encoding='ISO-8859-1'?>"
    (told,), _ = read((head + ITEM.replace("Ada Penn", "Ada Pénn")).encode("latin-1"))
    assert any(isinstance(one, Actor) and one.name == "Ada Pénn" for one in told.records)


@pytest.mark.parametrize(
    ("data", "known"),
    [
        (ITEM, True),
        (f"<?xml version='1.0'?>\n<nar:newsMessage xmlns:nar='{newsml.NAMESPACE}'>", True),
        ("<rss/>", False),
        ("<html>newsItem</html>", False),
    ],
)
def test_it_is_known_by_its_beginning(data: str, known: bool) -> None:
    assert newsml.knows(data.encode()) is known
