"""Which engine validates: the fast one for what it is made for, else the reference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from claimgraph.collecting import uncollected
from claimgraph.gate import fast, markup_checks
from claimgraph.gate.described import Nodes
from claimgraph.gate.report import Report, Result

Engine = Literal["auto", "pyshacl", "fast"]


def validate(
    data: Nodes, shapes: Nodes, pages: Mapping[str, str] | None = None, engine: Engine = "auto"
) -> Report:
    """Check `data` against `shapes`; the report names the engine.

    `auto` takes `fast` where the shapes are plain SHACL Core, else `pyshacl`. Where the profile
    `google` is among the shapes its own checks are run too; `pages` tells them on which page a
    node was found. Raises ClaimgraphError when the shapes cannot be used; Unsupported, which is
    one, when `fast` is asked for and they are beyond it.
    """
    compiled = None if engine == "pyshacl" else _compiled(shapes, engine)
    own = markup_checks.results(data, shapes, pages or {})
    if compiled is None:
        return Report.of([*_by_pyshacl(data, shapes), *own], "pyshacl")
    with uncollected():
        return Report.of([*compiled.whole(data), *own], "fast")


def _compiled(shapes: Nodes, engine: Engine) -> fast.Compiled | None:
    try:
        return fast.compiled(shapes)
    except fast.Unsupported as error:
        if engine == "auto":
            return None
        raise fast.Unsupported(f"{error}; take the engine auto or pyshacl") from error


def _by_pyshacl(data: Nodes, shapes: Nodes) -> Iterable[Result]:
    from claimgraph.gate import pyshacl_engine  # loads rdflib and pySHACL
    from claimgraph.gate.graphs import graph_of

    return pyshacl_engine.validate(graph_of(data), graph_of(shapes)).results
