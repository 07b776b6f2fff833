"""GDELT event exports: 1.0 with 57 or 58 columns, 2.0 with 61, tabs between, no header.

What a row tells is what a program read in one article, coded after CAMEO: the event is known from
that article. Columns are as in "The GDELT Event Database, Data Format Codebook", 1.03 and 2.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple, cast

import msgspec

from claimgraph.dates import Edtf
from claimgraph.errors import UnsafeInput
from claimgraph.limits import MAX_BYTES
from claimgraph.records import Actor, AnyRecord, Article, Event, Place
from claimgraph.records.event import EventType, Participant
from claimgraph.repair.unreadable import Unreadable
from claimgraph.resources import text as resource
from claimgraph.sources.account import Account
from claimgraph.sources.identity import folded, key
from claimgraph.sources.told import Given, Told
from claimgraph.sources.works import article_id
from claimgraph.web import urls

_ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code "
_ACTOR += "Type2Code Type3Code"
PlaceType = Literal["country", "region", "place"]
_GEO = "Geo_Type Geo_FullName Geo_CountryCode Geo_ADM1Code Geo_Lat Geo_Long Geo_FeatureID"
_GEO_2 = _GEO.replace("ADM1Code", "ADM1Code Geo_ADM2Code")
_CODED = (
    "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions "
    "NumSources NumArticles AvgTone"
).split()
_WHO = ("Actor1", "Actor2")


def _columns(geo: str, ends: str) -> tuple[str, ...]:
    begins = "GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split()
    actors = [f"{who}{name}" for who in _WHO for name in _ACTOR.split()]
    places = [f"{who}{name}" for who in (*_WHO, "Action") for name in geo.split()]
    return (*begins, *actors, *_CODED, *places, *ends.split())


COLUMNS = {
    len(columns): columns
    for columns in (
        _columns(_GEO, "DATEADDED"),
        _columns(_GEO, "DATEADDED SOURCEURL"),
        _columns(_GEO_2, "DATEADDED SOURCEURL"),
    )
}
USED = frozenset(
    "GLOBALEVENTID SQLDATE EventCode EventBaseCode EventRootCode SOURCEURL ActionGeo_Type "
    "ActionGeo_FullName ActionGeo_FeatureID Actor1Code Actor1Name Actor1CountryCode "
    "Actor1KnownGroupCode Actor1Type1Code Actor2Code Actor2Name Actor2CountryCode "
    "Actor2KnownGroupCode Actor2Type1Code".split()
)
_PLACE_TYPES: dict[str, PlaceType] = {  # of 3 and 4 the codebook says "city or landmark"
    "1": "country",
    "2": "region",
    "3": "place",
    "4": "place",
    "5": "region",
}
_DIGITS = re.compile(r"\d{1,20}", re.ASCII)
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_LANGUAGE = "en"  # of the names that GDELT gives
LONGEST = 64 * 1024  # characters of a row

Row = dict[str, str]


class Code(NamedTuple):
    """A row of `ontology/cameo.tsv`: an event code in digits, or a country in letters."""

    code: str
    name: str
    type: str
    source: str
    date: str


def knows(data: bytes) -> bool:
    """Whether the first line has the columns of an export, which begin with two numbers."""
    cells = data[:LONGEST].partition(b"\n")[0].split(b"\t")
    return (
        len(cells) in COLUMNS and cells[0].isdigit() and len(cells[1]) == 8 and cells[1].isdigit()
    )


def read(given: Given, account: Account) -> Iterator[Told]:
    """One event a row."""
    if len(given.data) > MAX_BYTES:
        raise UnsafeInput(f"{given.name}: more than {MAX_BYTES >> 20} MiB; split the export")
    if not knows(given.data):
        raise Unreadable(1, "no export of GDELT events: 57, 58 or 61 columns with tabs between")
    rows = [
        (line, _row(raw, account))
        for line, raw in enumerate(given.data.split(b"\n"), 1)
        if raw.strip()
    ]
    articles = _articles([row for _, row in rows if isinstance(row, dict)], account)
    for line, row in rows:
        if isinstance(row, str):
            yield Told(line, refused=row)
        else:
            yield Told(line, tuple(_records(row, articles.get(row.get("SOURCEURL", "")), account)))


@cache
def codes() -> dict[str, Code]:
    """The table of CAMEO codes."""
    _, *rows = resource("ontology", "cameo.tsv").splitlines()
    return {row.partition("\t")[0]: Code(*row.split("\t")) for row in rows}


def _row(raw: bytes, account: Account) -> Row | str:
    """The cells by column, or why there are none."""
    text = raw.decode("utf-8", "replace").rstrip("\r")
    if "\ufffd" in text:
        account.repair(["invalid-bytes"])
    cells = text.split("\t")
    if len(cells) not in COLUMNS or len(text) > LONGEST:
        return "a row that has not 57, 58 or 61 columns"
    row = dict(zip(COLUMNS[len(cells)], map(str.strip, cells), strict=True))
    return row if _DIGITS.fullmatch(row["GLOBALEVENTID"]) else "a row without number of its event"


def _articles(rows: list[Row], account: Account) -> dict[str, Article]:
    """By URL the article that rows were read from, with all the events that it tells of."""
    found: dict[str, Article] = {}
    events: dict[str, list[str]] = {}
    by_source: dict[str, str] = {}
    for row in rows:
        source = row.get("SOURCEURL", "")
        if source and source not in by_source:
            by_source[source] = _known(source, found, account)
        if id_ := by_source.get(source):
            events.setdefault(id_, []).append(_id(row))
    for id_, told in events.items():
        found[id_] = msgspec.structs.replace(found[id_], about=tuple(dict.fromkeys(told)))
    return {source: found[id_] for source, id_ in by_source.items() if id_}


def _known(source: str, found: dict[str, Article], account: Account) -> str:
    """The id of an article, which is added to those found; "" for what is no URL."""
    try:
        url = urls.absolute(source)
        id_ = article_id(urls.canonical(url))
    except ValueError:
        account.lose("gdelt.SOURCEURL", "no URL", source)
        return ""
    found.setdefault(id_, Article(id=id_, url=url))
    return id_


def _records(row: Row, article: Article | None, account: Account) -> Iterator[AnyRecord]:
    """The event, then what belongs to it."""
    for name in sorted(row.keys() - USED):
        if row[name]:
            account.leave(f"gdelt.{name}", row[name])
    place = _place(row)
    actors = [_actor(row, who, article) for who in _WHO]
    met = {actor.id: actor for actor in actors if actor}
    yield _event(row, place, tuple(met), account)
    yield from filter(None, (article, place, *met.values()))


def _id(row: Row) -> str:
    return f"gdelt.{row['GLOBALEVENTID']}"


def _event(row: Row, place: Place | None, actors: tuple[str, ...], account: Account) -> Event:
    number, code = row["GLOBALEVENTID"], row["EventCode"]
    known = codes().get(code)
    if known is None:
        account.lose("gdelt.EventCode", "not a code of CAMEO", code)
    who = ", ".join(dict.fromkeys(n for n in (row["Actor1Name"], row["Actor2Name"]) if n))
    name = f"{known.name if known else 'Event'} (CAMEO {code})"
    return Event(
        id=_id(row),
        name={_LANGUAGE: f"{name}: {who}" if who else name},
        type=cast(EventType, known.type) if known and known.type else None,
        when=_when(row["SQLDATE"], account),
        where=(place.id,) if place else (),
        participants=tuple(Participant(actor=id_, role="participant") for id_ in actors),
        identifiers=(f"GDELT {number}", f"CAMEO {code}"),
    )


def _when(text: str, account: Account) -> Edtf | None:
    try:
        return Edtf.parse(_DATE.sub(r"\1-\2-\3", text, count=1))
    except ValueError:
        account.lose("gdelt.SQLDATE", "no day", text)
        return None


def _place(row: Row) -> Place | None:
    """Where it happened; one number stands for Moscow and the Kremlin, so names count too."""
    name, kind = row["ActionGeo_FullName"], row["ActionGeo_Type"]
    if not name:
        return None
    number = row["ActionGeo_FeatureID"]
    return Place(
        id=key(f"gdelt place\n{kind}\n{number}\n{folded(name)}"),
        name={_LANGUAGE: name},
        type=_PLACE_TYPES.get(kind, "place"),
    )


def _actor(row: Row, who: str, article: Article | None) -> Actor | None:
    """A country, a group that CAMEO knows or a government; others are known in one article."""
    name, code = row[f"{who}Name"] or row[f"{who}Code"], row[f"{who}Code"]
    if not folded(name):
        return None
    country = row[f"{who}CountryCode"]
    state = _is_state(row, who)
    known = state or bool(row[f"{who}KnownGroupCode"]) or (code == country != "")
    origin = "" if known else article.id if article else _id(row)
    text, own = {_LANGUAGE: name}, f"{origin}\n{code}\n{folded(name)}"
    if not known and not country and article:
        id_ = key(f"gdelt unnamed\n{own}")
        return Actor(id=id_, type="agent", description=text, article=article.id)
    return Actor(id=key(f"gdelt actor\n{own}"), type="government" if state else "agent", name=text)


def _is_state(row: Row, who: str) -> bool:
    """Whether it is the government of a country, and named so: not one of its officials."""
    country = codes().get(row[f"{who}CountryCode"])
    return (
        country is not None
        and row[f"{who}Code"] == f"{country.code}GOV"
        and folded(row[f"{who}Name"]) == folded(country.name)
    )
