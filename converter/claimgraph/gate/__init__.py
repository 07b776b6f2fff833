"""The gate: what the shapes refuse is not published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import rdflib

    from claimgraph.gate.report import Report

__all__ = ["check"]


def check(
    data: rdflib.Graph, shapes: rdflib.Graph, pages: Mapping[str, str] | None = None
) -> Report:
    """Check `data` against `shapes`; raises ClaimgraphError when the shapes cannot be used.

    Where the profile `google` is among the shapes its own checks are run too; `pages` tells them
    on which page a node (in N-Triples spelling) was found.
    """
    # these load pySHACL: only when something is checked
    from claimgraph.gate import markup_checks, pyshacl_engine
    from claimgraph.gate.report import Report

    found = pyshacl_engine.validate(data, shapes)
    own = markup_checks.results(data, shapes, pages or {})
    return Report.of((*found.results, *own))
