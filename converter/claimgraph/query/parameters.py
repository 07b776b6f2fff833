"""Parameters of a query: values for variables, bound as terms, never pasted as text.

A query declares one by a line of its own, with which it is a query that asks for all:

    VALUES ?s { UNDEF }  # param actor (actor): who makes the claim

Its name and kind stand behind `param`; a parameter that is given replaces UNDEF, wherever the line
stands. A thing is named by its IRI, a prefixed name, or its id.

A pattern that follows from a parameter may stand in a comment. It becomes part of the query when
the parameter is given, and changes no answer: it gives the engine a place to start.

    # with event: ?x schema:about ?asked .
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, partial
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Store

from claimgraph import resources
from claimgraph.errors import ClaimgraphError
from claimgraph.query.hints import meant
from claimgraph.query.tokens import spelt
from claimgraph.vocabulary import PREFIXES

_LINE = re.compile(
    r"^(?P<before>[ \t]*VALUES \?(?P<variable>\w+) \{ )UNDEF"
    r"(?P<behind> \}[ \t]*# param (?P<name>\w+) \((?P<kind>\w+)\): (?P<about>.+))$",
    re.MULTILINE,
)
_WITH = re.compile(r"^(?P<before>[ \t]*)# with (?P<name>\w+): ", re.MULTILINE)
_DAY = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_CONCEPT = re.compile(r"^cgv:(\w+) a skos:Concept ;\s+skos:inScheme cgv:(\w+)", re.MULTILINE)
_SCHEMES = {"verdict": re.compile(r"\w+Axis"), "aspect": re.compile("aspects")}


class Parameter(NamedTuple):
    """A parameter of a query: its name, the kind of its value, and what it stands for."""

    name: str
    kind: str
    about: str


def declared(query: str) -> tuple[Parameter, ...]:
    """The parameters of a query, in its order."""
    found = (Parameter(one["name"], one["kind"], one["about"]) for one in _LINE.finditer(query))
    return tuple(dict.fromkeys(found))


def assigned(words: Iterable[str]) -> dict[str, str]:
    """The values in words such as `actor=nurani`; raises ClaimgraphError for one given twice."""
    found: dict[str, str] = {}
    for word in words:
        name, _, value = word.partition("=")
        if name in found:
            raise ClaimgraphError(f"{name}= is given twice")
        found[name] = value
    return found


def bound(query: str, given: Mapping[str, str], store: Store) -> str:
    """The query with its parameters bound to values that are looked up in the store.

    Raises ClaimgraphError for a parameter that the query does not have, a value that is not of
    its kind, and the id of a thing that is not there, or that several have.
    """
    known = {parameter.name: parameter for parameter in declared(query)}
    for name in given:
        if name not in known:
            raise ClaimgraphError(f"no parameter {name!r}: {_hint(name, known)}")
    terms = {name: _term(known[name], value, store) for name, value in given.items()}
    narrowed = _WITH.sub(lambda one: one["before" if one["name"] in terms else 0], query)
    return _LINE.sub(partial(_line, terms), narrowed)


def _line(terms: Mapping[str, NamedNode | Literal], line: re.Match[str]) -> str:
    term = terms.get(line["name"])
    return line[0] if term is None else f"{line['before']}{spelt(term)}{line['behind']}"


def _hint(name: str, known: Iterable[str]) -> str:
    names = list(known)
    there = f"this query has {', '.join(names)}" if names else "this query has none"
    return meant(name, names, there)


def _term(parameter: Parameter, value: str, store: Store) -> NamedNode | Literal:
    from claimgraph.query.things import THINGS, thing

    where = f"{parameter.name}={value}"
    if not value:
        raise ClaimgraphError(f"{where}: no value; leave the parameter out to ask for all")
    if parameter.kind in THINGS:
        return thing(parameter.kind, value, where, store)
    if parameter.kind in _SCHEMES:
        return _concept(parameter.kind, value, where)
    if parameter.kind == "date" and not _DAY.fullmatch(value):
        raise ClaimgraphError(f"{where}: not a date; write 2025, 2025-07 or 2025-07-04")
    return Literal(value)


def _concept(kind: str, value: str, where: str) -> NamedNode:
    known = {_folded(name): name for name in _concepts(kind)}
    word = _folded(value.removeprefix(PREFIXES["cgv"]).removeprefix("cgv:"))
    if word not in known:
        hint = meant(word, known, f"there are {', '.join(known.values())}")
        raise ClaimgraphError(f"{where}: no {kind}; {hint}")
    return NamedNode(PREFIXES["cgv"] + known[word])


@cache
def _concepts(kind: str) -> list[str]:
    found = _CONCEPT.findall(resources.text("ontology", "values.ttl"))
    return [name for name, scheme in found if _SCHEMES[kind].fullmatch(scheme)]


def _folded(word: str) -> str:
    return re.sub(r"[\W_]", "", word).casefold()
