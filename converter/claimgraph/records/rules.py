"""The rules that no single field of a record shows, by kind of record."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from claimgraph.records import Actor, Article, Claim, Contradiction, Event, Link, Review
from claimgraph.records.claim import Attribution
from claimgraph.records.convert import near
from claimgraph.records.event import BLAMING
from claimgraph.records.lookup import Lookup

MAX_RELAYS = 20  # levels of "X says that Y says"
PERSON_ONLY = ("job_title", "affiliation", "died", "private")
NOT_PERSON = ("parent", "area_served", "url")
NOT_FOR = {
    "person": dict.fromkeys(NOT_PERSON, "is not for a person: remove it"),
    "agent": dict.fromkeys(
        (*PERSON_ONLY, *NOT_PERSON), "is not for an agent: remove it, or say what the agent is"
    ),
}
NOT_FOR_OTHERS = dict.fromkeys(PERSON_ONLY, "is for a person only: remove it")


Found = Iterator[tuple[str, str]]  # (field, message)


def _actor(actor: Actor, lookup: Lookup) -> Found:
    yield from _unnamed(actor)
    if actor.private and actor.same_as:
        yield "same_as", "a private person gets no link to elsewhere: remove it"
    for name, reason in NOT_FOR.get(actor.type, NOT_FOR_OTHERS).items():
        if getattr(actor, name):
            yield name, reason


def _unnamed(actor: Actor) -> Found:
    if (actor.name is None) == (actor.description is None):
        yield "name", "give a name, or for one not named in the text a description"
    if actor.description is not None and actor.article is None:
        yield "article", "one who is not named belongs to one article: name it"
    if actor.description is not None and actor.same_as:
        yield "same_as", "one who is not named is the same as nobody: remove it"
    if actor.name is not None and actor.article is not None:
        yield "article", "only one who is not named belongs to an article: remove it"


def _event(event: Event, lookup: Lookup) -> Found:
    met = Counter((one.actor, one.role, one.when) for one in event.participants)
    for index, one in enumerate(event.participants):
        if one.role in BLAMING and not (one.according_to or event.according_to):
            yield (
                f"participants[{index}].according_to",
                f"the role `{one.role}` blames: say according to which claim",
            )
        if met[one.actor, one.role, one.when] > 1:
            yield f"participants[{index}]", "this role stands here twice: merge the two"


def _claim(claim: Claim, lookup: Lookup) -> Found:
    hub = lookup.get(Claim, claim.variant_of)
    if hub and hub.variant_of:
        yield "variant_of", f"`{hub.id}` is a variant itself: name `{hub.variant_of}`"
    if len(claim.attributions) > 1 or any(one.relayed_by for one in claim.attributions):
        yield from _among(claim.attributions)
    for index, one in enumerate(claim.attributions):
        for name, text in _attribution(one, lookup):
            yield f"attributions[{index}].{name}", text


def _among(held: Sequence[Attribution]) -> Found:
    """What is wrong between the attributions of a claim."""
    keys, ids = Counter(map(_key, held)), Counter(one.id for one in held if one.id)
    names: Names = defaultdict(list)
    for one in held:
        names[one.id or one.speaker].append(one)
    for index, one in enumerate(held):
        field = f"attributions[{index}]"
        if keys[_key(one)] > 1:
            yield field, "stands here twice: merge the two, evidence may have several spans"
        elif one.id and ids[one.id] > 1:
            yield f"{field}.id", f"`{one.id}` names several attributions of this claim"
        if one.relayed_by is not None:
            yield from ((f"{field}.relayed_by", text) for text in _relay(one, names))


Names = dict[str, list[Attribution]]  # what `relayed_by` may mean


def _key(one: Attribution) -> tuple[object, ...]:
    return (one.speaker, one.article, one.stance, one.form, _said(one), one.relayed_by)


def _said(one: Attribution) -> object:
    """The date as the graph has it: `Z` and `+00:00` are one time."""
    date = one.said
    return (date.start, date.end) if date and date.start else date


def _attribution(one: Attribution, lookup: Lookup) -> Found:
    article, speaker = lookup.get(Article, one.article), lookup.get(Actor, one.speaker)
    if speaker and speaker.article and speaker.article != one.article:
        yield "speaker", f"`{speaker.id}` is not named and belongs to `{speaker.article}` alone"
    if article and one.form == "own-voice" and one.speaker not in _voices(article, lookup):
        yield "speaker", f"the own voice of `{article.id}` is that of its author or publisher"
    if one.based_on == one.article:
        yield "based_on", "an article does not draw on itself: name the other one, or remove it"
    yield from _evidence(one, article or lookup.get(Review, one.article))


def _voices(article: Article, lookup: Lookup) -> set[str | None]:
    """Author and publisher of an article, and of the original where it is a translation."""
    voices = {*article.authors, article.publisher}
    original = lookup.get(Article, article.translation.of if article.translation else None)
    return voices | ({*original.authors, original.publisher} if original else set())


def _relay(one: Attribution, names: Names) -> Iterator[str]:
    """The relay is one attribution, and relays lead to one that nobody relays."""
    wanted = one.relayed_by or ""
    found = names.get(wanted, [])
    if len(found) != 1:
        reason = "several: give each an id" if found else f"none{near(wanted, names)}"
        yield f"attributions of this claim named `{wanted}`: {reason}"
    for _ in range(MAX_RELAYS):
        if one.relayed_by is None or len(found := names.get(one.relayed_by, [])) != 1:
            return
        one = found[0]
    yield f"goes round in a circle, or over more than {MAX_RELAYS} levels"


def _evidence(one: Attribution, source: Article | Review | None) -> Found:
    text = source.text if isinstance(source, Article) else None
    if isinstance(source, Review) and one.evidence:
        yield "evidence", "a review has no text that a span can point into: remove it"
    elif source and one.evidence and not text:
        yield "evidence", f"the article `{source.id}` has no `text` that a span can point into"
    for index, span in enumerate(one.evidence):
        if span.start >= span.end:
            yield f"evidence[{index}].end", "must be behind start"
        elif text and span.end > text.length:
            yield f"evidence[{index}].end", f"is behind the end of the text ({text.length})"


def _contradiction(contradiction: Contradiction, lookup: Lookup) -> Found:
    if len(set(contradiction.claims)) < len(contradiction.claims):
        yield "claims", "a claim stands here twice"


def _article(article: Article, lookup: Lookup) -> Found:
    yield from _modified(article)
    if article.type == "work" and article.genre:
        yield "genre", "is for a news article only: remove it, or make `type` news"


def _modified(record: Article | Review) -> Found:
    """cg:when of a node tells of one date: of its publication, where that is uncertain."""
    date = record.modified
    if date and (date.start is None or date.end):
        yield "modified", "give a certain day, month or year, or leave it out"


def _review(review: Review, lookup: Lookup) -> Found:
    yield from _modified(review)
    if review.rating and review.rating.label is None and review.rating.value is None:
        yield "rating", "give its label or its value, or leave it out"


def _link(link: Link, lookup: Lookup) -> Found:
    """Links make stars: a hub is linked to nothing, and an event to one hub."""
    if link.same_as:
        yield "same_as", "a link is nothing in the world: remove it"
    if link.event in link.same:
        yield "same", f"`{link.event}` is linked to itself: remove it"
    for field, event in (("event", link.event), *(("same", event) for event in link.same)):
        hubs = lookup.linked.get(event, {})
        other = next((hub for hub in hubs if hub != link.event), None)
        if other:
            yield field, f"`{hubs[other]}` links `{event}` to `{other}`: link all to one event"


RULES: dict[type, Callable[[Any, Lookup], Found]] = {
    Actor: _actor,
    Article: _article,
    Event: _event,
    Claim: _claim,
    Contradiction: _contradiction,
    Review: _review,
    Link: _link,
}
