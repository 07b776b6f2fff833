"""A release is one store: the same from memory, from the cache, and from packed files."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from unittest.mock import patch

import pytest
from pyoxigraph import Store

from claimgraph.errors import ClaimgraphError
from claimgraph.query import cache, release_store
from claimgraph.query.release_store import key, manifest, opened
from claimgraph.query.store import load
from claimgraph.release.dump import dump
from small_releases import E, release

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


class Watching:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.done: list[tuple[int, int]] = []
        self.notes: list[str] = []

    def loading(self, done: int, total: int) -> None:
        self.done.append((done, total))

    def told(self, note: str) -> None:
        self.notes.append(note)


def quads(store: Store) -> set[str]:
    return set(map(str, store))


def built(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.glob("*/*"))


def test_a_small_release_is_read_into_memory(tmp_path: Path, root: Path) -> None:
    folder = release(tmp_path / "dist")
    store = opened(folder)
    assert len(store) == 10 + 11
    assert quads(store) == quads(load([folder]))
    assert not root.exists()


def test_a_large_one_is_built_once_and_opened(tmp_path: Path, root: Path) -> None:
    folder = release(tmp_path / "dist")
    first, second = Watching(), Watching()
    assert quads(opened(folder, first, small=0)) == quads(load([folder]))
    assert quads(opened(folder, second, small=0)) == quads(load([folder]))
    assert built(root) == [f"{key(folder)}/store"]
    size = sum(path.stat().st_size for path in folder.glob("claimgraph.*"))
    assert first.done[-1] == (size, size)
    assert first.done == sorted(first.done)
    assert (second.done, second.notes) == ([], [])


def test_the_cached_store_can_not_be_changed(tmp_path: Path) -> None:
    store = opened(release(tmp_path / "dist"), small=0)
    with pytest.raises(RuntimeError, match="read-write"):
        store.clear()


def test_another_release_is_another_store(tmp_path: Path, root: Path) -> None:
    for salt in ("", "x"):
        folder = release(tmp_path / "dist", salt=salt)
        assert quads(opened(folder, small=0)) == quads(load([folder]))
    assert len(built(root)) == 2


@pytest.mark.parametrize("small", [0, 1000])
def test_packed_files_give_the_same_store(tmp_path: Path, small: int) -> None:
    plain, packed = release(tmp_path / "dist"), release(tmp_path / "packed", suffix=".gz")
    assert quads(opened(packed, small=small)) == quads(load([plain]))


def test_the_seeds_are_what_they_are_without_a_cache(tmp_path: Path) -> None:
    dump([str(SEEDS)], tmp_path / "dist")
    expected = quads(load([tmp_path / "dist"]))
    assert quads(opened(tmp_path / "dist")) == expected
    assert quads(opened(tmp_path / "dist", small=0)) == expected
    assert len(expected) > 10_000


@pytest.mark.parametrize("damage", ["CURRENT", "*.sst", "MANIFEST-*", "*"])
def test_a_damaged_entry_is_built_anew(tmp_path: Path, damage: str) -> None:
    folder = release(tmp_path / "dist")
    opened(folder, small=0)
    place = cache.folder() / key(folder) / "store"
    for path in place.glob(damage):
        path.unlink()
    assert quads(opened(folder, small=0)) == quads(load([folder]))


@pytest.mark.parametrize(
    "error", [PermissionError(13, "Permission denied"), OSError(28, "No space left on device")]
)
def test_without_a_cache_it_is_read_into_memory(tmp_path: Path, error: OSError) -> None:
    folder, watch = release(tmp_path / "dist"), Watching()
    with patch.object(cache, "built", side_effect=error):
        assert quads(opened(folder, watch, small=0)) == quads(load([folder]))
    (note,) = watch.notes
    assert str(error.strerror) in note
    assert "CLAIMGRAPH_CACHE" in note


def test_a_damaged_entry_of_another_user(tmp_path: Path) -> None:
    folder, watch = release(tmp_path / "dist"), Watching()
    opened(folder, small=0)
    (cache.folder() / key(folder) / "store" / "CURRENT").unlink()
    with patch.object(cache, "discard", side_effect=PermissionError(13, "Permission denied")):
        assert quads(opened(folder, watch, small=0)) == quads(load([folder]))
    assert "Permission denied" in watch.notes[-1]


def test_a_file_where_the_cache_should_be(tmp_path: Path, root: Path) -> None:
    root.touch()
    folder, watch = release(tmp_path / "dist"), Watching()
    assert quads(opened(folder, watch, small=0)) == quads(load([folder]))
    assert len(watch.notes) == 1


@pytest.mark.parametrize("changed", ["claimgraph.ttl", "claimgraph.nq"])
@pytest.mark.parametrize("small", [0, 1000])
def test_edited_files_are_not_taken_for_what_they_were(
    tmp_path: Path, changed: str, small: int, root: Path
) -> None:
    folder = release(tmp_path / "dist")
    watch = Watching()
    with (folder / changed).open("a") as file:
        file.write(f"<{E}new> <{E}p> <{E}o> .\n")
    assert quads(opened(folder, watch, small=small)) == quads(load([folder]))
    assert not root.exists()
    assert ["manifest.json lists" in note for note in watch.notes] == [True]


def test_a_forged_manifest_does_not_fill_the_cache_of_another(tmp_path: Path) -> None:
    genuine, forged = release(tmp_path / "dist"), release(tmp_path / "forged", salt="x")
    told = {**manifest(forged), "rdfc10": manifest(genuine)["rdfc10"]}
    (forged / "manifest.json").write_text(json.dumps(told))
    assert quads(opened(forged, small=0)) == quads(load([forged]))
    assert quads(opened(genuine, small=0)) == quads(load([genuine]))


@pytest.mark.parametrize("changed", ["claimgraph.ttl", "claimgraph.nq"])
def test_a_file_of_the_same_size_is_not_taken_for_the_one(
    tmp_path: Path, changed: str, root: Path
) -> None:
    folder = release(tmp_path / "dist")
    text = (folder / changed).read_text()
    (folder / changed).write_text(text.replace('"3"', '"4"'))
    with pytest.raises(ClaimgraphError, match=rf"{changed}: not the file that manifest\.json"):
        opened(folder, small=0)
    assert built(root) == []


def test_a_release_swapped_in_meanwhile(tmp_path: Path, root: Path) -> None:
    old, new = release(tmp_path / "dist"), release(tmp_path / "new", 5, salt="new")
    expected = quads(load([new]))

    class Swapping(Watching):
        def loading(self, done: int, total: int) -> None:
            if new.exists():
                old.rename(tmp_path / "old")
                new.rename(tmp_path / "dist")

    assert quads(opened(tmp_path / "dist", Swapping(), small=0)) == expected
    assert built(root) == [f"{key(tmp_path / 'dist')}/store"]


@pytest.mark.parametrize("small", [0, 1000])
@pytest.mark.parametrize(
    ("name", "suffix", "data", "message"),
    [
        ("claimgraph.ttl", "", b"oops .", "Turtle|Parser|expected"),
        ("claimgraph.nq", ".gz", b"\x1f\x8bno", "cannot be read"),
        ("claimgraph.ttl", "", b"<x:a> <x:b> " + b"<<( <x:a> <x:b> " * 2000, "triple terms"),
    ],
)
def test_a_broken_file_is_named(
    tmp_path: Path, name: str, suffix: str, data: bytes, message: str, small: int, root: Path
) -> None:
    folder = release(tmp_path / "dist", suffix=suffix)
    (folder / (name + suffix)).write_bytes(data)
    told = manifest(folder)
    told["files"][name + suffix] = {"size": len(data), "sha256": sha256(data).hexdigest()}
    (folder / "manifest.json").write_text(json.dumps(told))
    with pytest.raises(ClaimgraphError, match=message) as caught:
        opened(folder, small=small)
    assert str(folder / (name + suffix)) in str(caught.value)
    assert built(root) == []


@pytest.mark.parametrize(
    "told",
    [
        '{"generator": "claimgraph"}',
        '{"generator": "claimgraph", "triples": "many", "files": {}}',
        '{"generator": "claimgraph", "triples": 1, "files": []}',
        '{"generator": "claimgraph", "triples": 1, "files": {"claimgraph.ttl": 3}}',
    ],
)
def test_a_manifest_made_by_hand_is_enough(tmp_path: Path, told: str) -> None:
    folder = release(tmp_path / "dist")
    (folder / "manifest.json").write_text(told)
    assert quads(opened(folder, small=0)) == quads(load([folder]))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "no release"),
        ("{", "not JSON"),
        ("[]", "not a manifest"),
        ("{}", "no hash of the graph"),
        ('{"rdfc10": "../../etc"}', "no hash of the graph"),
    ],
)
def test_no_key_without_a_manifest(tmp_path: Path, text: str | None, message: str) -> None:
    if text is not None:
        (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(ClaimgraphError, match=message):
        key(tmp_path)


def test_the_key_tells_the_form_of_the_cache(tmp_path: Path) -> None:
    folder = release(tmp_path / "dist")
    before = key(folder)
    with patch.object(release_store, "LAYOUT", 99):
        assert key(folder) != before
    assert before.startswith(manifest(folder)["rdfc10"])
