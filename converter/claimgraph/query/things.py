"""The IRI of a thing in a store, from what a person calls it: an id, a prefixed name, an IRI."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from urllib.parse import unquote

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from claimgraph.errors import ClaimgraphError
from claimgraph.query.tokens import spelt
from claimgraph.statements.names import local
from claimgraph.vocabulary import PREFIXES

THINGS = {  # by the kind in their IRIs: the classes that they carry
    "actor": ("schema:Person", "schema:Organization", "prov:Agent"),
    "article": ("schema:NewsArticle", "schema:CreativeWork"),
    "claim": ("schema:Claim",),
    "event": ("schema:Event",),
    "place": ("schema:Place",),
    "review": ("schema:ClaimReview",),
}
SHOWN = 10  # IRIs in a message
_IRI = re.compile(r"<(.*)>|(\w[\w+.-]*:(?://.*|\S+))", re.DOTALL)


def thing(kind: str, value: str, where: str, store: Store) -> NamedNode:
    """The IRI of a thing in the store's default graph: one that ends in `/<kind>/<source>/<id>`.

    `value` is that id, `<source>/<id>` where several sources have it, or an IRI, the thing's own
    or one of its `sameAs`. Raises ClaimgraphError, which begins with `where`, for a thing that
    is not there or not the only one.
    """
    named = _iri(value, where)
    found = (_same(named, store) if named else []) or _with_id(kind, value, store)
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(iri.value for iri in found[:SHOWN])
        raise ClaimgraphError(f"{where}: several have it; name one of {listed}")
    what = "IRI" if named else "id"
    hint = _other(kind, value, store) or _near(kind, value, store)
    raise ClaimgraphError(f"{where}: no {kind} has this {what}{hint}")


def _iri(value: str, where: str) -> NamedNode | None:
    prefix, colon, rest = value.partition(":")
    if colon and prefix in PREFIXES:
        value = PREFIXES[prefix] + rest
    found = _IRI.fullmatch(value)
    if not found:
        return None
    try:
        return NamedNode(found[1] or found[2])
    except ValueError as error:
        raise ClaimgraphError(f"{where}: not an IRI: {error}") from error


def _same(iri: NamedNode, store: Store) -> list[NamedNode]:
    if any(store.quads_for_pattern(iri, None, None, DefaultGraph())):
        return [iri]
    same = NamedNode(PREFIXES["schema"] + "sameAs")
    quads = store.quads_for_pattern(None, same, iri, DefaultGraph())
    return sorted({q.subject for q in quads if isinstance(q.subject, NamedNode)}, key=str)


def _with_id(kind: str, value: str, store: Store) -> list[NamedNode]:
    source, slash, id_ = value.rpartition("/")
    end = f"/{kind}/{local(source)}/{local(id_)}" if slash else f"/{local(id_)}"
    return sorted(_things(kind, end, store), key=str)


def _other(kind: str, value: str, store: Store) -> str:
    others = (one for one in THINGS if one != kind and _with_id(one, value, store))
    found = next(others, "")
    return f"; it is {'an' if found[0] in 'ae' else 'a'} {found}" if found else ""


def _near(kind: str, value: str, store: Store) -> str:
    ids = {unquote(iri.value.rpartition("/")[2]) for iri in _things(kind, "", store)}
    near = get_close_matches(value.rpartition("/")[2], sorted(ids), 3, 0.5)
    return f"; did you mean {' or '.join(near)}?" if near else ""


def _things(kind: str, end: str, store: Store) -> set[NamedNode]:
    """Those of a kind whose IRIs end so."""
    own = re.compile(rf"/{kind}/[^/]+/[^/]+$")
    return {iri for iri in _ending(kind, end, store) if own.search(iri.value)}


def _ending(kind: str, end: str, store: Store) -> Iterator[NamedNode]:
    query = (
        f"SELECT ?thing {{ VALUES ?class {{ {' '.join(THINGS[kind])} }} ?thing a ?class "
        f"FILTER(STRENDS(STR(?thing), {spelt(Literal(end))})) }}"
    )
    for (iri,) in store.query(query, prefixes=PREFIXES):  # type: ignore[union-attr]
        if isinstance(iri, NamedNode):
            yield iri
