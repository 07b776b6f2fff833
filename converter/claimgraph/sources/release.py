"""Read a release of our own, in any of its three syntaxes: the inverse of the mapping.

What the records read do not state again when they are mapped is reported, triple by triple.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pyoxigraph as ox

from claimgraph import rdf
from claimgraph.errors import UnsafeInput
from claimgraph.records import BY_TAG, Actor, AnyRecord, Contradiction, Link
from claimgraph.records.settings import Publisher, Settings
from claimgraph.sources.account import Account
from claimgraph.sources.release_nodes import (
    Graph,
    Here,
    Named,
    Release,
    Scope,
    graph,
    named,
    types,
)
from claimgraph.sources.release_parts import Refused, record
from claimgraph.sources.told import Given, Told
from claimgraph.statements import provenance
from claimgraph.statements.mapping import stated
from claimgraph.statements.names import Names
from claimgraph.statements.rows import Context
from claimgraph.statements.terms import term
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers.context import classes
from claimgraph.writers.nquads import ntriples
from claimgraph.writers.turtle import Shortener
from claimgraph.writers.union import KINDS

MAX_PAIRS = 1_000_000  # of claims that contradict each other; more would take minutes
_OWN = PREFIXES["cg"].encode()
_JSON = re.compile(rb"\s*\{")
_RDF = re.compile(rb"(?:#[^\n]*\n|\s)*(?:@?(?:prefix|base)\b|<[a-z]+://[^\s<>]*>\s)", re.IGNORECASE)
_NODE = re.compile(rb"/(%s)/[^\s<>/]+/[^\s<>/]*>" % "|".join(KINDS).encode())
Triples = set[ox.Triple]


class Item(NamedTuple):
    """A node that should be a record: the record, or why it is none."""

    names: Names
    record: AnyRecord | None = None
    refused: str = ""


def knows(start: bytes) -> bool:
    """Whether an input, of which the first 64 KiB are enough, is a release in any syntax."""
    if _JSON.match(start):
        return _OWN in start
    nodes = set(_NODE.findall(start)) if _RDF.match(start) else set()
    return b"graph" in nodes or (bool(nodes) and _OWN in start)


def read(given: Given, account: Account) -> Iterator[Told]:
    """The records of a release, in the order of their IRIs, each with the settings of its source.

    Licences stand in each record, and texts name their language. Told are nodes of other classes
    too, refused. Raises ClaimgraphError for what is not RDF, UnsafeInput for a limit met.
    """
    triples = {quad.triple for quad in rdf.parse(given.data, given.name)}
    held = graph(triples)
    items = list(_items(held))
    _limit(items, given.name)
    settings = _settings(items, held)
    _report(triples, items, settings, account)
    for number, item in enumerate(items, 1):
        if item.record:
            yield Told(number, (item.record,), settings=settings[item.names])
        else:
            yield Told(number, refused=item.refused)


def _items(held: Graph) -> Iterator[Item]:
    release, known = Release.of(held), frozenset(map(term, classes()))
    for subject, objects in held.items():
        found, of = named(subject), types(objects)
        if not of:
            continue
        if not found or not of & known:
            yield Item(Names("", ""), refused=_foreign(of - known))
        elif found.kind in BY_TAG:
            yield _item(Here(release, found.kind, Scope(found.names), found.id))
        elif found.kind == "graph" and not _described(found, held):
            yield _item(Here(release, "link", Scope(found.names), found.id))


def _foreign(of: frozenset[str]) -> str:
    if not of:
        return "a node of a class of ours, but its IRI is not of the form base/kind/source/id"
    return f"no record is of the class {_short(min(of))}"


def _described(found: Named, held: Graph) -> bool:
    """Whether the record of a graph has a node of its own; only links have none."""
    return any(types(held.get(found.names.iri(kind, found.id), {})) for kind in BY_TAG)


def _item(here: Here) -> Item:
    try:
        return Item(here.scope.names, record(here))
    except Refused as error:
        return Item(here.scope.names, refused=str(error))


def _limit(items: list[Item], where: str) -> None:
    """Each two claims of a contradiction give two triples: a short file could ask for too many."""
    sizes = (len(i.record.claims) for i in items if isinstance(i.record, Contradiction))
    if sum(size * (size - 1) for size in sizes) > MAX_PAIRS:
        raise UnsafeInput(f"{where}: its contradictions are between more than {MAX_PAIRS:,} pairs")


def _settings(items: list[Item], held: Graph) -> dict[Names, Settings]:
    """The settings of each source; its publisher is whom the graphs of its records name."""
    desks: dict[Names, Counter[str]] = defaultdict(Counter)
    actors: dict[Names, dict[str, Actor]] = defaultdict(dict)
    for names, one, _ in items:
        if one and not isinstance(one, Link):
            nodes = held.get(names.iri("graph", one.id), {}).get(term("prov:wasAttributedTo"), ())
            desks[names].update(id_ for node in nodes if (id_ := Scope(names).refer(node, "actor")))
        if isinstance(one, Actor):
            actors[names][one.id] = one
    found = {item.names for item in items if item.record}
    return {names: _one(names, desks[names], actors[names]) for names in found}


def _one(names: Names, desks: Counter[str], actors: Mapping[str, Actor]) -> Settings:
    """The one whom most records name is the publisher."""
    desk = min(desks, key=lambda id_: (-desks[id_], id_), default="")
    actor = actors.get(desk)
    name = actor and (actor.name or actor.description)
    publisher = (
        Publisher(id=desk, name=name or desk, url=actor.url if actor else None) if desk else None
    )
    return Settings(base=names.base, source=names.source, publisher=publisher)


def _report(
    triples: Triples,
    items: list[Item],
    settings: Mapping[Names, Settings],
    account: Account,
) -> None:
    """Leave the triples that the records do not state again."""
    kinds, left = _kinds(triples), set(triples)
    for names, one, _ in items:
        if one:
            desk = settings[names].publisher
            iri = names.iri("actor", desk.id) if desk else ""
            left -= _restated(one, Context(names, kinds[names], "", "", iri, {}))
    for triple in sorted(left, key=str):
        account.leave(_short(str(triple.predicate)), getattr(triple.object, "value", triple.object))


def _kinds(triples: Triples) -> dict[Names, dict[str, str]]:
    """The kind of each id that is described or else referred to."""
    found: dict[Names, dict[str, str]] = defaultdict(dict)
    nodes = {str(one.object) for one in triples if isinstance(one.object, ox.NamedNode)}
    for node in (*sorted(nodes), *sorted({str(one.subject) for one in triples})):
        if (of := named(node)) and of.kind in BY_TAG:
            found[of.names][of.id] = of.kind
    return found


def _restated(one: AnyRecord, context: Context) -> Triples:
    """What the mapping states of a record; of a review without a text of the claim, none."""
    said = [*stated(one, context), provenance.describe(one, context)]
    quads = ox.parse(ntriples(said), format=ox.RdfFormat.N_TRIPLES)
    return {quad.triple for quad in quads}


def _short(iri: str) -> str:
    return Shortener(PREFIXES)[iri].strip("<>")
