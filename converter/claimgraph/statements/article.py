"""Articles, their source texts and the making of a translation."""

from __future__ import annotations

from claimgraph.records import Article
from claimgraph.records.article import ROOTS, TYPES
from claimgraph.statements import terms
from claimgraph.statements.rows import Context, Description, rows
from claimgraph.statements.terms import term
from claimgraph.statements.things import licensed, types


def article(record: Article, context: Context) -> list[Description]:
    """The article; its text and its translation are nodes of their own."""
    subject = context.names.iri("article", record.id)
    kinds = types(ROOTS[record.type], TYPES.get(record.genre or "", ""))
    stated = kinds | rows(record, context, record.language or "")
    stated |= licensed(record.license, context)
    found = [Description(subject, stated)]
    if record.text:
        found.append(_text(record, subject, context))
    if record.translation:
        found += _translation(record, subject, context)
    return found


def _text(record: Article, subject: str, context: Context) -> Description:
    assert record.text
    stated = types("schema:TextObject") | {
        term("schema:encodesCreativeWork"): [subject],
        term("schema:encodingFormat"): [terms.string("text/plain; charset=utf-8")],
    }
    return Description(context.names.iri("text", record.id), stated | rows(record.text, context))


def _translation(record: Article, subject: str, context: Context) -> list[Description]:
    assert record.translation
    original = context.refer(record.translation.of)
    made = [Description(subject, {term("schema:translationOfWork"): [original]})]
    if record.translation.by:
        activity = context.names.iri("activity", f"{record.id}.translation")
        made[0].objects[term("prov:wasGeneratedBy")] = [activity]
        by = context.refer(record.translation.by)
        stated = {term("prov:used"): [original], term("prov:wasAssociatedWith"): [by]}
        made.append(Description(activity, types("prov:Activity") | stated))
    return made
