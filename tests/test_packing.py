"""Packed files: what goes in comes out, and damage is told with the name of the file."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import backports
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from claimgraph import packing
from claimgraph.errors import ClaimgraphError
from claimgraph.packing import damage, opened, packed, stem
from claimgraph.release.dump import dump
from claimgraph.release.merge import store

SUFFIXES = ["", ".gz", ".zst"]
LINES = (
    b'{"kind":"actor","id":"times","type":"news","name":"Times"}\n'
    b'{"kind":"place","id":"baku","name":"Baku"}\n'
)
DATA = ("claimgraph.ttl", "claimgraph.jsonld", "claimgraph.nq")


def pack(suffix: str, data: bytes) -> bytes:
    """The bytes packed by somebody else."""
    if suffix == ".gz":
        return gzip.compress(data)
    return zstd.compress(data) if suffix == ".zst" else data


@pytest.mark.parametrize("suffix", SUFFIXES)
@given(chunks=st.lists(st.binary(min_size=1, max_size=300), min_size=1))
def test_what_goes_in_comes_out(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, chunks: list[bytes]
) -> None:
    path = tmp_path_factory.mktemp("packed") / f"x{suffix}"
    out = io.BytesIO()
    with packed(suffix, out) as write:
        for chunk in chunks:
            write(chunk)
    path.write_bytes(out.getvalue())
    with opened(path) as stream:
        assert stream.read() == b"".join(chunks)
    path.write_bytes(pack(suffix, b"".join(chunks)))
    with opened(path) as stream:
        assert stream.read() == b"".join(chunks)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("a.nq", "a.nq"),
        ("a.nq.gz", "a.nq"),
        ("a.NQ.GZ", "a.NQ"),
        ("a.zst", "a"),
        ("a.gzip", "a.gzip"),
    ],
)
def test_the_name_of_what_is_packed(name: str, wanted: str) -> None:
    assert stem(name) == wanted


def test_gzip_has_no_time_and_no_name(tmp_path: Path) -> None:
    """RFC 1952, 2.3.1: flags, then four bytes of time."""
    store(tmp_path / "x.gz", [b"text"])
    assert (tmp_path / "x.gz").read_bytes()[3:8] == bytes(5)


@pytest.mark.parametrize("suffix", SUFFIXES[1:])
def test_damage(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    store(path, [bytes(range(256)) * 99])
    whole = path.read_bytes()
    for data in (b"no such thing", whole[:-9], whole[:9], whole[:40] + b"\0\0\0\0" + whole[44:]):
        path.write_bytes(data)
        with pytest.raises(damage()), opened(path) as stream:
            stream.read()


def test_without_zstandard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("compression.zstd", "compression", "backports.zstd"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delattr(backports, "zstd")
    with pytest.raises(ClaimgraphError, match="pip install"):
        packing.zstandard()
    assert EOFError in damage()
    path = tmp_path / "x.jsonl"
    path.write_bytes(LINES)
    with pytest.raises(ClaimgraphError, match="pip install"):
        dump([str(path)], tmp_path / "dist", packing="zst")
    assert not (tmp_path / "dist").exists()


def content(release: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in release.iterdir() if path.name in DATA}


@pytest.fixture
def plain(tmp_path: Path) -> dict[str, bytes]:
    """The data of the release from the lines."""
    (tmp_path / "plain.jsonl").write_bytes(LINES)
    dump([str(tmp_path / "plain.jsonl")], tmp_path / "plain")
    return content(tmp_path / "plain")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_packed_records(tmp_path: Path, plain: dict[str, bytes], suffix: str) -> None:
    source = tmp_path / f"x.jsonl{suffix}"
    source.write_bytes(pack(suffix, LINES))
    dump([str(source)], tmp_path / "dist")
    assert content(tmp_path / "dist") == plain


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_standard_input(tmp_path: Path, plain: dict[str, bytes], suffix: str) -> None:
    command = [sys.executable, "-m", "claimgraph", "dump", "-", "-o", str(tmp_path / "dist")]
    done = subprocess.run(command, input=pack(suffix, LINES), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert content(tmp_path / "dist") == plain


def test_standard_input_that_comes_slowly(tmp_path: Path, plain: dict[str, bytes]) -> None:
    command = [sys.executable, "-m", "claimgraph", "dump", "-", "-o", str(tmp_path / "dist")]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, bufsize=0)
    assert process.stdin
    for at in range(0, len(LINES), 9):
        process.stdin.write(LINES[at : at + 9])
    process.stdin.close()
    assert process.wait() == 0
    assert content(tmp_path / "dist") == plain


def test_standard_input_of_settings_that_differ(tmp_path: Path) -> None:
    line = b'{"kind":"settings","source":"x","title":"%s"}\n'
    data = line % b"One" + LINES + line % b"Two" + LINES.replace(b'"id":"', b'"id":"other-')
    command = [sys.executable, "-m", "claimgraph", "dump", "-", "-o", str(tmp_path / "dist")]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"differ in their settings" in done.stderr


@pytest.mark.parametrize("suffix", SUFFIXES[1:])
@pytest.mark.parametrize("cut", [12, -9])
def test_damaged_records(tmp_path: Path, suffix: str, cut: int) -> None:
    source = tmp_path / f"x.jsonl{suffix}"
    source.write_bytes(pack(suffix, LINES + LINES.replace(b"times", b"post"))[:cut])
    with pytest.raises(ClaimgraphError) as caught:
        dump([str(source)], tmp_path / "dist")
    assert str(source) in str(caught.value)
    assert caught.value.exit_code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == [source.name]


@pytest.mark.parametrize("form", ["gz", "zst"])
def test_packed_releases(tmp_path: Path, plain: dict[str, bytes], form: Any) -> None:
    out = tmp_path / "packed"
    dump([str(tmp_path / "plain.jsonl")], out, packing=form)
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    dump([str(tmp_path / "plain.jsonl")], out, packing=form)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first
    for name, data in plain.items():
        with opened(out / f"{name}.{form}") as stream:
            assert stream.read() == data
    manifests = [
        json.loads((tmp_path / n / "manifest.json").read_bytes()) for n in ("plain", "packed")
    ]
    assert manifests[0]["rdfc10"] == manifests[1]["rdfc10"]


@pytest.mark.parametrize("form", ["gz", "zst"])
def test_packed_releases_are_read(tmp_path: Path, plain: dict[str, bytes], form: Any) -> None:
    out = tmp_path / "packed"
    dump([str(tmp_path / "plain.jsonl")], out, packing=form)
    dump([str(out)], tmp_path / "again")
    assert (tmp_path / "again" / "claimgraph.nq").read_bytes() == plain["claimgraph.nq"]
    run = [sys.executable, "-m", "claimgraph"]
    ask = "ASK { ?a <http://schema.org/name> ?n FILTER(STR(?n) = 'Times') }"
    for source in (out, out / f"claimgraph.nq.{form}", out / f"claimgraph.ttl.{form}"):
        asked = subprocess.run([*run, "query", source, ask], capture_output=True, check=False)
        assert (asked.returncode, b"true" in asked.stdout) == (0, True), (source, asked.stderr)
        checked = subprocess.run([*run, "validate", source], capture_output=True, check=False)
        assert checked.returncode == 0, (source, checked.stderr)
