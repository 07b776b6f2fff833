"""The command line: exit codes, streams, and that nothing heavy loads before it is needed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[1] / "seeds"
CLAIM = "<http://example.org/c> a <http://schema.org/Claim> .\n"
TEXT = '<http://example.org/c> <http://schema.org/text> "It rains."@en .\n'
HEAVY = ("rdflib", "pyshacl", "pyoxigraph", "yaml", "msgspec")


def run(*arguments: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "claimgraph", *arguments]
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, text=True)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "bad.ttl").write_text(CLAIM)
    (tmp_path / "good.ttl").write_text(CLAIM + TEXT)
    (tmp_path / "broken.ttl").write_text("<http://example.org/c> a")
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.doc").touch()
    (tmp_path / "records.yaml").write_text("claims:\n  - {id: a, text: It rains.}\n")
    (tmp_path / "wrong.yaml").write_text("claims:\n  - {id: a}\n")
    (tmp_path / "torn.yaml").write_text("claims: [")
    return tmp_path


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("--version", 0, ""),
        ("dump records.yaml -o out", 0, ""),
        ("dump wrong.yaml -o out", 1, "wrong.yaml:2: text: is missing"),
        ("dump torn.yaml -o out", 1, "torn.yaml:2: not YAML"),
        ("dump records.yaml -o full", 2, "full: holds files, but no release"),
        ("dump records.yaml -o notes.txt", 2, "notes.txt: not a folder"),
        ("dump nowhere -o out", 2, "nowhere: there is no such file"),
        ("dump notes.txt -o out", 2, "notes.txt: no reader knows this"),
        ("dump empty -o out", 2, "no records in empty"),
        ("dump records.yaml", 2, "--out"),
        ("validate good.ttl", 0, ""),
        ("validate bad.ttl", 1, ""),
        ("validate broken.ttl", 2, "broken.ttl"),
        ("validate notes.txt", 2, "notes.txt"),
        ("validate nowhere.ttl", 2, "nowhere.ttl"),
        ("validate good.ttl --shapes kore", 2, "core"),
        ("query good.ttl {}", 2, "claimgraph: "),
        ("query good.ttl ASK{?s?p?o}", 0, ""),
        ("query good.ttl ASK{?s<http://example.org/no>?o}", 1, ""),
        ("query good.ttl", 2, "no query"),
        ("query ASK{}", 2, "nothing to ask"),
        ("query good.ttl --name contradiction", 2, "contradictions"),
        ("query good.ttl --name timeline --file x.rq", 2, "not both"),
        ("query good.ttl --file x.rq", 2, "x.rq"),
        ("query --list", 0, ""),
        ("init new", 0, ""),
        ("schema", 0, ""),
        ("check-spans records.yaml --texts empty", 0, ""),
        ("frobnicate", 2, "frobnicate"),
    ],
)
def test_exit_codes(place: Path, command: str, code: int, said: str) -> None:
    done = run(*command.split(" "), cwd=place)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    assert said in done.stderr
    assert bool(done.stderr) == bool(said)


def test_records_and_queries_from_standard_input(place: Path) -> None:
    records = (place / "records.yaml").read_text()
    assert run("dump", "-", "-o", "out", "-q", cwd=place, stdin=records).stdout == ""
    query = "SELECT ?t { ?c schema:text ?t }"
    done = run("query", "out", "--file", "-", cwd=place, stdin=query)
    assert done.stdout.split() == ["t", "It", "rains."]


def test_reports_are_data(place: Path) -> None:
    for format_ in ("turtle", "json"):
        done = run("validate", "bad.ttl", "--format", format_, cwd=place)
        (place / f"report.{'ttl' if format_ == 'turtle' else 'json'}").write_text(done.stdout)
    again = run("query", "report.ttl", "ASK { ?r a sh:ValidationReport }", cwd=place)
    assert again.stdout.strip() == "true"


def test_quarantine_says_what_it_keeps_out_and_succeeds(place: Path) -> None:
    (place / "mixed.yaml").write_text("claims:\n  - {id: a, text: It rains.}\n  - {id: b}\n")
    done = run("dump", "mixed.yaml", "-o", "out", "--quarantine", cwd=place)
    assert done.returncode == 0
    assert done.stderr == "mixed.yaml:3: text: is missing\n"
    assert "kept out: 1 record" in done.stdout


def test_control_characters_do_not_reach_the_terminal(place: Path) -> None:
    claims = 'claims:\n  - {id: a, text: x}\n  - {id: b, "\\e]0;x\\ared\\u202e": x}\n'
    (place / "evil.yaml").write_text(claims)
    for options in ((), ("--quarantine",)):
        done = run("dump", "evil.yaml", "-o", "out", *options, cwd=place)
        assert "red" in done.stderr
        assert not {"\x1b", "\x07", "\u202e"} & set(done.stderr)


@pytest.mark.parametrize("start", ["import claimgraph", "import claimgraph.cli"])
def test_importing_loads_nothing_heavy(start: str) -> None:
    program = f"{start}\nimport sys\nprint([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m claimgraph schema | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=tmp_path)
    assert done.stderr == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_running_query_can_be_stopped(tmp_path: Path, number: signal.Signals) -> None:
    lines = (f"<http://example.org/{n}> <http://example.org/p> {n} .\n" for n in range(300))
    (tmp_path / "many.ttl").write_text("".join(lines))
    product = " . ".join(f"?s{n} ?p{n} ?o{n}" for n in range(5))
    query = f"SELECT (COUNT(*) AS ?n) {{ {product} }}"
    command = [sys.executable, "-m", "claimgraph", "query", "many.ttl", query]
    process = subprocess.Popen(command, cwd=tmp_path)
    time.sleep(1.5)
    assert process.poll() is None
    process.send_signal(number)
    assert process.wait(timeout=5) == -number


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_output_that_cannot_be_written_is_an_error_of_its_own(place: Path) -> None:
    command = f"{sys.executable} -m claimgraph validate good.ttl > /dev/full"
    done = subprocess.run(command, shell=True, cwd=place, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "cannot write the output" in done.stderr
