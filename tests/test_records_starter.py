"""The starter folder reads, checks and validates as it is."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from claimgraph.errors import ClaimgraphError
from claimgraph.records import KINDS, Event, kind, schema
from claimgraph.records.fields import part_of, values
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


def test_it_shows_what_the_model_has(tmp_path: Path) -> None:
    """Two articles, claims that contradict each other, a review by the desk, a relay, a role."""
    write(tmp_path)
    records = [entry.record for entry in read([str(tmp_path)]).entries]
    shown = {path.partition("[")[0] for record in records for path, _, _ in values(record)}
    parts = {name for struct in KINDS.values() for name in struct.__struct_fields__}
    assert parts - shown <= {
        "text", "rating", "verdicts", "translation", "license", "same_as", "died", "modified",
        "claim_reviewed", "media", "parent", "private", "url", "part_of", "supports", "variant_of",
        "description", "according_to",
    }  # fmt: skip
    assert sum(kind(record) == "article" for record in records) == 2
    assert any(isinstance(record, Event) and record.participants for record in records)
    assert part_of(Event) is Event


def test_editors_find_its_schema(tmp_path: Path) -> None:
    write(tmp_path)
    first, *_ = (tmp_path / "records.yaml").read_text("utf-8").splitlines()
    name = first.removeprefix("# yaml-language-server: $schema=")
    assert json.loads((tmp_path / name).read_text("utf-8")) == schema.json_schema()
    validator = Draft202012Validator(schema.json_schema())
    assert [error.message for error in validator.iter_errors(plain(from_yaml(RECORDS)))] == []


def test_every_list_has_a_comment_and_pyyaml_reads_it_too() -> None:
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
