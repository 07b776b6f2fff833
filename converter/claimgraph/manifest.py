"""What marks a folder as a release of ours."""

from __future__ import annotations

import json
from pathlib import Path

GENERATOR = "claimgraph"
MANIFEST = "manifest.json"


def is_release(folder: Path) -> bool:
    """Whether the folder has a manifest written by claimgraph."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(manifest, dict) and manifest.get("generator") == GENERATOR
