"""Publishers' dates in the corpora: how many are understood."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from claimgraph.repair.json_repair import loads
from claimgraph.repair.wild_dates import read
from claimgraph.web.markup import blocks

KEYS = re.compile("date|time|created|embargo|expire", re.IGNORECASE)


def dates(value: Any) -> list[str]:
    """The texts under keys that speak of dates."""
    if isinstance(value, list):
        return [text for member in value for text in dates(member)]
    if not isinstance(value, dict):
        return []
    own = [
        str(text) for key, text in value.items() if KEYS.search(key) and isinstance(text, str | int)
    ]
    return [*own, *(text for member in value.values() for text in dates(member))]


def of_pages(folder: Path) -> list[str]:
    files = sorted(folder.glob("*.gz"))
    pages = [blocks(file.read_bytes()).blocks for file in files]
    return [text for page in pages for block in page for text in dates(loads(block.text).value)]


def of_json(folder: Path) -> list[str]:
    found = []
    for file in sorted(folder.rglob("*.json")):
        try:
            found += dates(json.loads(file.read_text("utf-8")))
        except ValueError:  # five files of ninjs are no JSON
            continue
    return found


def of_feeds(folder: Path) -> list[str]:
    """JSON-LD in script elements, a line each; files named .gz in the zips, yet plain."""
    found = []
    for file in sorted(folder.glob("*.zip")):
        with zipfile.ZipFile(file) as archive:
            packed = [archive.read(name) for name in archive.namelist() if name.endswith(".gz")]
        for line in b"".join(packed).decode().splitlines():
            found += dates(loads(line).value)
    return found


def of_tables(folder: Path) -> list[str]:
    """The last two columns: when the review was published, when the claim was made."""
    found: list[str] = []
    for file in sorted(folder.glob("*.txt")):
        text = file.read_bytes().decode("utf-8-sig", "replace")
        for line in text.split("\n")[1:]:
            cells = line.split("\t" if line.count("\t") > 3 else "   ")
            found += [cell.strip() for cell in cells[-2:] if len(cells) > 11]
    return [text for text in found if text != "None"]


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "texts", "understood", "not_understood"),
    [
        ("claimreview-pages", of_pages, 115, 0),
        ("news-pages", of_pages, 1188, 2),
        ("claimreview-data", of_json, 982, 0),
        ("datacommons", of_feeds, 12, 0),
        ("ninjs", of_json, 173, 5),
        ("multifc", of_tables, 23369, 259),
    ],
)
def test_the_dates_of_the_corpora(
    shared: Path, name: str, texts: Any, understood: int, not_understood: int
) -> None:
    found = [text for text in texts(shared / "corpora" / name) if text.strip()]
    missed = [text for text in found if read(text) is None]
    assert (len(found) - len(missed), len(missed)) == (understood, not_understood)


CUT_OFF = re.compile(r"[a-z]{0,6} ?(?:May |October )?\d\d?, \d{4}|n October 19\.")
ODD = 20  # prose, `13th January 20121`, `July August 13, 2014`, `October 29, 2013<` and the like


@pytest.mark.corpus
def test_what_is_not_understood_in_the_tables(shared: Path) -> None:
    """Open orders, words cut off at the left, and little else."""
    texts = of_tables(shared / "corpora" / "multifc")
    unread = [text for text in texts if text and read(text, "", "en") is None]
    ordered = [text for text in unread if read(text, "mdy", "en")]
    assert all(re.search(r"\d\d/\d\d/20|\d-[A-Z][a-z]{2}-\d\d", text) for text in ordered)
    rest = [text for text in unread if not read(text, "mdy", "en")]
    assert len([text for text in rest if not CUT_OFF.fullmatch(text)]) == ODD
