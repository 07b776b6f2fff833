"""Who is told how far a release has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from claimgraph.release.batch import Told
from claimgraph.release.blame import NOBODY
from claimgraph.release.workers import each


class Watch(Protocol):
    """Told of the progress; one round after the other where records are kept out."""

    def reading(self, more: int) -> None:
        """So many more records were met."""

    def records(self, done: int, total: int, refused: int) -> None:
        """So many records of a round are done, none when it begins."""

    def writing(self) -> None:
        """All records are done; the files are being merged."""


class _Silent:
    def reading(self, more: int) -> None:
        """Nothing."""

    def records(self, done: int, total: int, refused: int) -> None:
        """Nothing."""

    def writing(self) -> None:
        """Nothing."""


SILENT: Watch = _Silent()


def watched(
    work: Callable[[range], Told], batches: Sequence[range], gone: int, jobs: int, watch: Watch
) -> Iterator[Told]:
    """Work on batches in `jobs` processes, as `each` does, and tell of it.

    So many records are `gone` in the rounds before.
    """
    total, done, refused = sum(map(len, batches)), 0, gone
    watch.records(0, total, refused)
    for told in each(work, batches, jobs):
        found = told.wrong.keys() | told.blamed.keys() - {NOBODY}
        done, refused = done + len(told.numbers), refused + len(found)
        watch.records(done, total, refused)
        yield told
