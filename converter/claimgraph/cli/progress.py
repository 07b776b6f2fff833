"""A bar on standard error while a release is made: on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from claimgraph.release.watch import SILENT, Watch


@contextmanager
def bar(quiet: bool) -> Iterator[Watch]:
    """What shows records, their rate, those refused and the time left; nothing in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield SILENT
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    shown = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[said]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,  # by a thread: workers are forked meanwhile
    )
    with shown:
        yield _Bar(shown)


class _Bar:
    def __init__(self, shown: Any) -> None:
        self._shown = shown
        self._task = shown.add_task("reading", total=None, said="")

    def records(self, done: int, total: int, refused: int) -> None:
        """So many records are done."""
        task = self._shown.tasks[0]
        rate = f", {done / task.elapsed:,.0f} a second" if task.elapsed else ""
        said = f"{done:,} of {total:,} records{rate}, {refused:,} refused"
        self._shown.update(
            self._task, description="validating", completed=done, total=total, said=said
        )
        self._shown.refresh()

    def writing(self) -> None:
        """All records are done."""
        self._shown.update(self._task, visible=False)
        self._task = self._shown.add_task("writing", total=None, said="")
        self._shown.refresh()
