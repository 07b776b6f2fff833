"""Our JSON-LD context, made from the mapping's predicates. `ontology/context.jsonld` is a copy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from claimgraph.records import actor, article, place
from claimgraph.records.fields import Term
from claimgraph.statements.predicates import predicates
from claimgraph.vocabulary import PREFIXES

_PREFIXES = "schema cg cgv dcterms edtf evtype oa prov wd xsd".split()
_TYPES = {
    Term.TEXT: {"@container": "@language"},
    Term.IRI: {"@type": "@id"},
    Term.REF: {"@type": "@id"},
    Term.CONCEPT: {"@type": "@id"},
    Term.CLASS: {"@type": "@id"},
    Term.DATE: {"@type": "xsd:date"},
    Term.INTEGER: {"@type": "xsd:nonNegativeInteger"},
    Term.STRING: {},
    Term.NUMBER: {},
}
_CLASSES = (
    "schema:Event schema:EventSeries schema:Claim schema:ClaimReview schema:Rating schema:Comment "
    "schema:CorrectionComment schema:NewsArticle schema:CreativeWork schema:Person "
    "schema:Organization schema:Place schema:SoftwareApplication schema:TextObject cg:Attribution "
    "cg:EvidenceSpan cg:Participation cg:Contradiction oa:TextPositionSelector prov:Activity "
    "prov:Agent prov:Entity"
).split()


def classes() -> list[str]:
    """Prefixed names of all classes that the mapping gives to its nodes."""
    subtypes = [*actor.TYPES.values(), *article.TYPES.values(), *place.TYPES.values()]
    return sorted({*_CLASSES, *filter(None, subtypes)})


@cache
def context() -> dict[str, Any]:
    """The value of `@context`: prefixes, classes, then properties by their local names."""
    found: dict[str, Any] = {"@version": 1.1, "id": "@id", "type": "@type"}
    found |= {prefix: PREFIXES[prefix] for prefix in _PREFIXES}
    found |= {local(name): name for name in classes()}
    for name, term in predicates().items():
        if name != "rdf:type":
            found[local(name)] = _property(name, term)
    return found


def _property(name: str, term: Term) -> Any:
    coerced = {"@type": "edtf:EDTF"} if name == "cg:when" else _TYPES[term]
    return {"@id": name, **coerced} if coerced else name


def document() -> str:
    """The text of `ontology/context.jsonld`."""
    return f'{{\n"@context": {lines(context())}\n}}\n'


def lines(entries: Mapping[str, Any]) -> str:
    """A JSON object with one line an entry."""
    inner = (f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in entries.items())
    return "{\n" + ",\n".join(inner) + "\n}"


def local(name: str) -> str:
    """`name` for `schema:name`: the key in JSON-LD."""
    return name.partition(":")[2]
