"""What a worker can be asked to do.

A task is a function of the store and one argument, which must be picklable. It gives bytes, or
an iterator of them, or an Answer where the kind is known only then. A worker opens no files: all
that a task needs is imported with the module that has it, never inside a function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple

from pyoxigraph import Store

from claimgraph.errors import ClaimgraphError

Write = Callable[[BinaryIO], object]


class Refused(ClaimgraphError):
    """The request has another answer than the wanted: an HTTP status, and why."""

    def __init__(self, status: int, detail: str, retry: int = 0) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.retry = retry  # seconds after which the client may come again; 0: nothing to say


class Answer(NamedTuple):
    """An answer, of a media type that the task chose; the body may be pushed into a stream."""

    media_type: str
    body: bytes | Iterator[bytes] | Write


Task = Callable[[Store, Any], bytes | Iterator[bytes] | Answer]
