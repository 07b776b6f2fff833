"""Runs merged by sort(1)."""

from __future__ import annotations

import gzip
import os
import random
from hashlib import sha256
from pathlib import Path

import pytest

from claimgraph.errors import ClaimgraphError
from claimgraph.release import merge
from claimgraph.release.merge import merged, store, texts


def runs(folder: Path, number: int, end: str) -> tuple[list[Path], list[str]]:
    """Sorted runs of made-up texts in several scripts, and all of these in order."""
    chance = random.Random(number)
    found = [f"{chance.choice('aäя中😀')}{n}{chance.choice(['', 'x', 'é'])}" for n in range(500)]
    chance.shuffle(found)
    paths = [folder / f"{place}.{'nq' if end == chr(10) else 'ttl'}" for place in range(number)]
    for place, path in enumerate(paths):
        path.write_bytes("".join(f"{one}{end}" for one in sorted(found[place::number])).encode())
    return paths, sorted(found)


@pytest.mark.parametrize("number", [1, 2, 7, 40])
@pytest.mark.parametrize("end", ["\n", "\0"])
def test_runs_merge_in_the_order_of_code_points(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, end: str
) -> None:
    monkeypatch.setattr(merge, "OPEN", 16)
    monkeypatch.setattr(merge, "CHUNK", 100)
    paths, wanted = runs(tmp_path, number, end)
    got = b"".join(merged(paths, end == "\n")).decode()
    assert got.split(end) == [*wanted, ""]


def test_texts_are_parted_wherever_chunks_end() -> None:
    whole = b"a\0bc\0\0def\0"
    for size in range(1, len(whole) + 1):
        chunks = [whole[at : at + size] for at in range(0, len(whole), size)]
        assert [one for some in texts(chunks) for one in some] == [b"a", b"bc", b"", b"def"]


def test_nothing_merges_to_nothing() -> None:
    assert list(merged([], is_text=True)) == []


def test_without_sort_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ClaimgraphError, match="install coreutils"):
        list(merged(runs(tmp_path, 2, "\n")[0], is_text=True))


def test_what_sort_says_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sort").write_text("#!/bin/sh\necho 'no space left' >&2\nexit 2\n")
    (tmp_path / "sort").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(ClaimgraphError, match="no space left"):
        list(merged(runs(tmp_path, 2, "\n")[0], is_text=True))


def test_who_stops_listening_ends_it(tmp_path: Path) -> None:
    paths, _ = runs(tmp_path, 3, "\n")
    chunks = merged(paths, is_text=True)
    next(iter(chunks))
    chunks.close()  # type: ignore[attr-defined]


def test_a_file_is_stored_with_its_hashes(tmp_path: Path) -> None:
    plain = store(tmp_path / "a.nq", [b"ab", b"c"])
    assert plain == (3, sha256(b"abc").hexdigest(), sha256(b"abc").hexdigest())
    packed = store(tmp_path / "a.nq.gz", [b"ab", b"c"])
    data = (tmp_path / "a.nq.gz").read_bytes()
    assert gzip.decompress(data) == b"abc"
    assert packed == (len(data), sha256(data).hexdigest(), plain.sha256)
