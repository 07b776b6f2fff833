"""Claims, their attributions, and the passages that show them."""

from __future__ import annotations

from claimgraph.records import Claim
from claimgraph.records.claim import Attribution, Span, relaying
from claimgraph.statements.names import part
from claimgraph.statements.rows import Context, Description, Pair, lexical, pairs
from claimgraph.statements.terms import term
from claimgraph.statements.things import licensed, types

_OWN = ("asserts", "suggests")


def claim(record: Claim, context: Context) -> list[Description]:
    """The claim, a node for each attribution, and two for each span of evidence."""
    subject = context.names.iri("claim", record.id)
    stated = types("schema:Claim") + pairs(record, context) + _derived(record, context)
    found = [Description(subject, stated + licensed(record.license, context))]
    for one in record.attributions:
        found += _attribution(one, record, subject, context)
    return found


def _derived(record: Claim, context: Context) -> list[Pair]:
    """What follows from the attributions: who claims it, where it appears, who noted it."""
    desk = [(term("schema:claimInterpreter"), context.desk)] if context.desk else []
    told = [a for one in record.attributions for a in (one.article, one.based_on) if a]
    articles = [one for one in told if context.kinds[one] == "article"]
    return [
        *((term("schema:author"), context.refer(one)) for one in authors(record)),
        *((term("schema:appearance"), context.refer(one)) for one in dict.fromkeys(articles)),
        *desk,
    ]


def authors(record: Claim) -> list[str]:
    """Ids of the speakers who assert or suggest a claim and whom nobody relays."""
    own = (a for a in record.attributions if a.stance in _OWN and a.relayed_by is None)
    return list(dict.fromkeys(one.speaker for one in own))


def _attribution(
    one: Attribution, record: Claim, subject: str, context: Context
) -> list[Description]:
    stated = [*types("cg:Attribution"), (term("cg:claim"), subject), *pairs(one, context)]
    if one.relayed_by is not None:
        relay = context.names.iri("attribution", _id(relaying(one, record)[0], record))
        stated.append((term("cg:relayedBy"), relay))
    spans = [_span(span, one.article, context) for span in one.evidence]
    stated += [(term("cg:evidence"), nodes[0].subject) for nodes in spans]
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
    offsets = {term("oa:start"), term("oa:end")}
    rows = pairs(span, context)
    stated = [
        *types("cg:EvidenceSpan"),
        (term("oa:hasSource"), context.names.iri("text", article)),
        (term("oa:hasSelector"), selector),
        *(pair for pair in rows if pair[0] not in offsets),
    ]
    positions = types("oa:TextPositionSelector") + [pair for pair in rows if pair[0] in offsets]
    return [
        Description(context.names.iri("span", id_), stated),
        Description(selector, positions),
    ]
