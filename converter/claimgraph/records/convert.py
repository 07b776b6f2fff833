"""From a tree of nodes to a typed struct, with every mistake found at once.

A first pass converts the whole value and stops at its first error; only then a second one
looks at each field by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Literal, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from claimgraph.dates import Edtf
from claimgraph.records.fields import part_of
from claimgraph.records.tree import Node, plain, shown

_EXPECTED = re.compile(r"Expected `([a-z |]+)`((?: of length)?(?: [<>]= [0-9.-]+)?)")
_WORDS = {  # the types of msgspec's messages
    "array": "a list",
    "bool": "true or false",
    "float": "a number",
    "int": "a whole number",
    "object": "fields",
    "str": "text",
}
AnyStruct = TypeVar("AnyStruct", bound=msgspec.Struct)


class Mistake(NamedTuple):
    """What is wrong with one field; `field` is a path such as `attributions[0].stance`."""

    line: int
    field: str
    message: str


class Mistakes(Exception):
    """All that is wrong with one record."""

    def __init__(self, found: Iterable[Mistake]) -> None:
        self.found = tuple(found)
        super().__init__(str(self.found))


def read_value(wanted: type, value: Any) -> Any:
    """The msgspec hook for types it does not know: dates in EDTF, a bare year as a number."""
    if wanted is not Edtf:
        raise NotImplementedError(wanted)
    if type(value) is int and 1000 <= value <= 9999:
        return Edtf.parse(str(value))
    if not isinstance(value, str):
        raise ValueError(f"expected a date as text, got {shown(value)}; put it in quotes")
    return _date(value)


_date = lru_cache(1 << 14)(Edtf.parse)  # dates repeat


def convert(node: Node, struct: type[AnyStruct]) -> AnyStruct:
    """The struct that the node describes; raise Mistakes."""
    try:
        return msgspec.convert(plain(node), struct, dec_hook=read_value)
    except msgspec.ValidationError as error:
        found = list(_struct(node, struct, ""))
        raise Mistakes(found or [Mistake(node.line, "", str(error))]) from error


def near(word: str, known: Iterable[str]) -> str:
    """`; did you mean …?` where one of the known words is close, else nothing."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean `{close[0]}`?" if close else ""


def _struct(node: Node, struct: type[msgspec.Struct], path: str) -> Iterator[Mistake]:
    if not isinstance(node.value, dict):
        yield Mistake(node.line, path, _expected("object", "", node.value))
        return
    hints = get_type_hints(struct, include_extras=True)
    config = struct.__struct_config__
    for name, child in node.value.items():
        field = f"{path}.{name}".lstrip(".")
        if name in hints:
            yield from _value(child, hints[name], field)
        elif name != config.tag_field:
            hint = near(name, hints) or f"; known are {', '.join(hints)}"
            yield Mistake(child.line, field, f"unknown field{hint}")
        elif child.value != config.tag:
            message = f"{shown(child.value)} cannot stand in a list of `{config.tag}` records"
            yield Mistake(child.line, field, message)
    for known in msgspec.structs.fields(struct):
        if known.required and known.name not in node.value:
            yield Mistake(node.line, f"{path}.{known.name}".lstrip("."), "is missing")


def _value(node: Node, hint: Any, path: str) -> Iterator[Mistake]:
    try:
        msgspec.convert(plain(node), hint, dec_hook=read_value)
        return
    except msgspec.ValidationError as error:
        message = str(error)
    found = list(_inside(node, hint, path))
    yield from found
    if not found or "`array` of length" in message:
        yield Mistake(node.line, path, _reworded(message, node, hint))


def _inside(node: Node, hint: Any, path: str) -> Iterator[Mistake]:
    """What is wrong with the items of a list, the fields of a part, the texts by language."""
    items, texts, inner = _items(hint), _texts(hint), part_of(hint)
    if items is not None:
        for index, item in enumerate(node.value if isinstance(node.value, list) else ()):
            yield from _value(item, items, f"{path}[{index}]")
    elif inner and isinstance(node.value, dict):
        yield from _struct(node, inner, path)
    elif texts and isinstance(node.value, dict):
        for name, child in node.value.items():
            yield from _value(Node(name, child.line), texts[0], f"{path}.{name}")
            yield from _value(child, texts[1], f"{path}.{name}")


def _items(hint: Any) -> Any:
    """The type of a tuple's items, without the limits on the tuple itself."""
    if get_origin(hint) is tuple:
        return get_args(hint)[0]
    found = (_items(inner) for inner in get_args(hint))
    return next((item for item in found if item is not None), None)


def _texts(hint: Any) -> tuple[Any, Any] | None:
    """The types of the keys and of the values where a dict may stand."""
    if get_origin(hint) is dict:
        key, value = get_args(hint)
        return key, value
    return next(filter(None, map(_texts, get_args(hint))), None)


def _reworded(message: str, node: Node, hint: Any) -> str:
    choices = list(_choices(hint))
    if choices and isinstance(node.value, str):
        listed = ", ".join(map(str, choices))
        return f"{shown(node.value)} is none of {listed}{near(node.value, choices)}"
    if "matching regex" in message:
        return f"{shown(node.value)} is not {_described(hint)}"
    wanted = _EXPECTED.match(message)
    return _expected(wanted[1], wanted[2], node.value) if wanted else message.split(" - at ")[0]


def _expected(names: str, limit: str, value: Any) -> str:
    kinds = names.replace("int | float", "float").split(" | ")
    wanted = f"expected {' or '.join(_WORDS[name] for name in kinds if name != 'null')}{limit}"
    if "length" in limit:
        return wanted
    return f"{wanted}, got {'the text ' if isinstance(value, str) else ''}{shown(value)}"


def _choices(hint: Any) -> Iterator[str]:
    if get_origin(hint) is Literal:
        yield from get_args(hint)
    else:
        for inner in get_args(hint):
            yield from _choices(inner)


def _described(hint: Any) -> str:
    """What a pattern asks for, in words: the description of the type that has it."""
    for meta in getattr(hint, "__metadata__", ()):
        if isinstance(meta, msgspec.Meta) and meta.pattern and meta.description:
            return meta.description
    return next(filter(None, map(_described, get_args(hint))), "")
