"""Hypothesis strategies for record sets that hold: every kind, references and all.

Fields are drawn by their rows; what the rules ask for (`records.rules`) is built, not filtered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar, get_origin
from unicodedata import normalize

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from msgspec.structs import replace

from claimgraph.dates import Edtf
from claimgraph.records import (
    KINDS,
    Actor,
    AnyRecord,
    Article,
    Claim,
    Contradiction,
    Event,
    Link,
    Place,
    Review,
    kind,
)
from claimgraph.records.article import SourceText, Translation
from claimgraph.records.claim import Attribution, Span
from claimgraph.records.event import BLAMING, Participant
from claimgraph.records.fields import (
    LOCAL_ID,
    URL,
    Field,
    Part,
    Record,
    Term,
    fields,
    part_of,
)
from claimgraph.records.read import Entry, Origin
from claimgraph.records.review import Rating
from claimgraph.records.settings import BASE, Publisher, Settings
from terms import spellings

AnyPart = TypeVar("AnyPart", bound=Part)
OneRecord = TypeVar("OneRecord", bound=Record)

ORIGIN = Origin("records.yaml", 1)
BASES = (BASE, "https://example.org/", "http://example.org:8080/a.b/~c/", "https://example.org/x/")
DATES = tuple(
    "2024 2024-12 2024-12-25 0001-01-01 0099 9999-12 2025?-07-04 2025?-07 2025-07-04? 2025~ 201X "
    "20XX 2025-XX 2025-07-XX XXXX-07-04 2025-21 Y17000 -0044 ../2025-07-04? 2024/.. 2024/ "
    "2024-12-25/2024-12-27 2024/2025-02 2024-12-25/2025? 2018-10-07T12:00:00Z "
    "2018-10-07T12:00:00.25+05:30 2018-10-07T00:00:00".split()
)
TAGS = tuple("en und ar EN-gb zh-Hant-TW sr-Latn de-1996 en-a-bbb-x-y sl-rozaj-biske qaa".split())
HOSTS = (
    "http://example.org",
    "https://example.org:8080",
    "http://d\u00fc.example",
    "https://a|b%zz.example",
)
ODD = "\0\b\t\n\v\f\r\x1f\"\\'\x7f\x85\xa0\u0301\u2028\u202e\ud7ff\ue000\ufdd0\ufeff\ufffe\uffff"
SIGNS = "<>{}|^`%#@:/.?[]$\U0001f600\U000e0001\U0010ffff"


@cache
def texts_of(alphabet: str = "") -> SearchStrategy[str]:
    """Texts of any code points that UTF-8 can carry, or of those of an alphabet."""
    every = st.characters(exclude_categories=["Cs"])
    return st.text(alphabet or every, min_size=1, max_size=8)


@cache
def words() -> SearchStrategy[str]:
    """A text of any characters, often of those that need care; not blank."""
    return (texts_of() | texts_of(ODD + SIGNS)).filter(str.strip)


@cache
def tags() -> SearchStrategy[str]:
    """Language tags."""
    return st.sampled_from(TAGS)


@cache
def texts() -> SearchStrategy[str | dict[str, str]]:
    """A text, or one per language."""
    by_language = st.lists(st.tuples(tags(), words()), min_size=1, max_size=3, unique_by=_tag)
    return words() | by_language.map(dict)


def _tag(text: tuple[str, str]) -> str:
    return text[0].lower()


@cache
def ids() -> SearchStrategy[str]:
    """Names of records: most plain, some of any script."""
    plain = st.text("abcXYZ0123456789-._", min_size=1, max_size=6)
    beyond = st.characters(min_codepoint=0xA1, exclude_categories=["Cs", "Cf", "Zl", "Zp", "Zs"])
    name = st.one_of(plain, plain, st.text(beyond, min_size=1, max_size=4))
    return name.map(partial(normalize, "NFC")).filter(_allowed(LOCAL_ID))


@cache
def urls() -> SearchStrategy[str]:
    """http(s) URLs with odd characters behind the host, and items of Wikidata."""
    items = st.integers(1, 10**9).map("http://www.wikidata.org/entity/Q{}".format)
    rest = texts_of() | texts_of(ODD + SIGNS) | texts_of("/?#:%[]aZ-.\u0436")
    odd = st.builds("{}{}{}".format, st.sampled_from(HOSTS), st.sampled_from("/?#"), rest)
    return items | odd.filter(_allowed(URL))


def _allowed(pattern: str) -> Callable[[str], bool]:
    found = re.compile(pattern)
    return lambda text: found.search(text) is not None


@cache
def dates() -> SearchStrategy[Edtf]:
    """Dates of every form that is read."""
    return st.sampled_from(DATES).map(Edtf.parse)


@cache
def numbers() -> SearchStrategy[int | float]:
    """Ratings: whole and other numbers."""
    return st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9)


@cache
def hashes() -> SearchStrategy[str]:
    """SHA-256 in hex."""
    return st.binary(max_size=2).map(lambda data: sha256(data).hexdigest())


class Ids(NamedTuple):
    """The ids of a source by kind, from which references are drawn; nothing refers to itself."""

    held: Mapping[str, Sequence[str]]
    own: str = ""

    def of(self, *kinds: str) -> tuple[str, ...]:
        """Ids that a reference to such kinds may name."""
        return tuple(id_ for name in kinds for id_ in self.held[name] if id_ != self.own)


_BY_TERM: dict[Term, Callable[[], SearchStrategy[Any]]] = {
    Term.TEXT: texts,
    Term.IRI: urls,
    Term.DATE: dates,
    Term.NUMBER: numbers,
}
_BY_NAME: dict[str, Callable[[], SearchStrategy[Any]]] = {
    "license": urls,
    "language": tags,
    "sha256": hashes,
    "file": lambda: st.just("text.txt"),
    "length": lambda: st.integers(1, 10**6),
    "series": st.booleans,
    "private": st.booleans,
    "truth": lambda: st.booleans() | st.sampled_from(["mostly-true", "mixed", "false"]),
}


def part(
    struct: type[AnyPart], known: Ids, **given: SearchStrategy[Any]
) -> SearchStrategy[AnyPart]:
    """A struct: each field that is not given is drawn by its row."""
    drawn = {one.name: _field(one, known) for one in fields(struct) if one.name not in given}
    return st.fixed_dictionaries({**drawn, **given}).map(lambda held: struct(**held))


def _field(field: Field, known: Ids) -> SearchStrategy[Any]:
    if field.row.to:
        return _refer(known.of(*field.row.to), field.type)
    return _plain(field)


@cache
def _refer(choices: tuple[str, ...], hint: Any) -> SearchStrategy[Any]:
    return _many(st.sampled_from(choices) if choices else st.nothing(), hint)


@cache
def _plain(field: Field) -> SearchStrategy[Any]:
    return _many(_value(field), field.type)


def _many(one: SearchStrategy[Any], hint: Any) -> SearchStrategy[Any]:
    """One value, or as many as the type of the field has."""
    if get_origin(hint) is tuple:
        return st.just(()) if one.is_empty else st.lists(one, max_size=2, unique_by=repr).map(tuple)
    return st.none() | one if type(None) in getattr(hint, "__args__", ()) else one


def _value(field: Field) -> SearchStrategy[Any]:
    if inner := part_of(field.type):
        return part(inner, Ids({}))
    if field.name in _BY_NAME:
        return _BY_NAME[field.name]()
    choices = sorted(spellings(field.type))
    return st.sampled_from(choices) if choices else _BY_TERM[field.row.term]()


def _record(
    struct: type[OneRecord], known: Ids, **given: SearchStrategy[Any]
) -> SearchStrategy[OneRecord]:
    return part(struct, known, id=st.just(known.own), **given)


def _article(known: Ids) -> SearchStrategy[Article]:
    others = known.of("article")
    translation = st.none() | part(Translation, known) if others else st.none()
    return _record(Article, known, translation=translation)


@st.composite
def _actor(draw: DrawFn, known: Ids) -> Actor:
    one = draw(_record(Actor, known, private=st.just(False), name=texts()))
    if one.type == "person":
        one = replace(one, parent=None, area_served=None, url=None)
    else:
        one = replace(one, job_title=None, affiliation=(), died=None)
    if one.article and one.description:  # not named
        return replace(one, name=None, same_as=())
    private = one.type == "person" and not one.same_as and draw(st.booleans())
    return replace(one, article=None, description=None, private=private)


@st.composite
def _event(draw: DrawFn, known: Ids) -> Event:
    one = draw(_record(Event, known, participants=st.just(())))
    role = part(Participant, known)
    some = st.lists(role, max_size=2, unique_by=lambda p: (p.actor, p.role, p.when))
    parts = draw(some) if known.of("actor") else []
    told = [p for p in parts if p.role not in BLAMING or p.according_to or one.according_to]
    return replace(one, participants=tuple(told))


class Voices(NamedTuple):
    """The articles and actors of a source: who can speak where."""

    articles: Sequence[Article]
    actors: Sequence[Actor]

    def speakers(self, article: Article, form: str) -> list[str]:
        """Ids of those whom an attribution of that form in that article may name."""
        able = [a.id for a in self.actors if a.article in (None, article.id)]
        if form != "own-voice":
            return able
        original = [a for a in self.articles if _translates(article, a)]
        own = {id_ for a in (article, *original) for id_ in (*a.authors, a.publisher)}
        return [id_ for id_ in able if id_ in own]


def _translates(article: Article, other: Article) -> bool:
    return article.translation is not None and article.translation.of == other.id


@st.composite
def _claim(draw: DrawFn, known: Ids, voices: Voices) -> Claim:
    """A claim; only the first of a source may be one that others are variants of."""
    hub = known.held["claim"][0]
    variant = st.none() if known.own == hub else st.none() | st.just(hub)
    one = draw(_record(Claim, known, attributions=st.just(()), variant_of=variant))
    said = [draw(_attribution(known, voices)) for _ in range(draw(st.integers(0, 3)))]
    told = {a.id or (a.speaker, a.article, a.stance, a.form, a.said): a for a in said if a}
    return replace(one, attributions=draw(_relayed(list(told.values()))))


@st.composite
def _attribution(draw: DrawFn, known: Ids, voices: Voices) -> Attribution | None:
    """An attribution that nobody relays; None where nobody can speak so."""
    form = draw(st.sampled_from(["own-voice", "direct", "indirect"]))
    article = draw(st.sampled_from(voices.articles)) if voices.articles else None
    speakers = voices.speakers(article, form) if article else []
    if not article or not speakers:
        return None
    given: dict[str, SearchStrategy[Any]] = {
        "id": st.none() | ids(),
        "speaker": st.sampled_from(speakers),
        "article": st.just(article.id),
        "form": st.just(form),
        "relayed_by": st.none(),
        "evidence": _evidence(article.id, article.text),
    }
    return draw(part(Attribution, known._replace(own=article.id), **given))


def _evidence(article: str, text: SourceText | None) -> SearchStrategy[tuple[Span, ...]]:
    """Spans within the text, each with the one hash of its place."""
    if text is None:
        return st.just(())
    bounds = st.sets(st.integers(0, text.length), min_size=2, max_size=2)
    return st.lists(bounds.map(partial(_span, article)), max_size=2).map(tuple)


def _span(article: str, bounds: set[int]) -> Span:
    start, end = sorted(bounds)
    hash_ = sha256(f"{article} {start} {end}".encode()).hexdigest()
    return Span(start=start, end=end, sha256=hash_)


@st.composite
def _relayed(draw: DrawFn, said: list[Attribution]) -> tuple[Attribution, ...]:
    """The same attributions, some relayed by one before them that has a name of its own."""
    names = Counter(a.id or a.speaker for a in said)
    found: list[Attribution] = []
    for one in said:
        relays = [n for a in found if names[n := a.id or a.speaker] == 1]
        found.append(replace(one, relayed_by=draw(st.sampled_from([None, *relays]))))
    return tuple(found)


def _contradiction(known: Ids) -> SearchStrategy[Contradiction]:
    claims = st.lists(st.sampled_from(known.of("claim")), min_size=2, max_size=4, unique=True)
    return _record(Contradiction, known, claims=claims.map(tuple))


def _review(known: Ids) -> SearchStrategy[Review]:
    """A review; a rating has a label or a value."""
    rating = part(Rating, known).filter(lambda one: one.label or one.value is not None)
    return _record(Review, known, rating=st.none() | rating)


def _link(known: Ids) -> SearchStrategy[Link]:
    """A link to the first event: all links of a source make one star."""
    hub, *others = known.held["event"]
    same = st.lists(st.sampled_from(others), min_size=1, max_size=2, unique=True).map(tuple)
    return _record(Link, known, event=st.just(hub), same=same, same_as=st.just(()))


@st.composite
def _source(draw: DrawFn, name: str) -> list[Entry]:
    """The records of one source."""
    sizes = _possible({kind(struct): draw(st.integers(0, 3)) for struct in KINDS.values()})
    count = sum(sizes.values()) + 1
    drawn = draw(st.lists(ids(), min_size=count, max_size=count, unique=True))
    desk, names = drawn[0], iter(drawn[1:])
    held = {tag: [next(names) for _ in range(size)] for tag, size in sizes.items()}
    settings = draw(_settings(name, [desk, *held["actor"]]))
    desks = [settings.publisher.id] if settings.publisher else []
    known = {**held, "actor": list(dict.fromkeys(held["actor"] + desks))}
    return [Entry(record, ORIGIN, settings) for record in draw(_records(held, known))]


def _possible(sizes: dict[str, int]) -> dict[str, int]:
    """The same less the kinds that refer to what there is too little of."""
    lacking = {
        "contradiction": sizes["claim"] < 2,
        "review": not (sizes["claim"] and sizes["actor"]),
        "link": sizes["event"] < 2 or not sizes["actor"],
    }
    return {tag: 0 if lacking.get(tag) else size for tag, size in sizes.items()}


def _settings(source: str, desks: Sequence[str]) -> SearchStrategy[Settings]:
    publisher = st.builds(
        Publisher, id=st.sampled_from(desks), name=texts(), url=st.none() | urls()
    )
    return st.builds(
        Settings,
        base=st.sampled_from(BASES),
        source=st.just(source),
        language=st.none() | tags(),
        license=st.none() | urls(),
        publisher=st.none() | publisher,
    )


@st.composite
def _records(
    draw: DrawFn, held: dict[str, list[str]], known: dict[str, list[str]]
) -> list[AnyRecord]:
    """The records of ids `held`; an actor that is `known` may be the publisher in the settings."""

    def each(tag: str, build: Callable[[Ids], SearchStrategy[Any]]) -> list[Any]:
        return [draw(build(Ids(known, id_))) for id_ in held[tag]]

    articles, actors = each("article", _article), each("actor", _actor)
    voices = Voices(articles, actors)
    return [
        *articles,
        *actors,
        *each("place", partial(_record, Place)),
        *each("event", _event),
        *each("claim", lambda known: _claim(known, voices)),
        *each("contradiction", _contradiction),
        *each("review", _review),
        *each("link", _link),
    ]


@st.composite
def record_sets(draw: DrawFn) -> list[Entry]:
    """Entries of one to three sources, without findings of `records.check`, in any order."""
    sources = draw(st.lists(ids(), min_size=1, max_size=3, unique=True))
    return draw(st.permutations([entry for name in sources for entry in draw(_source(name))]))
