"""The W3C's SHACL test suite as cases that any engine can be given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urldefrag
from urllib.request import url2pathname

import pyoxigraph

from benchmarks import reports
from benchmarks.reports import Graph, Results, read

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"


class Case(NamedTuple):
    """A case: its data and shapes as files, and the results it asks for, None for a failure."""

    name: str
    data: Path
    shapes: Path
    expected: Results | None


def cases(manifest: Path, place: Path) -> list[Case]:
    """The cases under a manifest; their files are written to `place` with absolute IRIs."""
    found = list(_cases(manifest, manifest.parent, place))
    return sorted(found)


def _cases(manifest: Path, root: Path, place: Path) -> Iterator[Case]:
    graph = read(manifest.read_text("utf-8"), manifest.as_uri())
    top = graph[f"<{manifest.as_uri()}>"]
    for included in top.get(f"{MF}include", ()):
        yield from _cases(_file(included), root, place)
    for entries in top.get(f"{MF}entries", ()):
        for entry in reports.items(graph, entries):
            yield _case(graph, entry, _file(entry).relative_to(root), place)


def _case(graph: Graph, entry: str, name: Path, place: Path) -> Case:
    action = graph[graph[entry][f"{MF}action"][0]]
    flat = name.as_posix().replace("/", ".")
    data, shapes = place / f"{flat}.data.nt", place / f"{flat}.shapes.ttl"
    for file, kind in ((data, "dataGraph"), (shapes, "shapesGraph")):
        _write(_file(action[f"{SHT}{kind}"][0]), file)
    wanted = graph[entry][f"{MF}result"][0]
    failure = wanted == f"<{SHT}Failure>"
    return Case(name.as_posix(), data, shapes, None if failure else reports.within(graph, wanted))


def _write(source: Path, target: Path) -> None:
    """N-Triples, which is Turtle too, so that no engine needs to know the base IRI."""
    form, lines = pyoxigraph.RdfFormat.TURTLE, pyoxigraph.RdfFormat.N_TRIPLES
    quads = pyoxigraph.parse(path=str(source), format=form, base_iri=source.as_uri())
    pyoxigraph.serialize((quad.triple for quad in quads), str(target), format=lines)


def _file(iri: str) -> Path:
    return Path(url2pathname(urldefrag(iri.strip("<>")).url.removeprefix("file://")))
