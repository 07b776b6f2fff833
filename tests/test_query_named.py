"""Named queries are found by name, with their titles."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimgraph import resources
from claimgraph.errors import ClaimgraphError
from claimgraph.query import named


@pytest.fixture
def queries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "timeline.rq").write_text("# Events in order of\n#  time\n\n# a note\nASK {}\n")
    (tmp_path / "evidence.rq").write_text("SELECT * { ?s ?p ?o } # no title\n")
    (tmp_path / "README.md").write_text("# no query")
    monkeypatch.setattr(resources, "folder", {"queries": tmp_path}.__getitem__)
    return tmp_path


@pytest.mark.usefixtures("queries")
def test_they_are_listed_by_name() -> None:
    assert [(query.name, query.title) for query in named.listed()] == [
        ("evidence", ""),
        ("timeline", "Events in order of time"),
    ]


def test_the_text_is_the_whole_file(queries: Path) -> None:
    assert named.named("timeline").text == (queries / "timeline.rq").read_text()


@pytest.mark.usefixtures("queries")
@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("timelines", "did you mean timeline?"),
        ("Evidenc", "did you mean evidence?"),
        ("xyz", "there are evidence, timeline"),
        ("../timeline", "did you mean timeline?"),
    ],
)
def test_an_unknown_name_gets_a_hint(name: str, hint: str) -> None:
    with pytest.raises(ClaimgraphError) as caught:
        named.named(name)
    assert str(caught.value) == f"no named query {name!r}: {hint}"
