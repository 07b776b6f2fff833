"""The dump: what it publishes and refuses, whom it blames, and that equal input is equal bytes."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest

from benchmarks.reviews import lines
from claimgraph.errors import ClaimgraphError, Nonconformance, RecordErrors
from claimgraph.manifest import MANIFEST
from claimgraph.records import KINDS
from claimgraph.records.json_tree import from_json
from claimgraph.records.tree import plain
from claimgraph.records.yaml_tree import from_yaml
from claimgraph.release.dump import dump

SEEDS = Path(__file__).parents[1] / "seeds"
DATA = ("claimgraph.ttl", "claimgraph.jsonld", "claimgraph.nq")
FORMATS = dict(
    zip(
        DATA,
        (pyoxigraph.RdfFormat.TURTLE, pyoxigraph.RdfFormat.JSON_LD, pyoxigraph.RdfFormat.N_QUADS),
        strict=True,
    )
)

GOOD = """
actors:
  - {id: times, type: news, name: Times}
articles:
  - {id: story, url: "https://example.org/story", publisher: times}
claims:
  - id: closed
    text: The bridge is closed.
    attributions: [{speaker: times, article: story, stance: asserts, form: own-voice}]
"""
# the records hold among themselves, but the shapes let no program be the one who speaks
BAD = """
actors:
  - {id: robot, type: software, name: Robot}
claims:
  - id: said-by-robot
    text: The bridge is open.
    attributions: [{speaker: robot, article: story, stance: asserts, form: direct}]
contradictions:
  - {id: bridge, aspect: occurrence, claims: [closed, said-by-robot]}
"""


def folder(place: Path, **files: str) -> str:
    """A source folder with YAML files of these names."""
    place.mkdir()
    for name, text in files.items():
        (place / f"{name}.yaml").write_text(text)
    return str(place)


def content(release: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in release.iterdir()}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("seeds") / "dist"
    dump([str(SEEDS)], out)
    return out


def test_the_manifest_tells_the_truth(seeds: Path) -> None:
    manifest = json.loads((seeds / MANIFEST).read_bytes())
    assert {*manifest["files"], MANIFEST} == {path.name for path in seeds.iterdir()}
    for name, told in manifest["files"].items():
        data = (seeds / name).read_bytes()
        assert told == {"sha256": sha256(data).hexdigest(), "size": len(data)}
    quads = list(pyoxigraph.parse(path=seeds / "claimgraph.nq"))
    assert manifest["quads"] == len(quads)
    assert manifest["triples"] == len({quad.triple for quad in quads})
    assert manifest["graphs"] == len({quad.graph_name for quad in quads})


def test_the_hash_is_that_of_the_canonical_form(seeds: Path) -> None:
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(path=seeds / "claimgraph.nq"))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    lines = pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS)
    canonical = b"".join(sorted((lines or b"").splitlines(keepends=True)))
    assert json.loads((seeds / MANIFEST).read_bytes())["rdfc10"] == sha256(canonical).hexdigest()


def test_three_syntaxes_one_graph(seeds: Path) -> None:
    triples = [
        {quad.triple for quad in pyoxigraph.parse(path=seeds / name, format=format_)}
        for name, format_ in FORMATS.items()
    ]
    assert triples[0] == triples[1] == triples[2]
    assert len(triples[0]) > 5000


@pytest.mark.parametrize("name", ["claimgraph.nq", "dataset.ttl"])
def test_no_blank_nodes(seeds: Path, name: str) -> None:
    terms = [term for quad in pyoxigraph.parse(path=seeds / name) for term in quad]
    assert terms
    assert not [term for term in terms if isinstance(term, pyoxigraph.BlankNode)]


def test_shuffled_input_gives_the_same_bytes(seeds: Path, tmp_path: Path) -> None:
    """All records in one JSON file, lists and records shuffled, read by another process."""
    chance = random.Random(1)
    lists: dict[str, list[object]] = {name: [] for name in chance.sample(list(KINDS), len(KINDS))}
    for path in SEEDS.glob("*.yaml"):
        for name, records in plain(from_yaml(path.read_text("utf-8"))).items():
            lists[name] += records
    for records in lists.values():
        chance.shuffle(records)
    source = tmp_path / "other"
    source.mkdir()
    shutil.copy(SEEDS / "claimgraph.toml", source)
    (source / "all.json").write_text(json.dumps(lists))
    assert plain(from_json((source / "all.json").read_text())) == lists
    command = [sys.executable, "-m", "claimgraph", "dump", str(source), "-o", str(tmp_path / "out")]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    assert data(tmp_path / "out") == data(seeds)


def data(folder: Path) -> dict[str, object]:
    """A release without its account of the inputs, which names their files."""
    found: dict[str, Any] = {**content(folder)}
    del found["loss.json"]
    found["manifest.json"] = json.loads(found["manifest.json"])
    del found["manifest.json"]["files"]["loss.json"]
    return found


def test_nothing_is_published_that_the_shapes_refuse(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    dump([folder(tmp_path / "good", a=GOOD)], out)
    before = content(out)
    bad = folder(tmp_path / "bad", a=GOOD, b=BAD)
    with pytest.raises(Nonconformance) as caught:
        dump([bad], out)
    assert {(problem.file, problem.line) for problem in caught.value.problems} == {
        (f"{bad}/b.yaml", 5)
    }
    assert content(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad", "dist", "good"]


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    text = GOOD + "  - {id: open, text: It is open., supports: [clsed]}\n  - {id: x, txt: y}\n"
    source = folder(tmp_path / "s", a=text)
    with pytest.raises(RecordErrors) as caught:
        dump([source], tmp_path / "dist")
    assert str(caught.value).splitlines() == [
        f"{source}/a.yaml:10: supports[0]: there is no claim `clsed`; did you mean `closed`?",
        f"{source}/a.yaml:11: text: is missing",
        f"{source}/a.yaml:11: txt: unknown field; did you mean `text`?",
    ]


def test_quarantine_cascades(tmp_path: Path) -> None:
    """The shapes refuse a claim; the contradiction refers to it; a third record is no record."""
    text = BAD + "places:\n  - {id: nowhere}\nevents:\n  - {id: e, name: E, where: [nowhere]}\n"
    out = tmp_path / "dist"
    done = dump([folder(tmp_path / "s", a=GOOD, b=text)], out, keep_out=True)
    rejected = [json.loads(line) for line in (out / "rejected.jsonl").read_text().splitlines()]
    assert {line["record"]["id"]: line["record"]["kind"] for line in rejected} == {
        "said-by-robot": "claim",
        "bridge": "contradiction",
        "nowhere": "place",
        "e": "event",
    }
    reasons = {line["record"]["id"]: " ".join(line["reasons"]) for line in rejected}
    assert "refers to `said-by-robot`, which was refused" in reasons["bridge"]
    assert "refers to `nowhere`, which was refused" in reasons["e"]
    assert all(line["file"].endswith("b.yaml") and line["line"] for line in rejected)
    assert done.manifest["rejected"] == 4
    assert "closed" in (out / "claimgraph.nq").read_text()
    assert "said-by-robot" not in (out / "claimgraph.nq").read_text()
    assert "rejected.jsonl" in done.manifest["files"]


def test_quarantine_keeps_what_holds_whatever_the_order(tmp_path: Path) -> None:
    texts = [GOOD, BAD, GOOD.replace("closed\n", "twin\n", 1).split("claims:")[1]]
    one = folder(tmp_path / "one", a=texts[0], b=texts[1], c="claims:" + texts[2])
    two = folder(tmp_path / "two", a="claims:" + texts[2], b=texts[1], c=texts[0])
    for source in (one, two):
        dump([source], Path(f"{source}-out"), keep_out=True)
    quads = [(tmp_path / name / "claimgraph.nq").read_bytes() for name in ("one-out", "two-out")]
    assert quads[0] == quads[1]


def test_a_source_that_is_all_refused(tmp_path: Path) -> None:
    source = folder(tmp_path / "s", a="claims:\n  - {id: x}\n")
    with pytest.raises(ClaimgraphError):
        dump([source], tmp_path / "dist", keep_out=True)
    assert not (tmp_path / "dist").exists()


def test_two_sources_in_one_release(tmp_path: Path) -> None:
    for name in ("one", "two"):
        folder(tmp_path / name, a=GOOD)
        (tmp_path / name / "claimgraph.toml").write_text(f'source = "{name}"\n')
    dump([str(tmp_path / "one"), str(tmp_path / "two")], tmp_path / "dist")
    turtle = (tmp_path / "dist/claimgraph.ttl").read_text()
    assert "claim-one:closed a schema:Claim" in turtle
    assert "claim-two:closed a schema:Claim" in turtle


def test_base_overrides(tmp_path: Path) -> None:
    dump([folder(tmp_path / "s", a=GOOD)], tmp_path / "dist", base="https://example.org/x/")
    assert (
        "@prefix claim: <https://example.org/x/claim/records/>"
        in (tmp_path / "dist/claimgraph.ttl").read_text()
    )


def test_issued_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = folder(tmp_path / "s", a=GOOD)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735084800")
    dump([source], tmp_path / "dist")
    assert '"2024-12-25"^^xsd:date' in (tmp_path / "dist/dataset.ttl").read_text()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(ClaimgraphError, match="SOURCE_DATE_EPOCH"):
        dump([source], tmp_path / "dist")


def run(*arguments: str, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "claimgraph", *arguments]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload,no-any-return]


def small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_a_full_disk_leaves_the_earlier_release(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    dump([folder(tmp_path / "s", a=GOOD)], out)
    before = content(out)
    process = run("dump", str(SEEDS), "-o", str(out), preexec_fn=small_files)
    _, said = process.communicate()
    assert process.returncode == 2
    assert "dist" in said
    assert "Traceback" not in said
    assert content(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dist", "s"]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reviews that take some seconds."""
    file = tmp_path_factory.mktemp("many") / "reviews.jsonl"
    file.write_bytes(b"".join(line + b"\n" for line, _ in lines(20_000)))
    return file


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_end_cleanly(tmp_path: Path, many: Path, number: signal.Signals, code: int) -> None:
    process = run("dump", str(many), "-o", str(tmp_path / "dist"))
    while not list(tmp_path.glob(".*-new/runs")) and process.poll() is None:  # it is at work then
        time.sleep(0.001)
    process.send_signal(number)
    _, said = process.communicate()
    assert (process.returncode, said) == (code, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_sigkill_at_any_moment_leaves_a_whole_release(tmp_path: Path) -> None:
    """Old and new differ in all files; after each kill one of them stands there whole."""
    out = tmp_path / "dist"
    small = folder(tmp_path / "s", a=GOOD)
    sources = (small, str(SEEDS))
    whole = []
    for source in sources:
        dump([source], out)
        whole.append(content(out))
    began = time.monotonic()
    run("dump", small, "-o", str(out)).wait()
    length = time.monotonic() - began
    chance = random.Random(2)
    killed = 0
    for turn in range(24):
        process = run("dump", sources[turn % 2], "-o", str(out))
        time.sleep(chance.uniform(0.5, 1.5) * length)
        killed += process.poll() is None
        process.kill()
        process.communicate()
        assert content(out) in whole
    assert killed > 4
    dump([small], out)
    assert content(out) == whole[0]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dist", "s"]


@pytest.mark.slow
def test_the_engine_shows_only_where_it_is_named(tmp_path: Path) -> None:
    found = {}
    for engine in ("fast", "pyshacl"):
        out = tmp_path / engine
        dump([str(SEEDS)], out, engine=engine)
        found[engine] = {path.name: path.read_bytes() for path in out.iterdir()}
        assert json.loads(found[engine].pop("manifest.json"))["engine"] == engine
    assert found["fast"] == found["pyshacl"]
    assert b"sh:result" in found["fast"]["validation-report.ttl"]
