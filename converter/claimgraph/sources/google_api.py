"""Answers of Google's Fact Check Tools API, as saved: one, a list of them, or one a line.

`claims:search` gives claims with all their reviews, `claims:imageSearch` the same in results,
`pages` the markup that desks keep at Google. https://developers.google.com/fact-check/tools/api
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from claimgraph.sources.account import Account
from claimgraph.sources.json_documents import documents
from claimgraph.sources.node import Around, listed
from claimgraph.sources.review_paths import claim, review, taken
from claimgraph.sources.schema_org import told
from claimgraph.sources.told import Given, Told

CLAIM = {
    "text": "claimReviewed",
    "claimant": "itemReviewed.author.name",
    "claimDate": "itemReviewed.datePublished",
}
REVIEW = {
    "publisher.name": "author.name",
    "publisher.site": "author.url",
    "url": "url",
    "title": "headline",
    "reviewDate": "datePublished",
    "textualRating": "reviewRating.alternateName",
    "languageCode": "inLanguage",
}
PAGE = {
    "pageUrl": "url",
    "publishDate": "datePublished",
    "claimReviewAuthor.name": "author.name",
}
MARKUP = {
    "url": "url",
    "claimReviewed": "claimReviewed",
    "claimDate": "itemReviewed.datePublished",
    "claimFirstAppearance": "itemReviewed.firstAppearance.url",
    "claimAppearances": "itemReviewed.appearance.url",
    "claimAuthor.name": "itemReviewed.author.name",
    "claimAuthor.jobTitle": "itemReviewed.author.jobTitle",
    "claimAuthor.sameAs": "itemReviewed.author.sameAs",
    "rating.textualRating": "reviewRating.alternateName",
    "rating.ratingValue": "reviewRating.ratingValue",
    "rating.worstRating": "reviewRating.worstRating",
    "rating.bestRating": "reviewRating.bestRating",
}
_KNOWN = ("claims", "results", "claimReviewMarkupPages", "nextPageToken")
_START = re.compile(rb"\s*[\[{]")
_CLAIMS = re.compile(rb'"(?:claims|results)"\s*:')
_INSIDE = re.compile(rb'"(?:claimReview|claimant)"\s*:\s*["\[]')
_MARKUPS = re.compile(rb'"claimReviewMarkups"\s*:')


def knows(start: bytes) -> bool:
    """Whether an input, of which the first 64 KiB are enough, is such an answer."""
    if _START.match(start) is None:
        return False
    return bool(_MARKUPS.search(start) or (_CLAIMS.search(start) and _INSIDE.search(start)))


def read(given: Given, account: Account) -> Iterator[Told]:
    """Every review of every claim; a claim without reviews as a claim."""
    numbers = count(1)
    for document in documents(given, account):
        if document.refused:
            yield Told(document.line, refused=document.refused)
        for answer in listed(document.value):
            yield from _answer(answer, document.line, numbers, account)


def _answer(answer: Any, line: int, numbers: Iterator[int], account: Account) -> Iterator[Told]:
    """`line` of the answer; in a file in one piece claims and pages are numbered instead."""
    if not isinstance(answer, dict) or "error" in answer:
        yield Told(line or next(numbers), refused=_no_answer(answer))
        return
    if "claimReviewMarkups" in answer:
        answer = {"claimReviewMarkupPages": answer}
    for key in answer:
        if key not in _KNOWN:
            account.leave(key, answer[key])
    for found in (*listed(answer.get("claims")), *map(_result, listed(answer.get("results")))):
        yield from _claim(found, line or next(numbers), account)
    for page in listed(answer.get("claimReviewMarkupPages")):
        yield from _page(page, line or next(numbers), account)


def _result(found: Any) -> Any:
    """The claim of a result of `claims:imageSearch`."""
    return found.get("claim") if isinstance(found, dict) else found


def _claim(found: Any, line: int, account: Account) -> Iterator[Told]:
    if not isinstance(found, dict):
        yield Told(line, refused="a claim that is no object")
        return
    inner = {key: value for key, value in found.items() if key != "claimReview"}
    values = taken(inner, CLAIM, "claims", account)
    reviews = list(listed(found.get("claimReview")))
    if not reviews:
        yield told(claim(values), Around(), line, account)
    name = f"{line} {found.get('text')}"
    for item in _reviews(reviews, values, REVIEW, "claims.claimReview", line, account):
        yield item._replace(claim=name)


def _page(page: Any, line: int, account: Account) -> Iterator[Told]:
    """One item for each review on a page; what the page says holds where its reviews do not."""
    if not isinstance(page, dict):
        yield Told(line, refused="a page that is no object")
        return
    inner = {key: value for key, value in page.items() if key != "claimReviewMarkups"}
    values = taken(inner, PAGE, "claimReviewMarkupPages", account)
    markups = list(listed(page.get("claimReviewMarkups")))
    if not markups:
        yield Told(line, refused="a page without reviews")
    yield from _reviews(markups, values, MARKUP, "claimReviewMarkups", line, account)


def _reviews(
    found: list[Any],
    values: dict[str, Any],
    paths: dict[str, str],
    name: str,
    line: int,
    account: Account,
) -> Iterator[Told]:
    """An item for each review; `values` hold where it does not say otherwise."""
    for one in found:
        if isinstance(one, dict):
            own = taken(one, paths, name, account)
            yield told(review(values | own), Around(), line, account)
        else:
            yield Told(line, refused="a review that is no object")


def _no_answer(answer: Any) -> str:
    if isinstance(answer, dict) and isinstance(answer["error"], dict):
        return f"an error of the API: {answer['error'].get('status', 'unknown')}"
    return "no answer of the API"
