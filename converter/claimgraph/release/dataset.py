"""dataset.ttl: what the release holds, in VoID and DCAT."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from claimgraph.errors import ClaimgraphError
from claimgraph.records.settings import Settings
from claimgraph.statements import terms
from claimgraph.statements.alike import alike
from claimgraph.statements.names import Names
from claimgraph.statements.rows import Description, Objects, add, texts
from claimgraph.statements.terms import term
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers.turtle import Shortener, head, paragraphs
from claimgraph.writers.union import union

IANA = "https://www.iana.org/assignments/media-types/"
MEDIA = {
    "claimgraph.ttl": "text/turtle",
    "claimgraph.jsonld": "application/ld+json",
    "claimgraph.nq": "application/n-quads",
}
PACKINGS = {".gz": "application/gzip", ".zst": "application/zstd"}


class Counts(NamedTuple):
    """What a release holds; `classes` counts nodes and `properties` triples, by IRI."""

    subjects: int
    classes: Counter[str]
    properties: Counter[str]

    @property
    def triples(self) -> int:
        """How many triples the union of all graphs holds."""
        return self.properties.total()


def dataset(counts: Counts, sources: list[Settings], sizes: Mapping[str, int]) -> str:
    """The description as Turtle; `sizes` has the bytes of each data file by name."""
    nodes, named = union(_describe(counts, sources, sizes))
    known = {**PREFIXES, **named}
    shorten = Shortener(known)
    told = {
        subject: text[1:]
        for some in alike(nodes)
        for subject, text in zip(some.subjects, paragraphs(some, shorten), strict=True)
    }
    first, *parts = nodes
    return "".join((head(known, shorten.used), *(told[name] for name in (first, *sorted(parts)))))


def issued() -> str | None:
    """The day of SOURCE_DATE_EPOCH; None where it is not set: a release knows no clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return None
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError) as error:
        raise ClaimgraphError(f"SOURCE_DATE_EPOCH={epoch}: not seconds since 1970") from error


def _describe(
    counts: Counts, sources: list[Settings], sizes: Mapping[str, int]
) -> Iterable[Description]:
    names = Names(sources[0].base, "-".join(one.source for one in sources))
    subject = names.iri("dataset", "release")
    parts = [*_partitions(counts, names), *_files(names, sizes)]
    stated: Objects = {}
    for predicate, objects in (*_head(sources), *_counts(counts)):
        add(stated, term(predicate), objects)
    for predicate, described in parts:
        add(stated, term(predicate), [described.subject])
    yield Description(subject, stated)
    yield from (described for _, described in parts)


def _head(sources: list[Settings]) -> Iterable[tuple[str, list[str]]]:
    yield "rdf:type", [term(name) for name in ("dcat:Dataset", "void:Dataset")]
    for one in sources:
        language = one.language or ""
        yield "dcterms:title", texts(one.title, language)
        if one.description:
            yield "dcterms:description", texts(one.description, language)
        if one.publisher:
            yield "dcterms:publisher", [Names(one.base, one.source).iri("actor", one.publisher.id)]
        if one.license:
            yield "dcterms:license", [terms.iri(one.license)]
        yield "void:uriSpace", [terms.string(one.base)]
    day = issued()
    if day:
        yield "dcterms:issued", [terms.typed(day, "xsd:date")]
    yield "void:vocabulary", [term(name) for name in ("schema:", "cg:", "prov:", "oa:")]


def _counts(counts: Counts) -> Iterable[tuple[str, list[str]]]:
    numbers = {
        "void:triples": counts.triples,
        "void:entities": counts.subjects,
        "void:distinctSubjects": counts.subjects,
        "void:classes": len(counts.classes),
        "void:properties": len(counts.properties),
    }
    yield from ((name, [_integer(number)]) for name, number in numbers.items())


def _partitions(counts: Counts, names: Names) -> Iterable[tuple[str, Description]]:
    for kind, counted, number in (
        ("class", counts.classes, "void:entities"),
        ("property", counts.properties, "void:triples"),
    ):
        for iri, count in sorted(counted.items()):
            name = iri[1:-1].replace("#", "/").rpartition("/")[2]
            part = names.iri("dataset", f"{kind}.{name}")
            stated = {term(f"void:{kind}"): [iri], term(number): [_integer(count)]}
            yield f"void:{kind}Partition", Description(part, stated)


def _files(names: Names, sizes: Mapping[str, int]) -> Iterable[tuple[str, Description]]:
    for name, size in sorted(sizes.items()):
        stem, packing = _unpacked(name)
        stated = {
            term("rdf:type"): [term("dcat:Distribution")],
            term("dcterms:title"): [terms.string(name)],
            term("dcat:mediaType"): [f"<{IANA}{MEDIA[stem]}>"],
            term("dcat:byteSize"): [_integer(size, "xsd:nonNegativeInteger")],
        }
        if packing:
            stated[term("dcat:compressFormat")] = [f"<{IANA}{packing}>"]
        yield "dcat:distribution", Description(names.iri("dataset", f"file.{name}"), stated)


def _unpacked(name: str) -> tuple[str, str]:
    """A name without the suffix of its packing, and the media type of that."""
    found = (one for one in PACKINGS if name.endswith(one))
    suffix = next(found, "")
    return name.removesuffix(suffix), PACKINGS.get(suffix, "")


def _integer(number: int, datatype: str = "xsd:integer") -> str:
    return terms.typed(str(number), datatype)
