"""A bar on standard error while a release is made or loaded: on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

import typer

from claimgraph.errors import visible

if TYPE_CHECKING:
    from claimgraph.query.release_store import Watch as Loading
    from claimgraph.release.watch import Watch

WORTH_A_BAR = 10 << 20  # bytes to be read
SECONDS = 0.1  # between two looks of the bar while reading


@contextmanager
def bar(quiet: bool) -> Iterator[Watch]:
    """What shows records, their rate, those refused and the time left; nothing in a pipe."""
    from claimgraph.release.watch import SILENT

    if quiet or not sys.stderr.isatty():
        yield SILENT
        return
    shown = _shown()
    with shown:
        yield _Bar(shown)


@contextmanager
def loading() -> Iterator[Loading]:
    """What shows how far a store is built; notes are printed in a pipe too."""
    watch = _Loading() if sys.stderr.isatty() else _Notes()
    try:
        yield watch
    finally:
        watch.end()


def _shown() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[said]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,  # by a thread: workers are forked meanwhile
    )


class _Notes:
    def loading(self, done: int, total: int) -> None:
        """Nothing."""

    def told(self, note: str) -> None:
        """Print it."""
        typer.echo(visible(f"claimgraph: {note}"), err=True)

    def end(self) -> None:
        """Nothing."""


class _Loading(_Notes):
    def __init__(self) -> None:
        self._shown: Any = None
        self._next = 0

    def loading(self, done: int, total: int) -> None:
        """So many bytes are read."""
        if done < self._next or total < WORTH_A_BAR:
            return
        if self._shown is None:
            self._shown = _shown()
            self._shown.add_task("building the store", total=total, said="")
            self._shown.start()
        self._next = done + total // 200
        said = f"{done >> 20:,} of {total >> 20:,} MiB"
        self._shown.update(self._shown.tasks[0].id, completed=done, said=said)
        self._shown.refresh()

    def end(self) -> None:
        """Take the bar away."""
        if self._shown is not None:
            self._shown.stop()


class _Bar:
    def __init__(self, shown: Any) -> None:
        self._shown = shown
        self._task = shown.add_task("reading", total=None, said="")
        self._met, self._next = 0, 0.0

    def reading(self, more: int) -> None:
        """So many more records were met; not more is drawn than can be seen."""
        self._met += more
        if monotonic() >= self._next:
            self._next = monotonic() + SECONDS
            self._shown.update(self._task, said=f"{self._met:,} records")
            self._shown.refresh()

    def records(self, done: int, total: int, refused: int) -> None:
        """So many records of a round are done; each round has its own rate and time left."""
        elapsed = self._shown.tasks[-1].elapsed
        rate = f", {done / elapsed:,.0f} a second" if done and elapsed else ""
        said = f"{done:,} of {total:,} records{rate}, {refused:,} refused"
        if not done:
            self._begin("validating", said, total)
        else:
            self._shown.update(self._task, completed=done, said=said)
            self._shown.refresh()

    def writing(self) -> None:
        """All records are done."""
        self._begin("writing")

    def _begin(self, what: str, said: str = "", total: int | None = None) -> None:
        self._shown.update(self._task, visible=False)
        self._task = self._shown.add_task(what, total=total, said=said)
