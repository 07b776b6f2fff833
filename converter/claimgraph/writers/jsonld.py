"""JSON-LD: `@context` and `@graph`, compact, the context inline; a property stands on one line.

The escapes of N-Triples are escapes of JSON too, so a literal's quoted part is JSON as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from claimgraph.statements.predicates import predicates
from claimgraph.statements.terms import term
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers.context import classes, context, lines, local
from claimgraph.writers.turtle import Shortener
from claimgraph.writers.union import Objects, Union, are_single, in_order, ordered, ranked

# what follows the base in an IRI of ours; other IRIs below the base may not resolve to themselves
_BELOW = re.compile(r"[a-z]+(/[A-Za-z0-9_%-][A-Za-z0-9_%.-]*){2}>")

Spell = Callable[[Sequence[str]], str]  # the value of a property, from its objects


def jsonld(union: Union, base: str) -> str:
    """The union as one JSON-LD document; our IRIs below `base` are relative to it."""
    nodes = JsonLd(base)
    texts = in_order((s, nodes.node(s, held)) for s, held in union.nodes.items())
    return opening(base) + BETWEEN.join(text[1:] for text in texts) + CLOSING


def opening(base: str) -> str:
    """What stands before the first node."""
    head = {"@base": base, **context()} if base else context()
    return f'{{\n"@context": {lines(head)},\n"@graph": [\n'


BETWEEN = ",\n"
CLOSING = "\n]\n}\n"


class JsonLd(dict[str, str]):
    """Spells nodes by our context and a base IRI; references that were spelt are kept."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = f"<{base}"
        self.classes = {term(name): f'"{local(name)}"' for name in classes()}
        held = context()
        self.shorten = Shortener({name: PREFIXES[name] for name in held if name in PREFIXES})
        self._forms: dict[tuple[str, ...], tuple[str, list[Spell]]] = {}
        self.spelling = {
            term(name): (f'    "{local(name)}": ', self._spelling(held[local(name)]))
            for name in predicates()
        }

    def node(self, subject: str, held: Objects) -> str:
        """One node, its properties in order, without the comma behind it."""
        names = ranked(tuple(held))
        form, spells = self._forms.get(names) or self._form(names)
        said = map(held.__getitem__, names) if are_single(held) else map(_objects, ordered(held))
        spelt = [spell(objects) for spell, objects in zip(spells, said, strict=True)]
        return form % (self[subject], *spelt)

    def _form(self, names: tuple[str, ...]) -> tuple[str, list[Spell]]:
        """A node with these properties, without its terms, and what spells the values of each."""
        keys = "".join(f",\n{self.spelling[name][0]}%s" for name in names)
        found = f'  {{\n    "id": %s{keys}\n  }}', [self.spelling[name][1] for name in names]
        self._forms[names] = found
        return found

    def _spelling(self, definition: object) -> Spell:
        """How the values of a property are spelt that the context defines so."""
        if definition == "@type":
            return lambda objects: _single([self.classes[one] for one in objects])
        coercion = definition if isinstance(definition, dict) else {}
        if coercion.get("@container") == "@language":
            return _by_language
        coerced = coercion.get("@type", "")
        return self._references if coerced == "@id" else partial(self._values, coerced)

    def _references(self, objects: Sequence[str]) -> str:
        return self[objects[0]] if len(objects) == 1 else _list([self[one] for one in objects])

    def _values(self, coerced: str, objects: Sequence[str]) -> str:
        if len(objects) == 1:
            return self.value(objects[0], coerced)
        return _list([self.value(one, coerced) for one in objects])

    def value(self, spelt: str, coerced: str) -> str:
        """A literal of a property whose values are of the type `coerced`, or an IRI."""
        if spelt[0] == "<":
            return self[spelt]
        if spelt[-1] == '"':
            return spelt
        quoted, _, datatype = spelt.rpartition("^^")
        name = self.shorten[datatype]
        if name == "xsd:integer" or name == coerced == "xsd:nonNegativeInteger":
            return quoted[1:-1]
        return quoted if name == coerced else f'{{"@value": {quoted}, "@type": "{name}"}}'

    def __missing__(self, spelt: str) -> str:
        """An IRI relative to the base, prefixed, or as it is."""
        if spelt.startswith(self.base) and _BELOW.fullmatch(spelt, len(self.base)):
            found = f'"{spelt[len(self.base) : -1]}"'
        else:
            found = f'"{self.shorten[spelt].strip("<>")}"'  # an IRI has nothing to escape
        self[spelt] = found
        return found


def _objects(item: tuple[str, list[str]]) -> list[str]:
    return item[1]


def _by_language(objects: Sequence[str]) -> str:
    if len(objects) == 1:
        one = objects[0]
        end = one.rfind('"') + 1
        return f'{{"{one[end + 1 :] or "@none"}": {one[:end]}}}'
    found: dict[str, list[str]] = {}
    for one in objects:
        quoted, _, language = one.rpartition('"')
        found.setdefault(language[1:] or "@none", []).append(f'{quoted}"')
    spelt = (f'"{language}": {_single(found[language])}' for language in sorted(found))
    return f"{{{', '.join(spelt)}}}"


def _single(values: Sequence[str]) -> str:
    return values[0] if len(values) == 1 else _list(values)


def _list(values: Sequence[str]) -> str:
    return f"[{', '.join(values)}]"
