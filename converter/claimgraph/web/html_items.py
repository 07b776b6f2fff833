"""Items that the elements of a page hold, by microdata or RDFa, as JSON-LD-like dicts.

Of the construction of the tree only what bears on items is done as in the WHATWG standard: void
elements, a `p`, `li`, `td` and the like that end where another begins, end tags that match nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from claimgraph.errors import UnsafeInput
from claimgraph.limits import MAX_NESTING
from claimgraph.repair.entities import unescape
from claimgraph.repair.plain_text import INLINE
from claimgraph.web.html_tokens import Token
from claimgraph.web.item_syntax import Role, Scope, Syntax, value

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_CELLS = frozenset("td th tr tbody tfoot".split())
_ENDED_BY = {  # the open element, by the start tags that end it
    "p": frozenset(
        "address article aside blockquote center details dialog div dl dd dt fieldset figcaption "
        "figure footer form h1 h2 h3 h4 h5 h6 header hr li main menu nav ol p pre section table "
        "ul".split()
    ),
    "li": frozenset(["li"]),
    "dt": frozenset(["dt", "dd"]),
    "dd": frozenset(["dt", "dd"]),
    "option": frozenset(["option", "optgroup"]),
    "td": _CELLS,
    "th": _CELLS,
    "tr": frozenset(["tr", "tbody", "tfoot"]),
}
_SCOPE = frozenset("applet caption html marquee object table td th template".split())
_ROWS = frozenset("table tbody td tfoot th thead tr caption".split())
_REACH = 100  # elements up which an end tag is looked for
_MOST_TEXT = 64 * 1024 * 1024  # characters that are the values of properties in one another


class Item(NamedTuple):
    """An item that is no property of another; `at` is the index of its tag in the HTML."""

    value: dict[str, Any]
    at: int


@dataclass(slots=True)
class _Element:
    """An open element: the innermost item there, and of which item it is properties, as text."""

    name: str
    scope: Scope
    item: dict[str, Any] | None = None
    nesting: int = 0  # of items
    owner: dict[str, Any] | None = None
    properties: tuple[str, ...] = ()
    begins: int = 0  # index of its first piece of text


def items(tokens: Iterable[Token], syntax: Syntax) -> list[Item]:
    """All items with a type of schema.org that are no property of another.

    Raises UnsafeInput where items, or properties in one another, are nested more than 100 deep, and
    where properties in one another repeat too much text.
    """
    reader = _Reader(syntax)
    for token in tokens:
        reader.take(token)
    reader.close(0)
    return [
        Item({"@context": "http://schema.org"} | item.value, item.at)
        for item in reader.found
        if any(":" not in name for name in _types(item.value))
    ]


class _Reader:
    def __init__(self, syntax: Syntax) -> None:
        self.syntax = syntax
        self.found: list[Item] = []
        self.stack: list[_Element] = []
        self.open: Counter[str] = Counter()  # elements by name
        self.texts = 0  # elements whose text is wanted
        self.pieces: list[str] = []  # of text, since the first of these began
        self.length = 0  # of all texts

    def take(self, token: Token) -> None:
        if token.kind == "start":
            self.start(token)
        elif token.kind == "end":
            self.end(token.name)
        elif self.texts and token.name not in ("script", "style"):
            self.pieces.append(unescape(token.source))

    def start(self, tag: Token) -> None:
        while self.stack and tag.name in _ENDED_BY.get(self.stack[-1].name, ()):
            self.close(len(self.stack) - 1)
        self.part(tag.name)
        parent = self.stack[-1] if self.stack else _Element("", Scope())
        element = _Element(tag.name, parent.scope, parent.item, parent.nesting)
        self.stack.append(element)
        self.open[tag.name] += 1
        if self.syntax.marks.search(tag.source):
            self.mark(tag, element)
        if tag.name in _VOID:
            self.close(len(self.stack) - 1)

    def mark(self, tag: Token, element: _Element) -> None:
        """Take up what its attributes say of an element."""
        attributes = tag.attributes()
        role, element.scope = self.syntax.role(attributes, element.scope)
        owner = element.item
        if role.types is not None:
            element.item = item = _item(role)
            element.nesting += 1
            if element.nesting > MAX_NESTING:
                raise UnsafeInput(f"items nested more than {MAX_NESTING} deep")
            if owner is None or not role.properties:
                self.found.append(Item(item, tag.at))
            else:
                _add(owner, role.properties, item)
        elif owner is not None and role.properties:
            said = value(tag.name, attributes)
            if said is None:
                self.await_text(element, role.properties)
            else:
                _add(owner, role.properties, said)

    def await_text(self, element: _Element, properties: tuple[str, ...]) -> None:
        element.owner, element.properties = element.item, properties
        element.begins = len(self.pieces)
        self.texts += 1
        if self.texts > MAX_NESTING:
            raise UnsafeInput(f"properties nested more than {MAX_NESTING} deep")

    def end(self, name: str) -> None:
        if name in ("html", "body") or not self.open[name]:
            return
        self.part(name)
        for at in range(len(self.stack) - 1, max(-1, len(self.stack) - 1 - _REACH), -1):
            opened = self.stack[at].name
            if opened == name:
                self.close(at)
                return
            if _hides(opened, name):
                return

    def part(self, name: str) -> None:
        """Keep the words before and after a block apart."""
        if self.texts and name not in INLINE:
            self.pieces.append(" ")

    def close(self, at: int) -> None:
        """Close the elements from `at` on."""
        while len(self.stack) > at:
            element = self.stack.pop()
            self.open[element.name] -= 1
            if element.owner is not None:
                self.end_text(element, element.owner)

    def end_text(self, element: _Element, owner: dict[str, Any]) -> None:
        text = " ".join("".join(self.pieces[element.begins :]).split())
        self.length += len(text)
        if self.length > _MOST_TEXT:
            raise UnsafeInput(f"more than {_MOST_TEXT >> 20} Mi characters of properties")
        _add(owner, element.properties, text)
        self.texts -= 1
        if not self.texts:
            self.pieces.clear()


def _hides(opened: str, name: str) -> bool:
    """Whether an end tag `name` cannot reach beyond an open element."""
    if name in INLINE:
        return opened not in INLINE
    return opened in _SCOPE and name not in _ROWS


def _item(role: Role) -> dict[str, Any]:
    types = role.types or ()
    said = {"@type": types[0] if len(types) == 1 else list(types), "@id": role.id.strip()}
    return {key: value for key, value in said.items() if value}


def _types(item: dict[str, Any]) -> list[str]:
    named = item.get("@type", [])
    return named if isinstance(named, list) else [named]


def _add(item: dict[str, Any], properties: tuple[str, ...], said: Any) -> None:
    """A property that is there already becomes a list."""
    for name in properties:
        if name.startswith("@"):
            continue
        if name not in item:
            item[name] = said
        elif isinstance(item[name], list):
            item[name].append(said)
        else:
            item[name] = [item[name], said]
