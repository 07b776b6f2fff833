"""JSON-LD: `@context` and `@graph`, compact, the context inline; a property stands on one line.

The escapes of N-Triples are escapes of JSON too, so a literal's quoted part is JSON as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from claimgraph.statements.predicates import predicates
from claimgraph.statements.terms import term
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers.context import classes, context, lines, local
from claimgraph.writers.turtle import Shortener
from claimgraph.writers.union import Layout, Union, in_order, layout

# what follows the base in an IRI of ours; other IRIs below the base may not resolve to themselves
_BELOW = re.compile(r"[a-z]+(/[A-Za-z0-9_%-][A-Za-z0-9_%.-]*){2}>")

Each = Callable[[str], str]  # a value, from an object
All = Callable[[Sequence[str]], str]  # the value of a property, from its objects


class _Form(NamedTuple):
    """A node with certain properties, without its terms, and what spells the values of each."""

    text: str
    each: tuple[Each, ...]
    all: tuple[All, ...]


def jsonld(union: Union, base: str) -> str:
    """The union as one JSON-LD document; our IRIs below `base` are relative to it."""
    nodes = JsonLd(base)
    texts = in_order((s, nodes.node(s, layout(held))) for s, held in union.nodes.items())
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
        self._forms: dict[tuple[str, ...], _Form] = {}
        self.spelling = {
            term(name): (f'    "{local(name)}": ', self._spelling(held[local(name)]))
            for name in predicates()
        }

    def node(self, subject: str, said: Layout) -> str:
        """One node, its properties in order, without the comma behind it."""
        names, objects, single = said
        form = self._forms.get(names) or self._form(names)
        if single:
            spelt = [spell(one) for spell, (one,) in zip(form.each, objects, strict=True)]
        else:
            spelt = [spell(some) for spell, some in zip(form.all, objects, strict=True)]
        return form.text % (self[subject], *spelt)

    def _form(self, names: tuple[str, ...]) -> _Form:
        keys, spells = zip(*(self.spelling[name] for name in names), strict=True)
        text = "".join(f",\n{key}%s" for key in keys)
        each, every = zip(*spells, strict=True)
        found = self._forms[names] = _Form(f'  {{\n    "id": %s{text}\n  }}', each, every)
        return found

    def _spelling(self, definition: object) -> tuple[Each, All]:
        """How one value, and several, of a property are spelt that the context defines so."""
        if definition == "@type":
            return _both(self.classes.__getitem__)
        coercion = definition if isinstance(definition, dict) else {}
        if coercion.get("@container") == "@language":
            return _in_language, _by_language
        coerced = coercion.get("@type", "")
        return _both(self.__getitem__ if coerced == "@id" else _Values(coerced, self).__getitem__)

    def __missing__(self, spelt: str) -> str:
        """An IRI relative to the base, prefixed, or as it is."""
        if spelt.startswith(self.base) and _BELOW.fullmatch(spelt, len(self.base)):
            found = f'"{spelt[len(self.base) : -1]}"'
        else:
            found = f'"{self.shorten[spelt].strip("<>")}"'  # an IRI has nothing to escape
        self[spelt] = found
        return found


class _Values(dict[str, str]):
    """Spells literals of a property whose values are of the type `coerced`, and IRIs."""

    def __init__(self, coerced: str, nodes: JsonLd) -> None:
        super().__init__()
        self.coerced, self.nodes = coerced, nodes

    def __getitem__(self, spelt: str) -> str:
        return spelt if spelt[-1] == '"' else super().__getitem__(spelt)

    def __missing__(self, spelt: str) -> str:
        self[spelt] = found = self._spell(spelt)
        return found

    def _spell(self, spelt: str) -> str:
        if spelt[0] == "<":
            return self.nodes[spelt]
        quoted, _, datatype = spelt.rpartition("^^")
        name = self.nodes.shorten[datatype]
        if name == "xsd:integer" or name == self.coerced == "xsd:nonNegativeInteger":
            return quoted[1:-1]
        return quoted if name == self.coerced else f'{{"@value": {quoted}, "@type": "{name}"}}'


def _both(spell: Each) -> tuple[Each, All]:
    return spell, lambda objects: _single([spell(one) for one in objects])


def _in_language(one: str) -> str:
    end = one.rfind('"') + 1
    return f'{{"{one[end + 1 :] or "@none"}": {one[:end]}}}'


def _by_language(objects: Sequence[str]) -> str:
    if len(objects) == 1:
        return _in_language(objects[0])
    found: dict[str, list[str]] = {}
    for one in objects:
        quoted, _, language = one.rpartition('"')
        found.setdefault(language[1:] or "@none", []).append(f'{quoted}"')
    spelt = (f'"{language}": {_single(found[language])}' for language in sorted(found))
    return f"{{{', '.join(spelt)}}}"


def _single(values: Sequence[str]) -> str:
    return values[0] if len(values) == 1 else f"[{', '.join(values)}]"
