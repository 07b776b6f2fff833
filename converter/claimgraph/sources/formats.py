"""Which reader an input is for: told by its first bytes, or named by the user."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path, PurePath
from typing import NamedTuple

from claimgraph.errors import ClaimgraphError
from claimgraph.records import BY_TAG, KINDS
from claimgraph.records.convert import near
from claimgraph.records.files import STDIN, SUFFIXES
from claimgraph.records.lines import SETTINGS
from claimgraph.sources.told import RECORDS, Given, Reader

HEAD = 64 * 1024  # bytes that tell a format
# in the order in which they are asked; each module has `knows(start: bytes)` and `read`
READERS = {
    "warc": "warc",
    "newsml": "newsml",
    "release": "release",
    "google": "google_api",
    "collector": "collector",
    "ninjs": "ninjs",
    "jsonld": "jsonld",
    "page": "pages",
    "gdelt": "gdelt",
    "table": "tables",
}
_LISTS = re.compile(rb'\s*\{\s*"(\w{1,30})"\s*:')
_KIND = re.compile(rb'"kind"\s*:\s*"(\w{1,30})"')


class Format(NamedTuple):
    """A format; `read` is None for our own records, which need no reader."""

    name: str
    read: Reader | None


def detected(given: Given) -> Format | None:
    """The format of an input; None where no reader knows it."""
    start, suffix = _start(given.data), PurePath(given.name).suffix.lower()
    if suffix in SUFFIXES[:2]:  # YAML has no marks of its own
        return Format(RECORDS, None)
    for name in READERS:
        if name == "collector" and is_records(start):
            return Format(RECORDS, None)
        if _knows(name)(start):
            return Format(name, _reader(name))
    if given.name == STDIN:
        return Format(RECORDS, None)
    return Format("jsonld", _reader("jsonld")) if suffix == ".jsonld" else None


def chosen(name: str | None, columns: Path | None) -> Format | None:
    """The format that the user names, a table whose columns the user maps, or None."""
    if columns is None:
        return named(name) if name else None
    if name not in (None, "table"):
        raise ClaimgraphError("--columns is for tables: leave out --as, or write --as table")
    from claimgraph.sources.column_maps import load
    from claimgraph.sources.tables import read_with

    try:
        return Format("table", read_with(load(columns.read_text("utf-8-sig"), str(columns))))
    except UnicodeDecodeError as error:
        raise ClaimgraphError(f"{columns}: not UTF-8") from error
    except OSError as error:
        raise ClaimgraphError(f"{columns}: {error.strerror}") from error


def named(name: str) -> Format:
    """The format of that name; raise ClaimgraphError where there is none."""
    if name == RECORDS:
        return Format(RECORDS, None)
    format_, _, version = name.partition("/")
    if format_ == "ninjs" and version:
        from claimgraph.sources.ninjs import read_version

        return Format(name, read_version(version))
    if version or format_ not in READERS:
        known = (RECORDS, *READERS, "ninjs/1.0")
        raise ClaimgraphError(
            f"no format is called `{name}`{near(name, known) or '; known are ' + ', '.join(known)}"
        )
    return Format(name, _reader(name))


def _start(data: bytes) -> bytes:
    """The first bytes, in UTF-8 where a byte order mark says another encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[:HEAD].decode("utf-16", "replace").encode()
    return data[:HEAD].removeprefix(b"\xef\xbb\xbf")


def _knows(name: str) -> Callable[[bytes], bool]:
    found: Callable[[bytes], bool] = import_module(f"claimgraph.sources.{READERS[name]}").knows
    return found


def _reader(name: str) -> Reader:
    found: Reader = import_module(f"claimgraph.sources.{READERS[name]}").read
    return found


def is_records(start: bytes) -> bool:
    """Lists of records, or lines of them; also with a list misspelt, which the reader tells."""
    first = start.lstrip().split(b"\n", 1)[0]
    kind = _KIND.search(first)
    if kind and b'"@type"' not in first:
        return kind[1].decode() in {*BY_TAG, SETTINGS}
    lists = _LISTS.match(start)
    name = lists[1].decode() if lists else ""
    return name in KINDS or bool(name and near(name, KINDS))
