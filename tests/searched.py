"""A made-up release with texts in many scripts, to be searched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from claimgraph.release.dump import dump
from claimgraph.search import Hit

BASE = "https://w3id.org/claimgraph/data/"
TEXTS: dict[str, dict[str, str]] = {
    "gas": {"en": "A gas pipeline leaks.", "de": "Eine Gasleitung leckt."},
    "gas-2": {"en": "The pipeline of gas was shut; NEAR the town gas is gone."},
    "vaccine": {"zh": "疫苗接种导致死亡。", "ja": "ワクチンは危険だ"},
    "vaccine-2": {"ko": "백신은 위험하다", "th": "วัคซีนอันตราย"},
    "water": {"ar": "المَاءُ مُلَوَّث", "hi": "पानी गंदा है"},
    "mayor": {"pt-BR": "O prefeito João mentiu", "pt": "A câmara mentiu"},
    "plain": {"und": "Nobody knows the tongue of this."},
    "formula": {"en": "=1+1 is two, said the mayor"},
}
ACTORS: list[dict[str, Any]] = [
    {"id": "desk", "type": "organization", "name": "Pipeline Watch", "aliases": ["Gas Watchers"]},
    {"id": "docker", "type": "person", "description": "a docker, not named", "article": "story"},
    {"id": "ilham", "type": "person", "name": {"en": "Ilham Aliyev", "ru": "Ильхам Алиев"}},
]
REVIEWS: list[dict[str, Any]] = [
    {
        "id": "r1",
        "claim": "gas",
        "desk": "desk",
        "url": "https://desk.example/1",
        "language": "fr",
        "headline": "Le gazoduc fuit-il ?",
        "claim_reviewed": "Le gazoduc fuit.",
        "rating": {"label": "Plutôt faux"},
        "corrections": [{"text": "Une erreur a été corrigée."}],
    }
]


@contextmanager
def cached(folder: Path) -> Iterator[None]:
    """What is built from a release is kept in the folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAIMGRAPH_CACHE", str(folder))
        yield


def made_up(folder: Path) -> Path:
    """The release, made in the folder."""
    (folder / "in").mkdir()
    (folder / "in" / "claimgraph.toml").write_text('source = "s"')
    records: dict[str, Any] = {
        "actors": ACTORS,
        "articles": [{"id": "story", "headline": {"en": "Gas everywhere"}, "publisher": "desk"}],
        "claims": [{"id": id_, "text": text} for id_, text in TEXTS.items()],
        "places": [{"id": "gaspra", "name": "Gaspra"}],
        "events": [{"id": "leak", "name": {"en": "Leak of a pipeline for gas"}}],
        "reviews": REVIEWS,
    }
    (folder / "in" / "records.json").write_text(json.dumps(records))
    dump([str(folder / "in")], folder / "dist")
    return folder / "dist"


def ids(hits: list[Hit]) -> list[str]:
    """What is found, by kind and id."""
    return [hit.iri.removeprefix(BASE).replace("/s/", "/") for hit in hits]
