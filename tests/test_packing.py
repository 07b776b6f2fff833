"""Packed files, in and out."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pytest
from backports import zstd

from claimgraph import packing, rdf
from claimgraph.errors import ClaimgraphError
from claimgraph.release.dump import dump

SEEDS = str(Path(__file__).parents[1] / "seeds")
RECORDS = b'{"kind":"claim","id":"a","text":{"en":"It rains."}}\n'
PACK = {".gz": gzip.compress, ".zst": zstd.compress, "": bytes}


def packed(suffix: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with packing.packed(suffix, out) as write:
        for at in range(0, len(data), 7):
            write(data[at : at + 7])
    return out.getvalue()


@pytest.mark.parametrize("suffix", PACK)
def test_what_is_packed_is_unpacked(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.txt{suffix}"
    path.write_bytes(packed(suffix, RECORDS))
    with packing.opened(path) as stream:
        assert stream.read() == RECORDS
    assert packing.stem(path.name) == "a.txt"
    assert packed(suffix, RECORDS) == path.read_bytes()


def test_gzip_tells_no_time() -> None:
    assert packed(".gz", b"x")[4:8] == bytes(4)


@pytest.mark.parametrize("suffix", PACK)
def test_packed_records_are_dumped(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(PACK[suffix](RECORDS))
    dump([str(path)], tmp_path / "dist")
    plain = tmp_path / "plain.jsonl"
    plain.write_bytes(RECORDS)
    dump([str(plain)], tmp_path / "plain")
    wanted = (tmp_path / "plain" / "claimgraph.nq").read_bytes()
    assert (tmp_path / "dist" / "claimgraph.nq").read_bytes() == wanted


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_damage_is_told_with_its_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(PACK[suffix](RECORDS * 1000)[:-9])
    with pytest.raises(ClaimgraphError, match=f"a.jsonl{suffix}"):
        dump([str(path)], tmp_path / "dist")
    assert not (tmp_path / "dist").exists()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("plain") / "dist"
    dump([SEEDS], out)
    return out


@pytest.mark.parametrize("suffix", ["gz", "zst"])
def test_a_packed_release_is_read_as_a_plain_one(
    tmp_path: Path, plain: Path, suffix: Literal["gz", "zst"]
) -> None:
    out = tmp_path / "dist"
    dump([SEEDS], out, packing=suffix)
    names = {f"claimgraph.{one}.{suffix}" for one in ("nq", "ttl", "jsonld")}
    assert names < {path.name for path in out.iterdir()}
    told = [json.loads((one / "manifest.json").read_text()) for one in (plain, out)]
    assert told[0]["rdfc10"] == told[1]["rdfc10"]
    assert set(map(str, rdf.read(*rdf.files([out])))) == set(
        map(str, rdf.read(*rdf.files([plain])))
    )
    dump([str(out)], tmp_path / "again")
    quads = [(one / "claimgraph.nq").read_bytes() for one in (plain, tmp_path / "again")]
    assert quads[0] == quads[1]
    run = [sys.executable, "-m", "claimgraph", "validate", str(out)]
    assert subprocess.run(run, capture_output=True, check=True).stdout.startswith(b"Conforms")
    assert (
        f"application/{'gzip' if suffix == 'gz' else 'zstd'}" in (out / "dataset.ttl").read_text()
    )


def test_without_the_library_the_remedy_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("compression", "backports"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ClaimgraphError, match=r"claimgraph\[zstd\]"):
        dump([SEEDS], tmp_path / "dist", packing="zst")
    assert not (tmp_path / "dist").exists()
