"""Find the files that come with the package: ontology/, shapes/ and queries/.

In an installed wheel they lie inside the package; in a checkout, `ontology` and `shapes`
lie at its top level.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent


@cache
def folder(name: str) -> Path:
    """Folder `name` of the packaged data."""
    packaged = PACKAGE / name
    return packaged if packaged.is_dir() else PACKAGE.parents[1] / name


def text(*parts: str) -> str:
    """Text of one packaged file, e.g. `text("ontology", "values.ttl")`."""
    return folder(parts[0]).joinpath(*parts[1:]).read_text("utf-8")
