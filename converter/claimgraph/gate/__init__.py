"""The gate: what the shapes refuse is not published."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import rdflib

    from claimgraph.gate.report import Report

__all__ = ["check"]


def check(data: rdflib.Graph, shapes: rdflib.Graph) -> Report:
    """Check `data` against `shapes`; raises ClaimgraphError when the shapes cannot be used."""
    from claimgraph.gate import pyshacl_engine  # loads pySHACL: only when something is checked

    return pyshacl_engine.validate(data, shapes)
