"""Fuzz the reading of script blocks with atheris: `python tests/fuzz/script_blocks.py -runs=10000`.

A page of any bytes goes from its blocks through JSON to items. Arguments are those of libFuzzer
(`-runs=`, `-max_total_time=` in seconds, `-max_len=`, folders of inputs to begin with); whatever is
raised that no reader may raise ends the run with a traceback and the input in a file `crash-…`.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["claimgraph.sources"]):
    from claimgraph.errors import UnsafeInput
    from claimgraph.repair import json_repair
    from claimgraph.repair.unreadable import Unreadable
    from claimgraph.sources.account import Account
    from claimgraph.sources.documents import items
    from claimgraph.sources.node import Around
    from claimgraph.web import markup

_AROUND = Around(page="https://desk.example/1", url="https://desk.example/1")
_SCRIPT = b'<script type="application/ld+json">'


def read(data: bytes) -> None:
    """A page, and the same bytes as a block of one."""
    for page in (data, _SCRIPT + data + b"</script>"):
        try:
            _items(page)
        except (Unreadable, UnsafeInput):
            continue


def _items(page: bytes) -> None:
    account = Account("page", "page")
    for block in markup.blocks(page).blocks:
        value, rules = json_repair.loads(block.text)
        account.repair(rules)
        for told in items(value, _AROUND, block.line, account):
            assert told.refused or told.records


if __name__ == "__main__":
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()
