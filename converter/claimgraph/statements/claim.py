"""Claims, their attributions, and the passages that show them."""

from __future__ import annotations

from claimgraph.records import Claim
from claimgraph.records.claim import Attribution, Span, relaying
from claimgraph.statements.names import part
from claimgraph.statements.rows import Context, Description, Objects, add, lexical, rows
from claimgraph.statements.terms import term
from claimgraph.statements.things import licensed, types

_OWN = ("asserts", "suggests")


def claim(record: Claim, context: Context) -> list[Description]:
    """The claim, a node for each attribution, and two for each span of evidence."""
    subject = context.names.iri("claim", record.id)
    stated = types("schema:Claim") | rows(record, context)
    _derive(stated, record, context)
    found = [Description(subject, stated | licensed(record.license, context))]
    for one in record.attributions:
        found += _attribution(one, record, subject, context)
    return found


def _derive(stated: Objects, record: Claim, context: Context) -> None:
    """State what follows from the attributions: who claims it, where it appears, who noted it."""
    told = [a for one in record.attributions for a in (one.article, one.based_on) if a]
    articles = [one for one in told if context.kinds[one] == "article"]
    add(stated, term("schema:author"), [*map(context.refer, authors(record))])
    add(stated, term("schema:appearance"), [*map(context.refer, articles)])
    if context.desk:
        add(stated, term("schema:claimInterpreter"), [context.desk])


def authors(record: Claim) -> list[str]:
    """Ids of the speakers who assert or suggest a claim and whom nobody relays."""
    own = (a for a in record.attributions if a.stance in _OWN and a.relayed_by is None)
    return list(dict.fromkeys(one.speaker for one in own))


def _attribution(
    one: Attribution, record: Claim, subject: str, context: Context
) -> list[Description]:
    stated = types("cg:Attribution") | {term("cg:claim"): [subject]} | rows(one, context)
    if one.relayed_by is not None:
        relay = context.names.iri("attribution", _id(relaying(one, record)[0], record))
        add(stated, term("cg:relayedBy"), [relay])
    spans = [_span(span, one.article, context) for span in one.evidence]
    add(stated, term("cg:evidence"), [nodes[0].subject for nodes in spans])
    this = Description(context.names.iri("attribution", _id(one, record)), stated)
    return [this, *(node for nodes in spans for node in nodes)]


def _id(one: Attribution, record: Claim) -> str:
    """The id of an attribution: who tells the claim, where, how, when, relayed by whom."""
    said = lexical(one.said) if one.said else ""
    relay = "" if one.relayed_by is None else _id(relaying(one, record)[0], record)
    return part(record.id, one.speaker, one.article, one.stance, one.form, said, relay)


def _span(span: Span, article: str, context: Context) -> list[Description]:
    """The span and its selector, named by the text and the offsets."""
    id_ = f"{article}.{span.start}-{span.end}"
    selector = context.names.iri("selector", id_)
    told = rows(span, context)
    offsets = {name: told.pop(name) for name in (term("oa:start"), term("oa:end"))}
    stated = types("cg:EvidenceSpan") | {
        term("oa:hasSource"): [context.names.iri("text", article)],
        term("oa:hasSelector"): [selector],
    }
    return [
        Description(context.names.iri("span", id_), stated | told),
        Description(selector, types("oa:TextPositionSelector") | offsets),
    ]
