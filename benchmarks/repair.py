"""Reading pages and dates: our modules against libraries, on the corpora and on hostile pages.

`python -m benchmarks.repair ../shared/corpora` prints the figures of docs/decisions/repair.md for
the libraries that are installed: lxml, selectolax; dateutil, dateparser. Left out are html5lib,
which takes minutes, and refusals that lxml does not tell: it cuts off what is nested too deep.
"""

from __future__ import annotations

import re
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from claimgraph.errors import UnsafeInput
from claimgraph.repair.decoding import decode
from claimgraph.repair.json_repair import loads
from claimgraph.repair.unreadable import Unreadable
from claimgraph.repair.wild_dates import read
from claimgraph.web.markup import blocks

PAGES = ("claimreview-pages", "news-pages")
KEYS = re.compile("date|time|created|embargo|expire", re.IGNORECASE)
SIZE = 40_000
HOSTILE = {
    f"{SIZE:,} attributes": f"<div {' '.join(f'a{n}=1' for n in range(SIZE))}>",
    f"{SIZE:,} div": "<div>" * SIZE,
}
Parser = Callable[[str], Any]


def parsers() -> Iterator[tuple[str, Parser]]:
    """Ours, and those of the libraries that are here."""
    yield "ours", lambda html: blocks(html.encode())
    known: tuple[tuple[str, str, Callable[[Any], Parser]], ...] = (
        ("lxml", "lxml.html", lambda m: m.document_fromstring),
        ("selectolax", "selectolax.lexbor", lambda m: m.LexborHTMLParser),
    )
    for name, module, make in known:
        try:
            found: Parser = make(import_module(module))
        except ImportError:
            continue
        yield name, found


def readers() -> Iterator[tuple[str, Callable[[str], Any]]]:
    """What reads a date: None, or an error, if it is not understood."""
    yield "ours", read
    for name, function in (("dateutil.parser", "parse"), ("dateparser", "parse")):
        try:
            yield name, getattr(import_module(name), function)
        except ImportError:
            continue


def seconds(work: Callable[[str], Any], texts: list[str]) -> str:
    """How long all of them take; parsers that refuse a page say so."""
    start = time.perf_counter()
    try:
        for text in texts:
            work(text)
    except (ValueError, RecursionError, UnsafeInput, Unreadable) as error:
        return f"refused: {type(error).__name__}"
    return f"{time.perf_counter() - start:.2f} s"


def dates(value: Any) -> Iterator[str]:
    """The texts under keys that speak of dates."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if KEYS.search(key) and isinstance(inner, str):
                yield inner.strip()
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            yield from dates(inner)


def documents(root: Path) -> Iterator[Any]:
    """All JSON of the corpora that is sound or can be mended."""
    files = [file for name in PAGES for file in sorted((root / name).glob("*.gz"))]
    texts = [block.text for file in files for block in blocks(file.read_bytes()).blocks]
    for name in ("claimreview-data", "ninjs"):
        texts += [file.read_text("utf-8") for file in sorted((root / name).rglob("*.json"))]
    for file in sorted((root / "datacommons").glob("*.zip")):
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                if name.endswith(".gz"):  # by name only
                    texts += archive.read(name).decode().splitlines()
    for text in texts:
        try:
            yield loads(text).value
        except (Unreadable, UnsafeInput):
            continue


def cells(root: Path) -> Iterator[str]:
    """The last two columns of the tables: when a review was published, when a claim was made."""
    for file in sorted((root / "multifc").glob("*.txt")):
        for line in file.read_bytes().decode("utf-8-sig", "replace").split("\n")[1:]:
            row = line.split("\t" if line.count("\t") > 3 else "   ")
            yield from (cell.strip() for cell in row[-2:] if len(row) > 11)


def understood(reader: Callable[[str], Any], texts: list[str]) -> int:
    """How many of the texts are read as a date."""
    found = 0
    for text in texts:
        try:
            found += reader(text) is not None
        except (ValueError, OverflowError):  # how dateutil refuses
            continue
    return found


def main() -> None:
    """Print all figures."""
    root = Path(sys.argv[1])
    files = [file for name in PAGES for file in sorted((root / name).glob("*.gz"))]
    pages = [decode(file.read_bytes()).text for file in files]
    inputs = {f"{len(pages)} pages": pages, **{name: [text] for name, text in HOSTILE.items()}}
    for what, texts in inputs.items():
        for name, parse in parsers():
            print(f"{what:20} {name:12} {seconds(parse, texts)}", flush=True)
    told = {text for value in documents(root) for text in dates(value)} | set(cells(root))
    every = sorted(told - {"", "None"})
    print(f"{len(every):,} distinct texts in fields of dates")
    for name, reader in readers():
        start = time.perf_counter()
        known = understood(reader, every)
        print(f"{name:20} reads {known:,} in {time.perf_counter() - start:.1f} s", flush=True)


if __name__ == "__main__":
    main()
