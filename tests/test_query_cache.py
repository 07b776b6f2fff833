"""What is in the cache is whole, made once, and not taken from those who use it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import platformdirs
import pytest

from claimgraph.query import cache
from claimgraph.release import lock

DAY = 24 * 3600


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def whole(place: Path) -> None:
    place.write_text("x")


def forget() -> None:
    """As if this process had ended: it holds no key any more."""
    while cache._held:
        os.close(cache._held.popitem()[1])


def test_the_folder_is_that_of_the_system_or_of_the_variable(
    monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    assert cache.folder() == root
    monkeypatch.delenv(cache.VARIABLE)
    assert cache.folder() == platformdirs.user_cache_path("claimgraph")


def test_what_is_there_is_not_made_again(root: Path) -> None:
    made: list[Path] = []

    def build(place: Path) -> None:
        made.append(place)
        place.write_text("x")

    for _ in range(3):
        assert cache.built("k", "a", build) == root / "k" / "a"
    assert cache.built("k", "b", build) == root / "k" / "b"
    assert len(made) == 2
    assert sorted(p.name for p in (root / "k").iterdir()) == ["a", "b"]
    assert [p.name for p in root.iterdir()] == ["k"]


def test_folders_too(root: Path) -> None:
    def build(place: Path) -> None:
        (place / "inner").mkdir(parents=True)
        (place / "inner" / "file").write_text("x")

    place = cache.built("k", "store", build)
    assert (place / "inner" / "file").read_text() == "x"
    cache.discard(place, lambda _: True)
    assert not place.exists()
    assert (cache.built("k", "store", build) / "inner").is_dir()


@pytest.mark.parametrize("is_damaged", [True, False])
def test_what_another_process_has_made_anew_is_not_discarded(root: Path, is_damaged: bool) -> None:
    place = cache.built("k", "a", whole)

    def tried(found: Path) -> bool:
        assert found == place
        assert lock.is_held(root / ".k.a.lock")
        return is_damaged

    cache.discard(place, tried)
    assert place.exists() != is_damaged
    cache.discard(root / "k" / "none", lambda _: pytest.fail("nothing is there"))
    assert [path.name for path in root.iterdir()] == ["k"]


def test_a_builder_that_fails_leaves_nothing(root: Path) -> None:
    def fail(place: Path) -> None:
        place.write_text("half")
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        cache.built("k", "a", fail)
    assert list((root / "k").iterdir()) == []
    assert cache.built("k", "a", whole).exists()


def test_what_a_dead_process_left_is_made_anew(root: Path) -> None:
    (root / "k").mkdir(parents=True)
    (root / "k" / ".a.new").write_text("half")
    (root / ".k.a.lock").touch()
    place = cache.built("k", "a", whole)
    assert place.read_text() == "x"
    assert not (root / "k" / ".a.new").exists()


BUILD = """
import sys, time
from pathlib import Path
from claimgraph.query import cache
def build(place):
    time.sleep(0.3)
    place.write_text("x")
    print("built", flush=True)
print(cache.built("k", "a", build).read_text(), flush=True)
"""


HOLD = BUILD.replace('"k"', '"held"') + "sys.stdin.read()"


def test_of_several_processes_one_builds() -> None:
    runs = [
        subprocess.Popen([sys.executable, "-c", BUILD], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [run.communicate()[0].split() for run in runs]
    assert sorted(map(len, said)) == [1, 1, 2]
    assert all(words[-1] == "x" for words in said)


def used(root: Path, key: str, days: float) -> Path:
    place = cache.built(key, "a", whole)
    then = time.time() - days * DAY
    os.utime(root / key, (then, then))
    return place


def test_old_keys_are_removed_when_one_is_built(root: Path) -> None:
    for number in range(4):
        used(root, f"k{number}", number)
    used(root, "old", 31)
    forget()
    cache.built("new", "a", whole)
    assert {p.name for p in root.iterdir()} == {"new", "k0", "k1", "k2", "k3"}
    forget()
    cache.built("newer", "a", whole)
    assert {p.name for p in root.iterdir()} == {"newer", "new", "k0", "k1", "k2"}


def test_use_counts_and_not_age(root: Path) -> None:
    for number in range(5):
        used(root, f"k{number}", number + 1)
    cache.built("k4", "a", lambda new: None)
    forget()
    cache.built("new", "a", whole)
    assert {p.name for p in root.iterdir()} == {"new", "k4", "k0", "k1", "k2"}


def test_what_is_in_use_stays(root: Path) -> None:
    used(root, "old", 100)
    holding = [sys.executable, "-c", HOLD]
    with subprocess.Popen(
        holding, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "built\n"
        assert process.stdout.readline() == "x\n"
        os.utime(root / "held", (0, 0))
        cache.prune()
        assert {p.name for p in root.iterdir()} == {"old", "held"}
        process.communicate("")
    forget()
    cache.prune()
    assert list(root.iterdir()) == []


def test_what_is_held_stays_before_anything_is_made(root: Path) -> None:
    program = "cache.hold('held'); print('held', flush=True); sys.stdin.read()"
    holding = [sys.executable, "-c", f"import sys; from claimgraph.query import cache; {program}"]
    with subprocess.Popen(
        holding, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        cache.prune(kept=0)
        assert [p.name for p in root.iterdir()] == ["held"]
        process.communicate("")
    cache.prune(kept=0)
    assert list(root.iterdir()) == []


def test_a_removal_cut_short_is_finished(root: Path) -> None:
    (root / ".removed-k").mkdir(parents=True)
    (root / ".removed-k" / "a").touch()
    cache.built("new", "a", whole)
    assert [p.name for p in root.iterdir()] == ["new"]


def test_a_key_that_was_removed_is_built_again(root: Path) -> None:
    place = used(root, "k", 100)
    forget()
    cache.prune()
    assert not place.exists()
    assert used(root, "k", 0).exists()
    cache._give_up(root / "k")
    assert place.exists()
