"""The figures of a store, section by section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store

from claimgraph import resources
from claimgraph.query.table import printable
from claimgraph.stats import questions
from claimgraph.stats.questions import COVERS, KINDS
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers.turtle import Shortener

Cell = str | int | float
Row = tuple[Cell, ...]
MOST = 10  # contradicted events that are listed
UNKNOWN = "unknown"


class Section(NamedTuple):
    """Figures by something: a header, and rows of cells."""

    name: str  # in JSON, and of the chart
    title: str
    header: tuple[str, ...]
    rows: Sequence[Row]
    label: tuple[str, ...] = ()  # the columns that name a bar of the chart
    bar: str = ""  # the column that is its length; "" where there is no chart


def counted(store: Store) -> list[Section]:
    """All sections of a graph, the default graph of the store."""
    classes = dict(_pairs(store, questions.CLASSES))
    kinds = {kind: _kind(kind, classes) for kind in KINDS}
    return [
        _size(store, kinds),
        _classes(classes),
        _desks(store),
        _publishers(store),
        _by(store, "languages", "Texts by language", "language", questions.LANGUAGES),
        _verdicts(store),
        _by(store, "years", "Things by year", "year", questions.YEARS),
        _contradicted(store),
        _coverage(store, kinds),
    ]


def _size(store: Store, kinds: Mapping[str, int]) -> Section:
    rows: list[Row] = [("triples", _number(store, questions.TRIPLES))]
    rows += [(f"{kind}s", number) for kind, number in kinds.items()]
    return Section("size", "What it holds", ("what", "number"), rows)


def _classes(classes: Mapping[str, int]) -> Section:
    shorten = Shortener(PREFIXES)
    rows = ((shorten[f"<{iri}>"], number) for iri, number in classes.items())
    return Section(
        "classes", "Things by class", ("class", "number"), _most(rows, 1), ("class",), "number"
    )


def _kind(kind: str, classes: Mapping[str, int]) -> int:
    return sum(classes.get(_iri(name), 0) for name in KINDS[kind])


def _desks(store: Store) -> Section:
    found = list(_rows(store, questions.DESKS))
    names = _names(store, (str(row[0]) for row in found))
    rows = ((names[str(iri)], reviews, known, iri) for iri, reviews, known in found)
    header = ("desk", "reviews", "with verdict", "iri")
    return Section("desks", "Reviews by desk", header, _most(rows, 1), ("desk",), "reviews")


def _publishers(store: Store) -> Section:
    found = list(_rows(store, questions.PUBLISHERS))
    names = _names(store, (str(row[0]) for row in found))
    rows = ((names[str(iri)], articles, iri) for iri, articles in found)
    header = ("publisher", "articles", "iri")
    title = "Articles by publisher"
    return Section("publishers", title, header, _most(rows, 1), ("publisher",), "articles")


def _by(store: Store, name: str, title: str, column: str, asked: Mapping[str, str]) -> Section:
    """Kinds side by side; a bar is as long as all of them."""
    found = {kind: dict(_pairs(store, query)) for kind, query in asked.items()}
    keys = sorted({key for numbers in found.values() for key in numbers})
    cells = {key: [numbers.get(key, 0) for numbers in found.values()] for key in keys}
    rows: list[Row] = [(key or UNKNOWN, *numbers, sum(numbers)) for key, numbers in cells.items()]
    header = (column, *(f"{kind}s" for kind in asked), "all")
    rows = rows if column == "year" else _most(rows, len(header) - 1)
    return Section(name, title, header, rows, (column,), "all")


def _verdicts(store: Store) -> Section:
    """Every verdict that there is, in the order of its axis."""
    found = dict(_pairs(store, questions.VERDICTS))
    rows: list[Row] = [(axis, label, found.get(iri, 0)) for iri, (axis, label) in _axes().items()]
    header = ("axis", "verdict", "reviews")
    return Section(
        "verdicts", "Reviews by normalized verdict", header, rows, ("axis", "verdict"), "reviews"
    )


def _contradicted(store: Store) -> Section:
    found = _most(_rows(store, questions.CONTRADICTED), 1)[:MOST]
    names = _names(store, (str(row[0]) for row in found))
    rows = [(names[str(iri)], number, claims, iri) for iri, number, claims in found]
    header = ("event", "contradictions", "claims", "iri")
    title = "Most contradicted events"
    return Section("contradicted", title, header, rows, ("event",), "contradictions")


def _coverage(store: Store, kinds: Mapping[str, int]) -> Section:
    """Kinds of which there is nothing are left out."""
    rows: list[Row] = []
    for one in COVERS:
        whole = kinds[one.kind]
        if whole:
            part = _number(store, one.query)
            rows.append((one.what, part, whole, round(100 * part / whole, 1)))
    header = ("what", "number", "of", "percent")
    return Section("coverage", "How complete it is (%)", header, rows, ("what",), "percent")


def _most(rows: Iterable[Row], column: int) -> list[Row]:
    """The most first; else by all that is told."""
    return sorted(rows, key=lambda row: (-float(row[column]), tuple(map(str, row))))


def _names(store: Store, iris: Iterable[str]) -> dict[str, str]:
    """A name for each thing: the English one, else by the smallest tag, else the IRI."""
    things = list(iris)
    asked = " ".join(str(NamedNode(iri)) for iri in things)
    found: dict[str, list[tuple[bool, str, str]]] = {}
    for iri, name in _solutions(store, questions.NAMES.format(things=asked)):
        tag = name.language or ""
        found.setdefault(iri.value, []).append((tag.split("-")[0] != "en", tag, name.value))
    return {iri: printable(min(found[iri])[2]) if iri in found else iri for iri in things}


@cache
def _axes() -> dict[str, tuple[str, str]]:
    """Axis and label of each verdict, by its IRI, in the order of the vocabulary."""
    store, text = Store(), resources.text("ontology", "values.ttl")
    store.bulk_load(text.encode(), RdfFormat.TURTLE)
    found = {v.value: (a.value, w.value) for v, a, w in _solutions(store, questions.AXES)}
    place = {iri: text.find(f"\ncgv:{iri.partition('#')[2]} a ") for iri in found}
    return {iri: found[iri] for iri in sorted(found, key=place.__getitem__)}


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def _solutions(store: Store, query: str) -> Iterator[tuple[Any, ...]]:
    found = store.query(query, prefixes=PREFIXES)
    assert isinstance(found, QuerySolutions)
    return map(tuple, found)


def _rows(store: Store, query: str) -> Iterator[Row]:
    """IRIs and texts as they are, numbers as numbers."""
    for row in _solutions(store, query):
        if row[0] is not None:
            yield tuple(_cell(term) for term in row)


def _cell(term: object) -> Cell:
    if isinstance(term, Literal):
        return int(term.value) if term.datatype.value.endswith("#integer") else term.value
    assert isinstance(term, NamedNode)
    return term.value


def _pairs(store: Store, query: str) -> Iterator[tuple[str, int]]:
    return ((str(key), int(number)) for key, number in _rows(store, query))


def _number(store: Store, query: str) -> int:
    return int(next(_rows(store, query))[0])
