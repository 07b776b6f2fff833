"""The starter folder reads, checks and validates as it is."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from claimgraph.errors import ClaimgraphError
from claimgraph.records import KINDS, kind, schema
from claimgraph.records.fields import values
from claimgraph.records.read import read
from claimgraph.records.settings import Publisher, Settings
from claimgraph.records.starter import RECORDS, SETTINGS, write
from claimgraph.records.tree import plain
from claimgraph.records.yaml_tree import from_yaml
from record_sources import found

NAMES = ["claimgraph.toml", "records.yaml", "records.schema.json"]


def test_it_reads_and_checks(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "desk"
    assert write(folder) == [folder / name for name in NAMES]
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)
    reading = read([str(folder)])
    assert found(reading) == []
    assert reading.skipped == []
    assert {kind(entry.record) for entry in reading.entries} == {*map(kind, KINDS.values())}


def test_it_shows_every_key_of_the_settings() -> None:
    held = tomllib.loads(SETTINGS)
    assert set(held) == set(Settings.__struct_fields__)
    assert set(held["publisher"]) == set(Publisher.__struct_fields__)
    lines = SETTINGS.splitlines()
    assert sum(line.startswith("# ") for line in lines) >= 6


def test_it_shows_what_is_told_apart(tmp_path: Path) -> None:
    """Two articles, one of them not signed; one who is not named; a relay; a role told of."""
    write(tmp_path)
    shown = {
        re.sub(r"\[[0-9]+\]", "", f"{kind(entry.record)}.{path}")
        for entry in read([str(tmp_path)]).entries
        for path, _, _ in values(entry.record)
    }
    assert shown >= {
        "actor.description",
        "article.authors",
        "claim.attributions.relayed_by",
        "event.participants.according_to",
        "review.corrections.published",
        "review.rating.label",
        "review.verdicts.truth",
    }


def test_editors_find_its_schema(tmp_path: Path) -> None:
    write(tmp_path)
    first, *_ = (tmp_path / "records.yaml").read_text("utf-8").splitlines()
    name = first.removeprefix("# yaml-language-server: $schema=")
    assert json.loads((tmp_path / name).read_text("utf-8")) == schema.json_schema()
    validator = Draft202012Validator(schema.json_schema())
    assert [error.message for error in validator.iter_errors(plain(from_yaml(RECORDS)))] == []


def test_its_lists_stand_in_the_order_of_the_docs() -> None:
    assert list(yaml.safe_load(RECORDS)) == list(KINDS)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(ClaimgraphError, match=f"{name} exists and is left as it is") as caught:
        write(tmp_path)
    assert caught.value.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "mine"


def test_it_stands_beside_other_files(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    write(tmp_path)
    assert len(list(tmp_path.iterdir())) == 4


def test_where_no_folder_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ClaimgraphError, match="file: File exists; name another folder"):
        write(tmp_path / "file")
    with pytest.raises(ClaimgraphError, match="Not a directory; name another folder"):
        write(tmp_path / "file" / "in")


def test_every_run_writes_the_same(tmp_path: Path) -> None:
    one, two = write(tmp_path / "a"), write(tmp_path / "b")
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    assert all(b"\r" not in path.read_bytes() for path in one)
