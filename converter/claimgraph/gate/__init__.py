"""The gate: what the shapes refuse is not published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import rdflib

    from claimgraph.gate.engines import Engine
    from claimgraph.gate.report import Report

__all__ = ["check"]


def check(
    data: rdflib.Graph,
    shapes: rdflib.Graph,
    pages: Mapping[str, str] | None = None,
    engine: Engine = "auto",
) -> Report:
    """Check rdflib graphs: `claimgraph.gate.engines.validate`, which says more."""
    # these load rdflib: only when something is checked
    from claimgraph.gate import engines
    from claimgraph.gate.graphs import described

    return engines.validate(described(data), described(shapes), pages, engine)
