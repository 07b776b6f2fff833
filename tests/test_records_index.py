"""The index of ids: the same in memory and on disk."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimgraph.records import index
from claimgraph.records.index import Index, Key

KEYS = st.tuples(st.sampled_from(["web", "desk"]), st.text("aä\0'%", max_size=3))
FOUND = st.lists(st.lists(KEYS, max_size=6), max_size=6)
quick = settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def filled(path: Path, pages: list[list[Key]]) -> Index:
    path.unlink(missing_ok=True)
    made, number = Index(path), 0
    for page in pages:
        made.add((key, number + place) for place, key in enumerate(page))
        number += len(page)
    made.close()
    return made


@quick
@given(FOUND, st.integers(0, 8))
def test_an_index_finds_what_was_added(tmp_path: Path, pages: list[list[Key]], many: int) -> None:
    wanted: dict[Key, list[int]] = {}
    for number, key in enumerate(key for page in pages for key in page):
        wanted.setdefault(key, []).append(number)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "MANY", many)
        made = filled(tmp_path / "index", pages)
    assert {key: list(made.numbers(key)) for key in wanted} == wanted
    assert made.numbers(("web", "nobody")) in ((), [])
    several = {key: list(numbers) for key, numbers in made.several()}
    assert several == {key: numbers for key, numbers in wanted.items() if len(numbers) > 1}


def test_few_keys_need_no_file(tmp_path: Path) -> None:
    filled(tmp_path / "index", [[("web", "a")]])
    assert list(tmp_path.iterdir()) == []


def test_another_process_asks_for_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MANY", 1)
    made = filled(tmp_path / "index", [[("web", "a"), ("web", "b")], [("web", "a")]])
    assert list(made.numbers(("web", "a"))) == [0, 2]
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(
        target=lambda: theirs.send(list(made.numbers(("web", "a"))))
    )
    process.start()
    assert ours.recv() == [0, 2]
    process.join()
    assert list(made.numbers(("web", "b"))) == [1]
