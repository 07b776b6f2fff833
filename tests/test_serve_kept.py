"""Answers that are kept, and the turn in which they go."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimgraph.serve.kept import Answers, Kept


def test_the_longest_unused_goes_first() -> None:
    kept = Answers(80)
    for name in "abcdefgh":
        kept.keep(name, 2, Kept("", b"12345678"))
    assert kept.get("a") is not None
    kept.keep("i", 0, Kept("", b"1"))
    assert kept.get("b") is None
    assert [name for name in "acdefghi" if kept.get(name) is None] == []


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 20), st.integers(0, 5))))
def test_never_more_than_is_allowed(steps: list[tuple[int, int, int]]) -> None:
    kept = Answers(80)
    for key, size, asked in steps:
        kept.keep(key, asked, Kept("", b"x" * size))
        sizes = [len(found.body) for one in range(10) if (found := kept.get(one)) is not None]
        assert sum(sizes) <= 80
        assert max(sizes, default=0) <= kept.largest
        if size + asked <= kept.largest:
            assert kept.get(key) is not None
