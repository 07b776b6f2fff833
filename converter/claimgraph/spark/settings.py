"""The settings that hold for the whole: those given, or those that the lines agree on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyspark.sql import DataFrame

from claimgraph.errors import ClaimgraphError
from claimgraph.records import settings as folders
from claimgraph.records.lines import SETTINGS, read_line
from claimgraph.records.outcome import Origin
from claimgraph.records.settings import FILE, Settings, based

MOST = 1_000  # different lines of settings that are looked at


def agreed(rows: DataFrame, given: Settings | Path | None, base: str | None) -> Settings:
    """The one that is given and told; the default where none is; raises ClaimgraphError."""
    first = _read(given) if isinstance(given, Path) else given
    found = [based(one, base) for one in ([first] if first else [])]
    found += [one for one in _told(rows, base) if one not in found]
    for other in found[1:]:
        if other != found[0]:
            raise ClaimgraphError(
                f"the settings are not the same everywhere ({_differing(found[0], other)}): on a "
                "cluster one claimgraph.toml holds for all lines; convert each source by itself"
            )
    return found[0] if found else based(Settings(), base)


def _read(path: Path) -> Settings:
    toml = path / FILE if path.is_dir() else path
    if toml.name != FILE or not toml.is_file():
        raise ClaimgraphError(f"{path}: settings stand in a file {FILE}, or in the folder of one")
    return folders.read(toml.parent)


def _told(rows: DataFrame, base: str | None) -> Iterator[Settings]:
    lines = rows.filter(rows.kind == SETTINGS).select("value").distinct().limit(MOST)
    for (value,) in lines.collect():
        one = read_line(bytes(value), Origin("", 0), Settings())
        if isinstance(one, Settings):
            yield based(one, base)


def _differing(one: Settings, other: Settings) -> str:
    names = (n for n in one.__struct_fields__ if getattr(one, n) != getattr(other, n))
    return ", ".join(names)
