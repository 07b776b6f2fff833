"""Naming shapes: profiles, files and folders."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib.compare import isomorphic

from claimgraph import resources
from claimgraph.errors import ClaimgraphError
from claimgraph.gate import shapes
from claimgraph.gate.wellformed import check_shapes
from turtle_text import PREFIXES, graph_of

CORE = "ex:Core a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:p ] ."
FEED = "ex:Feed a sh:NodeShape ; sh:targetClass ex:D ; sh:property [ sh:path ex:q ] ."
OWN = "ex:Own a sh:NodeShape ; sh:targetClass ex:E ; sh:property [ sh:path ex:r ] ."


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A packaged shapes folder with two profiles; the working folder is an empty one."""
    folder = tmp_path / "packaged"
    folder.mkdir()
    write(folder / "core.ttl", CORE)
    write(folder / "feed.ttl", FEED)
    (folder / "README.md").write_text("no profile", "utf-8")
    monkeypatch.setattr(resources, "folder", lambda name: tmp_path / "packaged" if name else None)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return folder


def write(path: Path, text: str) -> Path:
    path.write_text(PREFIXES + text, "utf-8")
    return path


@pytest.mark.usefixtures("packaged")
def test_profiles_are_the_files_of_the_packaged_folder() -> None:
    assert shapes.profiles() == ("core", "feed")


@pytest.mark.usefixtures("packaged")
@pytest.mark.parametrize(
    ("names", "texts"),
    [
        (["core"], [CORE]),
        (["feed", "core", "feed"], [FEED, CORE]),
        (["own.ttl"], [OWN]),
        (["core", "./own.ttl"], [CORE, OWN]),
        (["./core"], [OWN]),
        (["folder"], [OWN, FEED]),
    ],
)
def test_all_that_is_named_is_one_shapes_graph(names: list[str], texts: list[str]) -> None:
    write(Path("own.ttl"), OWN)
    Path("core").mkdir()
    write(Path("core/own.ttl"), OWN)
    Path("folder").mkdir()
    write(Path("folder/own.ttl"), OWN)
    graph_of(FEED).serialize("folder/feed.nt", format="nt", encoding="utf-8")
    assert isomorphic(shapes.load(names), graph_of("".join(texts)))


@pytest.mark.usefixtures("packaged")
def test_blank_nodes_of_two_files_do_not_meet_and_have_stable_labels() -> None:
    write(Path("one.ttl"), "ex:One sh:targetNode ex:a ; sh:property _:x . _:x sh:path ex:p .")
    write(Path("two.ttl"), "ex:Two sh:targetNode ex:a ; sh:property _:x . _:x sh:path ex:q .")
    made, again = (shapes.load(["one.ttl", "two.ttl"]) for _ in range(2))
    assert len([node for node in made.all_nodes() if isinstance(node, rdflib.BNode)]) == 2
    assert set(made) == set(again)


@pytest.mark.usefixtures("packaged")
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("cor", "did you mean core.*core, feed"),
        ("zzz", "'zzz'.*no file.*core, feed"),
        ("shapes/missing.ttl", "no file"),
        ("", "core, feed"),
    ],
)
def test_an_unknown_name_is_refused_with_the_profiles(name: str, says: str) -> None:
    with pytest.raises(ClaimgraphError, match=says) as caught:
        shapes.load(["core", name])
    assert caught.value.exit_code == 2


@pytest.mark.usefixtures("packaged")
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ex:a ex:p 1 .", "check nothing"),
        (OWN.replace("sh:path", "sh:paht"), "did you mean sh:path"),
        (OWN.replace("sh:property", "sh:node ex:Core ; sh:property"), "Core> is used as a shape"),
    ],
)
def test_shapes_of_the_user_are_checked(text: str, says: str) -> None:
    write(Path("own.ttl"), text)
    with pytest.raises(ClaimgraphError, match=says):
        shapes.load(["own.ttl"])


@pytest.mark.usefixtures("packaged")
def test_shapes_of_the_user_may_build_on_a_profile() -> None:
    write(Path("own.ttl"), OWN.replace("sh:property", "sh:node ex:Core ; sh:property"))
    assert len(shapes.load(["core", "own.ttl"])) > len(shapes.load(["core"]))


@pytest.mark.usefixtures("packaged")
def test_no_name_checks_nothing() -> None:
    with pytest.raises(ClaimgraphError, match="check nothing"):
        shapes.load([])


@pytest.mark.slow
@pytest.mark.parametrize("profile", shapes.profiles())
def test_every_packaged_profile_is_well_formed(profile: str) -> None:
    made = shapes.load([profile])
    check_shapes(made, made)
