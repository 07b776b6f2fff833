"""JSON-LD without the network: schema.org's context is a copy, any other address is refused.

The copy has three thousand terms, and each place that names it is given only the terms whose
names occur in the document: the triples are the same, the work is a hundredth.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Any, NoReturn

from claimgraph import resources
from claimgraph.errors import ClaimgraphError, UnsafeInput
from claimgraph.limits import MAX_BYTES, MAX_CHAIN, MAX_NESTING

_SCHEMA_ORG = re.compile(
    r"\s*(?i:https?://(www\.)?schema\.org)(/|/docs/jsonldcontext\.json(ld)?)?\s*"
)
_REACH = 64  # characters; no name in the copy is longer


def inlined(text: bytes, where: str) -> bytes:
    """A JSON-LD document that needs no other; `where` names it in errors.

    Raises UnsafeInput for a context to be fetched and for a limit met, ClaimgraphError for what
    is not JSON. Of members with the same name the last one holds.
    """
    try:
        document = _Document(_load(text), where).inlined()
        return json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    except json.JSONDecodeError as error:
        raise ClaimgraphError(f"{where}:{error.lineno}:{error.colno}: {error.msg}") from error
    except UnicodeEncodeError as error:
        raise ClaimgraphError(f"{where}: half of a surrogate pair in a text") from error
    except UnicodeDecodeError as error:
        raise ClaimgraphError(f"{where}: not UTF-8, at byte {error.start}") from error
    except ValueError as error:
        raise ClaimgraphError(f"{where}: not JSON: {error}") from error
    except RecursionError as error:
        raise _too_deep(where) from error


def is_jsonld(text: bytes) -> bool:
    """Whether a JSON document says at its top that it is JSON-LD; unsure, yes if it might be."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return b'"@context"' in text
    tops = document if isinstance(document, list) else [document]
    keywords = {"@context", "@graph", "@id", "@type"}
    return any(isinstance(top, dict) and not keywords.isdisjoint(top) for top in tops)


def _load(text: bytes) -> Any:
    return json.loads(text, parse_constant=_refuse)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"`{constant}` is not a value of JSON")


def _too_deep(where: str) -> UnsafeInput:
    return UnsafeInput(f"{where}: JSON nested deeper than {MAX_NESTING} levels; flatten it")


@cache
def schema_org() -> Mapping[str, Any]:
    """The terms of schema.org's context."""
    terms: Mapping[str, Any] = json.loads(
        resources.text("ontology", "schemaorg", "context.jsonld")
    )["@context"]
    return terms


class _Document:
    def __init__(self, root: Any, where: str) -> None:
        self.root = root
        self.where = where
        self.places = 0  # that name schema.org's context

    def inlined(self) -> Any:
        for depth, _ in _strings(self.root):
            if depth > MAX_NESTING:
                raise _too_deep(self.where)
        replaced = self.replaced(self.root)
        if self.places and self.places * len(json.dumps(self.terms)) > MAX_BYTES:
            raise UnsafeInput(
                f"{self.where}: names schema.org's context {self.places} times; "
                "name it once, at the top"
            )
        return replaced

    @cached_property
    def terms(self) -> Mapping[str, Any]:
        """Those of schema.org's terms whose names occur here, and what their definitions need."""
        known = schema_org()
        found = {name for name in known if name.startswith("@")}
        new = {name for _, text in _strings(self.root) for name in _names(text)} & known.keys()
        while new:
            found |= new
            used = {text for name in new for _, text in _strings(known[name])}
            new = ({name for text in used for name in _names(text)} & known.keys()) - found
        return {name: known[name] for name in known if name in found}

    @cached_property
    def literals(self) -> frozenset[str]:
        """Terms whose values are JSON literals: data, whatever their members are called."""
        return frozenset(
            name
            for context in _contexts(self.root)
            for name, definition in context.items()
            if isinstance(definition, dict) and definition.get("@type") == "@json"
        )

    def replaced(self, node: Any) -> Any:
        if isinstance(node, list):
            return [self.replaced(item) for item in node]
        if isinstance(node, dict):
            return {key: self.member(key, value) for key, value in node.items()}
        return node

    def member(self, key: str, value: Any) -> Any:
        if key == "@context":
            return self.context(value)
        if key == "@value" or key in self.literals:
            return value
        return self.replaced(value)

    def context(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.known(value)
        if isinstance(value, list):
            return [self.context(item) for item in value]
        if not isinstance(value, dict):
            return value
        if _chain(value) > MAX_CHAIN:
            raise UnsafeInput(f"{self.where}: a context defines its terms by too many others")
        imported = value.get("@import")
        entries = {name: self.replaced(entry) for name, entry in value.items()}
        if isinstance(imported, str):  # JSON-LD 1.1 API, 4.1.2, step 5.6: what imports, overrides
            del entries["@import"]
            return {**self.known(imported), **entries}
        return entries

    def known(self, address: str) -> Mapping[str, Any]:
        if not _SCHEMA_ORG.fullmatch(address):
            raise UnsafeInput(
                f"{self.where}: the context {address!r} is not fetched; "
                "write its content in place of its address"
            )
        self.places += 1
        return self.terms


def _strings(root: Any) -> Iterator[tuple[int, str]]:
    """All keys and texts, each with its depth."""
    stack = [(0, root)]
    while stack:
        depth, node = stack.pop()
        if isinstance(node, str):
            yield depth, node
        elif isinstance(node, dict):
            yield from ((depth + 1, key) for key in node)
            stack.extend((depth + 1, value) for value in node.values())
        elif isinstance(node, list):
            yield depth + 1, ""
            stack.extend((depth + 1, item) for item in node)


def _names(text: str) -> tuple[str, str]:
    """What a text can name in a context: the term, or the prefix of a compact IRI."""
    return text, text[:_REACH].partition(":")[0]


def _contexts(root: Any) -> Iterator[dict[str, Any]]:
    """All contexts that are objects, wherever they stand."""
    stack = [(False, root)]
    while stack:
        inside, node = stack.pop()
        if isinstance(node, list):
            stack.extend((inside, item) for item in node)
        elif isinstance(node, dict):
            if inside:
                yield node
            stack.extend((key == "@context", value) for key, value in node.items())


def _chain(context: Mapping[str, Any]) -> int:
    """How many terms both use another term of the context and are used by one.

    No definition leads through more of them.
    """
    uses = {
        term: {name for _, text in _strings(entry) for name in _names(text)} & context.keys()
        for term, entry in context.items()
    }
    used = {name for term, names in uses.items() for name in names - {term}}
    return sum(1 for name in used if uses[name])
