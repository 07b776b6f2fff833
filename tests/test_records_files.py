"""Which files a source names: folders, links, what is skipped, and what is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from claimgraph.errors import ClaimgraphError, RecordErrors
from claimgraph.records.files import Found, find
from record_sources import write

pytestmark = pytest.mark.usefixtures("folder")

MANIFEST = '{"generator": "claimgraph"}'


def names(found: Found) -> list[str]:
    """The names of the files found."""
    return [file.name for file in found.files]


def test_a_folder_in_order_of_names() -> None:
    write(dict.fromkeys(("b.yaml", "a.yml", "a/z.json", "a/b/c.jsonl", "c.ndjson", "B.yaml"), ""))
    expected = ["B.yaml", "a/b/c.jsonl", "a/z.json", "a.yml", "b.yaml", "c.ndjson"]
    assert names(find(["."])) == expected
    assert names(find(["b.yaml", "a"])) == ["b.yaml", "a/b/c.jsonl", "a/z.json"]


def test_what_is_skipped_and_what_is_left_out() -> None:
    write(dict.fromkeys(("README.md", "a.YAML", "x/photo.jpg", "x/yaml", "a.yaml~", "b.yaml"), ""))
    write(dict.fromkeys((".hidden.yaml", ".git/a.yaml", "claimgraph.toml"), ""))
    write({"records.schema.json": "{}", "x/.b.yaml.swp": ""})
    found = find(["."])
    assert names(found) == ["b.yaml"]
    assert found.skipped == ["README.md", "a.YAML", "a.yaml~", "x/photo.jpg", "x/yaml"]


def test_a_release_is_skipped_in_a_folder_and_refused_by_name() -> None:
    write({"dist/manifest.json": MANIFEST, "dist/rejected.jsonl": "", "a.yaml": ""})
    found = find(["."])
    assert (names(found), found.skipped) == (["a.yaml"], ["dist"])
    with pytest.raises(ClaimgraphError, match="dist: a release; name the folder of the records"):
        find(["dist"])


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"generator": "other"}', "[" * 100_000])
def test_another_manifest_makes_no_release(text: str) -> None:
    write({"dist/manifest.json": text})
    assert names(find(["."])) == ["dist/manifest.json"]


def test_a_file_is_read_once_whatever_its_name() -> None:
    write({"a/x.yaml": "", "b/y.yaml": ""})
    Path("a/link.yaml").symlink_to("x.yaml")
    Path("b/hard.yaml").hardlink_to("a/x.yaml")
    Path("c").symlink_to("a")
    assert names(find(["a", "b", "c", "a/x.yaml", "./a/../a/x.yaml"])) == [
        "a/link.yaml",
        "b/y.yaml",
    ]
    assert names(find(["a/x.yaml", "."])) == ["a/x.yaml", "b/y.yaml"]


def test_links_that_go_round_end() -> None:
    write({"a/x.yaml": ""})
    for number in range(20):  # each would double the way that leads through the one before
        Path(f"a/loop{number}").symlink_to("..")
        Path(f"a/self{number}").symlink_to(".")
    assert names(find(["."])) == ["a/x.yaml"]
    assert names(find(["a"])) == ["a/x.yaml"]


def test_links_to_nothing() -> None:
    Path("loop").symlink_to("loop")
    Path("gone").symlink_to("nowhere")
    found = find(["."])
    assert (names(found), found.skipped) == ([], ["gone", "loop"])
    with pytest.raises(ClaimgraphError, match="loop: there is no such file or folder"):
        find(["loop"])


@pytest.mark.parametrize(
    ("target", "message"),
    [("a.yaml", "Too many levels of symbolic links"), ("b", "No such file or directory")],
)
def test_a_record_file_that_is_a_link_to_nothing(target: str, message: str) -> None:
    Path("a.yaml").symlink_to(target)
    with pytest.raises(ClaimgraphError, match=f"a\\.yaml: {message}"):
        find(["."])


def test_what_is_no_file_is_skipped() -> None:
    os.mkfifo("a.yaml")
    Path("b.yaml").symlink_to("a.yaml")
    Path("c.yaml").mkdir()
    found = find(["."])
    assert (names(found), found.skipped) == ([], ["a.yaml", "b.yaml"])


REFUSED = [
    ("nowhere", "nowhere: there is no such file or folder"),
    ("nowhere.yaml", "nowhere.yaml: there is no such file or folder"),
    ("a.txt", "a.txt: no reader knows this kind of file; known are .yaml, .yml, .json, .jsonl,"),
    ("a.YAML", "a.YAML: no reader knows this kind of file"),
]


@pytest.mark.parametrize(("name", "message"), REFUSED)
def test_refused(name: str, message: str) -> None:
    write({"a.txt": "", "a.YAML": ""})
    with pytest.raises(ClaimgraphError) as caught:
        find([name])
    assert str(caught.value).startswith(message)
    assert caught.value.exit_code == 2


def test_a_closed_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(path: Path) -> None:  # nothing is closed to root, who may run the tests
        raise PermissionError(13, "Permission denied", str(path))

    Path("a").mkdir()
    monkeypatch.setattr(Path, "iterdir", closed)
    with pytest.raises(ClaimgraphError, match="a: Permission denied"):
        find(["a"])


# ---- settings


def test_a_folder_has_the_settings_in_it_or_above_it_within_the_source() -> None:
    write(
        {
            "claimgraph.toml": "source = 'top'",
            "a.yaml": "",
            "in/b.yaml": "",
            "own/claimgraph.toml": "title = 'Own'",
            "own/c.yaml": "",
            "own/in/d.yaml": "",
        }
    )
    held = {file.name: (file.settings.source, file.settings.title) for file in find(["."]).files}
    default = "Claims and their sources"
    assert held == {
        "a.yaml": ("top", default),
        "in/b.yaml": ("top", default),
        "own/c.yaml": ("records", "Own"),
        "own/in/d.yaml": ("records", "Own"),
    }


def test_a_file_has_the_settings_beside_it_or_above() -> None:
    write({"claimgraph.toml": "source = 'top'", "a.yaml": "", "in/b.yaml": ""})
    held = [file.settings.source for file in find(["a.yaml", "in/b.yaml", "-"]).files]
    assert held == ["top", "top", "records"]


def test_mistakes_in_settings_are_told() -> None:
    write({"a/claimgraph.toml": "sorce = 'x'", "a/b.yaml": ""})
    for sources in (["."], ["a"], ["a/b.yaml"]):
        with pytest.raises(RecordErrors, match=r"claimgraph\.toml: sorce: unknown field; did you"):
            find(sources)
