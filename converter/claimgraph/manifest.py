"""What marks a folder as a release of ours: its manifest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from claimgraph.errors import ClaimgraphError

GENERATOR = "claimgraph"
MANIFEST = "manifest.json"


def is_release(folder: Path) -> bool:
    """Whether the folder has a manifest written by claimgraph."""
    return _manifest(folder).get("generator") == GENERATOR


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
