"""What must hold among records: ids, references, and the rules that no single field shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from claimgraph.records import Actor, Article, Claim, Contradiction, Event, kind
from claimgraph.records.claim import Attribution
from claimgraph.records.convert import near
from claimgraph.records.event import BLAMING
from claimgraph.records.fields import references
from claimgraph.records.read import Entry


class Finding(NamedTuple):
    """What is wrong with one record."""

    entry: Entry
    field: str
    message: str


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


Found = Iterator[tuple[str, str]]


def check(entries: Iterable[Entry], refused: Collection[tuple[str, str]] = ()) -> list[Finding]:
    """Everything that is wrong among records; `refused` has (source, id) of those kept out."""
    by_source: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_source[entry.settings.source].append(entry)
    found: list[Finding] = []
    for source, held in by_source.items():
        gone = {id_ for name, id_ in refused if name == source}
        found += _source(held, gone)
    return found


def _source(entries: list[Entry], gone: Collection[str]) -> Iterator[Finding]:
    by_id: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_id[entry.record.id].append(entry)
    lookup = Lookup({id_: held[0] for id_, held in by_id.items()}, gone)
    for entry in entries:
        yield from (Finding(entry, "id", text) for text in _twins(entry, by_id))
        yield from (Finding(entry, *found) for found in _references(entry, lookup))
        for rule in _RULES.get(type(entry.record), ()):
            yield from (Finding(entry, *found) for found in rule(entry.record, lookup))


def _twins(entry: Entry, by_id: Mapping[str, list[Entry]]) -> Iterator[str]:
    others = [e for e in by_id[entry.record.id] if e is not entry]
    for other in others:
        place = f"{other.origin.file}:{other.origin.line}"
        yield f"`{entry.record.id}` is also the id of the {kind(other.record)} at {place}"


def _references(entry: Entry, lookup: Lookup) -> Found:
    for field, row, id_ in references(entry.record):
        target = lookup.entries.get(id_)
        wanted = " or ".join(row.to)
        if target is None and id_ in lookup.refused:
            yield field, f"refers to `{id_}`, which was refused"
        elif target is None:
            known = (i for i, e in lookup.entries.items() if kind(e.record) in row.to)
            yield field, f"there is no {wanted} `{id_}`{near(id_, known)}"
        elif kind(target.record) not in row.to:
            yield field, f"`{id_}` is {_a(kind(target.record))}; expected {_a(wanted)}"


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _actor(actor: Actor, lookup: Lookup) -> Found:
    if (actor.name is None) == (actor.description is None):
        yield "name", "give a name, or for one not named in the text a description"
    if actor.description is not None and actor.article is None:
        yield "article", "one who is not named belongs to one article: name it"
    if actor.description is not None and actor.same_as:
        yield "same_as", "one who is not named is the same as nobody: remove it"
    if actor.name is not None and actor.article is not None:
        yield "article", "only one who is not named belongs to an article: remove it"
    if actor.private and actor.same_as:
        yield "same_as", "a private person gets no link to elsewhere: remove it"
    if actor.type != "person":
        persons = ("job_title", "affiliation", "died", "private")
        for name in (name for name in persons if getattr(actor, name)):
            yield name, "only a person has this: remove it, or set type: person"
    elif actor.parent or actor.area_served:
        yield "parent" if actor.parent else "area_served", "a person has none: use affiliation"


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


def relaying(one: Attribution, claim: Claim) -> list[Attribution]:
    """The attributions of a claim that `relayed_by` may mean: one, unless the records are wrong."""
    return [a for a in claim.attributions if (a.id or a.speaker) == one.relayed_by]


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


_RULES = {
    Actor: (_actor,),
    Event: (_event,),
    Claim: (_claim,),
    Contradiction: (_contradiction,),
}
