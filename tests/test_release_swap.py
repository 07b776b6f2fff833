"""A release is swapped in whole: interrupted, killed at any moment, several at once."""

from __future__ import annotations

import errno
import json
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from claimgraph.manifest import is_release
from claimgraph.release import exchange, lock
from claimgraph.release.folder import published, repair
from test_release_folder import FILES, beside, ended, number, publish, spawn, write


@pytest.fixture(params=["exchange", "renames"])
def way(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to swap, also in the children of the test."""
    if request.param == "renames":
        monkeypatch.setattr(exchange, "exchange", lambda *_: False)
    else:
        one, other = tmp_path / "one", tmp_path / "other"
        one.mkdir()
        other.mkdir()
        if not exchange.exchange(one, other):
            pytest.skip("this platform or file system cannot exchange two names")
    return str(request.param)


def test_what_a_living_writer_has_is_left_alone(tmp_path: Path, way: str) -> None:
    folder = tmp_path / "dist"
    with published(folder) as first:
        write(first, 1)
        repair(folder)
        with published(folder) as second:
            assert len(beside(folder)) == 2
            write(second, 2)
        assert number(folder) == 2
    assert (number(folder), beside(folder)) == (1, [])


def test_a_name_that_another_took_after_the_swap_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """Two containers may both be process 1."""
    folder = tmp_path / "dist"
    publish(folder, 1)
    alone = lock.alone
    with published(folder) as new:
        write(new, 2)

        @contextmanager
        def then_another(path: Path) -> Iterator[None]:
            with alone(path):
                yield
            new.mkdir()

        monkeypatch.setattr(lock, "alone", then_another)
    assert (number(folder), beside(folder)) == (2, [new.name])


def test_a_link_stays_a_link(tmp_path: Path, way: str) -> None:
    real, link = tmp_path / "elsewhere" / "real", tmp_path / "dist"
    link.symlink_to(real)
    publish(link, 1)
    publish(link, 2)
    assert (link.is_symlink(), number(real), beside(link), beside(real)) == (True, 2, [], [])


def _struck(step: int, blow: Callable[[], None], folder: Path, number: int) -> str:
    """Publish; before the step-th system call that reads or changes a folder the blow falls.

    Returns how often it fell.
    """
    steps = count(1)
    blows: list[str] = []

    def hook(event: str, _: object) -> None:
        if event.startswith(("os.", "open", "shutil.", "fcntl.")) and next(steps) == step:
            blows.append(event)
            blow()

    sys.addaudithook(hook)
    publish(folder, number)
    return str(len(blows))


def _kill() -> None:
    os._exit(9)


def _interrupt() -> None:
    raise KeyboardInterrupt


def _fail() -> None:
    raise OSError(errno.EIO, "broken")


@pytest.mark.parametrize(
    ("blow", "code"),
    [(_kill, 9), (_interrupt, 130), pytest.param(_fail, 2, marks=pytest.mark.slow)],
)
def test_interrupted_at_every_step(
    tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch, blow: Callable[[], None], code: int
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    folder = tmp_path / "dist"
    publish(folder, 0)
    codes, gaps = [], 0
    for step in count(1):
        before = number(folder)
        status, words = ended(*spawn(partial(_struck, step, blow, folder, step)))
        gaps += not folder.exists()
        if way == "exchange" or blow is not _kill:
            assert number(folder) in (before, step), words
        repair(folder)
        assert number(folder) in (before, step)
        assert beside(folder) == []
        codes.append(status)
        if (status, words) == (0, "0"):
            break
    assert set(codes) == {0, code}
    assert codes.count(code) > 30
    assert gaps == (1 if way == "renames" and blow is _kill else 0)


def _kill_one(folder: Path, first: int, delay: float) -> int:
    """Kill a process that publishes first, first + 1 ...; the last that it said was done."""
    said, say = os.pipe()

    def job() -> None:
        for n in count(first):
            publish(folder, n)
            os.write(say, b"%d\n" % n)

    pid, read = spawn(job)
    os.close(say)
    time.sleep(delay)
    os.kill(pid, signal.SIGKILL)
    assert ended(pid, read) == (-signal.SIGKILL, "")
    with os.fdopen(said) as done:
        return int((done.read().split() or [str(first - 1)])[-1])


def _kill_many(folder: Path, way: str, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    last, left = 0, 0
    publish(folder, last)
    for _ in range(kills):
        done = _kill_one(folder, last + 1, chance.uniform(0, 0.04))
        left += bool(beside(folder))
        if way == "renames":
            repair(folder)
        last = number(folder)
        assert last in (done, done + 1)
    assert left
    publish(folder, last + 1)
    assert (number(folder), beside(folder)) == (last + 1, [])


def test_killed_at_any_moment(tmp_path: Path, way: str) -> None:
    _kill_many(tmp_path / "dist", way, 15, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 5))
def test_killed_again_and_again(tmp_path: Path, way: str, seed: int) -> None:
    _kill_many(tmp_path / "dist", way, 150, seed)


def _read_at(folder: Path) -> set[int]:
    """The numbers in the files of the folder that is opened once; those removed are left out."""
    at = os.open(folder, os.O_RDONLY)
    found: set[int] = set()
    try:
        for name in FILES:
            with open(name, opener=lambda path, flags: os.open(path, flags, dir_fd=at)) as file:
                found.add(json.load(file)["number"])
    except FileNotFoundError:
        pass
    finally:
        os.close(at)
    return found


def test_two_at_once_and_a_reader(tmp_path: Path, way: str) -> None:
    folder = tmp_path / "dist"
    publish(folder, 0)

    def writer(first: int) -> None:
        for n in range(first, first + 10):
            publish(folder, n)

    writers = [spawn(partial(writer, first)) for first in (100, 200)]
    seen = set()
    while not all(select.select([read], [], [], 0)[0] for _, read in writers):
        assert is_release(folder) or way == "renames"
        try:
            numbers = _read_at(folder)
        except FileNotFoundError:
            assert way == "renames"
            continue
        assert len(numbers) < 2
        seen |= numbers
    assert [ended(*each) for each in writers] == [(0, ""), (0, "")]
    assert len(seen) > 1
    assert number(folder) in (109, 209)
    assert beside(folder) == []
