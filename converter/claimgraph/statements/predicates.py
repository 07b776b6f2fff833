"""Every predicate that the mapping can state, in the order in which writers show them.

Those of the rows come from the record tables; those that only the short functions state are
listed here. The JSON-LD context, the docs and the tests of terms and shapes read this list.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from claimgraph.records import KINDS
from claimgraph.records.fields import Part, Term, fields, part_of

_FIRST = {
    "rdf:type": Term.CLASS,
    "schema:name": Term.TEXT,
    "schema:text": Term.TEXT,
    "schema:additionalType": Term.CLASS,
    "cg:when": Term.DATE,
    "cg:earliest": Term.DATE,
    "cg:latest": Term.DATE,
    "schema:startDate": Term.DATE,
    "schema:endDate": Term.DATE,
    "cg:claim": Term.REF,
}
_STATED = {
    "schema:claimInterpreter": Term.REF,
    "cg:participation": Term.REF,
    "cg:contradicts": Term.REF,
    "cg:relayedBy": Term.REF,
    "cg:evidence": Term.REF,
    "oa:hasSource": Term.REF,
    "oa:hasSelector": Term.REF,
    "schema:encodesCreativeWork": Term.REF,
    "schema:encodingFormat": Term.STRING,
    "schema:reviewRating": Term.REF,
    "schema:correction": Term.REF,
    "prov:wasGeneratedBy": Term.REF,
    "prov:used": Term.REF,
    "prov:wasDerivedFrom": Term.REF,
    "prov:wasAttributedTo": Term.REF,
    "dcterms:created": Term.DATE,
    "dcterms:license": Term.IRI,
    "schema:sdLicense": Term.IRI,
}


@cache
def predicates() -> dict[str, Term]:
    """Prefixed name of each predicate, with the kind of its objects."""
    found = dict(_FIRST)
    for struct in KINDS.values():
        found |= {name: term for name, term in _rows(struct) if name not in found}
    return found | {name: term for name, term in _STATED.items() if name not in found}


def _rows(struct: type[Part]) -> Iterator[tuple[str, Term]]:
    for field in sorted(fields(struct), key=lambda field: field.name in ("same_as", "id")):
        inner = part_of(field.type)
        if field.row.predicate:
            yield field.row.predicate, field.row.term
        elif inner:
            yield from _rows(inner)
