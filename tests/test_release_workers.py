"""Worker processes: what they make, and that they end however the run ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.reviews import lines
from claimgraph.errors import ClaimgraphError
from claimgraph.release.dump import dump
from claimgraph.release.workers import each

ROOT = Path(__file__).parents[1]
DUMP = "import sys; from claimgraph.cli import main; sys.argv[0] = 'claimgraph'; main()"
SMALL = b'{"kind":"actor","id":"times","type":"news","name":"Times"}\n'


@pytest.mark.parametrize("jobs", [1, 2, 3, 99])
@pytest.mark.parametrize("tasks", [0, 1, 2, 17])
def test_all_is_done_in_any_order(jobs: int, tasks: int) -> None:
    assert sorted(each(lambda n: n * n, range(tasks), jobs)) == [n * n for n in range(tasks)]


def test_the_work_is_done_elsewhere_and_inherits_what_is_held() -> None:
    held = object()
    found = list(each(lambda _: (os.getpid(), id(held)), range(8), 2))
    assert os.getpid() not in {process for process, _ in found}
    assert {held for _, held in found} == {id(held)}


def test_a_worker_that_is_killed() -> None:
    def work(task: int) -> None:
        if task == 3:
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(ClaimgraphError, match=r"killed.*--jobs"):
        list(each(work, range(8), 2))
    assert children() == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_task_raises_reaches_the_caller_and_ends_the_others(jobs: int) -> None:
    def work(task: int) -> int:
        if task == 1:
            raise ClaimgraphError("no")
        if task == 2:
            time.sleep(60)
        return task

    began = time.monotonic()
    with pytest.raises(ClaimgraphError, match=r"^no$"):
        list(each(work, range(3), jobs))
    assert time.monotonic() - began < 30
    assert children() == []


def test_a_caller_that_stops_ends_the_workers() -> None:
    found = each(lambda n: time.sleep(60 * (n > 0)), range(3), 2)
    next(found)
    assert isinstance(found, Iterator)
    found.close()  # type: ignore[attr-defined]
    assert children() == []


def children(of: int = 0) -> list[int]:
    """The processes that a process, by default this one, has started and that run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except OSError:  # it has ended
            continue
        if int(parent) == (of or os.getpid()) and state != "Z":
            found.append(int(path.parent.name))
    return found


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def waited(condition: Callable[[], object]) -> bool:
    """Whether it holds within some seconds."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture(scope="module")
def reviews(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So many that a release takes seconds."""
    file = tmp_path_factory.mktemp("reviews") / "reviews.jsonl"
    file.write_bytes(b"".join(line + b"\n" for line, _ in lines(20_000)))
    return file


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with a release, which has to stay."""
    (tmp_path / "small.jsonl").write_bytes(SMALL)
    dump([str(tmp_path / "small.jsonl")], tmp_path / "dist")
    return tmp_path / "dist"


def content(release: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in release.iterdir()}


def started(reviews: Path, out: Path, jobs: int) -> tuple[subprocess.Popen[str], list[int]]:
    """A dump at work, and its workers."""
    command = [sys.executable, "-c", DUMP, "dump", str(reviews), "-o", str(out)]
    process = subprocess.Popen(
        [*command, "--jobs", str(jobs)], stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    number = jobs if jobs > 1 else 0
    assert waited(lambda: len(children(process.pid)) == number and list(runs(out)))
    return process, children(process.pid)


def runs(out: Path) -> Iterator[Path]:
    """What the batches have left so far."""
    return out.parent.glob(".*/runs/*.nq")


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_end_cleanly(
    reviews: Path, out: Path, jobs: int, number: signal.Signals, code: int
) -> None:
    before = content(out)
    process, workers = started(reviews, out, jobs)
    process.send_signal(number)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (code, "")
    assert not any(map(is_running, workers))
    assert sorted(path.name for path in out.parent.iterdir()) == ["dist", "small.jsonl"]
    assert content(out) == before


@pytest.mark.slow
def test_the_interrupt_of_a_terminal_reaches_all(reviews: Path, out: Path) -> None:
    command = [sys.executable, "-c", DUMP, "dump", str(reviews), "-o", str(out), "--jobs", "2"]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True
    )
    assert waited(lambda: list(runs(out)))
    workers = children(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, "")
    assert not any(map(is_running, workers))


@pytest.mark.slow
def test_a_worker_that_is_killed_fails_the_dump(reviews: Path, out: Path) -> None:
    before = content(out)
    process, workers = started(reviews, out, 2)
    os.kill(workers[0], signal.SIGKILL)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "a worker process was killed" in said
    assert "Traceback" not in said
    assert not any(map(is_running, workers))
    assert content(out) == before
    assert sorted(path.name for path in out.parent.iterdir()) == ["dist", "small.jsonl"]


@pytest.mark.slow
def test_workers_end_when_the_dump_is_killed(reviews: Path, out: Path) -> None:
    before = content(out)
    process, workers = started(reviews, out, 2)
    process.kill()
    process.communicate()
    assert waited(lambda: not any(map(is_running, workers)))
    assert content(out) == before
    assert len(list(out.parent.iterdir())) > 2
    dump([str(out.parent / "small.jsonl")], out)
    assert sorted(path.name for path in out.parent.iterdir()) == ["dist", "small.jsonl"]
    assert content(out) == before
