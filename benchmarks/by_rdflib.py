"""The same export with rdflib and pySHACL: `python -m benchmarks.by_rdflib RELEASE OUT`

Reading and mapping the records is given to it for nothing: the statements are taken from the
release's N-Quads, by a fast parser, before the clock starts. It prints the seconds of each step
as JSON: building graphs, validation, and the three syntaxes.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph
import pyshacl
import rdflib
from rdflib.term import Identifier

from benchmarks.measure import ROOT

Statement = tuple[str, str, str, str | None, str | None, str]


def statements(file: Path) -> list[Statement]:
    """Subject, predicate, object, language and datatype of a literal, graph ("" is the default)."""
    found = []
    for quad in pyoxigraph.parse(path=str(file), format=pyoxigraph.RdfFormat.N_QUADS):
        one, language, datatype = quad.object, None, None
        if isinstance(one, pyoxigraph.Literal):
            language, datatype = one.language, one.datatype.value
        named = isinstance(quad.graph_name, pyoxigraph.NamedNode)
        graph = quad.graph_name.value if named else ""
        text = (quad.subject.value, quad.predicate.value, one.value)
        found.append((*text, language, datatype, graph))
    return found


def build(held: list[Statement]) -> tuple[Any, Any]:
    """A graph of all statements, and a data set with the named graphs."""
    union, dataset = rdflib.Graph(), rdflib.Dataset()
    graphs: dict[str, Any] = {"": dataset.default_graph}
    for subject, predicate, text, language, datatype, name in held:
        triple = (rdflib.URIRef(subject), rdflib.URIRef(predicate), _term(text, language, datatype))
        if name not in graphs:
            graphs[name] = dataset.graph(rdflib.URIRef(name))
        union.add(triple)
        graphs[name].add(triple)
    return union, dataset


def _term(text: str, language: str | None, datatype: str | None) -> Identifier:
    if language:
        return rdflib.Literal(text, lang=language)
    if datatype == "http://www.w3.org/2001/XMLSchema#string":
        return rdflib.Literal(text)
    if datatype:
        return rdflib.Literal(text, datatype=rdflib.URIRef(datatype), normalize=False)
    return rdflib.URIRef(text)


def validate(graph: Any) -> None:
    """By the core shapes; raises ValueError where the graph does not conform."""
    shapes = rdflib.Graph().parse(ROOT / "shapes" / "core.ttl")
    _, report, text = pyshacl.validate(graph, shacl_graph=shapes, inplace=True, allow_warnings=True)
    worst = rdflib.SH.Violation
    if (None, rdflib.SH.resultSeverity, worst) in report:
        raise ValueError(text)


def timed(steps: dict[str, float], name: str, work: Callable[[], Any]) -> Any:
    """What the work gives; its seconds are added to the steps."""
    start = time.perf_counter()
    found = work()
    steps[name] = round(time.perf_counter() - start, 3)
    return found


def main() -> None:
    """Build, validate and write."""
    release, out = Path(sys.argv[1]), Path(sys.argv[2])
    held, steps = statements(release / "claimgraph.nq"), dict[str, float]()
    context = json.loads((release / "claimgraph.jsonld").read_bytes())["@context"]
    union, dataset = timed(steps, "graphs", lambda: build(held))
    timed(steps, "validation", lambda: validate(union))
    options = {"format": "json-ld", "context": context, "auto_compact": True}
    timed(steps, "turtle", lambda: union.serialize(out / "claimgraph.ttl", format="turtle"))
    timed(steps, "json-ld", lambda: union.serialize(out / "claimgraph.jsonld", **options))
    timed(steps, "n-quads", lambda: dataset.serialize(out / "claimgraph.nq", format="nquads"))
    print(json.dumps(steps))


if __name__ == "__main__":
    main()
