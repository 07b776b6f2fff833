"""Records of the ClaimReview collector behind claimreview-data: JSON, a list or one a line.

Left out are the collector's own label of a review, for it normalises what the desk said, and what
it says of the desk beside name and site: `language` is that of the organization, not of the text.
https://github.com/MartinoMensio/claimreview-data
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from claimgraph.sources.account import Account
from claimgraph.sources.json_documents import documents
from claimgraph.sources.node import Around, listed
from claimgraph.sources.review_paths import review, taken
from claimgraph.sources.schema_org import told
from claimgraph.sources.told import Given, Told

LABEL = "reviewRating.alternateName"
RECORD = {
    "review_url": "url",
    "fact_checker.name": "author.name",
    "fact_checker.website": "author.url",
    "appearances": "itemReviewed.appearance.url",
}
REVIEW = {
    "date_published": "datePublished",
    "original_label": "label",
    "review_rating.@context": "",
    "review_rating.@type": "",
    "review_rating.type": "",  # a misspelt `@type`
    "review_rating.calification": "misspelt label",
    "review_rating.alternateName": LABEL,
    "review_rating.ratingValue": "reviewRating.ratingValue",
    "review_rating.bestRating": "reviewRating.bestRating",
    "review_rating.worstRating": "reviewRating.worstRating",
}
_LABELS = {  # by what they stand for, the first first
    LABEL: "review_rating.alternateName",
    "label": "original_label",
    "misspelt label": "review_rating.calification",
}
MOST = 10_000  # claims times reviews times appearances of a record
_START = re.compile(rb"\s*[\[{]")


def knows(start: bytes) -> bool:
    """Whether an input, of which the first 64 KiB are enough, holds such records."""
    return _START.match(start) is not None and all(
        name in start for name in (b'"review_url"', b'"claim_text"')
    )


def read(given: Given, account: Account) -> Iterator[Told]:
    """Every review of every claim of every record."""
    number, around = 0, given.around()._replace(url="")
    for document in documents(given, account):
        if document.refused:
            yield Told(document.line, refused=document.refused)
        for record in listed(document.value):
            number += 1
            yield from _record(record, around, document.line or number, account)


def _record(record: Any, around: Around, line: int, account: Account) -> Iterator[Told]:
    if not isinstance(record, dict) or "review_url" not in record:
        yield Told(line, refused="no record of the collector")
        return
    known = {"claim_text", "reviews", "appearances"}
    inner = {key: value for key, value in record.items() if key not in known}
    common = taken(inner, RECORD, "record", account)
    if appearances := list(listed(record.get("appearances"))):
        common[RECORD["appearances"]] = appearances
    reviews = [_review(one, account) for one in listed(record.get("reviews"))] or [{}]
    texts = list(listed(record.get("claim_text"))) or [""]
    if len(texts) * len(reviews) * len(appearances or [""]) > MOST:
        yield Told(line, refused=f"a record of more than {MOST} claims, reviews and appearances")
        return
    for text in texts:
        for own in reviews:
            values = common | own | {"claimReviewed": text}
            yield told(review(values), around, line, account)


def _review(found: Any, account: Account) -> dict[str, Any]:
    """Its values; of several labels the rating's own, and others that differ are told as left."""
    values = taken(found, REVIEW, "record.reviews", account)
    labels = {name: values.pop(name) for name in _LABELS if name in values}
    if not labels:
        return values
    first, *others = labels
    for name in others:
        if labels[name] != labels[first]:
            account.leave(f"record.reviews.{_LABELS[name]}", labels[name])
    return values | {LABEL: labels[first]}
