"""What the figures are asked by, in SPARQL: a thing is counted by its root class."""

from __future__ import annotations

from typing import NamedTuple

from claimgraph.records.actor import ROOT
from claimgraph.records.actor import ROOTS as ACTORS
from claimgraph.records.article import ROOTS as ARTICLES

# the root classes of each kind of record
KINDS = {
    "article": tuple(ARTICLES.values()),
    "actor": (ROOT, *ACTORS.values()),
    "place": ("schema:Place",),
    "event": ("schema:Event",),
    "claim": ("schema:Claim",),
    "contradiction": ("cg:Contradiction",),
    "review": ("schema:ClaimReview",),
    "attribution": ("cg:Attribution",),
}

TRIPLES = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
CLASSES = "SELECT ?class (COUNT(*) AS ?n) { ?s a ?class } GROUP BY ?class"
DESKS = """
SELECT ?desk (COUNT(DISTINCT ?r) AS ?n) (COUNT(DISTINCT ?found) AS ?m) {
  ?r a schema:ClaimReview ; schema:author ?desk
  OPTIONAL { ?r cg:normalizedVerdict ?v BIND(?r AS ?found) }
} GROUP BY ?desk
"""
PUBLISHERS = """
SELECT ?publisher (COUNT(DISTINCT ?a) AS ?n) { ?a schema:publisher ?publisher }
GROUP BY ?publisher
"""
VERDICTS = """
SELECT ?verdict (COUNT(DISTINCT ?r) AS ?n) { ?r cg:normalizedVerdict ?verdict } GROUP BY ?verdict
"""
AXES = """
SELECT ?verdict ?axis ?label {
  ?verdict skos:inScheme ?scheme ; skos:prefLabel ?label . ?scheme skos:prefLabel ?axis
  FILTER(STRENDS(STR(?scheme), "Axis"))
}
"""
CONTRADICTED = """
SELECT ?event (COUNT(DISTINCT ?x) AS ?n) (COUNT(DISTINCT ?c) AS ?m) {
  ?x a cg:Contradiction ; schema:about ?event ; cg:between ?c
} GROUP BY ?event
"""
NAMES = "SELECT ?s ?name {{ VALUES ?s {{ {things} }} ?s schema:name|schema:description ?name }}"

_TEXTS = """
SELECT ?language (COUNT(DISTINCT ?x) AS ?n) {
  ?x a schema:Claim ; schema:text ?text BIND(LANG(?text) AS ?language)
} GROUP BY ?language
"""
_WRITTEN = """
SELECT ?language (COUNT(DISTINCT ?x) AS ?n) {{
  VALUES ?class {{ {classes} }}
  ?x a ?class OPTIONAL {{ ?x schema:inLanguage ?l }} BIND(COALESCE(LCASE(?l), "") AS ?language)
}} GROUP BY ?language
"""
LANGUAGES = {
    "claim": _TEXTS,
    "article": _WRITTEN.format(classes=" ".join(KINDS["article"])),
    "review": _WRITTEN.format(classes="schema:ClaimReview"),
}

_TOLD = "{{ ?x {own} ?d }} UNION {{ ?a cg:claim ?x ; {said} ?d }}"
_DATES = {
    "claim": _TOLD.format(
        own="schema:datePublished|cg:earliest", said="schema:dateCreated|cg:earliest"
    ),
    "article": "?x schema:datePublished|cg:earliest ?d",
    "event": "?x cg:earliest ?d",
    "review": "?x schema:datePublished|cg:earliest ?d",
}
_YEARS = """
SELECT ?year (COUNT(*) AS ?n) {{
  {{ SELECT ?x (MIN(SUBSTR(STR(?d), 1, 4)) AS ?year) {{
      VALUES ?class {{ {classes} }} ?x a ?class . {dates}
    }} GROUP BY ?x }}
}} GROUP BY ?year
"""
YEARS = {
    kind: _YEARS.format(classes=" ".join(KINDS[kind]), dates=dates)
    for kind, dates in _DATES.items()
}


class Cover(NamedTuple):
    """Which things of a kind, ?x, meet a pattern."""

    what: str
    kind: str
    pattern: str

    @property
    def query(self) -> str:
        """Their number, ?n."""
        classes = " ".join(KINDS[self.kind])
        inside = f"VALUES ?class {{ {classes} }} ?x a ?class . {self.pattern}"
        return f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {inside} }}"


COVERS = (
    Cover("claims with a speaker", "claim", "?a cg:claim ?x ; schema:spokenByCharacter ?s"),
    Cover(
        "claims with a date",
        "claim",
        _TOLD.format(own="schema:datePublished|cg:when", said="schema:dateCreated|cg:when"),
    ),
    Cover("claims with a review", "claim", "?r schema:itemReviewed ?x"),
    Cover("claims about an event", "claim", "?x schema:about ?e . ?e a schema:Event"),
    Cover("claims that another contradicts", "claim", "?x cg:contradicts ?c"),
    Cover("attributions with evidence", "attribution", "?x cg:evidence ?e"),
    Cover("reviews with a rating", "review", "?x schema:reviewRating ?r"),
    Cover("reviews with a normalized verdict", "review", "?x cg:normalizedVerdict ?v"),
    Cover("reviews with a date", "review", "?x schema:datePublished|cg:when ?d"),
    Cover("articles with a date", "article", "?x schema:datePublished|cg:when ?d"),
    Cover("articles with an address", "article", "?x schema:url ?u"),
    Cover("events with a date", "event", "?x cg:when ?d"),
    Cover("events with a place", "event", "?x schema:location ?p"),
    Cover("actors with sameAs", "actor", "?x schema:sameAs ?s"),
)
