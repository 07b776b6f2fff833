from __future__ import annotations

import multiprocessing
from pathlib import Path

from claimgraph.release.lock import alone, hold, is_held

CONTEXT = multiprocessing.get_context("fork")


def _count(folder: Path, times: int) -> None:
    number = folder / "number"
    for _ in range(times):
        with alone(folder / "lock"):
            number.write_text(str(int(number.read_text()) + 1))


def test_one_at_a_time(tmp_path: Path) -> None:
    """The lock file comes and goes all the time; nobody gets in with a removed one."""
    (tmp_path / "number").write_text("0")
    workers = [CONTEXT.Process(target=_count, args=(tmp_path, 200)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (tmp_path / "number").read_text() == "600"
    assert not (tmp_path / "lock").exists()


def test_a_lock_file_left_behind_locks_nobody(tmp_path: Path) -> None:
    (tmp_path / "lock").touch()
    (tmp_path / "number").write_text("0")
    _count(tmp_path, 1)
    assert not (tmp_path / "lock").exists()


def test_a_lock_moves_with_its_folder_and_ends_with_its_process(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    ready = CONTEXT.Event()

    def holder() -> None:
        hold(one)
        one.rename(other)
        ready.set()
        CONTEXT.Event().wait()

    process = CONTEXT.Process(target=holder)
    process.start()
    assert ready.wait(10)
    assert (is_held(one), is_held(other)) == (False, True)
    process.kill()
    process.join()
    assert not is_held(other)
