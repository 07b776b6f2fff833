"""The answer to a query as a page: run by a worker, for browsers without scripts."""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, Store

from claimgraph.query import Result, run
from claimgraph.query.named import NamedQuery
from claimgraph.serve.elements import Child, Html, link, tag
from claimgraph.serve.graph import Text, parted
from claimgraph.serve.pages.layout import table, written
from claimgraph.serve.pages.query import page as query_page
from claimgraph.serve.site import Site
from claimgraph.vocabulary import PREFIXES

ROWS = 1000  # on a page
_WHOLE = 10_000  # characters of a text


class Question(NamedTuple):
    """A query to answer on a page, and the data set it names outside of its text."""

    site: Site
    text: str
    named: tuple[NamedQuery, ...]
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def page(store: Store, asked: Question) -> bytes:
    """The page as UTF-8; raises ClaimgraphError as `claimgraph.query.run` does."""
    result = run(store, asked.text, asked.default_graphs, asked.named_graphs)
    answer = shown(result, asked.site)
    return query_page(asked.site, asked.text, asked.named, *answer, title="Answer")


def shown(result: Result, site: Site) -> list[Child]:
    """The first rows of an answer as a table, and how many there are."""
    if isinstance(result, QueryBoolean):
        return [tag("p", "Yes." if result else "No.", role="status")]
    if isinstance(result, QuerySolutions):
        header = [variable.value for variable in result.variables]
    else:
        header = ["subject", "predicate", "object"]
    found = [[term(one, site) for one in row] for row in islice(result, ROWS)]
    if len(found) == ROWS and next(result, None) is not None:
        told = f"The first {ROWS:,} rows; fetch all as a file."
    else:
        told = f"{len(found):,} row{'' if len(found) == 1 else 's'}."
    return [tag("p", told, role="status"), table("Answer", header, found) if header else None]


def term(found: object, site: Site) -> Child:
    """A term: a link with a short name, or a text in its language."""
    if found is None:
        return None
    if isinstance(found, NamedNode):
        return _iri(found.value, site)
    if isinstance(found, Literal):
        return written(Text(found.value, found.language or ""), _WHOLE)
    return str(found)


def _iri(iri: str, site: Site) -> Html:
    space, end = parted(iri)
    prefix = next((name for name, known in PREFIXES.items() if known == space), None)
    base = next((one for one in site.bases if iri.startswith(one)), "")
    label = f"{prefix}:{end}" if prefix else iri[len(base) :]
    return link(site.path(iri) or iri, label or iri)
