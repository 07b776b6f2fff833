"""What the name of a file says: whether it is a page, or a document that may be JSON-LD."""

from __future__ import annotations

from pathlib import Path

PAGES = (".html", ".htm", ".xhtml")
DOCUMENTS = (".jsonld", ".json")


def is_page(path: Path) -> bool:
    """Whether a file is HTML by its name, packed by gzip or not."""
    return _suffix(path) in PAGES


def is_document(path: Path) -> bool:
    """Whether a file is JSON-LD, or may be, by its name, packed by gzip or not."""
    return _suffix(path) in DOCUMENTS


def _suffix(path: Path) -> str:
    return Path(path.name.lower().removesuffix(".gz")).suffix
