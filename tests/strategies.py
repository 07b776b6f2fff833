"""Hypothesis strategies for record sets that hold: every kind, references and all.

What the rules ask for (`records.rules`) is built, not filtered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar

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
from claimgraph.records.fields import Record
from claimgraph.records.outcome import Entry, Origin
from claimgraph.records.review import Rating
from claimgraph.records.settings import BASE, Publisher, Settings
from field_strategies import Ids, dates, ids, part, tags, texts, urls

OneRecord = TypeVar("OneRecord", bound=Record)

ORIGIN = Origin("records.yaml", 1)
BASES = (BASE, "https://example.org/", "http://example.org:8080/a.b/~c/", "https://example.org/x/")


def _record(
    struct: type[OneRecord], known: Ids, **given: SearchStrategy[Any]
) -> SearchStrategy[OneRecord]:
    return part(struct, known, id=st.just(known.own), **given)


def _certain() -> SearchStrategy[Edtf | None]:
    return st.none() | dates().filter(lambda date: date.start is not None and date.end is None)


def _article(known: Ids) -> SearchStrategy[Article]:
    """An article, or another work, which has no genre."""
    others = known.of("article")
    translation = st.none() | part(Translation, known) if others else st.none()
    drawn = _record(Article, known, translation=translation, modified=_certain())
    return drawn.map(lambda one: replace(one, genre=None) if one.type == "work" else one)


@st.composite
def _actor(draw: DrawFn, known: Ids) -> Actor:
    one = draw(_record(Actor, known, private=st.just(False), name=texts()))
    if one.type in ("person", "agent"):
        one = replace(one, parent=None, area_served=None, url=None)
    if one.type != "person":
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
    """The articles, reviews (by their ids) and actors of a source: who can speak where."""

    articles: Sequence[Article]
    reviews: Sequence[str]
    actors: Sequence[Actor]

    def speakers(self, article: Article | str, form: str) -> list[str]:
        """Ids of those whom an attribution of that form in that article or review may name."""
        if isinstance(article, str):
            return [a.id for a in self.actors if a.article is None]
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
    told = {(a.speaker, a.article, a.stance, a.form, a.said): a for a in said if a}
    named = {a.id or key: a for key, a in told.items()}
    return replace(one, attributions=draw(_relayed(list(named.values()))))


@st.composite
def _attribution(draw: DrawFn, known: Ids, voices: Voices) -> Attribution | None:
    """An attribution that nobody relays; None where nobody can speak so."""
    form = draw(st.sampled_from(["own-voice", "direct", "indirect"]))
    places: list[Article | str] = [*voices.articles, *voices.reviews]
    where = draw(st.sampled_from(places)) if places else None
    speakers = voices.speakers(where, form) if where else []
    if not where or not speakers:
        return None
    article, text = (where, None) if isinstance(where, str) else (where.id, where.text)
    given: dict[str, SearchStrategy[Any]] = {
        "id": st.none() | ids(),
        "speaker": st.sampled_from(speakers),
        "article": st.just(article),
        "form": st.just(form),
        "relayed_by": st.none(),
        "evidence": _evidence(article, text),
    }
    return draw(part(Attribution, known._replace(own=article), **given))


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
    return _record(Review, known, rating=st.none() | rating, modified=_certain())


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
    voices = Voices(articles, held["review"], actors)
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
