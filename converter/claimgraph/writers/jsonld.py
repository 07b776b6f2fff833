"""JSON-LD: `@context` and `@graph`, compact, the context inline.

The escapes of N-Triples are escapes of JSON too, so a literal's quoted part is read as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from claimgraph.statements.terms import term
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers.context import classes, context, local
from claimgraph.writers.turtle import Shortener
from claimgraph.writers.union import Objects, Union

_LITERAL = re.compile(r'("(?:[^"\\]|\\.)*")(?:@([a-z0-9-]+)|\^\^(<.*>))?', re.DOTALL)
_INTEGER = term("xsd:integer")


def jsonld(union: Union, base: str) -> str:
    """The union as one JSON-LD document; IRIs below `base` are relative to it."""
    head = {"@base": base, **context()}
    nodes = _Nodes(head, base)
    graph = [nodes.node(subject, held) for subject, held in union.subjects.items()]
    return f'{{\n"@context": {_lines(head)},\n"@graph": {_text(graph, 2)}\n}}\n'


def _lines(entries: Mapping[str, Any]) -> str:
    """An object with one line an entry."""
    lines = ",\n".join(f"  {_text(key)}: {_text(value)}" for key, value in entries.items())
    return f"{{\n{lines}\n}}"


def _text(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


class _Nodes:
    """Spells nodes by one context."""

    def __init__(self, head: Mapping[str, Any], base: str) -> None:
        self.base = f"<{base}"
        self.shorten = Shortener({name: PREFIXES[name] for name in PREFIXES if name in head})
        keys = {name: key for key, value in head.items() if (name := _id(value))}
        self.keys = {term(name): (key, head[key]) for name, key in keys.items()}
        self.classes = {term(name): local(name) for name in classes()}

    def node(self, subject: str, held: Objects) -> dict[str, Any]:
        found: dict[str, Any] = {"id": self.reference(subject)}
        for predicate, objects in held.items():
            if predicate == term("rdf:type"):
                found["type"] = _single([self.classes[one] for one in objects])
            else:
                key, definition = self.keys[predicate]
                found[key] = self.values(objects, definition)
        return found

    def values(self, objects: list[str], definition: Any) -> Any:
        coercion = definition if isinstance(definition, dict) else {}
        if coercion.get("@container") == "@language":
            return _by_language(objects)
        return _single([self.value(one, coercion.get("@type", "")) for one in objects])

    def value(self, spelt: str, coerced: str) -> Any:
        if spelt.startswith("<"):
            found = self.reference(spelt)
            return found if coerced == "@id" else {"id": found}
        quoted, _, datatype = _split(spelt)
        if not datatype:
            return json.loads(quoted)
        if datatype == _INTEGER:
            return int(json.loads(quoted))
        name = self.shorten(datatype)
        value = json.loads(quoted)
        if name != coerced:
            return {"@value": value, "@type": name}
        return int(value) if name == "xsd:nonNegativeInteger" else value

    def reference(self, spelt: str) -> str:
        """An IRI relative to the base, prefixed, or as it is."""
        if spelt.startswith(self.base):
            return spelt[len(self.base) : -1]
        short = self.shorten(spelt)
        return short[1:-1] if short.startswith("<") else short


def _id(definition: Any) -> str:
    """The prefixed name that a context's entry stands for, if it is a property's."""
    name = definition.get("@id", "") if isinstance(definition, dict) else str(definition)
    return name if ":" in name and "//" not in name and name not in classes() else ""


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
