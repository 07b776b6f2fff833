"""What every reader gives: one item of its input after the other, as records.

A reader is a function `read(given: Given, account: Account) -> Iterator[Told]`. It counts repairs
and losses in the account; the items themselves are counted by who calls it. It raises Unreadable,
or UnsafeInput, only for an input of which nothing can be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from claimgraph.errors import UnsafeInput
from claimgraph.records import AnyRecord
from claimgraph.records.settings import Settings
from claimgraph.repair.unreadable import Unreadable
from claimgraph.sources.account import Account

if TYPE_CHECKING:
    from claimgraph.sources.identity import Met
    from claimgraph.sources.node import Around


class Given(NamedTuple):
    """One input: its name for messages, its bytes, and what its folder or header says."""

    name: str
    data: bytes
    settings: Settings
    content_type: str = ""  # of the HTTP header, where it was fetched
    url: str = ""  # from which it was fetched

    def around(self) -> Around:
        """What holds for all items, unless the input says otherwise."""
        from claimgraph.sources.node import Around  # which loads all that repairs texts

        held = self.settings
        order, language = held.date_order or "", held.language or ""
        return Around(page=self.url, url=self.url, language=language, order=order)


class Told(NamedTuple):
    """One item, its line (from 1; of a file in one piece, the number of the item).

    `refused` says why there are no records. A review and its claim have the ids REVIEW and CLAIM
    until all that is told of its page is known; `met` is what tells it from others there.
    `settings` is set where the input names its own source. Items of one input with the same
    `claim` review one claim, as the input says.
    """

    line: int
    records: tuple[AnyRecord, ...] = ()
    refused: str = ""
    met: Met | None = None
    settings: Settings | None = None
    claim: str = ""


def refused(error: Unreadable | UnsafeInput, line: int) -> Told:
    """An item that begins in this line and cannot be read; the error's line counts from there."""
    if isinstance(error, Unreadable):
        return Told(line + max(error.line - 1, 0), refused=error.reason)
    return Told(line, refused=str(error))


REVIEW, CLAIM = "review", "claim"  # never ids of others in what a reader of the web tells
WEB = "web"  # the source of everything that is known by its URL, whoever holds the file
RECORDS = "records"  # the format of our own records
Reader = Callable[[Given, Account], Iterator[Told]]
