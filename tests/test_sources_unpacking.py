"""Packed lines are unpacked on disk; damage is the file's fault, a full disk the output's."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from claimgraph.errors import ClaimgraphError
from claimgraph.sources import unpacking
from claimgraph.sources.unpacking import Damaged, unpacked

LINE = b'{"kind":"place","id":"%d","name":"P"}\n'
DATA = b"".join(LINE % number for number in range(20_000))
GIB = 1 << 30


class Disk(NamedTuple):
    """As of shutil.disk_usage."""

    total: int
    used: int
    free: int


def disks(monkeypatch: pytest.MonkeyPatch, total: int, *free: int) -> None:
    """What is free, each time that somebody asks; the last one from then on."""
    left: Iterator[int] = iter(free)
    said = [free[-1]]

    def usage(folder: Path) -> Disk:
        said[0] = next(left, said[0])
        return Disk(total, total - said[0], said[0])

    monkeypatch.setattr("shutil.disk_usage", usage)


def packed(folder: Path) -> str:
    """A packed file."""
    path = folder / "a.jsonl.gz"
    path.write_bytes(gzip.compress(DATA))
    return str(path)


@pytest.mark.parametrize(("total", "free"), [(100 * GIB, GIB), (10 * GIB, GIB // 2), (0, 0)])
def test_as_long_as_some_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, total: int, free: int
) -> None:
    disks(monkeypatch, total, free)
    unpacked(packed(tmp_path), tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == DATA


@pytest.mark.parametrize(
    ("total", "free", "reserve"),
    [
        (100 * GIB, [GIB - 1], "1,024"),
        (10 * GIB, [GIB // 2 - 1], "512"),
        (GIB, [GIB, GIB, 0], "51"),
    ],
)
def test_a_disk_that_gets_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, total: int, free: list[int], reserve: str
) -> None:
    monkeypatch.setattr(unpacking, "PIECE", 1000)
    disks(monkeypatch, total, *free)
    name = packed(tmp_path)
    with pytest.raises(ClaimgraphError) as caught:
        unpacked(name, tmp_path / "out")
    said = str(caught.value)
    assert said.startswith(f"{name}: less than {reserve} MiB are left on the disk")
    assert said.endswith("free some space, or choose an output folder on another disk")
    assert not (tmp_path / "out").exists() or (tmp_path / "out").stat().st_size < 3000


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_disk_that_is_full(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        unpacked(packed(tmp_path), Path("/dev/full"))


def test_a_damaged_file(tmp_path: Path) -> None:
    name = packed(tmp_path)
    Path(name).write_bytes(gzip.compress(DATA)[:-9])
    with pytest.raises(Damaged, match=r"a\.jsonl\.gz: cannot be read"):
        unpacked(name, tmp_path / "out")


def test_a_dump_without_room_for_its_own_files(tmp_path: Path) -> None:
    command = f"ulimit -f 100; {sys.executable} -m claimgraph dump {packed(tmp_path)} -o dist"
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("claimgraph: dist: File too large; raise the limit")
    assert not (tmp_path / "dist").exists()
