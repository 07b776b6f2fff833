"""Read inputs, whatever their format, into files of records, with an account of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec.structs import replace

from claimgraph.errors import ClaimgraphError, Problem, UnsafeInput
from claimgraph.records.outcome import Entry, Refusal
from claimgraph.records.read import outcomes
from claimgraph.records.settings import based
from claimgraph.records.spool import File, Spool
from claimgraph.records.write import spelt
from claimgraph.repair.unreadable import Unreadable
from claimgraph.sources import formats
from claimgraph.sources.account import Account
from claimgraph.sources.formats import Format
from claimgraph.sources.inputs import Input
from claimgraph.sources.items import Items
from claimgraph.sources.known import known
from claimgraph.sources.naming import named
from claimgraph.sources.told import RECORDS, WEB, Given, Told

_SHARED = tuple(b'{"kind":"%s"' % kind for kind in (b"actor", b"place", b"event"))


class Gathering:
    """What is read of one input after the other; `seen` is told of each record."""

    def __init__(
        self, folder: Path, base: str | None, form: Format | None, seen: Callable[[int], object]
    ) -> None:
        self.accounts: list[Account] = []
        self.skipped: list[str] = []
        self.problems: list[Problem] = []  # of files that cannot be read at all
        self.refusals: list[Refusal] = []  # of files of records that are not JSON Lines
        self.files: list[File] = []
        self.owners: list[int] = []  # of each file, the place of its account; -1 for a spool
        self._folder, self._base, self._form, self._seen = folder, base, form, seen
        self._names: list[str] = []  # of the inputs that have an account, for messages
        self._items = Items(folder)
        self._records: Spool | None = None

    def leave(self, file: File, label: str) -> None:
        """A file of JSON Lines stays where it is."""
        self._close()
        self._account(label, RECORDS, file.name)
        self._add(file, len(self.accounts) - 1)

    def read(self, one: Input) -> None:
        """Read an input; raises ClaimgraphError for one that is named and cannot be read."""
        given = one.given._replace(settings=based(one.given.settings, self._base))
        found = self._form or (formats.detected(given) if given.data else None)
        if one.refused or not found:
            if one.is_named or one.refused:
                self._unread(one)
            else:
                self.skipped.append(one.label)
            return
        account = self._account(one.label, found.name, given.name)
        if found.read is None:
            self._read_records(given, account)
            return
        held = replace(given.settings, source=WEB)
        for told in _told(one, given, found, account):
            account.read += 1
            if told.refused:
                account.refuse(told.refused, told.line)
                continue
            account.mapped += 1
            settings = based(told.settings, self._base) if told.settings else held
            self._items.add(told, len(self.accounts) - 1, settings)
            self._seen(1)

    def done(self) -> None:
        """All is read; the items get their ids."""
        self._close()
        items = self._items
        items.close()
        spool = Spool(self._folder / "items", self._names)
        for head, lines in named(items, known(self.files, items, self._base)):
            settings = items.settings[head.settings]
            for place, line in enumerate(lines):
                if place and line.startswith(_SHARED):
                    spool.add_shared(line, settings, head.source, head.line)
                else:
                    spool.add(line, settings, head.source, head.line, is_first=not place)
        items.remove()
        self._add(spool.close(), -1)

    def owner(self, place: int, inside: int) -> tuple[Account, int, bool]:
        """Whose the record of a file is, how often it was told, whether an item begins with it."""
        origins = self.files[place].origins
        if origins is None:
            return self.accounts[self.owners[place]], 1, False
        account = self.accounts[origins.inputs[inside]]
        return account, origins.times[inside], bool(origins.firsts[inside])

    def _unread(self, one: Input) -> None:
        if one.is_named:
            reason = one.refused or "no reader knows this kind of file; name its format by --as"
            raise ClaimgraphError(f"{one.given.name}: {reason}")
        account = self._account(one.label, "", one.given.name)
        account.read += 1
        account.refuse(one.refused, 0)

    def _account(self, label: str, form: str, name: str) -> Account:
        self.accounts.append(Account(label, form))
        self._names.append(name)
        return self.accounts[-1]

    def _read_records(self, given: Given, account: Account) -> None:
        if self._records is None:
            self._records = Spool(self._folder / f"records-{len(self.files)}", self._names)
        source = len(self.accounts) - 1
        for one in outcomes(given.name, given.data, given.settings, self._base):
            if isinstance(one, Problem):
                self.problems.append(one)
                continue
            account.read += 1
            self._seen(1)
            if isinstance(one, Entry):
                account.mapped += 1
                _, line, node = one.origin
                self._records.add(spelt(one.record), one.settings, source, line, node=node)
            else:
                account.refuse("a record with mistakes", one.origin.line)
                self.refusals.append(one)

    def _close(self) -> None:
        """What is read from here on stands behind another file."""
        if self._records:
            self._add(self._records.close(), -1)
            self._records = None

    def _add(self, file: File, owner: int) -> None:
        self.files.append(file)
        self.owners.append(owner)


def _told(one: Input, given: Given, found: Format, account: Account) -> Iterator[Told]:
    """The items of an input, and one that is refused where reading ends before the input does."""
    assert found.read
    try:
        yield from found.read(given, account)
    except (Unreadable, UnsafeInput, ClaimgraphError) as error:
        if one.is_named:
            raise _located(given, error) from error
        yield Told(getattr(error, "line", 0), refused=f"cannot be read: {error}")


def _located(given: Given, error: Exception) -> ClaimgraphError:
    """The error with the name of its input, unless it has it."""
    text = error.reason if isinstance(error, Unreadable) else str(error)
    if text.startswith(given.name):
        return ClaimgraphError(text)
    line = getattr(error, "line", 0)
    return ClaimgraphError(f"{given.name}{f':{line}' if line else ''}: {text}")
