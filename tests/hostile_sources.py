"""Sources that mean harm, each read by itself in a process with limits."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bounded import bounded
from claimgraph.errors import ClaimgraphError
from claimgraph.sources.loss import totals
from gathered import gather

LIMITED = [
    pytest.mark.usefixtures("folder"),
    pytest.mark.skipif(sys.platform != "linux", reason="limits of a process as Linux has them"),
]


def outcome(*names: str) -> str:
    """What reading each source by itself gives, a line each."""
    return bounded(lambda: "\n".join(map(_outcome, names)))


def _outcome(name: str) -> str:
    try:
        found = gather([name])
    except ClaimgraphError as error:
        return f"refused: {error}"
    numbers = totals(found.accounts)
    reasons = "; ".join(reason for one in found.accounts for reason in one.refused)
    return f"{numbers['mapped']} mapped, {numbers['refused']} refused {reasons}".strip()


def outcome_of(name: str, data: bytes) -> str:
    """What reading a file of these bytes gives."""
    Path(name).write_bytes(data)
    return outcome(name)


def page(body: str) -> bytes:
    """An HTML page that starts well."""
    return f"<!doctype html><html>{body}".encode()


def block(json_: str) -> bytes:
    """An HTML page with a block of JSON-LD."""
    return page(f'<script type="application/ld+json">{json_}</script>')
