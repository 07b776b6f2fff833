"""XML without what makes it dangerous: no document type, no entities, no deep nesting."""

from __future__ import annotations

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from claimgraph.errors import UnsafeInput
from claimgraph.limits import MAX_NESTING
from claimgraph.repair.decoding import MAX_BYTES
from claimgraph.repair.unreadable import Unreadable


def parsed(data: bytes) -> Element:
    """The root element; names are `{namespace}local`.

    Raises UnsafeInput for a document type declaration, more than 32 MiB and elements more than
    100 deep, Unreadable for what is not XML.
    """
    if len(data) > MAX_BYTES:
        raise UnsafeInput(f"XML of more than {MAX_BYTES >> 20} MiB")
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.tree.data
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Unreadable(error.lineno, f"not XML: {expat.ErrorString(error.code)}") from error
    except (LookupError, ValueError) as error:
        raise Unreadable(0, f"not XML: {error}") from error
    return builder.tree.close()


class _Builder:
    """Builds the tree while it counts how deep it is."""

    def __init__(self) -> None:
        self.tree = TreeBuilder()
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise UnsafeInput(f"XML nested more than {MAX_NESTING} deep")
        self.tree.start(_named(name), {_named(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self._depth -= 1
        self.tree.end(_named(name))


def _named(name: str) -> str:
    return f"{{{name}" if "}" in name else name


def _refuse(*declared: object) -> None:
    raise UnsafeInput("XML with a document type declaration; remove it, and write entities out")
