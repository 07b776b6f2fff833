"""dataset.ttl: what the release holds, in VoID and DCAT."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from claimgraph.errors import ClaimgraphError
from claimgraph.records.settings import Settings
from claimgraph.statements import terms
from claimgraph.statements.names import Names
from claimgraph.statements.rows import Description, Pair, texts
from claimgraph.statements.terms import term
from claimgraph.writers.turtle import turtle
from claimgraph.writers.union import Union, union

IANA = "https://www.iana.org/assignments/media-types/"
MEDIA = {
    "claimgraph.ttl": "text/turtle",
    "claimgraph.jsonld": "application/ld+json",
    "claimgraph.nq": "application/n-quads",
}


def dataset(whole: Union, sources: list[Settings], sizes: Mapping[str, int]) -> str:
    """The description as Turtle; `sizes` has the bytes of each data file by name."""
    described = list(_describe(whole, sources, sizes))
    merged = union(described)
    first = described[0].subject
    subjects = {first: merged.subjects[first], **merged.subjects}
    return turtle(Union(subjects, merged.prefixes))


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
    whole: Union, sources: list[Settings], sizes: Mapping[str, int]
) -> Iterable[Description]:
    names = Names(sources[0].base, "-".join(one.source for one in sources))
    subject = names.iri("dataset", "release")
    parts = [*_partitions(whole, names), *_files(names, sizes)]
    yield Description(
        subject, [*_head(sources), *_counts(whole), *((p, d.subject) for p, d in parts)]
    )
    yield from (described for _, described in parts)


def _head(sources: list[Settings]) -> Iterable[Pair]:
    yield from ((term("rdf:type"), term(name)) for name in ("dcat:Dataset", "void:Dataset"))
    for one in sources:
        language = one.language or ""
        yield from ((term("dcterms:title"), text) for text in texts(one.title, language))
        for text in texts(one.description, language) if one.description else ():
            yield term("dcterms:description"), text
        if one.publisher:
            desk = Names(one.base, one.source).iri("actor", one.publisher.id)
            yield term("dcterms:publisher"), desk
        if one.license:
            yield term("dcterms:license"), terms.iri(one.license)
        yield term("void:uriSpace"), terms.string(one.base)
    day = issued()
    if day:
        yield term("dcterms:issued"), terms.typed(day, "xsd:date")
    yield from (
        (term("void:vocabulary"), term(name)) for name in ("schema:", "cg:", "prov:", "oa:")
    )


def _counts(whole: Union) -> Iterable[Pair]:
    numbers = {
        "void:triples": whole.triples,
        "void:entities": len(whole.subjects),
        "void:distinctSubjects": len(whole.subjects),
        "void:classes": len(_by_class(whole)),
        "void:properties": len(_by_property(whole)),
    }
    yield from ((term(name), _integer(number)) for name, number in numbers.items())


def _by_class(whole: Union) -> Counter[str]:
    held = whole.subjects.values()
    return Counter(one for objects in held for one in objects.get(term("rdf:type"), ()))


def _by_property(whole: Union) -> Counter[str]:
    found: Counter[str] = Counter()
    for held in whole.subjects.values():
        found.update({predicate: len(objects) for predicate, objects in held.items()})
    return found


def _partitions(whole: Union, names: Names) -> Iterable[tuple[str, Description]]:
    for kind, counts, number in (
        ("class", _by_class(whole), "void:entities"),
        ("property", _by_property(whole), "void:triples"),
    ):
        for iri, count in sorted(counts.items()):
            name = iri[1:-1].replace("#", "/").rpartition("/")[2]
            part = names.iri("dataset", f"{kind}.{name}")
            pairs = [(term(f"void:{kind}"), iri), (term(number), _integer(count))]
            yield term(f"void:{kind}Partition"), Description(part, pairs)


def _files(names: Names, sizes: Mapping[str, int]) -> Iterable[tuple[str, Description]]:
    for name, size in sorted(sizes.items()):
        pairs = [
            (term("rdf:type"), term("dcat:Distribution")),
            (term("dcterms:title"), terms.string(name)),
            (
                term("dcat:mediaType"),
                f"<{IANA}{MEDIA[name]}>",
            ),
            (term("dcat:byteSize"), _integer(size, "xsd:nonNegativeInteger")),
        ]
        yield term("dcat:distribution"), Description(names.iri("dataset", f"file.{name}"), pairs)


def _integer(number: int, datatype: str = "xsd:integer") -> str:
    return terms.typed(str(number), datatype)
