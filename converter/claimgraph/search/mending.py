"""Searches in an index that may be damaged: it is made anew, once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from claimgraph.query import cache
from claimgraph.query.release_store import SILENT, Watch
from claimgraph.search.finding import Damaged
from claimgraph.search.indexing import index, unwritable

Found = TypeVar("Found")


def looked_up(release: Path, look: Callable[[Path], Found], watch: Watch = SILENT) -> Found:
    """What `look` finds in the index of a release; raises as `look` and `index` do."""
    made = index(release, watch)
    try:
        return look(made)
    except Damaged:
        watch.told("the search index is damaged, it is made anew")
        _discard(made, look)
        return look(index(release, watch))


def _discard(made: Path, look: Callable[[Path], object]) -> None:
    try:
        cache.discard(made, partial(is_damaged, look))
    except OSError as error:  # the lock or the file is another user's
        raise unwritable(error) from error


def is_damaged(look: Callable[[Path], object], made: Path) -> bool:
    """Whether an index is too damaged for what is looked up."""
    try:
        look(made)
    except Damaged:
        return True
    return False
