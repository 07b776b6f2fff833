"""The rules that no single field of a record shows, by kind of record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple

from claimgraph.records import Actor, Article, Claim, Contradiction, Event, Link
from claimgraph.records.claim import Attribution, relaying
from claimgraph.records.convert import near
from claimgraph.records.event import BLAMING
from claimgraph.records.read import Entry


class Lookup(NamedTuple):
    """The records of one source by id, and the ids of those that were refused."""

    entries: Mapping[str, Entry]
    refused: Collection[str]

    def article(self, id_: str | None) -> Article | None:
        """The article of that id; None where there is none."""
        found = self.entries.get(id_ or "")
        return found.record if found and isinstance(found.record, Article) else None

    def actor(self, id_: str) -> Actor | None:
        """The actor of that id; None where there is none."""
        found = self.entries.get(id_)
        return found.record if found and isinstance(found.record, Actor) else None

    def claim(self, id_: str) -> Claim | None:
        """The claim of that id; None where there is none."""
        found = self.entries.get(id_)
        return found.record if found and isinstance(found.record, Claim) else None


Found = Iterator[tuple[str, str]]  # (field, message)


def _actor(actor: Actor, lookup: Lookup) -> Found:
    yield from _unnamed(actor)
    if actor.private and actor.same_as:
        yield "same_as", "a private person gets no link to elsewhere: remove it"
    if actor.type != "person":
        persons = ("job_title", "affiliation", "died", "private")
        for name in (name for name in persons if getattr(actor, name)):
            yield name, "only a person has this: remove it, or set type: person"
    elif actor.parent or actor.area_served:
        yield "parent" if actor.parent else "area_served", "a person has none: use affiliation"


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
    for index, one in enumerate(event.participants):
        if one.role in BLAMING and not (one.according_to or event.according_to):
            yield (
                f"participants[{index}].according_to",
                f"the role `{one.role}` blames: say according to which claim",
            )
        if one in event.participants[:index]:
            yield f"participants[{index}]", "stands here twice: remove one"


def _claim(claim: Claim, lookup: Lookup) -> Found:
    hub = lookup.claim(claim.variant_of) if claim.variant_of else None
    if hub and hub.variant_of:
        yield "variant_of", f"`{hub.id}` is a variant itself: name `{hub.variant_of}`"
    if claim.id in (*claim.supports, claim.variant_of):
        yield "supports" if claim.id in claim.supports else "variant_of", "refers to itself"
    for index, one in enumerate(claim.attributions):
        for field, message in _attribution(one, claim, lookup):
            yield f"attributions[{index}].{field}", message


def _attribution(one: Attribution, claim: Claim, lookup: Lookup) -> Found:
    article, speaker = lookup.article(one.article), lookup.actor(one.speaker)
    same = [a for a in claim.attributions if _key(a) == _key(one)]
    if len(same) > 1:
        yield "id", "stands here twice: merge the two, evidence may have several spans"
    if one.relayed_by is not None:
        yield from _relay(one, claim)
    if speaker and speaker.article and speaker.article != one.article:
        yield "speaker", f"`{speaker.id}` is not named and belongs to `{speaker.article}` alone"
    if article and one.form == "own-voice" and one.speaker not in _voices(article, lookup):
        yield "speaker", f"the own voice of `{article.id}` is that of its author or publisher"
    yield from _evidence(one, article)


def _key(one: Attribution) -> tuple[object, ...]:
    return (one.speaker, one.article, one.stance, one.form, one.said, one.relayed_by, one.id)


def _voices(article: Article, lookup: Lookup) -> set[str | None]:
    """Author and publisher of an article, and of the original where it is a translation."""
    voices = {*article.authors, article.publisher}
    original = lookup.article(article.translation.of if article.translation else None)
    return voices | ({*original.authors, original.publisher} if original else set())


def _relay(one: Attribution, claim: Claim) -> Found:
    found = relaying(one, claim)
    if len(found) != 1:
        known = [a.id or a.speaker for a in claim.attributions]
        reason = "several: give each an id" if found else f"none{near(one.relayed_by or '', known)}"
        yield "relayed_by", f"attributions of this claim named `{one.relayed_by}`: {reason}"
        return
    seen = [one]
    while one.relayed_by and len(found := relaying(one, claim)) == 1:
        one = found[0]
        if one in seen:
            yield "relayed_by", "goes round in a circle"
            return
        seen.append(one)


def _evidence(one: Attribution, article: Article | None) -> Found:
    text = article.text if article else None
    if article and one.evidence and not text:
        yield "evidence", f"the article `{article.id}` has no `text` that a span can point into"
    for index, span in enumerate(one.evidence):
        if span.start >= span.end:
            yield f"evidence[{index}].end", "must be behind start"
        elif text and span.end > text.length:
            yield f"evidence[{index}].end", f"is behind the end of the text ({text.length})"


def _contradiction(contradiction: Contradiction, lookup: Lookup) -> Found:
    if len(set(contradiction.claims)) < len(contradiction.claims):
        yield "claims", "a claim stands here twice"


def _link(link: Link, lookup: Lookup) -> Found:
    if link.event in link.same:
        yield "same", f"`{link.event}` is linked to itself: remove it"
    others = (e.record for e in lookup.entries.values() if isinstance(e.record, Link))
    for other in others:
        if link.event in other.same:
            yield "event", f"`{other.id}` links it to `{other.event}`: name that one"


RULES: dict[type, Callable[[Any, Lookup], Found]] = {
    Actor: _actor,
    Event: _event,
    Claim: _claim,
    Contradiction: _contradiction,
    Link: _link,
}
