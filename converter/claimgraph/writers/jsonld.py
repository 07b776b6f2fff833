"""JSON-LD: `@context` and `@graph`, compact, the context inline; a property stands on one line.

The escapes of N-Triples are escapes of JSON too, so a literal's quoted part is JSON as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat

from claimgraph.statements.alike import TYPE, Alike, alike
from claimgraph.statements.predicates import predicates
from claimgraph.statements.terms import term
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers.context import classes, context, lines, local
from claimgraph.writers.turtle import Shortener
from claimgraph.writers.union import Union, ranked, ranks, rooted

# what follows the base in an IRI of ours; other IRIs below the base may not resolve to themselves
_BELOW = re.compile(r"[a-z]+(/[A-Za-z0-9_%-][A-Za-z0-9_%.-]*){2}>")

Spell = Callable[[str], str]  # a value, from an object


def jsonld(union: Union, base: str) -> str:
    """The union as one JSON-LD document; our IRIs below `base` are relative to it."""
    json = JsonLd(base)
    texts = sorted(text for some in alike(union.nodes) for text in json.nodes(some))
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
        self.spelling = {
            term(name): (local(name), self._spelling(held[local(name)])) for name in predicates()
        }

    def nodes(self, some: Alike) -> Iterator[str]:
        """The nodes behind their ranks, properties in order, without the commas between nodes."""
        names = ranked(tuple(some.columns))
        lines = "".join(f',\n    "{self.spelling[name][0]}": %s' for name in names)
        cells = (self._cells(some, name) for name in names)
        form = f'%s  {{\n    "id": %s{lines}\n  }}'
        return map(form.__mod__, zip(ranks(some), self._ids(some), *cells, strict=True))

    def _ids(self, some: Alike) -> Iterable[str]:
        below = some.space.removeprefix(self.base)
        if below == some.space or not _BELOW.fullmatch(some.subjects[0], len(self.base)):
            return map(self.__getitem__, some.subjects)
        spelt = [f'"{below}{name}"' for name in some.names()]
        self.update(zip(some.subjects, spelt, strict=True))
        return spelt

    def _cells(self, some: Alike, predicate: str) -> Iterable[str]:
        """The value of a property, of each node."""
        spell = self.spelling[predicate][1]
        if some.numbers[predicate] == 1:
            return map(spell or _in_language, some.columns[predicate])
        if predicate == TYPE:
            return repeat(
                _list(map(self.classes.__getitem__, rooted(some.types))), len(some.subjects)
            )
        several = map(sorted, some.several(predicate))
        if spell is None:
            return map(_by_language, several)
        return (_list(map(spell, objects)) for objects in several)

    def _spelling(self, definition: object) -> Spell | None:
        """How a value of a property is spelt that the context defines so; None: by language."""
        if definition == "@type":
            return self.classes.__getitem__
        coercion = definition if isinstance(definition, dict) else {}
        if coercion.get("@container") == "@language":
            return None
        coerced = coercion.get("@type", "")
        return self.__getitem__ if coerced == "@id" else _Values(coerced, self).__getitem__

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

    def __missing__(self, spelt: str) -> str:
        self[spelt] = found = self._spell(spelt)
        return found

    def _spell(self, spelt: str) -> str:
        if spelt[0] == "<":
            return self.nodes[spelt]
        if spelt[-1] == '"':
            return spelt
        quoted, _, datatype = spelt.rpartition("^^")
        name = self.nodes.shorten[datatype]
        if name == "xsd:integer" or name == self.coerced == "xsd:nonNegativeInteger":
            return quoted[1:-1]
        return quoted if name == self.coerced else f'{{"@value": {quoted}, "@type": "{name}"}}'


def _in_language(one: str) -> str:
    end = one.rfind('"') + 1
    return f'{{"{one[end + 1 :] or "@none"}": {one[:end]}}}'


def _by_language(objects: Sequence[str]) -> str:
    found: dict[str, list[str]] = {}
    for one in objects:
        quoted, _, language = one.rpartition('"')
        found.setdefault(language[1:] or "@none", []).append(f'{quoted}"')
    spelt = (f'"{language}": {_single(found[language])}' for language in sorted(found))
    return f"{{{', '.join(spelt)}}}"


def _single(values: Sequence[str]) -> str:
    return values[0] if len(values) == 1 else _list(values)


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(values)}]"
