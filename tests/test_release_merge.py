"""Runs that are sorted become one sorted file, and what goes wrong is told."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from hashlib import sha256
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.errors import ClaimgraphError
from claimgraph.gate import render
from claimgraph.gate.report import Report, Result
from claimgraph.release import folder, merge
from claimgraph.release.merge import merged, store, texts

# what sort(1) would put elsewhere in another language
LINE = st.text("aBb<>. \x01é￿😀\t\n", max_size=6).map(str.encode)


def written(place: Path, runs: list[list[bytes]], end: bytes) -> list[Path]:
    """A file for each run."""
    found = []
    for number, one in enumerate(runs):
        path = place / f"{number:03}.nq"
        path.write_bytes(b"".join(text + end for text in sorted(one)))
        found.append(path)
    return found


@pytest.mark.parametrize("is_text", [True, False])
@given(runs=st.lists(st.lists(LINE, max_size=5), max_size=5), size=st.sampled_from([1, 7, 1 << 20]))
def test_runs_become_one(
    tmp_path_factory: pytest.TempPathFactory, is_text: bool, runs: list[list[bytes]], size: int
) -> None:
    if is_text:
        runs = [[one.replace(b"\n", b"") for one in run] for run in runs]
    end = b"\n" if is_text else b"\0"
    paths = written(tmp_path_factory.mktemp("runs"), runs, end)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(merge, "CHUNK", size)
        found = b"".join(merged(paths, is_text))
    assert found == b"".join(one + end for one in sorted(chain(*runs)))


@pytest.mark.parametrize("number", [0, 1, 2, 17])
def test_more_runs_than_are_open_at_once(
    tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge, "OPEN", 4)
    runs = [
        [f"{n * 7919 % 1000:04}".encode() for n in range(at, 999, number)] for at in range(number)
    ]
    found = b"".join(merged(written(tmp_path, runs, b"\n"), is_text=True))
    assert found.split() == sorted(chain(*runs))


@given(st.lists(st.text("ab\n", max_size=4).map(str.encode)), st.integers(1, 9))
def test_texts_in_chunks(known: list[bytes], size: int) -> None:
    data = b"".join(one + b"\0" for one in known)
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    assert [one for some in texts(chunks) for one in some] == known


def test_names_of_runs_may_be_odd(tmp_path: Path) -> None:
    place = tmp_path / "a\nb -c"
    place.mkdir()
    assert b"".join(merged(written(place, [[b"b"], [b"a"]], b"\n"), is_text=True)) == b"a\nb\n"


def test_without_sort(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ClaimgraphError, match="install coreutils"):
        list(merged(written(tmp_path, [[b"a"], [b"b"]], b"\n"), is_text=True))


def test_sort_that_fails(tmp_path: Path) -> None:
    runs = written(tmp_path, [[b"a"], [b"b"]], b"\n")
    runs[1].unlink()
    with pytest.raises(ClaimgraphError, match=r"sort\(1\) failed: .*001\.nq.*space left"):
        list(merged(runs, is_text=True))


def test_a_reader_that_stops_ends_sort(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge, "CHUNK", 10)
    runs = written(tmp_path, [[b"x" * 99] * 5000, [b"y" * 99] * 5000], b"\n")
    found = merged(runs, is_text=True)
    next(found)
    assert isinstance(found, Iterator)
    found.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_what_is_stored(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    stored = store(path, [b"one", b"", b"two"])
    data = path.read_bytes()
    assert (stored.size, stored.sha256) == (len(data), sha256(data).hexdigest())
    assert stored.text == sha256(b"onetwo").hexdigest()


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_a_full_disk(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: object, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("claimgraph.release.merge._Counted.write", full)
    with (
        pytest.raises(ClaimgraphError, match="No space left on device; free some space"),
        folder.published(tmp_path / "dist") as place,
    ):
        store(place / f"x{suffix}", [b"data" * 1000])
    assert list(tmp_path.iterdir()) == []


def results(number: int) -> list[Result]:
    """Results of which many differ in one part only."""
    names = ("<http://example.org/a>", "<http://example.org/ab>", "<http://example.org/a/b>")
    words = ("é", "a\nb", "")
    return [
        Result(
            names[n % 3],
            names[n // 3 % 3],
            "" if n % 2 else f'"{n % 5}"',
            "<http://www.w3.org/ns/shacl#MinCountConstraintComponent>",
            ("Violation", "Warning", "Info")[n // 2 % 3],
            words[n // 7 % 3],
            names[n // 11 % 3],
        )
        for n in range(number)
    ]


@pytest.mark.parametrize("number", [0, 1, 90])
@pytest.mark.parametrize("cut", [1, 4])
def test_the_report_is_that_of_all_results(tmp_path: Path, number: int, cut: int) -> None:
    """Written batch by batch, and merged."""
    from claimgraph.release import runs as batches
    from claimgraph.release import write

    every = list(dict.fromkeys(results(number)))
    spelt = []
    for at in range(cut):
        run = tmp_path / f"{at:012}"
        told = sorted(map(batches._result, every[at::cut]))
        run.with_suffix(".results").write_bytes(b"".join(one.encode() + b"\0" for one in told))
        spelt.append(batches.Spelt(run, *(None,) * 6))  # type: ignore[arg-type]
    found = b"".join(write._report(tmp_path, spelt)).decode()
    assert found == render.turtle(Report.of(every))
