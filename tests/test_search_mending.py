"""An index that is damaged is made anew, once; and how many hits there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from math import inf
from pathlib import Path
from typing import Any

import pytest

from claimgraph.errors import ClaimgraphError
from claimgraph.query import cache
from claimgraph.search import Damaged, Hit, best, find, finding, index, is_damaged, looked_up
from searched import cached, ids, made_up


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("made-up")
    with cached(folder / "cache"):
        yield made_up(folder)


class Watching:
    def __init__(self) -> None:
        self.notes: list[str] = []

    def loading(self, done: int, total: int) -> None: ...

    def told(self, note: str) -> None:
        self.notes.append(note)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"no database " * 500,
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:4096] + b"\xff" * (len(data) - 4096),
        lambda data: data.replace(b"Gasleitung", b"Gasleitun\xff"),
    ],
    ids=["no database", "empty", "cut", "overwritten", "not UTF-8"],
)
def test_a_damaged_index_is_made_anew(release: Path, damage: Callable[[bytes], bytes]) -> None:
    look, watch = partial(find, words="leitung"), Watching()
    made = index(release)
    made.write_bytes(damage(made.read_bytes()))
    assert is_damaged(look, made)
    assert ids(looked_up(release, look, watch)) == ["claim/gas"]
    assert watch.notes == ["the search index is damaged, it is made anew"]
    assert not is_damaged(look, made)
    assert ids(looked_up(release, look, watch)) == ["claim/gas"]
    assert len(watch.notes) == 1


def test_what_is_damaged_again_is_told(release: Path) -> None:
    tried = []

    def failing(made: Path) -> None:
        tried.append(made)
        raise Damaged("again")

    with pytest.raises(Damaged, match="again"):
        looked_up(release, failing)
    assert len(tried) == 3  # as it was, before it was discarded, and anew


def test_an_index_that_is_gone_is_made_anew(release: Path) -> None:
    look = partial(find, words="leitung")

    def gone(made: Path) -> list[Hit]:
        if not tried:
            made.unlink()
        tried.append(made)
        return look(made)

    tried: list[Path] = []
    assert ids(looked_up(release, gone)) == ["claim/gas"]
    assert len(tried) == 2


def test_a_cache_that_cannot_be_written_is_told(
    release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(place: Path, is_damaged: object) -> None:
        raise PermissionError(13, "Permission denied", str(place))

    def damaged(made: Path) -> None:
        raise Damaged("it is")

    monkeypatch.setattr(cache, "discard", refused)
    with pytest.raises(ClaimgraphError, match=r"Permission denied.*CLAIMGRAPH_CACHE"):
        looked_up(release, damaged)


@pytest.mark.parametrize("limit", [1, 2, 5, 6, 7])
def test_the_best_and_the_number_of_all(release: Path, limit: int) -> None:
    made = index(release)
    assert best(made, "gas", limit=limit) == (find(made, "gas", limit=limit), 6)


def test_hits_are_kept_where_counting_takes_too_long(
    release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = index(release)
    hits, search = find(made, "gas", limit=2), finding._hits

    def late(*asked: Any) -> list[Hit]:
        found = search(*asked)
        monkeypatch.setattr(finding, "monotonic", lambda: 11.0)
        return found

    monkeypatch.setattr(finding, "STEPS", 1)
    monkeypatch.setattr(finding, "monotonic", lambda: 0.0)
    monkeypatch.setattr(finding, "_hits", late)
    found = best(made, "gas", limit=2)
    assert found == (hits, inf)
    assert found.told() == "more than 2"


@pytest.mark.parametrize(
    ("words", "kind", "language", "number"),
    [("gas", "claim", None, 2), ("mentiu", None, "pt", 1), ("eckt*", None, None, 0)],
)
def test_the_number_is_of_what_is_asked_for(
    release: Path, words: str, kind: str | None, language: str | None, number: int
) -> None:
    made = index(release)
    assert best(made, words, kind, 1, language).number == number
    assert len(find(made, words, kind, 100, language)) == number
