"""Write records as JSON Lines, each source under its settings."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from claimgraph.errors import ClaimgraphError
from claimgraph.records.lines import SETTINGS
from claimgraph.records.outcome import Entry
from claimgraph.records.settings import Settings


def write_lines(entries: Iterable[Entry], out: Path | BinaryIO) -> None:
    """Write to a stream, or to a file that is there only when all is written."""
    if not isinstance(out, Path):
        out.writelines(_lines(entries))
        out.flush()
        return
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            stream.writelines(_lines(entries))
        part.replace(out)
    except OSError as error:
        raise ClaimgraphError(f"{out}: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def _lines(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Where the settings change, a line says which ones hold from there on."""
    held = Settings()
    for entry in entries:
        if entry.settings != held:
            held = entry.settings
            yield _line({"kind": SETTINGS, **msgspec.to_builtins(held)})
        yield _line(entry.record)


def spelt(record: object) -> bytes:
    """A record in JSON."""
    return msgspec.json.encode(record, enc_hook=str)


def _line(value: object) -> bytes:
    return spelt(value) + b"\n"
