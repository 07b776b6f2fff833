"""Everything that sources tell, held for a release: in memory, or in files that are read in place.

Files of our own records in JSON Lines stay where they are. All else is read first: what is known by
its page is one only when all pages are known.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from claimgraph.errors import ClaimgraphError, RecordErrors
from claimgraph.packing import ZSTANDARD, damage, opened, stem
from claimgraph.records import Claim
from claimgraph.records.files import STDIN, anything, find
from claimgraph.records.files import File as Found
from claimgraph.records.held import Held, InMemory
from claimgraph.records.lines import BOM, SUFFIXES
from claimgraph.records.on_disk import OnDisk
from claimgraph.records.outcome import Entry, Refusal
from claimgraph.records.survey import File
from claimgraph.sources.account import Account
from claimgraph.sources.formats import HEAD, Format, detected, is_records
from claimgraph.sources.inputs import URL, label
from claimgraph.sources.merging import hubbed, hubs, one_of
from claimgraph.sources.told import RECORDS, WEB, Given

# how packed files and archives begin, which `gather` opens
PACKED = (b"\x1f\x8b\x08", b"PK\x03\x04", ZSTANDARD)


class Collected(NamedTuple):
    """Records, files that no reader knows, and the account of what was read.

    The account is asked for at the end, with the records that could not be read.
    """

    held: Held
    skipped: Sequence[str]
    accounts: Callable[[Sequence[Refusal]], list[Account]]


def collect(
    sources: Sequence[str], folder: Path, base: str | None = None, form: Format | None = None
) -> Collected:
    """All records of the sources; raises as `sources.gather`. `folder` is for temporary files."""
    skipped: list[str] = []
    in_place = form is None or form.read is None
    files = _lines(sources, folder, skipped) if in_place else []
    found = _on_disk(files, folder, base) if files else None
    if found:
        return found._replace(skipped=skipped)
    from claimgraph.sources.gather import gather  # loads all that reads

    gathered = gather(sources, base, form)
    reading = gathered.reading
    held = InMemory([*reading.entries, *reading.refusals])
    return Collected(held, reading.skipped, lambda _: gathered.accounts)


class _Lines(NamedTuple):
    """A file of records, and what accounts call it."""

    file: File
    label: str


def _lines(sources: Sequence[str], folder: Path, skipped: list[str]) -> list[_Lines]:
    """The files, if all that is told is records in JSON Lines, else none.

    `skipped` gets those that no reader knows.
    """
    if any(map(URL.match, sources)):
        return []
    found = find(sources, anything)
    lines: list[Found] = []
    others: list[Found] = []
    for file in found.files:
        (lines if _is_lines(file.name, file.given == file.name) else others).append(file)
    if found.skipped or any(map(_is_told, others)):
        return []
    skipped += [label(file.name, file.given) for file in others]
    return [_in_place(file, folder / f"input-{number}") for number, file in enumerate(lines)]


def _in_place(file: Found, place: Path) -> _Lines:
    path = Path(file.name)
    if file.name == STDIN or path.name != stem(path.name):
        path = _unpacked(file.name, place)
    return _Lines(File(path, file.name, file.settings), label(file.name, file.given))


def _is_told(file: Found) -> bool:
    """Whether a file is named, or one that some reader knows."""
    if file.given == file.name or not Path(file.name).is_file():
        return True
    with Path(file.name).open("rb") as stream:
        head = stream.read(HEAD)
    return head.startswith(PACKED) or bool(detected(Given(file.name, head, file.settings)))


def _is_lines(name: str, is_named: bool) -> bool:
    """Whether a file, or standard input, begins with a record in a line.

    A damaged one raises ClaimgraphError where it is named, else it is left to `gather`.
    """
    if name == STDIN:
        head = sys.stdin.buffer.peek(HEAD)[:HEAD]  # type: ignore[union-attr,unused-ignore]
        return head.lstrip()[:1] == b"{" and b"\n" in head and is_records(head)
    path = Path(name)
    if Path(stem(path.name)).suffix not in SUFFIXES or not path.is_file():
        return False
    try:
        with opened(path) as stream:
            return is_records(stream.read(HEAD).removeprefix(BOM))
    except damage() as error:
        if not is_named:
            return False
        raise ClaimgraphError(f"{name}: cannot be read: {error}") from error


def _unpacked(name: str, path: Path) -> Path:
    try:
        given = sys.stdin.buffer if name == STDIN else opened(Path(name))
        with given as stream, path.open("wb") as file:
            shutil.copyfileobj(stream, file, 1 << 20)
    except damage() as error:
        raise ClaimgraphError(f"{name}: cannot be read: {error}") from error
    return path


def _on_disk(files: Sequence[_Lines], folder: Path, base: str | None) -> Collected | None:
    """The records of files; None where there are none, or their settings have to be joined."""
    try:
        held = OnDisk([one.file for one in files], folder, base)
    except RecordErrors:
        if any(one.file.name == STDIN for one in files):  # which is read once
            raise
        return None
    if not len(held):
        return None
    accounts = [Account(one.label, RECORDS) for one in files]
    _merge(held, accounts)
    _join_variants(held)

    def account(refused: Sequence[Refusal]) -> list[Account]:
        places = {one.file.name: place for place, one in enumerate(files)}
        for one, number in zip(accounts, held.counts(), strict=True):
            one.read = one.mapped = number
        for refusal in refused:
            one = accounts[places[refusal.origin.file]]
            one.refuse("a record with mistakes", refusal.origin.line)
            one.mapped -= 1
        return accounts

    return Collected(held, (), account)


def _merge(held: OnDisk, accounts: Sequence[Account]) -> None:
    """One record from several of an id, as far as `one_of` makes one of them."""
    for numbers in list(held.twins.values()):
        by_kind: dict[type, list[tuple[int, Entry]]] = {}
        for number, one in held.read(numbers).items():
            if isinstance(one, Entry):
                by_kind.setdefault(type(one.record), []).append((number, one))
        for group in by_kind.values():
            found = one_of([(one, accounts[held.file(number)]) for number, one in group])
            if len(found) < len(group):
                held.change(found[0], [number for number, _ in group])


def _join_variants(held: OnDisk) -> None:
    """Claims of the web name as a variant the claim that is itself none."""
    named = {id_: hub for (source, id_), hub in held.variants.items() if source == WEB}
    between = {id_ for id_ in named.values() if id_ in named}
    found = hubs(
        {id_: hub for id_, hub in named.items() if id_ not in between or _claims(held, id_)}
    )
    for id_, hub in named.items():
        if found.get(id_, hub) != hub:
            for number, one in _claims(held, id_):
                held.change(hubbed(one, found), [number])


def _claims(held: OnDisk, id_: str) -> list[tuple[int, Entry]]:
    """The claims of the web of that id, with their numbers."""
    read = held.read(held.numbers((WEB, id_))).items()
    return [(n, o) for n, o in read if isinstance(o, Entry) and isinstance(o.record, Claim)]
