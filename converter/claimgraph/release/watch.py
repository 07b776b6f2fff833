"""Who is told how far a release has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from claimgraph.release.batch import Told
from claimgraph.release.workers import each


class Watch(Protocol):
    """Told of the progress; one round after the other where records are kept out."""

    def records(self, done: int, total: int, refused: int) -> None:
        """So many records of a round are done."""

    def writing(self) -> None:
        """All records are done; the files are being merged."""


class _Silent:
    def records(self, done: int, total: int, refused: int) -> None:
        """Nothing."""

    def writing(self) -> None:
        """Nothing."""


SILENT: Watch = _Silent()


def watched(
    work: Callable[[range], Told], batches: Sequence[range], jobs: int, watch: Watch
) -> Iterator[Told]:
    """Work on batches in `jobs` processes, as `each` does, and tell of it."""
    total, done, refused = sum(map(len, batches)), 0, 0
    watch.records(0, total, 0)
    for told in each(work, batches, jobs):
        done, refused = done + len(told.numbers), refused + len(told.wrong)
        watch.records(done, total, refused)
        yield told
