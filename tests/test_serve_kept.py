"""Answers that are kept, and the turn in which they go."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimgraph.serve.kept import BESIDE, Answers, Kept

TEN = 10 * BESIDE


def test_the_longest_unused_goes_first() -> None:
    kept = Answers(8 * TEN)
    for name in "abcdefgh":
        kept.keep(name, Kept("", b"x" * (TEN - BESIDE)))
    assert kept.get("a") is not None
    kept.keep("i", Kept("", b"1"))
    assert kept.get("b") is None
    assert [name for name in "acdefghi" if kept.get(name) is None] == []


def test_many_small_ones_are_too_many() -> None:
    kept = Answers(8 * TEN)
    for name in range(1000):
        kept.keep(str(name), Kept("", b""))
    assert sum(kept.get(str(name)) is not None for name in range(1000)) == 80


@given(st.lists(st.tuples(st.sampled_from("abcdefghij"), st.integers(0, 2 * TEN))))
def test_never_more_than_is_allowed(steps: list[tuple[str, int]]) -> None:
    kept = Answers(8 * TEN)
    for tag, size in steps:
        kept.keep(tag, Kept("", b"x" * size))
        sizes = [len(one.body) + BESIDE for tag in "abcdefghij" if (one := kept.get(tag))]
        assert sum(sizes) <= 8 * TEN
        assert max(sizes, default=0) <= kept.largest
        if size + BESIDE <= kept.largest:
            assert kept.get(tag) is not None
