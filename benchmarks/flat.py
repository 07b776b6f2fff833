"""Reviews as one table, a row each, and what a row says in RDF: what mapping engines can express.

What a table cannot hold is left out for all: several attributions of a claim, texts in more than
one language, dates less precise than a day, graphs and their provenance, places, corrections.
An empty cell says nothing. Needs nothing but the standard library.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

Record = dict[str, Any]
Row = dict[str, str]
BASE, SCHEMA, CG = (
    "https://data.example/",
    "http://schema.org/",
    "https://w3id.org/claimgraph/ontology#",
)
VALUE, XSD = "https://w3id.org/claimgraph/value#", "http://www.w3.org/2001/XMLSchema#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Rule(NamedTuple):
    """One triple of a row: about the thing that column `subject` names.

    `kind` says what `value` is: an IRI (constant), a column to put behind an IRI (`prefix`), a
    column with an IRI, a plain string, a text in the row's language, or of an XML Schema type.
    """

    subject: str
    predicate: str
    kind: str  # constant, thing, iri, string, text, or the local name of a datatype
    value: str
    prefix: str = ""


def _rules(subject: str, type_: str, *rest: tuple[str, str, str, str]) -> Iterator[Rule]:
    yield Rule(subject, TYPE, "constant", type_)
    yield from (Rule(subject, *one) for one in rest)


def _column(predicate: str, kind: str, value: str) -> tuple[str, str, str, str]:
    return predicate, kind, value, ""


def _constant(predicate: str, value: str) -> tuple[str, str, str, str]:
    return predicate, "constant", value, ""


def _thing(predicate: str, column: str, prefix: str = "") -> tuple[str, str, str, str]:
    return predicate, "thing", column, prefix or f"{BASE}{column}/"


RULES = (
    *_rules(
        "review",
        f"{SCHEMA}ClaimReview",
        _thing(f"{SCHEMA}itemReviewed", "claim"),
        _thing(f"{SCHEMA}author", "desk"),
        _thing(f"{SCHEMA}reviewRating", "rating"),
        _thing(f"{CG}normalizedVerdict", "verdict", VALUE),
        _thing(f"{CG}mediaType", "media", VALUE),
        _column(f"{SCHEMA}url", "iri", "url"),
        _column(f"{SCHEMA}claimReviewed", "text", "text"),
        _column(f"{SCHEMA}headline", "text", "headline"),
        _column(f"{SCHEMA}inLanguage", "string", "language"),
        _column(f"{SCHEMA}datePublished", "date", "published"),
        _constant(f"{SCHEMA}sdLicense", LICENSE),
    ),
    *_rules(
        "rating",
        f"{SCHEMA}Rating",
        _column(f"{SCHEMA}alternateName", "text", "label"),
        _column(f"{SCHEMA}ratingValue", "integer", "value"),
        _column(f"{SCHEMA}bestRating", "integer", "best"),
        _column(f"{SCHEMA}worstRating", "integer", "worst"),
    ),
    *_rules(
        "claim",
        f"{SCHEMA}Claim",
        _column(f"{SCHEMA}text", "text", "text"),
        _thing(f"{SCHEMA}author", "speaker"),
        _thing(f"{SCHEMA}appearance", "article"),
        _thing(f"{SCHEMA}about", "event"),
        _constant(f"{SCHEMA}claimInterpreter", f"{BASE}desk/collector"),
        _constant(f"{SCHEMA}sdLicense", LICENSE),
    ),
    *_rules(
        "attribution",
        f"{CG}Attribution",
        _thing(f"{CG}claim", "claim"),
        _thing(f"{SCHEMA}spokenByCharacter", "speaker"),
        _thing(f"{SCHEMA}isPartOf", "article"),
        _thing(f"{CG}stance", "stance", VALUE),
        _thing(f"{CG}form", "form", VALUE),
        _column(f"{SCHEMA}dateCreated", "date", "said"),
    ),
    *_rules(
        "article",
        f"{SCHEMA}CreativeWork",
        _column(f"{SCHEMA}url", "iri", "article_url"),
        _column(f"{SCHEMA}headline", "text", "article_headline"),
        _column(f"{SCHEMA}inLanguage", "string", "language"),
        _thing(f"{SCHEMA}publisher", "publisher", f"{BASE}desk/"),
        _column(f"{SCHEMA}datePublished", "date", "article_published"),
        _constant(f"{SCHEMA}sdLicense", LICENSE),
    ),
    *_rules("speaker", f"{SCHEMA}Person", _column(f"{SCHEMA}name", "string", "speaker_name")),
    *_rules("desk", f"{SCHEMA}Organization", _column(f"{SCHEMA}name", "string", "desk_name")),
)
SUBJECTS = tuple(dict.fromkeys(rule.subject for rule in RULES))
COLUMNS = tuple(
    dict.fromkeys([*SUBJECTS, "language", *(r.value for r in RULES if r.kind != "constant")])
)


def rows(records: Iterable[Record]) -> Iterator[Row]:
    """A row for each review; what it refers to stands before it."""
    names: dict[str, str] = {}
    claim: Record = {}
    article: Record = {}
    for record in records:
        if record["kind"] == "actor":
            names[record["id"]] = record["name"]
        elif record["kind"] == "claim":
            claim = record
        elif record["kind"] == "article":
            article = record
        elif record["kind"] == "review":
            yield _row(record, claim, article, names)
            article = {}


def _row(review: Record, claim: Record, article: Record, names: dict[str, str]) -> Row:
    told: Record = next(iter(claim.get("attributions", ())), {})
    rating = review["rating"]
    event = next((one for one in claim.get("about", ()) if one.startswith("e")), "")
    new = article if article.get("id") == told.get("article") else {}
    found = {
        "review": review["id"],
        "rating": review["id"],
        "claim": claim["id"],
        "attribution": claim["id"] if told else "",
        "speaker": told.get("speaker"),
        "speaker_name": names.get(told.get("speaker", "")),
        "desk": review["desk"],
        "desk_name": names[review["desk"]],
        "verdict": next(iter(review.get("verdicts", {}).values()), ""),
        "text": claim["text"].get(review["language"]),
        "event": event,
        "label": rating["label"],
        "article": told.get("article"),
        "article_url": new.get("url"),
        "article_headline": new.get("headline"),
        "publisher": new.get("publisher"),
        "published": _day(review.get("published")),
        "said": _day(told.get("said")),
        "article_published": _day(new.get("published")),
    }
    found |= {name: rating.get(name) for name in ("value", "best", "worst")}
    found |= {name: told.get(name) for name in ("stance", "form")}
    found |= {name: review.get(name) for name in ("url", "headline", "language", "media")}
    return {name: str(found[name] or "") for name in COLUMNS}


def _day(date: str | None) -> str:
    return date if date and DAY.fullmatch(date) else ""


def write(file: Path, held: Iterable[Row]) -> None:
    """As CSV."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        writer.writerows(held)


def read(file: Path) -> Iterator[Row]:
    """From CSV."""
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def said(row: Row) -> Iterator[tuple[str, Rule, str]]:
    """What a row says: IRI of the subject, the rule, and the IRI or text that is the object."""
    for rule in RULES:
        name = row[rule.subject]
        value = rule.value if rule.kind == "constant" else row[rule.value]
        if name and value:
            yield f"{BASE}{rule.subject}/{name}", rule, rule.prefix + value


def rml(source: str) -> str:
    """The same rules in RML, as one triples map a subject.

    `source` is what a logical source says of the table, in Turtle.
    """
    head = "@prefix rml: <http://w3id.org/rml/> .\n"
    return head + "\n".join(_map(subject, source) for subject in SUBJECTS)


def _map(subject: str, source: str) -> str:
    made = [_object(rule) for rule in RULES if rule.subject == subject]
    table = f"[ {source} ]"
    named = f'[ rml:template "{BASE}{subject}/{{{subject}}}" ]'
    lines = [f"<urn:map:{subject}> a rml:TriplesMap", f"  rml:logicalSource {table}"]
    return " ;\n".join([*lines, f"  rml:subjectMap {named}", *made]) + " .\n"


def _object(rule: Rule) -> str:
    if rule.kind == "constant":
        made = f"rml:constant <{rule.value}>"
    elif rule.kind == "thing":
        made = f'rml:template "{rule.prefix}{{{rule.value}}}" ; rml:termType rml:IRI'
    elif rule.kind == "iri":
        made = f'rml:reference "{rule.value}" ; rml:termType rml:IRI'
    elif rule.kind == "text":
        made = f'rml:reference "{rule.value}" ; rml:languageMap [ rml:reference "language" ]'
    elif rule.kind == "string":
        made = f'rml:reference "{rule.value}"'
    else:
        made = f'rml:reference "{rule.value}" ; rml:datatype <{XSD}{rule.kind}>'
    inner = f"rml:predicate <{rule.predicate}> ; rml:objectMap [ {made} ]"
    return f"  rml:predicateObjectMap [ {inner} ]"
