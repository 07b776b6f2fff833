"""Reviews of claims, `ClaimReview` and `MediaReview`, and claims that stand alone."""

from __future__ import annotations

from msgspec.structs import replace

from claimgraph.dates import Edtf
from claimgraph.records import Actor, AnyRecord, Article, Claim, Review
from claimgraph.records.claim import Attribution
from claimgraph.records.review import Correction, Medium
from claimgraph.sources import ratings, works
from claimgraph.sources.actors import actors, desk, persons
from claimgraph.sources.identity import Met, desk_site, folded, key, own_id
from claimgraph.sources.node import Node
from claimgraph.sources.told import CLAIM, REVIEW, Told
from claimgraph.web import urls

MEDIA: dict[str, Medium] = {
    "imageobject": "image",
    "videoobject": "video",
    "audioobject": "audio",
    "textobject": "text",
}
_WORKS = ("creativework", *MEDIA, *works.ARTICLES)


def review(node: Node, line: int) -> Told:
    """The review, its claim, and everybody who has to do with them."""
    url = node.url("url", "mainEntityOfPage") or node.around.url or node.around.page
    if not url:
        return Told(line, refused="a review without URL")
    items = node.nodes("itemReviewed")
    item = items[0] if items else Node({}, f"{node.path}.itemReviewed", node.around, node.account)
    for other in items[1:]:
        node.account.lose(f"{node.path}.itemReviewed", "further item", other.value)
    own, worded = _claimed(node, item)
    text = own or worded
    if not text:
        return Told(line, refused="a review that says no claim")
    site, page = node.around.desk or desk_site(url), urls.canonical(url)
    people = _people(node, site, page)
    language = node.spoken("claimReviewed") if worded else item.spoken("text", "name")
    claim, others = _claim(item, text, language, site, page, review=page)
    media = next((MEDIA[one] for one in item.types if one in MEDIA), None) or _medium(item)
    record = _review(node, url, site, claim.id, people, media)
    if worded and worded != text:
        record = replace(record, claim_reviewed=works.worded(worded, language))
    found = (record, claim, *people, *others)
    met = Met(own_id(record), worded or text)
    inner = [*item.nodes("associatedMedia"), *item.nodes("interpretedAsClaim")]
    for one in (*inner, item, node):
        one.leave()
    return Told(line, found, met=met)


def claim(node: Node, line: int) -> Told:
    """A claim that no review is told of."""
    text = node.text("text", "claimReviewed", "name")
    if not text:
        return Told(line, refused="a claim without text")
    url = node.url("url") or node.id or node.around.url
    site = node.around.desk or (desk_site(url) if url else "")
    page, language = (
        urls.canonical(url) if url else "",
        node.spoken("text", "claimReviewed", "name"),
    )
    record, others = _claim(node, text, language, site, page, review="")
    id_ = key(f"claim\n{page or site}\n{folded(text)}")
    node.leave()
    return Told(line, (_alone(record, id_, node), *others))


def _alone(record: Claim, id_: str, node: Node) -> Claim:
    """Its speakers need a work that tells it; without one they are told as lost."""
    where = record.first_appearance or next(iter(record.appearances), None)
    if where is None and record.attributions:
        node.account.lose(
            f"{node.path}.author", "no work that tells the claim", len(record.attributions)
        )
    told = tuple(replace(one, article=where) for one in record.attributions if where)
    said = next((one.said for one in record.attributions), None)
    return replace(
        record,
        id=id_ if record.id == CLAIM else record.id,
        attributions=told,
        published=record.published if told or not said else said,
    )


def _same(node: Node, url: str) -> tuple[str, ...]:
    """Where else the review is told of, and its foreign `@id`, unless that is the page."""
    base = node.around.base
    foreign = node.id if not base or not node.id.startswith(base) else ""
    found = dict.fromkeys([*([foreign] if foreign else []), *node.urls("sameAs")])
    return tuple(one for one in found if one not in (url, urls.canonical(url)))


def _claimed(node: Node, item: Node) -> tuple[str, str]:
    """The claim in its own words, and as the review words it; the first only where it says so.

    Never the name of a work, which may be a place or a headline, nor its text.
    """
    is_claim = not item.types or "claim" in item.types
    worded = node.text("claimReviewed")
    own = item.text("text", "claimReviewed") if is_claim else ""
    if worded or own:
        return own, worded
    return (item.text("name", "description") if is_claim else "") or _interpreted(node, item), ""


def _interpreted(node: Node, item: Node) -> str:
    """The claim that a medium makes."""
    if "mediareview" in node.types:
        for one in item.nodes("interpretedAsClaim"):
            if text := one.text("text", "name", "description"):
                return text
        return node.text("originalMediaContextDescription")
    return ""


def _people(node: Node, site: str, page: str) -> list[Actor]:
    """The desk, first, and the persons who wrote for it."""
    authors, publishers = node.nodes("author"), node.nodes("publisher")
    persons_ = persons(authors)
    others = [one for one in authors if one not in persons_]
    said = [one for one in others if one.types] + publishers  # or else who has no type
    unsaid = [one for one in others if not one.types]
    writers = [*persons_, *(unsaid if said else []), *node.nodes("contributor")]
    desks = _of_site(said or unsaid, site)
    found = [desk(site, desks), *actors(writers, site, page)]
    for one in said or unsaid:
        if one not in desks:
            node.account.lose(f"{one.path}", "further desk", one.text("name") or one.value)
        one.leave()
    return found


def _of_site(told: list[Node], site: str) -> list[Node]:
    """Those that do not say that they are of another site; if all do, the first."""
    alike = [one for one in told if all(desk_site(url) == site for url in one.urls("url"))]
    return alike or told[:1]


def _review(
    node: Node,
    url: str,
    site: str,
    claim: str,
    people: list[Actor],
    media: Medium | None,
) -> Review:
    language = node.language
    headline, spoken = node.text("headline", "name"), node.spoken("headline", "name")
    rating = ratings.rating(node, language)
    return Review(
        id=node.own("review") or REVIEW,
        claim=claim,
        desk=people[0].id,
        writers=tuple(dict.fromkeys(one.id for one in people[1:])),
        url=url,
        headline=works.worded(headline, spoken) if headline else None,
        language=language or None,
        published=node.date("datePublished"),
        modified=works.modified(node),
        rating=rating,
        verdicts=ratings.verdicts(rating, site, language),
        media=media,
        corrections=tuple(_corrections(node, language)),
        identifiers=tuple(node.texts("identifier")),
        same_as=_same(node, url),
        license=node.url("sdLicense") or None,
    )


def _corrections(node: Node, language: str) -> list[Correction]:
    found = []
    for one in node.nodes("correction"):
        if text := one.text("text", "name"):
            found.append(
                Correction(text=works.worded(text, language), published=one.date("datePublished"))
            )
        one.leave()
    return found


def _claim(
    item: Node, text: str, language: str, site: str, page: str, review: str
) -> tuple[Claim, list[AnyRecord]]:
    """The claim of a page, with all that it names; `review`: the page of its review, if any."""
    told = item.nodes("author")
    speakers = actors(told, site, page) if site else []
    if told and not site:
        item.account.lose(f"{item.path}.author", "nobody knows on which site", told[0].value)
    said = item.date("datePublished") or item.date("dateCreated")
    first, appearances = _appearances(item, review)
    records = [*speakers, *first, *appearances]
    articles = [one.id for one in appearances if isinstance(one, Article)]
    record = Claim(
        id=item.own("claim") or CLAIM,
        text=works.worded(text, language),
        attributions=tuple(_said(id_, said) for id_ in dict.fromkeys(s.id for s in speakers)),
        appearances=tuple(dict.fromkeys(articles)),
        first_appearance=first[0].id if first else None,
        published=None if speakers else said,
        same_as=tuple(item.urls("sameAs")),
        license=item.url("sdLicense") or None,
    )
    return record, records


def _said(speaker: str, said: Edtf | None) -> Attribution:
    return Attribution(
        speaker=speaker, article=REVIEW, stance="asserts", form="indirect", said=said
    )


def _appearances(item: Node, page: str) -> tuple[list[AnyRecord], list[AnyRecord]]:
    """Where it appeared first, and where else; the review's own page is neither."""
    nodes = [*item.nodes("appearance"), *item.nodes("mediaItemAppearance")]
    first = [works.named(one) for one in item.nodes("firstAppearance")]
    others = [works.named(one) for one in nodes]
    if set(_WORKS) & set(item.types) or "claim" in item.types:
        others += [_itself(item, url) for url in item.urls("url")]
    return _elsewhere(item, first[:1], page), _elsewhere(item, first[1:] + others, page)


def _itself(item: Node, url: str) -> tuple[AnyRecord, ...]:
    """The reviewed work, or the page where the reviewed claim stands."""
    around = item.around
    told = {"url": url} | ({} if "claim" in item.types else {"name": item.text("name")})
    kind = [one for one in item.types if one in works.ARTICLES]
    return works.named(Node({**told, "@type": kind}, item.path, around, item.account))


def _elsewhere(item: Node, found: list[tuple[AnyRecord, ...]], page: str) -> list[AnyRecord]:
    kept: list[AnyRecord] = []
    for records in found:
        if records and records[0].id == works.article_id(page):
            item.account.lose(f"{item.path}.appearance", "the page of the review itself", page)
        else:
            kept += records
    return kept


def _medium(item: Node) -> Medium | None:
    """The medium that is said, else the one of everything in which the claim appears."""
    nodes = item.nodes("associatedMedia") or [
        *item.nodes("appearance"),
        *item.nodes("mediaItemAppearance"),
        *item.nodes("firstAppearance"),
    ]
    kinds = {next((MEDIA[one] for one in node.types if one in MEDIA), None) for node in nodes}
    return kinds.pop() if len(kinds) == 1 else None
