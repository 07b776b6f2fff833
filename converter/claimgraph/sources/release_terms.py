"""Terms of a release as values of fields: the rows of the record tables, read backwards.

Values are plain, as JSON has them; they become records, with all checks, in one conversion.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode

from claimgraph.records import actor as actors
from claimgraph.records import article as articles
from claimgraph.records import place as places
from claimgraph.records.fields import Field, Part, Term, fields
from claimgraph.sources.release_nodes import Objects, Scope, types
from claimgraph.statements.rows import concept
from claimgraph.statements.terms import term

Plain = dict[str, Any]

_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,400})?", re.ASCII)

_ROOTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "actor": {w: (actors.ROOTS.get(w, actors.ROOT), sub) for w, sub in actors.TYPES.items()},
    "article": {word: (root,) for word, root in articles.ROOTS.items()},
    "place": {word: ("schema:Place", sub) for word, sub in places.TYPES.items()},
    "event": {"": ("schema:Event",)},
    "claim": {"": ("schema:Claim",)},
    "contradiction": {"": ("cg:Contradiction",)},
    "review": {"": ("schema:ClaimReview",)},
    "link": {"": ()},
}
_CLASSES = {
    kind: {frozenset(term(one) for one in classes if one): word for word, classes in of.items()}
    for kind, of in _ROOTS.items()
}


def type_of(kind: str, held: Objects) -> str | None:
    """The `type` of a record by its classes, the one with most of them: "" where a kind has none.

    None where the classes are not those of the kind.
    """
    known = _CLASSES[kind]
    fit = [classes for classes in known if classes <= types(held)]
    return known[max(fit, key=lambda one: (len(one), sorted(one)))] if fit else None


def values(struct: type[Part], held: Objects, scope: Scope) -> Plain:
    """What the rows of a struct find at a node; what is not understood is left out."""
    found: Plain = {}
    for field in fields(struct):
        objects = held.get(term(field.row.predicate), ()) if field.row.predicate else ()
        if objects and field.row.term in _READ:
            found[field.name] = _value(field, objects, scope)
    return _dated(struct, held, {name: one for name, one in found.items() if one is not None})


def _value(field: Field, objects: Sequence[Any], scope: Scope) -> Any:
    """All values of a field that takes many, else one, or None."""
    many = get_origin(field.type) is tuple
    if field.row.term is Term.TEXT:
        texts = [one for one in objects if isinstance(one, RdfLiteral)]
        return [_text([one], scope) for one in texts] if many else _text(texts, scope)
    read = (_READ[field.row.term](one, field, scope) for one in objects)
    found = [one for one in read if one is not None]
    return found if many else next(iter(found), None)


def _dated(struct: type[Part], held: Objects, found: Plain) -> Plain:
    """An uncertain date stands in cg:when: it is the first that the struct has."""
    first = next((one.name for one in fields(struct) if one.row.term is Term.DATE), None)
    if first and first not in found and (uncertain := held.get(term("cg:when"))):
        return {**found, first: getattr(uncertain[0], "value", "")}
    return found


def _text(texts: Iterable[RdfLiteral], scope: Scope) -> str | dict[str, str] | None:
    """Texts by language; one that needs no name of its language goes without."""
    found: dict[str, str] = {}
    for one in texts:
        found.setdefault(one.language or "und", one.value)
    own = scope.spoken.lower() or "und"
    return found[own] if found.keys() == {own} else found or None


def _string(node: Any, field: Field, scope: Scope) -> str | None:
    return node.value if isinstance(node, RdfLiteral) else None


def _iri(node: Any, field: Field, scope: Scope) -> str | None:
    return node.value if isinstance(node, NamedNode) else None


def _reference(node: Any, field: Field, scope: Scope) -> str | None:
    return scope.refer(node, *field.row.to)


def _number(node: Any, field: Field, scope: Scope) -> int | float | None:
    found = _NUMBER.fullmatch(node.value) if isinstance(node, RdfLiteral) else None
    return found and (float(found[0]) if found[1] else int(found[0]))


def _choice(node: Any, field: Field, scope: Scope) -> str | None:
    return choices(field.type).get(str(node))


@cache
def choices(hint: Any, spell: Callable[[str], str] = concept) -> dict[str, str]:
    """The words that a field's type allows, by the IRI of each."""
    if get_origin(hint) is Literal:
        return {spell(word): word for word in get_args(hint)}
    return {iri: word for one in get_args(hint) for iri, word in choices(one, spell).items()}


_READ: Mapping[Term, Callable[[Any, Field, Scope], Any]] = {
    Term.TEXT: _string,
    Term.STRING: _string,
    Term.DATE: _string,
    Term.IRI: _iri,
    Term.REF: _reference,
    Term.CONCEPT: _choice,
    Term.INTEGER: _number,
    Term.NUMBER: _number,
}
