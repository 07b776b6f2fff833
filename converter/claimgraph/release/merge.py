"""Merge sorted runs into the files of a release, by sort(1): it spills to disk by itself."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple

from claimgraph.errors import ClaimgraphError
from claimgraph.packing import SUFFIXES, packed

CHUNK = 1 << 20  # bytes
BUFFER = "64M"  # of sort(1)
OPEN = 1000  # runs that are merged at once, if so many files may be open


class Stored(NamedTuple):
    """A file of the release: its size and its SHA-256, and that of its text where it is packed."""

    size: int
    sha256: str
    text: str


def merged(runs: Sequence[Path], is_text: bool) -> Iterator[bytes]:
    """The bytes of the runs in order, in chunks; each run has lines, or texts ended by NUL."""
    if len(runs) < 2:
        for run in runs:
            with run.open("rb") as stream:
                yield from _chunks(stream)
        return
    ends = [] if is_text else ["--zero-terminated"]
    command = ["sort", "--merge", f"--batch-size={_most()}", f"--buffer-size={BUFFER}", *ends]
    with _running([*command, "--files0-from=-"], runs) as stream:
        yield from _chunks(stream)


def _most() -> int:
    """How many runs are merged at once: what may be open less what sort(1) needs itself."""
    return min(OPEN, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 16)


def texts(chunks: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The texts that end with NUL in chunks of bytes, many at once."""
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\0")
        yield whole
    assert not rest


def store(path: Path, chunks: Iterable[bytes]) -> Stored:
    """Write a file to the disk, packed if its suffix says so."""
    with path.open("wb") as file:
        out = _Counted(file.write)
        text = sha256() if path.suffix in SUFFIXES else out.digest
        with packed(path.suffix, out) as write:
            for chunk in chunks:
                if text is not out.digest:
                    text.update(chunk)
                write(chunk)
        file.flush()
        os.fsync(file.fileno())  # while other files are still being written
    return Stored(out.size, out.digest.hexdigest(), text.hexdigest())


class _Counted:
    """What is written, with its size and hash."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write, self.size, self.digest = write, 0, sha256()

    def write(self, data: bytes) -> int:
        self._write(data)
        self.digest.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is kept here."""


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


@contextmanager
def _running(command: Sequence[str], runs: Sequence[Path]) -> Iterator[BinaryIO]:
    """The output of the command; raises ClaimgraphError where it is not there or fails."""
    env = {**os.environ, "LC_ALL": "C", "TMPDIR": str(runs[0].parent)}
    names = runs[0].parent / f"{runs[0].suffix[1:]}.list"
    names.write_bytes(b"".join(os.fsencode(run) + b"\0" for run in runs))
    try:
        with (
            names.open("rb") as listed,
            subprocess.Popen(  # noqa: S603
                command,
                stdin=listed,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=env,
            ) as process,
        ):
            assert process.stdout
            assert process.stderr
            try:
                yield process.stdout  # type: ignore[misc]
            except BaseException:
                process.kill()
                raise
            if process.wait():
                said = process.stderr.read().decode(errors="replace").strip()
                raise ClaimgraphError(f"sort(1) failed: {said}; is there space left on the disk?")
    except FileNotFoundError as error:
        raise ClaimgraphError("no sort(1) on this machine; install coreutils") from error
