"""Reviews with the desk's rating, the shared verdicts and the corrections."""

from __future__ import annotations

from collections.abc import Iterator

from claimgraph.records import Claim, Review
from claimgraph.records.review import Correction
from claimgraph.statements.names import part
from claimgraph.statements.rows import Context, Description, add, lexical, rows, texts
from claimgraph.statements.terms import term
from claimgraph.statements.things import licensed, types


def review(record: Review, context: Context, reviewed: Claim | None) -> list[Description]:
    """The review; its rating and its corrections are nodes of their own.

    `reviewed` is the claim, needed where the review does not word it.
    """
    language = record.language or ""
    stated = types("schema:ClaimReview") | rows(record, context, language)
    stated |= licensed(record.license, context)
    if record.claim_reviewed is None and reviewed:
        add(stated, term("schema:claimReviewed"), texts(reviewed.text, context.language))
    if record.verdicts:
        stated |= rows(record.verdicts, context)
    nodes = list(_parts(record, context, language))
    for predicate, node in nodes:
        add(stated, term(predicate), [node.subject])
    subject = context.names.iri("review", record.id)
    return [Description(subject, stated), *(node for _, node in nodes)]


def _parts(record: Review, context: Context, language: str) -> Iterator[tuple[str, Description]]:
    if record.rating:
        stated = types("schema:Rating") | rows(record.rating, context, language)
        subject = context.names.iri("rating", record.id)
        yield "schema:reviewRating", Description(subject, stated)
    for one in record.corrections:
        yield "schema:correction", _correction(one, record.id, context, language)


def _correction(one: Correction, parent: str, context: Context, language: str) -> Description:
    said = types("schema:Comment", "schema:CorrectionComment")
    date = lexical(one.published) if one.published else ""
    id_ = part(parent, *sorted(texts(one.text, language or context.language)), date)
    return Description(context.names.iri("correction", id_), said | rows(one, context, language))
