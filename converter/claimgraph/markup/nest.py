"""From the graph to nested JSON-LD: a review with everything that belongs to it, in one tree.

Only terms of schema.org are used, in its own context, and every node keeps its IRI as `@id`. What
schema.org cannot say is left out: normalised verdicts, stances, evidence, dates that are not
certain. Texts are plain strings, in the language of the review where there are several.

- Who made the claim is what the graph says by schema:author, so nobody is named whose words are
  known only from others. Who is neither known as a person nor as an organization has no `@type`.
- When the claim was made is the earliest date of those who make it themselves. If that date is
  not certain, the claim's own schema:datePublished stands in for it, if there is one.
- A review of a picture, a film, a recording or a text stays a ClaimReview, as a MediaReview has to
  say what became of the medium, in Google's categories, and nobody is asked here to guess that.
  Its medium is what embodies the claim: `itemReviewed.associatedMedia`, "a media object that
  encodes this CreativeWork", is an ImageObject, VideoObject, AudioObject or TextObject without
  further properties. The works in which the claim appears keep their own types.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from claimgraph.markup.index import Index, expanded
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers.union import ROOTS

Node = dict[str, Any]  # of JSON-LD

CONTEXT = "https://schema.org"
_MEDIA = {
    "image": "ImageObject",
    "video": "VideoObject",
    "audio": "AudioObject",
    "text": "TextObject",
}
_NUMBERS = ("ratingValue", "bestRating", "worstRating")
_NUMERIC = tuple(f"{PREFIXES['xsd']}{name}" for name in ("integer", "decimal", "double", "float"))
_OWN = tuple(map(expanded, ("cgv:asserts", "cgv:suggests")))


def review(index: Index, subject: str) -> Node:
    """The tree of one review, without `@context`."""
    language = index.lexical(subject, "schema:inLanguage") or _spoken(index, subject)
    item = [_claim(index, one, language) for one in index.nodes(subject, "schema:itemReviewed")]
    for claim in item:
        claim |= _kept({"associatedMedia": _medium(index, subject)})
    rating = [_rating(index, one, language) for one in _nodes(index, subject, "reviewRating")]
    return _node(
        subject,
        "ClaimReview",
        url=_plain(index, subject, "url"),
        claimReviewed=index.text(subject, "schema:claimReviewed", language),
        headline=index.text(subject, "schema:headline", language),
        inLanguage=language,
        datePublished=index.lexical(subject, "schema:datePublished"),
        dateModified=index.lexical(subject, "schema:dateModified"),
        author=_actors(index, subject, "author", language),
        contributor=_actors(index, subject, "contributor", language),
        reviewRating=_one(rating),
        itemReviewed=_one(item),
        correction=_one(list(_corrections(index, subject, language))),
        identifier=_plain(index, subject, "identifier"),
        sameAs=_plain(index, subject, "sameAs"),
        sdLicense=_plain(index, subject, "sdLicense"),
    )


def _spoken(index: Index, review: str) -> str:
    """The language of the claim as the review words it, if it is worded in one."""
    found = {one.language for one in index.literals(review, "schema:claimReviewed")}
    return found.pop() or "" if len(found) == 1 else ""


def said(index: Index, claim: str) -> str:
    """When a claim was made, as XSD spells it; "" where that is not certain."""
    own = (one for one in index.attributions.get(claim, ()) if _is_own(index, one))
    dates = filter(None, (_dated(index, one) for one in own))
    first = min(dates, default=("", ""), key=_precedence)[1]
    return first or index.lexical(claim, "schema:datePublished")


def _is_own(index: Index, attribution: str) -> bool:
    """Whether the speaker makes the claim, and is not known to do so from others alone."""
    stances = index.nodes(attribution, "cg:stance")
    return any(one in _OWN for one in stances) and not index.nodes(attribution, "cg:relayedBy")


def _dated(index: Index, attribution: str) -> tuple[str, str] | None:
    """The earliest day, and the date itself if it is certain; None where nothing is known."""
    certain = index.lexical(attribution, "schema:dateCreated")
    if certain:
        return f"{certain}-01-01"[:10], certain
    earliest = index.lexical(attribution, "cg:earliest")
    return (earliest, "") if earliest else None


def _precedence(dated: tuple[str, str]) -> tuple[str, int, str]:
    """Of one day, what says most of it counts; a date that is not certain says nothing."""
    day, date = dated
    return day, -len(date), date


def _claim(index: Index, subject: str, language: str) -> Node:
    return _node(
        subject,
        "Claim",
        text=index.text(subject, "schema:text", language),
        author=_actors(index, subject, "author", language),
        datePublished=said(index, subject),
        firstAppearance=_works(index, subject, "firstAppearance", language),
        appearance=_works(index, subject, "appearance", language),
        claimInterpreter=_actors(index, subject, "claimInterpreter", language),
        sameAs=_plain(index, subject, "sameAs"),
        sdLicense=_plain(index, subject, "sdLicense"),
    )


def _works(index: Index, subject: str, name: str, language: str) -> Any:
    return _one([_work(index, one, language) for one in _nodes(index, subject, name)])


def _work(index: Index, subject: str, language: str) -> Node:
    """Its headline is in its own language, where that is known."""
    own = index.lexical(subject, "schema:inLanguage")
    return _node(
        subject,
        _type(index, subject),
        url=_plain(index, subject, "url"),
        headline=index.text(subject, "schema:headline", own or language),
        inLanguage=own,
        datePublished=index.lexical(subject, "schema:datePublished"),
        publisher=_actors(index, subject, "publisher", language),
    )


def _actors(index: Index, subject: str, name: str, language: str) -> Any:
    return _one([_actor(index, one, language) for one in _nodes(index, subject, name)])


def _actor(index: Index, subject: str, language: str) -> Node:
    """Who has no name is described."""
    name = index.text(subject, "schema:name", language)
    return _node(
        subject,
        _type(index, subject),
        name=name,
        description="" if name else index.text(subject, "schema:description", language),
        alternateName=_plain(index, subject, "alternateName"),
        jobTitle=index.text(subject, "schema:jobTitle", language),
        url=_plain(index, subject, "url"),
        sameAs=_plain(index, subject, "sameAs"),
    )


def _rating(index: Index, subject: str, language: str) -> Node:
    numbers = {name: _number(index, subject, name) for name in _NUMBERS}
    label = index.text(subject, "schema:alternateName", language)
    return _node(subject, "Rating", alternateName=label, **numbers)


def _number(index: Index, subject: str, name: str) -> Any:
    """A number as JSON has it, if JSON's is the same; else its text, None for none."""
    found = index.literals(subject, f"schema:{name}")
    if not found or found[0].datatype.value not in _NUMERIC:
        return found[0].value if found else None
    text = found[0].value
    for number in (int, float):
        try:
            if Decimal(repr(number(text))) == Decimal(text):
                return number(text)
        except (ValueError, ArithmeticError):
            continue
    return text


def _corrections(index: Index, subject: str, language: str) -> Iterator[Node]:
    for one in _nodes(index, subject, "correction"):
        yield _node(
            one,
            _type(index, one),
            text=index.text(one, "schema:text", language),
            datePublished=index.lexical(one, "schema:datePublished"),
        )


def _medium(index: Index, subject: str) -> Any:
    kinds = (one.removeprefix(PREFIXES["cgv"]) for one in index.nodes(subject, "cg:mediaType"))
    return _one([{"@type": _MEDIA[kind]} for kind in kinds if kind in _MEDIA])


def _type(index: Index, subject: str) -> str:
    """The most specific type of schema.org, "" where there is none."""
    types = index.nodes(subject, "rdf:type")
    own = [
        one.removeprefix(PREFIXES["schema"]) for one in types if one.startswith(PREFIXES["schema"])
    ]
    roots = [name.partition(":")[2] for name in ROOTS]
    return min(own, key=lambda name: (name in roots, name), default="")


def _plain(index: Index, subject: str, name: str) -> Any:
    """IRIs and texts as strings."""
    nodes = index.nodes(subject, f"schema:{name}")
    return _one(nodes + [one.value for one in index.literals(subject, f"schema:{name}")])


def _nodes(index: Index, subject: str, name: str) -> list[str]:
    return index.nodes(subject, f"schema:{name}")


def _node(subject: str, type_: str, **properties: Any) -> Node:
    id_ = "" if subject.startswith("_:") else subject
    return _kept({"@type": type_, "@id": id_, **properties})


def _kept(properties: Node) -> Node:
    return {name: value for name, value in properties.items() if value not in (None, "", [])}


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
