"""On Spark comes out what comes out on one machine: quads as a set, and who is kept out and why."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from benchmarks import reviews
from claimgraph.errors import ClaimgraphError, RecordErrors
from claimgraph.records.read import read as read_records
from claimgraph.records.settings import Settings
from claimgraph.records.write import write_lines
from claimgraph.release.dump import dump

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

TOP = Path(__file__).parents[1]
MISSING = [name for name in ("pyspark", "pandas", "pyarrow") if find_spec(name) is None]
MISSING += [] if shutil.which("java") else ["java"]
on_spark = pytest.mark.skipif(bool(MISSING), reason=f"not here: {', '.join(MISSING)}")
pytestmark = [pytest.mark.slow]


def test_nothing_else_loads_spark() -> None:
    code = "import sys, claimgraph.cli, claimgraph.release.dump; print('pyspark' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "3",
        "spark.sql.files.maxPartitionBytes": "40000",  # several tasks read one file
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    session = SparkSession.builder.master("local[2,3]").config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(autouse=True)
def small_batches(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such that records refer to others of other batches."""
    if not MISSING:
        from claimgraph.spark import convert

        monkeypatch.setattr(sys.modules[convert.__module__], "BATCH", 60)


def write(path: Path, records: Iterable[object]) -> Path:
    path.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in records))
    return path


def made_up(folder: Path) -> Path:
    """Every fault of benchmarks.faults, some of which only the shapes see."""
    path = folder / "reviews.jsonl"
    lines = reviews.lines(300, share=0.15, seed=4)
    path.write_bytes(b"".join(line + b"\n" for line, _ in lines))
    return path


def seeds(folder: Path) -> Path:
    """Evidence that several claims share, contradictions, participants, translations."""
    path = folder / "seeds.jsonl"
    write_lines(read_records([str(TOP / "seeds")]).entries, path)
    return path


def hard(folder: Path) -> Path:
    """Equal twins, ids of refused lines, chains of what is refused, links to two hubs, a desk."""
    actor = {"kind": "actor", "type": "person", "name": "Ann Example"}
    event = {"kind": "event", "type": "election", "name": "An election", "when": "2025-01-01"}
    link: dict[str, object] = {"kind": "link", "by": "desk", "decided": "2025-02-01"}
    claim: dict[str, object] = {"kind": "claim", "text": "A claim.", "about": ["e1"]}
    desk = {"id": "desk", "name": "A desk", "url": "https://desk.example/"}
    records: list[object] = [
        {"kind": "settings", "source": "hard", "publisher": desk},
        {**actor, "id": "a1"},
        {**actor, "id": "a1"},
        {**actor, "id": "a2", "job_title": " "},
        {**actor, "id": "a3"},
        {**actor, "id": "a3", "nonsense": 1},
        *({**event, "id": f"e{number}"} for number in range(1, 7)),
        {**event, "id": "e9", "participants": [{"actor": "a2", "role": "participant"}]},
        {**link, "id": "l1", "event": "e1", "same": ["e2"]},
        {**link, "id": "l2", "event": "e3", "same": ["e4"]},
        {**link, "id": "l3", "event": "e5", "same": ["e4"]},
        {**claim, "id": "c1"},
        {**claim, "id": "c2", "text": "Another one.", "about": ["e9"]},
        {**claim, "id": "c3", "text": "A third one.", "supports": ["c2"]},
        {**claim, "id": "c4", "text": "A fourth one.", "supports": ["c5"]},
        {**claim, "id": "c5", "text": "A fifth one.", "supports": ["c4"]},
        {"kind": "contradiction", "id": "x1", "claims": ["c1", "c4"], "aspect": "number"},
        {"kind": "contradiction", "id": "x2", "claims": ["c1", "c3"], "aspect": "number"},
        {"kind": "place", "id": "no such kind", "type": "?"},
        {"kind": "nothing"},
    ]
    path = write(folder / "hard.jsonl", records)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes() + b"\n\r\n{\xff}\nnull")
    return path


def web(folder: Path) -> Path:
    """What the web tells several times is one; variants of variants are of one hub."""
    claims: list[dict[str, object]] = [
        {"id": "c1", "text": "A claim.", "published": "2025"},
        {"id": "c1", "text": {"en": "A claim."}, "published": "2025-03-01"},
        {"id": "c2", "text": "Its variant.", "variant_of": "c1"},
        {"id": "c3", "text": "And its variant.", "variant_of": "c2"},
        {"id": "c4", "text": "Round", "variant_of": "c5"},
        {"id": "c5", "text": "about", "variant_of": "c4"},
    ]
    settings = {"kind": "settings", "source": "web", "language": "en"}
    return write(folder / "web.jsonl", [settings, *({"kind": "claim", **one} for one in claims)])


def kept_out(release: Path) -> set[tuple[int, str]]:
    """The lines that are kept out, each with the reasons behind their places."""
    path = release / "rejected.jsonl"
    lines = map(json.loads, path.read_text("utf-8").splitlines()) if path.exists() else ()
    return {(one["line"], _id(one["record"])) for one in lines}


def _id(record: Any) -> str:
    found = record.get("id", "") if isinstance(record, dict) else ""
    return str(found)


@on_spark
@pytest.mark.parametrize("source", [made_up, seeds, hard, web])
def test_equals_the_local_run(
    source: Callable[[Path], Path], spark: SparkSession, tmp_path: Path
) -> None:
    from claimgraph.spark import convert, read

    path = source(tmp_path)
    local = dump([str(path)], tmp_path / "local", keep_out=True)
    done = convert(read(spark, [str(path)]))
    quads = [row.value for row in done.quads.collect()]
    expected = (tmp_path / "local" / "claimgraph.nq").read_text("utf-8").split("\n")
    assert sorted(quads) == sorted(expected[:-1])
    assert done.refused == len(local.refused)
    worse = done.problems.filter("severity NOT IN ('Warning', 'Info')").collect()
    assert {(row.line, row.id) for row in worse} == kept_out(tmp_path / "local")
    warnings = done.problems.filter("severity = 'Warning'").collect()
    seen = {(row.focus, row.path, row.value, row.message) for row in warnings}
    assert len(seen) == local.severities["Warning"]
    done.release()


@on_spark
def test_a_task_that_fails_leaves_no_duplicates(spark: SparkSession, tmp_path: Path) -> None:
    from claimgraph.spark import convert, read

    path, out, marker = made_up(tmp_path), tmp_path / "quads", tmp_path / "failed once"
    done = convert(read(spark, [str(path)]))
    _failing_once(done.quads, marker).write.text(str(out))
    assert marker.exists()
    assert (out / "_SUCCESS").exists()
    assert {one.name[:5] for one in out.iterdir() if one.name[0] != "."} == {"_SUCC", "part-"}
    parts = [part.read_text("utf-8") for part in out.glob("part-*")]
    lines = [line for part in parts for line in part.split("\n") if line]
    assert len(lines) == len(set(lines))
    assert set(lines) == {row.value for row in done.quads.collect()}
    done.release()


def _failing_once(quads: DataFrame, marker: Path) -> DataFrame:
    """The same quads; the first task to come writes some of them and fails."""

    def work(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            yield batch
            if batch.num_rows and not marker.exists():
                marker.touch()
                raise RuntimeError("for once")

    return quads.mapInArrow(work, "value string")


@on_spark
def test_lines_need_no_file(spark: SparkSession) -> None:
    from claimgraph.spark import convert

    texts = [b'{"kind": "place", "id": "p1", "name": "A", "type": "city"}', b"{}"]
    lines = spark.createDataFrame([(text.decode(),) for text in texts], "value string")
    done = convert(lines, Settings(source="own"), "https://data.example/")
    assert {row.value.split("/")[2] for row in done.quads.collect()} == {"data.example"}
    assert [(row.id, row.field) for row in done.problems.collect()] == [("", "kind")]
    assert (done.published, done.refused) == (1, 1)


@on_spark
def test_settings_are_one(spark: SparkSession, tmp_path: Path) -> None:
    from claimgraph.spark import convert, read

    place = {"kind": "place", "id": "p1", "name": "A", "type": "city"}
    paths = [
        write(tmp_path / f"{name}.jsonl", [{"kind": "settings", "source": name}, place])
        for name in ("one", "two")
    ]
    with pytest.raises(ClaimgraphError, match=r"not the same everywhere \(source\)"):
        convert(read(spark, [str(path) for path in paths]))
    toml = tmp_path / "claimgraph.toml"
    toml.write_text('source = "three"')
    with pytest.raises(ClaimgraphError, match="not the same everywhere"):
        convert(read(spark, [str(paths[0])]), toml)
    with pytest.raises(ClaimgraphError, match=r"a file claimgraph\.toml"):
        convert(read(spark, [str(paths[0])]), tmp_path / "other.toml")
    toml.write_text("source = 3")
    with pytest.raises(RecordErrors, match="source"):
        convert(read(spark, [str(paths[0])]), toml)


@on_spark
def test_no_records(spark: SparkSession, tmp_path: Path) -> None:
    from claimgraph.spark import convert, read

    with pytest.raises(ClaimgraphError, match="no records"):
        convert(read(spark, [str(write(tmp_path / "none.jsonl", []))]))


@on_spark
@pytest.mark.parametrize(("remote", "quarantine"), [("", False), ("local[2]", True)])
def test_command(remote: str, quarantine: bool, tmp_path: Path) -> None:
    """By a session of its own, and by Spark Connect."""
    if remote:
        pytest.importorskip("grpc")
    path, out = hard(tmp_path), tmp_path / "out"
    command = [sys.executable, "-m", "claimgraph.spark", str(path), "--out", str(out)]
    command += ["--compress", "gzip", "--quarantine"] if quarantine else []
    held = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    held |= {"SPARK_REMOTE": remote} if remote else {}
    done = subprocess.run(command, env=held, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == (0 if quarantine else 1), done.stderr
    assert (out / "problems" / "_SUCCESS").exists()
    assert (out / "quads").exists() is quarantine
    if quarantine:
        dump([str(path)], tmp_path / "local", keep_out=True)
        parts = (gzip.decompress(part.read_bytes()) for part in (out / "quads").glob("part-*.gz"))
        expected = (tmp_path / "local" / "claimgraph.nq").read_bytes()
        assert sorted(b"".join(parts).splitlines()) == expected.splitlines()
    again = subprocess.run(command, env=held, cwd=tmp_path, capture_output=True, text=True)
    assert again.returncode == 2
    assert f"{out}/problems is there already" in again.stderr
