"""Everything that sources tell, held for a release, in files that are read in place.

Files of our own records in JSON Lines stay where they are. What else is told is written to such a
file: what is known by its page is one only when all pages are known.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from claimgraph.errors import ClaimgraphError, RecordErrors
from claimgraph.packing import ZSTANDARD, damage, opened, stem
from claimgraph.records.files import STDIN
from claimgraph.records.files import File as Found
from claimgraph.records.held import FROM_SETTINGS, Outcome
from claimgraph.records.lines import BOM, SUFFIXES
from claimgraph.records.on_disk import OnDisk
from claimgraph.records.outcome import Refusal
from claimgraph.records.settings import Settings, based
from claimgraph.records.spool import File
from claimgraph.sources import inputs
from claimgraph.sources.account import Account
from claimgraph.sources.formats import HEAD, Format, detected, is_records
from claimgraph.sources.gather import Gathering
from claimgraph.sources.inputs import URL, label
from claimgraph.sources.joining import join
from claimgraph.sources.told import RECORDS, WEB, Given
from claimgraph.sources.unpacking import Damaged, unpacked

# how packed files and archives begin
PACKED = (b"\x1f\x8b\x08", b"PK\x03\x04", ZSTANDARD)
_PLAIN = Settings(source=WEB)  # of the web, where nobody describes it


class Collected(NamedTuple):
    """Records, files that no reader knows, and the account of what was read.

    The account is asked for at the end, with the records that could not be read.
    """

    held: OnDisk
    skipped: Sequence[str]
    accounts: Callable[[Sequence[Refusal]], list[Account]]

    def told(self) -> Iterator[Outcome]:
        """All records one after the other, and what is none."""
        for number in range(len(self.held)):
            for one in self.held.read([number]).values():
                if one.origin != FROM_SETTINGS:
                    yield one


def collect(
    sources: Sequence[str],
    folder: Path,
    base: str | None = None,
    form: Format | None = None,
    seen: Callable[[int], object] = int,
) -> Collected:
    """As `read`; raises RecordErrors too where the settings of a source differ."""
    found = read(sources, folder, base, form, seen)
    found.held.agree()
    return found


def read(
    sources: Sequence[str],
    folder: Path,
    base: str | None = None,
    form: Format | None = None,
    seen: Callable[[int], object] = int,
) -> Collected:
    """All records of the sources; `form` is their format where it is not to be detected.

    `folder` is for temporary files; `seen` is told how many more records were met. Raises
    RecordErrors for record files that cannot be read, ClaimgraphError for a source that is not
    there, or that no reader knows, and where nothing is read at all.
    """
    found = Gathering(folder, base, form, seen)
    for number, file in enumerate(inputs.files(sources, found.skipped)):
        name = label(file.name, file.given)
        if (form is None or form.read is None) and _is_lines(file):
            path = _in_place(file, folder / f"input-{number}")
            if path:
                found.leave(File(path, file.name, file.settings), name)
                continue
        if form or _is_known(file):
            for one in inputs.opened(file):
                found.read(one)
        else:
            found.skipped.append(name)
    for source in filter(URL.match, sources):
        found.read(inputs.fetched(source))
    found.done()
    held = OnDisk(found.files, folder, base, found.refusals, based(_PLAIN, base), seen)
    _check(sources, found, held)
    join(held, found.owner)
    return Collected(held, found.skipped, lambda refused: _accounts(found, held, refused))


@contextmanager
def collected(
    sources: Sequence[str], base: str | None = None, form: Format | None = None
) -> Iterator[Collected]:
    """As `read`, for as long as it is needed."""
    with TemporaryDirectory(prefix="claimgraph-") as folder:
        try:
            found = read(sources, Path(folder), base, form)
        except OSError as error:
            where = error.filename or folder
            remedy = "free some space, or name another folder by TMPDIR"
            raise ClaimgraphError(f"{where}: {error.strerror}; {remedy}") from error
        yield found


def _is_known(file: Found) -> bool:
    """Whether a file is named, or one that some reader knows."""
    if file.given == file.name or not Path(file.name).is_file():
        return True
    try:
        with Path(file.name).open("rb") as stream:
            head = stream.read(HEAD)
    except OSError:
        return True  # which is told when it is read
    return head.startswith(PACKED) or bool(detected(Given(file.name, head, file.settings)))


def _is_lines(file: Found) -> bool:
    """Whether a file, or standard input, begins with a record in a line.

    A damaged one raises ClaimgraphError where it is named.
    """
    if file.name == STDIN:
        head = sys.stdin.buffer.peek(HEAD)[:HEAD]  # type: ignore[union-attr,unused-ignore]
        return head.lstrip()[:1] == b"{" and b"\n" in head and is_records(head)
    path = Path(file.name)
    if Path(stem(path.name)).suffix not in SUFFIXES or not path.is_file():
        return False
    try:
        with opened(path) as stream:
            return is_records(stream.read(HEAD).removeprefix(BOM))
    except damage() as error:
        if file.given != file.name:
            return False
        raise ClaimgraphError(f"{file.name}: cannot be read: {error}") from error


def _in_place(file: Found, place: Path) -> Path | None:
    """Where its lines are; None for a damaged file in a folder, which is read as others are."""
    path = Path(file.name)
    if file.name != STDIN and path.name == stem(path.name):
        return path
    try:
        unpacked(file.name, place)
    except Damaged:
        if file.given == file.name:
            raise
        place.unlink()
        return None
    return place


def _check(sources: Sequence[str], found: Gathering, held: OnDisk) -> None:
    """Raise for what is no record at all, and for no records."""
    if found.problems:
        every = held.read(range(len(held))).values()
        refused = (p for one in every if isinstance(one, Refusal) for p in one.problems)
        raise RecordErrors([*found.problems, *refused])
    if not len(held):
        raise ClaimgraphError(_nothing(sources, found))


def _accounts(found: Gathering, held: OnDisk, refused: Sequence[Refusal]) -> list[Account]:
    """The accounts, with those of files that were left in place."""
    own: dict[str, Account] = {}
    for file, owner, number in zip(found.files, found.owners, held.counts(), strict=True):
        if owner >= 0:
            own[file.name] = account = found.accounts[owner]
            account.read = account.mapped = number
    for refusal in refused:
        if refusal.origin.file in own:
            own[refusal.origin.file].refuse("a record with mistakes", refusal.origin.line)
            own[refusal.origin.file].mapped -= 1
    return found.accounts


def _nothing(sources: Sequence[str], found: Gathering) -> str:
    """What was met instead: refused items, inputs without items, files that no reader knows."""
    empty = [one.name for one in found.accounts if not one.read and one.format != RECORDS]
    reasons = [reason for one in found.accounts for reason in one.refused]
    reasons += [f"nothing of ours in {name}" for name in empty]
    reasons += [f"no reader knows {name}" for name in found.skipped]
    why = ": " + "; ".join(list(dict.fromkeys(reasons))[:3]) if reasons else ""
    return f"no records in {', '.join(sources)}{why or '; `claimgraph init` shows a start'}"
