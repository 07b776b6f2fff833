"""claimgraph validate --engine, and what it loads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from claimgraph.cli import app
from turtle_text import PREFIXES

QUERY = "SELECT $this { $this a <http://example.org/C> }"
SPARQL = f"ex:S sh:targetClass ex:C ; sh:sparql [ sh:select '{QUERY}' ] ."
CORE = "ex:S sh:targetClass ex:C ; sh:nodeKind sh:BlankNode ."
LOADED = """
import sys
from claimgraph.cli import main
sys.argv = ["claimgraph", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    code = end.code
heavy = sorted({"rdflib", "pyshacl"}.intersection(sys.modules))
print(code, heavy, file=sys.stderr)
"""


@pytest.fixture(autouse=True)
def files(folder: Path) -> Path:
    (folder / "data.ttl").write_text(f"{PREFIXES} ex:a a ex:C .")
    (folder / "core.ttl").write_text(PREFIXES + CORE)
    (folder / "sparql.ttl").write_text(PREFIXES + SPARQL)
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["validate", "data.ttl", *arguments])


@pytest.mark.parametrize(
    ("shapes", "engine", "ran"),
    [
        ("core.ttl", "auto", "fast"),
        ("core.ttl", "fast", "fast"),
        ("core.ttl", "pyshacl", "pyshacl"),
        ("sparql.ttl", "auto", "pyshacl"),
        ("sparql.ttl", "pyshacl", "pyshacl"),
    ],
)
def test_the_engine_that_ran_is_told(shapes: str, engine: str, ran: str) -> None:
    wanted = ("-s", f"./{shapes}", "--engine", engine)
    done = run(*wanted)
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0] == f"Does not conform: 1 violation ({ran} engine)."
    told = json.loads(run(*wanted, "-f", "json").stdout)
    assert (told["engine"], told["counts"]["Violation"]) == (ran, 1)


def test_the_report_is_the_same_but_for_the_engine() -> None:
    texts = [run("-s", "./core.ttl", "--engine", engine).stdout for engine in ("fast", "pyshacl")]
    assert texts[0] == texts[1].replace("(pyshacl engine)", "(fast engine)")


def test_the_fast_engine_says_what_it_does_not_do() -> None:
    done = run("-s", "./sparql.ttl", "--engine", "fast")
    assert done.exit_code != 0
    assert "sh:sparql" in f"{done.output}{done.exception}"


def test_packaged_shapes_need_neither_rdflib_nor_pyshacl() -> None:
    command = [sys.executable, "-c", LOADED, "validate", "data.ttl"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "1 []"
