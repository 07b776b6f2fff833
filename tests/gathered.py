"""All that sources tell, in a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from claimgraph.records.outcome import Entry, Refusal
from claimgraph.records.read import Reading
from claimgraph.sources.account import Account
from claimgraph.sources.formats import Format
from claimgraph.sources.streams import collected


class Gathered(NamedTuple):
    """Records and what is none, with an account of each input."""

    reading: Reading
    accounts: list[Account]


def gather(sources: Sequence[str], base: str | None = None, form: Format | None = None) -> Gathered:
    """Read all sources; raises as `claimgraph.sources.streams.read`."""
    with collected(sources, base, form) as found:
        told = list(found.told())
        refusals = [one for one in told if isinstance(one, Refusal)]
        entries = [one for one in told if isinstance(one, Entry)]
        return Gathered(Reading(entries, refusals, [*found.skipped]), found.accounts(refusals))
