from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from claimgraph.errors import ClaimgraphError
from claimgraph.manifest import MANIFEST
from claimgraph.release.folder import check, published, repair

FILES = {"claimgraph.nq", "more/claimgraph.ttl", MANIFEST}


def write(folder: Path, number: int) -> None:
    """A release all of whose files carry one number."""
    for name in sorted(FILES):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"generator": "claimgraph", "number": number}))


def publish(folder: Path, number: int) -> None:
    with published(folder) as new:
        write(new, number)


def number(folder: Path) -> int:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {str(path.relative_to(folder)) for path in files} == FILES
    (found,) = {json.loads(path.read_text())["number"] for path in files}
    return int(found)


def beside(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.parent.iterdir() if ".claimgraph-" in path.name)


def spawn(job: Callable[[], str | None]) -> tuple[int, int]:
    """Run `job` in a process of its own; its id, and a file with the words it returns.

    The exit code is 0, that of a ClaimgraphError (whose text is said), 130, or else 3.
    """
    read, say = os.pipe()
    pid = os.fork()
    if pid:
        os.close(say)
        return pid, read
    code = 3
    try:
        os.write(say, (job() or "").encode())
        code = 0
    except ClaimgraphError as error:
        os.write(say, str(error).encode())
        code = error.exit_code
    except KeyboardInterrupt:
        code = 130
    finally:
        os._exit(code)


def ended(pid: int, read: int) -> tuple[int, str]:
    """Exit code (negative: signal) and words of a process that was spawned."""
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    with os.fdopen(read) as words:
        return status, words.read()


# States


def _file(path: Path) -> None:
    path.write_text("mine")


def _manifest(text: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.mkdir()
        (path / MANIFEST).write_text(text)

    return make


def _below_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("mine")


def _holds_files(path: Path) -> None:
    write(path, 1)
    (path / MANIFEST).unlink()


STATES: dict[str, tuple[Callable[[Path], None], str]] = {
    "missing": (lambda path: None, ""),
    "parents missing": (lambda path: path.parent.rmdir(), ""),
    "empty": (Path.mkdir, ""),
    "release": (lambda path: write(path, 1), ""),
    "manifest only": (_manifest('{"generator": "claimgraph"}'), ""),
    "link to nothing yet": (lambda path: path.symlink_to("later"), ""),
    "file": (_file, "not a folder"),
    "below a file": (_below_a_file, "not a folder"),
    "link to a file": (lambda path: path.symlink_to(__file__), "not a folder"),
    "link to itself": (lambda path: path.symlink_to(path), "not a folder"),
    "files": (_holds_files, "no release"),
    "other generator": (_manifest('{"generator": "other"}'), "no release"),
    "no generator": (_manifest("{}"), "no release"),
    "list": (_manifest('["claimgraph"]'), "no release"),
    "no JSON": (_manifest("generator: claimgraph"), "no release"),
    "deep JSON": (_manifest("[" * 200_000), "no release"),
    "manifest a folder": (lambda path: (path / MANIFEST).mkdir(parents=True), "no release"),
}


@pytest.mark.parametrize("state", STATES)
def test_check_and_publish(tmp_path: Path, state: str) -> None:
    folder = tmp_path / "parent" / "dist"
    folder.parent.mkdir()
    make, refusal = STATES[state]
    make(folder)
    before = sorted(tmp_path.rglob("*"))
    if refusal:
        for refused in (check, lambda path: publish(path, 2)):
            with pytest.raises(ClaimgraphError, match=refusal) as caught:
                refused(folder)
            assert (caught.value.exit_code, sorted(tmp_path.rglob("*"))) == (2, before)
    else:
        check(folder)
        assert sorted(tmp_path.rglob("*")) == before
        publish(folder, 2)
        assert (number(folder), beside(folder)) == (2, [])


def test_the_working_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path / "dist", 1)
    monkeypatch.chdir(tmp_path / "dist" / "more")
    for folder in (Path(), Path("..")):
        with pytest.raises(ClaimgraphError, match=r"working folder|no release"):
            check(folder)
    with pytest.raises(ClaimgraphError, match="working folder"):
        publish(Path(".."), 2)


def test_a_mount_point_is_refused() -> None:
    with pytest.raises(ClaimgraphError, match="a mount point"):
        check(Path("/"))


def test_a_folder_without_rights_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)

    def job() -> None:
        if os.getuid() == 0:
            os.setuid(65534)
        check(tmp_path / "dist")

    status, words = ended(*spawn(job))
    tmp_path.chmod(0o755)
    assert status == 2
    assert words.endswith("name a folder that you may write to")


P, W = "partial", "whole"  # half written, or complete as release 2
REPAIRS = [
    # at the place, -new, -old: what is at the place afterwards
    (1, None, None, 1),
    (1, P, None, 1),
    (1, W, None, 1),
    (1, None, P, 1),
    (1, None, W, 1),
    (None, None, None, None),
    (None, P, None, None),
    (None, W, None, None),
    (None, None, W, 0),
    (None, P, W, 0),
    (None, W, W, 2),
    (None, W, P, 2),
]


@pytest.mark.parametrize(("place", "new", "old", "after"), REPAIRS)
@pytest.mark.parametrize("lock", [False, True])
def test_repair(
    tmp_path: Path,
    place: int | None,
    new: str | None,
    old: str | None,
    after: int | None,
    lock: bool,
) -> None:
    folder = tmp_path / "dist"
    if place is not None:
        write(folder, place)
    for kind, state, release in (("new", new, 2), ("old", old, 0)):
        if state:
            sibling = tmp_path / f".dist.claimgraph-7-{kind}"
            write(sibling, release)
            if state == P:
                (sibling / MANIFEST).unlink()
    if lock:
        (tmp_path / ".dist.claimgraph-lock").touch()
    strangers = {"x", ".dist2.claimgraph-7-new", ".dist.claimgraph-new", "xdistxclaimgraph-7-new"}
    for name in strangers:
        (tmp_path / name).mkdir()
    link = tmp_path / ".dist.claimgraph-8-new"
    link.symlink_to("x")
    repair(folder)
    assert (number(folder) if folder.exists() else None) == after
    assert {path.name for path in tmp_path.iterdir()} - {"dist"} == strangers | {link.name}


def test_a_half_removed_release_does_not_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, old = tmp_path / "dist", tmp_path / ".dist.claimgraph-7-old"
    write(folder, 1)
    write(old, 0)

    def broken(_: Path) -> None:
        raise OSError(errno.EIO, "broken")

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", broken)
        with pytest.raises(ClaimgraphError, match=f"{old}: broken; remove this leftover by hand"):
            repair(folder)
    assert old.exists()
    folder.rename(tmp_path / "away")
    repair(folder)
    assert (folder.exists(), beside(folder)) == (False, [old.name])
    for release in (2, 3):
        publish(folder, release)
    assert (number(folder), beside(folder)) == (3, [])


def test_what_cannot_be_read_is_not_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, old = tmp_path / "dist", tmp_path / ".dist.claimgraph-7-old"
    write(old, 0)
    with monkeypatch.context() as patch:
        patch.setattr("claimgraph.release.folder.content", lambda _: "")
        repair(folder)
    assert (folder.exists(), number(old)) == (False, 0)
    repair(folder)
    assert (number(folder), beside(folder)) == (0, [])


def test_access_rights_stay(tmp_path: Path) -> None:
    folder = tmp_path / "dist"
    folder.mkdir()
    folder.chmod(0o2710)
    publish(folder, 1)
    assert folder.stat().st_mode & 0o7777 == 0o2710


# Errors


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        (errno.ENOSPC, "free some space"),
        (errno.EFBIG, "ulimit -f"),
        (errno.EACCES, "may write"),
        (errno.EIO, "name another folder"),
    ],
)
def test_an_error_names_file_and_remedy(
    tmp_path: Path, code: int, remedy: str, named: bool
) -> None:
    folder = tmp_path / "dist"
    publish(folder, 1)
    file = folder / "x.nq" if named else folder

    def fail(new: Path) -> None:
        write(new, 2)
        path = (str(new / "x.nq"),) if named else ()
        raise OSError(code, os.strerror(code), *path)

    with pytest.raises(ClaimgraphError, match=remedy) as caught, published(folder) as new:
        fail(new)
    assert str(caught.value).startswith(f"{file}: {os.strerror(code)}; ")
    assert (caught.value.exit_code, number(folder), beside(folder)) == (2, 1, [])


@pytest.mark.parametrize("raised", [KeyboardInterrupt, SystemExit, ZeroDivisionError])
@pytest.mark.parametrize("earlier", [True, False])
def test_other_exceptions_pass_through(
    tmp_path: Path, raised: type[BaseException], earlier: bool
) -> None:
    folder = tmp_path / "dist"
    if earlier:
        publish(folder, 1)

    def fail(new: Path) -> None:
        write(new, 2)
        raise raised

    with pytest.raises(raised), published(folder) as new:
        fail(new)
    assert folder.exists() == earlier
    assert beside(folder) == []
    assert not earlier or number(folder) == 1


def test_no_manifest_no_release(tmp_path: Path) -> None:
    folder = tmp_path / "dist"
    publish(folder, 1)
    with pytest.raises(ClaimgraphError, match=f"{folder}: no {MANIFEST}"), published(folder):
        pass
    assert (number(folder), beside(folder)) == (1, [])


def test_what_came_to_the_place_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "dist"

    def meanwhile(new: Path) -> None:
        write(new, 1)
        folder.mkdir()
        (folder / "thesis.txt").touch()

    with pytest.raises(ClaimgraphError, match="no release"), published(folder) as new:
        meanwhile(new)
    assert ([path.name for path in folder.iterdir()], beside(folder)) == (["thesis.txt"], [])


@pytest.mark.parametrize(("code", "after"), [(errno.EINVAL, 2), (errno.EIO, 1)])
def test_fsync_of_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, after: int
) -> None:
    """Some file systems cannot (EINVAL); what they mean by other errors is a failed write."""
    folder = tmp_path / "dist"
    publish(folder, 1)
    synced: set[int] = set()

    def fsync(file: int) -> None:
        status = os.fstat(file)
        synced.add(status.st_ino)
        if stat.S_ISDIR(status.st_mode):
            raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fsync)
    if code == errno.EINVAL:
        publish(folder, 2)
        assert {path.stat().st_ino for path in (tmp_path, *tmp_path.rglob("*"))} == synced
    else:
        with pytest.raises(ClaimgraphError):
            publish(folder, 2)
    assert (number(folder), beside(folder)) == (after, [])


def test_a_file_too_large(tmp_path: Path) -> None:
    folder = tmp_path / "dist"
    publish(folder, 1)

    def job() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        with published(folder) as new:
            write(new, 2)
            (new / "claimgraph.nq").write_bytes(bytes(100_000))

    status, words = ended(*spawn(job))
    assert (status, number(folder), beside(folder)) == (2, 1, [])
    assert words.startswith(f"{folder}: {os.strerror(errno.EFBIG)}")


FULL = """
import sys
sys.path.insert(0, sys.argv[1])
from test_release_folder import *
disk = Path(sys.argv[2])
folder = disk / "dist"
for refused, why in ((disk, "mount point"), (folder, "No space left")):
    publish(folder, 1)
    try:
        with published(refused) as new:
            write(new, 2)
            (new / "claimgraph.nq").write_bytes(bytes(10_000_000))
    except ClaimgraphError as error:
        assert why in str(error), error
    else:
        raise AssertionError(why)
    assert (number(folder), beside(folder)) == (1, [])
publish(folder, 3)
assert number(folder) == 3
"""


def test_a_full_disk(tmp_path: Path) -> None:
    disk = str(tmp_path)
    mount = ["unshare", "-rm", "sh", "-c", 'mount -t tmpfs -o size=200k t "$0" && exec "$@"']
    try:
        subprocess.run([*mount, disk, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no right to mount a small disk")
    command = [*mount, disk, sys.executable, "-c", FULL, str(Path(__file__).parent), disk]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_files_of_others_in_a_release_are_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"generator": "claimgraph", "files": {"a": {}}}')
    (tmp_path / "a").touch()
    check(tmp_path)
    (tmp_path / "CNAME").touch()
    with pytest.raises(ClaimgraphError, match="CNAME"):
        check(tmp_path)
