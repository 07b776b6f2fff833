"""What marks a folder as ours, and says what it holds: its manifest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from claimgraph.errors import ClaimgraphError
from claimgraph.packing import SUFFIXES

GENERATOR = "claimgraph"
MANIFEST = "manifest.json"
QUADS = "claimgraph.nq"
GRAPH, MARKUP = "graph", "markup"  # what a folder of ours holds


def content(folder: Path) -> str:
    """What the folder holds, if its manifest is written by claimgraph; else ""."""
    found = _manifest(folder)
    return str(found.get("content", GRAPH)) if found.get("generator") == GENERATOR else ""


def quads(folder: Path) -> Path:
    """The N-Quads of a release, packed or not."""
    found = (folder / f"{QUADS}{suffix}" for suffix in SUFFIXES)
    return next((path for path in found if path.is_file()), folder / QUADS)


def is_release(folder: Path) -> bool:
    """Whether the folder is a release of a graph."""
    return content(folder) == GRAPH


def check_content(folder: Path, wanted: str) -> None:
    """Raise ClaimgraphError if something else of ours is in the folder."""
    if content(folder) not in ("", wanted):
        raise ClaimgraphError(f"{folder}: holds a {content(folder)} release; name another folder")


def foreign(folder: Path) -> list[str]:
    """Names in a release that its manifest does not list: somebody put them there."""
    listed = _manifest(folder).get("files")
    known = {MANIFEST, *listed} if isinstance(listed, dict) else None
    return sorted(p.name for p in folder.iterdir() if known is not None and p.name not in known)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, ValueError, RecursionError):
        return {}
    except OSError as error:
        raise ClaimgraphError(f"{folder / MANIFEST}: {error.strerror}") from error
    return found if isinstance(found, dict) else {}
