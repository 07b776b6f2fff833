"""JSON-LD: `@context` and `@graph`, compact, the context inline.

The escapes of N-Triples are escapes of JSON too, so a literal's quoted part is read as JSON.
"""

from __future__ import annotations

import json
import re
from typing import Any

from claimgraph.statements.predicates import predicates
from claimgraph.statements.terms import term
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers.context import classes, context, lines, local
from claimgraph.writers.turtle import Shortener
from claimgraph.writers.union import Objects, Union

_LITERAL = re.compile(r'("(?:[^"\\]|\\.)*")(?:@([a-z0-9-]+)|\^\^(<.*>))?', re.DOTALL)
# what follows the base in an IRI of ours; other IRIs below the base may not resolve to themselves
_BELOW = re.compile(r"[a-z]+(/[A-Za-z0-9_%-][A-Za-z0-9_%.-]*){2}>")


def jsonld(union: Union, base: str) -> str:
    """The union as one JSON-LD document; our IRIs below `base` are relative to it."""
    head = {"@base": base, **context()} if base else context()
    nodes = _Nodes(base)
    graph = [nodes.node(subject, held) for subject, held in union.subjects.items()]
    return f'{{\n"@context": {lines(head)},\n"@graph": {_text(graph, 2)}\n}}\n'


def _text(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


class _Nodes:
    """Spells nodes by our context and a base IRI."""

    def __init__(self, base: str) -> None:
        self.base = f"<{base}"
        self.context = context()
        self.keys = {term(name): local(name) for name in predicates()}
        self.classes = {term(name): local(name) for name in classes()}
        self.shorten = Shortener(
            {name: PREFIXES[name] for name in self.context if name in PREFIXES}
        )

    def node(self, subject: str, held: Objects) -> dict[str, Any]:
        found: dict[str, Any] = {"id": self.reference(subject)}
        for predicate, objects in held.items():
            key = self.keys[predicate]
            found[key] = self.values(objects, self.context[key])
        return found

    def values(self, objects: list[str], definition: Any) -> Any:
        if definition == "@type":
            return _single([self.classes[one] for one in objects])
        coercion = definition if isinstance(definition, dict) else {}
        if coercion.get("@container") == "@language":
            return _by_language(objects)
        return _single([self.value(one, coercion.get("@type", "")) for one in objects])

    def value(self, spelt: str, coerced: str) -> Any:
        if spelt.startswith("<"):
            return self.reference(spelt)
        quoted, _, datatype = _split(spelt)
        value = json.loads(quoted)
        name = self.shorten(datatype)
        if name == "xsd:integer" or name == coerced == "xsd:nonNegativeInteger":
            return int(value)
        return value if name in ("", coerced) else {"@value": value, "@type": name}

    def reference(self, spelt: str) -> str:
        """An IRI relative to the base, prefixed, or as it is."""
        if spelt.startswith(self.base) and _BELOW.fullmatch(spelt, len(self.base)):
            return spelt[len(self.base) : -1]
        return self.shorten(spelt).strip("<>")


def _split(spelt: str) -> tuple[str, str, str]:
    found = _LITERAL.fullmatch(spelt)
    assert found, spelt
    return found[1], found[2] or "", found[3] or ""


def _by_language(objects: list[str]) -> dict[str, Any]:
    found: dict[str, list[str]] = {}
    for one in objects:
        quoted, language, _ = _split(one)
        found.setdefault(language or "@none", []).append(json.loads(quoted))
    return {language: _single(found[language]) for language in sorted(found)}


def _single(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
