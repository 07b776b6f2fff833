"""Releases for notebooks and scripts: `claimgraph.open("dist").query("SELECT …")`."""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Store

from claimgraph.errors import ClaimgraphError
from claimgraph.query import named, parameters, release_store, run
from claimgraph.query.rows import Term, plain

if TYPE_CHECKING:
    from claimgraph.search import Hit
    from claimgraph.stats import Section

_XSD = "http://www.w3.org/2001/XMLSchema#"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_READ: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "nonNegativeInteger": int,
    "decimal": Decimal,
    "double": float,
    "float": float,
    "boolean": lambda text: text in ("true", "1"),
    "date": lambda text: date.fromisoformat(text) if _DAY.fullmatch(text) else text,
    "dateTime": datetime.fromisoformat,
}


class Rows:
    """What a SELECT found: rows of Python values, in the order of the answer."""

    def __init__(self, names: list[str], terms: list[tuple[Term | None, ...]]) -> None:
        self.names = names
        self.terms = terms

    def __iter__(self) -> Iterator[Any]:
        """A named tuple a row: IRIs and texts are `str`, numbers and days what Python has."""
        return map(self._row, self.terms)

    def __len__(self) -> int:
        return len(self.terms)

    def __getitem__(self, place: int | slice) -> Any:
        """A row, or the rows of a slice as a list."""
        if isinstance(place, slice):
            return [self._row(terms) for terms in self.terms[place]]
        return self._row(self.terms[place])

    def __repr__(self) -> str:
        return f"<{len(self)} rows: {', '.join(self.names)}>"

    def columns(self) -> dict[str, list[Any]]:
        """The values of each variable."""
        return {n: [value(row[i]) for row in self.terms] for i, n in enumerate(self.names)}

    def frame(self) -> Any:
        """A data frame of pandas, or where that is not installed, of polars."""
        library = next(filter(find_spec, ("pandas", "polars")), None)
        if library is None:
            raise ClaimgraphError("a frame needs pandas or polars: pip install pandas")
        return import_module(library).DataFrame(self.columns())

    @cached_property
    def _tuple(self) -> Any:
        return namedtuple("Row", self.names, rename=True)

    def _row(self, terms: tuple[Term | None, ...]) -> Any:
        return self._tuple._make(map(value, terms))


class Release:
    """A release that can be asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store: Store = release_store.opened(folder)

    def __repr__(self) -> str:
        return f"<claimgraph release {self.folder}>"

    def query(self, text: str, **given: object) -> Rows | bool | rdflib.Graph:
        """The rows of a SELECT, the answer of an ASK, the graph of a CONSTRUCT or DESCRIBE.

        `given` binds the parameters that the query declares (`claimgraph.query.parameters`).
        Raises ClaimgraphError for what is refused or is not SPARQL.
        """
        words = {name: str(one) for name, one in given.items()}
        result = run(self.store, parameters.bound(text, words, self.store))
        try:
            if isinstance(result, QuerySolutions):
                return Rows([v.value for v in result.variables], [tuple(row) for row in result])
            return bool(result) if isinstance(result, QueryBoolean) else _graph(result)
        except RuntimeError as error:
            raise ClaimgraphError(f"the query cannot be run: {error}") from error

    def named(self, name: str, **given: object) -> Rows | bool | rdflib.Graph:
        """What a named query finds; `claimgraph query --list` shows them and their parameters."""
        return self.query(named.named(name).text, **given)

    def search(
        self, words: str, kind: str | None = None, limit: int = 20, language: str | None = None
    ) -> list[Hit]:
        """Claims, headlines, names and labels with these words, the best first."""
        from claimgraph import search

        look = partial(search.find, words=words, kind=kind, limit=limit, language=language)
        return search.looked_up(self.folder, look)

    def stats(self) -> list[Section]:
        """Counts by class, desk, language, verdict and year, and more, as `claimgraph stats`."""
        from claimgraph import stats

        return stats.counted(self.store)


def value(term: Term | None) -> Any:
    """The Python value of a term; one that its type does not allow stays a text."""
    if not isinstance(term, Literal):
        return None if term is None else plain(term)
    read = _READ.get(term.datatype.value.removeprefix(_XSD), str)
    try:
        return read(term.value)
    except (ValueError, ArithmeticError):
        return term.value


def _graph(triples: Any) -> rdflib.Graph:
    graph = rdflib.Graph()
    for triple in triples:
        graph.add(tuple(map(_node, triple)))  # type: ignore[arg-type]
    return graph


def _node(term: Term) -> rdflib.term.Node:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, Literal):
        raise ClaimgraphError("rdflib's graphs hold no triples in triples: ask with SELECT")
    datatype = None if term.language else rdflib.URIRef(term.datatype.value)
    plain_text = datatype == rdflib.XSD.string
    return rdflib.Literal(
        term.value, term.language, None if plain_text else datatype, normalize=False
    )
