"""Words looked up: which things are found, in which order, within which limits."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.errors import ClaimgraphError, UnsafeInput
from claimgraph.search import Damaged, Unavailable, find, index
from claimgraph.search.folding import fold
from searched import BASE, TEXTS, cached, ids, made_up


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("made-up")
    with cached(folder / "cache"):
        yield made_up(folder)


@pytest.fixture(scope="module")
def made(release: Path) -> Path:
    return index(release)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("疫苗", {"claim/vaccine"}),
        ("苗接", {"claim/vaccine"}),
        ("苗疫", set()),
        ("ワクチン", {"claim/vaccine"}),
        ("백신", {"claim/vaccine-2"}),
        ("วัคซีน", {"claim/vaccine-2"}),
        ("ملوث", {"claim/water"}),
        ("ماء", {"claim/water"}),  # within a word: the article is written with it
        ("पानी", {"claim/water"}),
        ("गदा", set()),
        ("joao PREFEITO", {"claim/mayor"}),
        ("leitung", {"claim/gas"}),
        ("leck*", {"claim/gas"}),
        ("eckt*", set()),
        ('"gas pipeline"', {"claim/gas"}),
        ('"pipeline of gas"', {"claim/gas-2"}),
        ("gas-pipeline", {"claim/gas"}),
        ("near town", {"claim/gas-2"}),
        ("gas NOT pipeline", set()),
        ("docker", {"actor/docker"}),
        ("алиев", {"actor/ilham"}),
        ("plutot", {"review/r1"}),
        ("corrigee", {"review/r1"}),
        ("gazoduc", {"review/r1", "claim/gas"}),
        ("xyzzy", set()),
        ("gas xyzzy", set()),
    ],
)
def test_words_are_found(made: Path, words: str, found: set[str]) -> None:
    assert set(ids(find(made, words))) == found


def test_names_come_first_and_pieces_last(made: Path) -> None:
    hits = find(made, "gas")
    assert set(ids(hits)[:3]) == {"actor/desk", "article/story", "event/leak"}
    assert set(ids(hits)[3:5]) == {"claim/gas", "claim/gas-2"}
    assert ids(hits)[5:] == ["place/gaspra"]
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


def test_a_thing_is_found_once_with_the_text_that_fits(made: Path) -> None:
    [hit] = find(made, "mentiu prefeito")
    assert hit[:4] == (f"{BASE}claim/s/mayor", "claim", "O prefeito João mentiu", "pt-br")
    assert ids(find(made, "mentiu")) == ["claim/mayor"]


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("pt", {"A câmara mentiu", "O prefeito João mentiu"}),
        ("pt-BR", {"O prefeito João mentiu"}),
        ("p", set()),
        ("p_", set()),
        ("undine", set()),
        ("\udcff\x00", set()),
    ],
)
def test_of_a_language(made: Path, language: str, texts: set[str]) -> None:
    assert {hit.text for hit in find(made, "mentiu", language=language)} <= texts
    assert bool(find(made, "mentiu", language=language)) == bool(texts)


def test_of_no_language(made: Path) -> None:
    assert ids(find(made, "tongue", language="und")) == ["claim/plain"]
    assert find(made, "tongue", language="en") == []
    assert {hit.language for hit in find(made, "gas", language="und")} == {""}
    assert {hit.language for hit in find(made, "gas")} == {"", "en"}


def test_of_a_kind(made: Path) -> None:
    assert {hit.kind for hit in find(made, "gas")} > {"claim"}
    assert sorted(ids(find(made, "gas", "claim"))) == ["claim/gas", "claim/gas-2"]
    with pytest.raises(ClaimgraphError, match="no kind 'claims': there are claim, review"):
        find(made, "gas", "claims")


def test_a_limit_takes_the_best(made: Path) -> None:
    everything = find(made, "gas")
    for limit in range(1, len(everything) + 2):
        assert ids(find(made, "gas", limit=limit)) == ids(everything)[:limit]


WORDS = sorted(
    {w for text in TEXTS.values() for w in fold(text.get("en", "")).split() if w.isalpha()}
)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
def test_whole_words_are_found_where_python_finds_them(made: Path, words: list[str]) -> None:
    def has(text: str) -> bool:
        return set(words) <= {word.strip(".,;") for word in fold(text).split()}

    expected = {
        f"{BASE}claim/s/{id_}" for id_, text in TEXTS.items() if any(map(has, text.values()))
    }
    found = {h.iri for h in find(made, " ".join(f'"{w}"' for w in words), "claim")}
    assert found == expected


@given(st.text(max_size=20))
def test_nothing_that_is_asked_breaks_it(made: Path, words: str) -> None:
    try:
        find(made, words)
    except ClaimgraphError as error:
        assert "nothing to look for" in str(error)  # noqa: PT017


def test_a_search_that_takes_too_long_is_ended(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimgraph.search.finding.STEPS", 1)
    with pytest.raises(UnsafeInput, match="longer than 0 s"):
        find(made, "gas", seconds=0)


def test_a_damaged_index_is_told(tmp_path: Path) -> None:
    damaged = tmp_path / "index"
    damaged.write_bytes(b"no database, but a text of some length" * 100)
    with pytest.raises(ClaimgraphError, match="remove it, it is made anew"):
        find(damaged, "gas")


def test_no_free_descriptor_is_no_damage(made: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.dup(0)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, hard))
    try:
        with pytest.raises(Unavailable, match="search again later") as told:
            find(made, "gas")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert not isinstance(told.value, Damaged)
    assert "remove" not in str(told.value)
    assert find(made, "gas")


def test_a_file_that_is_gone_or_has_no_tables_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    for name in ("none", "empty", "empty/within"):
        with pytest.raises(Damaged):
            find(tmp_path / name, "gas")
