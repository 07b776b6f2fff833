"""The index of a release: made once, only read, never of another release."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from claimgraph.errors import ClaimgraphError
from claimgraph.query import run
from claimgraph.query.release_store import opened
from claimgraph.release.dump import dump
from claimgraph.search import find, index
from claimgraph.search.indexing import NAME, check
from searched import cached, made_up

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("made-up")
    with cached(folder / "cache"):
        yield made_up(folder)


@pytest.fixture(scope="module")
def made(release: Path) -> Path:
    return index(release)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("seeds") / "dist"
    dump([str(SEEDS)], out)
    return out


def test_an_index_is_only_read(made: Path) -> None:
    before = made.read_bytes()
    find(made, "gas")
    assert made.read_bytes() == before
    assert sorted(path.name for path in made.parent.iterdir()) == [NAME]


def test_the_index_is_made_once(release: Path, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimgraph.search.indexing._build", lambda *_, **__: pytest.fail("twice"))
    assert index(release) == made


def test_progress_is_told_in_bytes_of_the_file(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMGRAPH_CACHE", str(tmp_path))
    told: list[tuple[int, int]] = []

    class Watch:
        def loading(self, done: int, total: int) -> None:
            told.append((done, total))

        def told(self, note: str) -> None: ...

    index(release, Watch())
    size = (release / "claimgraph.ttl").stat().st_size
    assert told[0] == (0, size)
    assert told[-1] == (size, size)


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_a_packed_release_has_the_same_index(
    seeds: Path, packing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = find(index(seeds), "azerbaijan", limit=100)
    assert plain
    dump([str(SEEDS)], tmp_path / "dist", packing=packing)
    monkeypatch.setenv("CLAIMGRAPH_CACHE", str(tmp_path / "cache"))
    assert find(index(tmp_path / "dist"), "azerbaijan", limit=100) == plain


def test_every_text_of_the_seeds_is_found_by_itself(seeds: Path) -> None:
    made = index(seeds)
    found = run(
        opened(seeds), "SELECT ?s ?t { ?s a schema:Claim ; schema:text ?t } ORDER BY ?s LIMIT 30"
    )
    texts = [(row[0].value, row[1].value) for row in found]  # type: ignore[union-attr]
    assert len(texts) == 30
    for iri, text in texts:
        assert iri in [hit.iri for hit in find(made, f'"{text.replace(chr(34), " ")}"')]


@pytest.mark.parametrize("same", [True, False], ids=["same size", "another size"])
def test_a_file_that_the_manifest_does_not_list_is_refused(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, same: bool
) -> None:
    monkeypatch.setenv("CLAIMGRAPH_CACHE", str(tmp_path / "cache"))
    shutil.copytree(release, tmp_path / "dist")
    turtle = tmp_path / "dist" / "claimgraph.ttl"
    before = turtle.read_text("utf-8")
    turtle.write_text(before.replace("schema:Claim", "schema:Clami") if same else before + "\n")
    with pytest.raises(ClaimgraphError, match=r"not the file that manifest\.json lists"):
        index(tmp_path / "dist")
    assert list(tmp_path.glob("cache/*/*")) == []


def test_another_release_in_its_place_is_not_taken_for_it(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMGRAPH_CACHE", str(tmp_path / "cache"))
    keys = iter(["one", "another"])
    monkeypatch.setattr("claimgraph.query.release_store.key", lambda release: next(keys))
    with pytest.raises(ClaimgraphError, match="another release has taken its place"):
        index(release)
    assert list(tmp_path.glob("cache/*/*")) == []


@pytest.mark.parametrize("manifest", [None, "{}", "[]"])
def test_a_folder_that_is_no_release(tmp_path: Path, manifest: str | None) -> None:
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(ClaimgraphError, match=r"manifest\.json"):
        index(tmp_path)


def test_a_cache_that_cannot_be_written(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("CLAIMGRAPH_CACHE", str(tmp_path / "file"))
    with pytest.raises(ClaimgraphError, match="name another folder in CLAIMGRAPH_CACHE"):
        index(release)


def test_an_sqlite_without_full_text_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Poor(sqlite3.Connection):
        def execute(self, *_: Any) -> sqlite3.Cursor:
            raise sqlite3.OperationalError("no such module: fts5")

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda name: connect(name, factory=Poor))
    with pytest.raises(ClaimgraphError, match="no full-text search"):
        check()
