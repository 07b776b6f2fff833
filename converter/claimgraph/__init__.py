"""Articles, events, actors, claims and reviews as linked data that SHACL has checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os

    from claimgraph.query.notebook import Release

__version__ = "0.1.0"


def open(release: str | os.PathLike[str]) -> Release:
    """A release folder to ask in Python: `claimgraph.open("dist").query("SELECT …").frame()`."""
    from pathlib import Path

    from claimgraph.query.notebook import Release

    return Release(Path(release))
