"""The nodes of a JSON-LD document to which others refer by `@id`, within bounds."""

from __future__ import annotations

from typing import Any

from claimgraph.errors import UnsafeInput

FREE = 20_000_000  # the size of all that is referred to, of however short a document
FACTOR = 5  # how often a document may refer to all that is in it, beyond that
_VALUE = 100  # the size of a value; of a text, that of its characters besides


class References:
    """Each node that says more than its id; of several with one id the one that says most."""

    def __init__(self, document: Any = None) -> None:
        self._known: dict[str, dict[str, Any]] = {}
        self._sizes: dict[str, int] = {}
        self._left = FREE + FACTOR * self._size(document, self._known)

    def node(self, id_: Any) -> dict[str, Any] | None:
        """The node of that id, if there is one.

        Raises UnsafeInput where a short document refers to long nodes again and again.
        """
        found = self._known.get(id_) if isinstance(id_, str) else None
        if found is None:
            return None
        if id_ not in self._sizes:
            self._sizes[id_] = self._size(found, {})
        self._left -= self._sizes[id_]
        if self._left < 0:
            raise UnsafeInput("its nodes refer to long nodes too often; write them out")
        return found

    @staticmethod
    def _size(document: Any, known: dict[str, dict[str, Any]]) -> int:
        """The size of a document; `known` gets its nodes."""
        size, left = 0, [document]
        while left:
            value = left.pop()
            size += _VALUE
            if isinstance(value, str):
                size += len(value)
            elif isinstance(value, list):
                left.extend(value)
            elif isinstance(value, dict):
                own = value.get("@id")
                if isinstance(own, str) and len(value) > len(known.get(own, ())):
                    known[own] = value
                left.extend(value.values())
        return size
