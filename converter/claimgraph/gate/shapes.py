"""Load the shapes that a user names: packaged profiles, shapes files and folders of them."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

import rdflib

from claimgraph import rdf, resources
from claimgraph.errors import ClaimgraphError
from claimgraph.gate import wellformed
from claimgraph.gate.graphs import graph

NAMESPACE = "https://w3id.org/claimgraph/shapes/"  # of core is …/core#


def profiles() -> tuple[str, ...]:
    """Names of the packaged profiles, sorted."""
    return tuple(sorted(path.stem for path in resources.folder("shapes").glob("*.ttl")))


def load(names: Sequence[str]) -> rdflib.Graph:
    """One shapes graph of all that `names` name: a profile, or a path in any RDF syntax.

    A profile comes before a file of the same name (write ./core for the file). owl:imports are
    not followed. Raises ClaimgraphError for an unknown name, for shapes of the user that are not
    well-formed, and when no shape has a target.
    """
    packaged = profiles()
    named = list(dict.fromkeys(names))
    own = _read(rdf.files([_path(name, packaged) for name in named if name not in packaged]), "own")
    folder = resources.folder("shapes")
    shapes = _read([folder / f"{name}.ttl" for name in named if name in packaged], "shape") + own
    wellformed.check_shapes(own, shapes)
    wellformed.check_targets(shapes)
    return shapes


def _read(paths: Sequence[Path], blank: str) -> rdflib.Graph:
    return graph((quad for path in paths for quad in rdf.read(path)), blank)


def _path(name: str, packaged: Sequence[str]) -> Path:
    if not name or not Path(name).exists():
        raise ClaimgraphError(_unknown(name, packaged))
    return Path(name)


def _unknown(name: str, packaged: Sequence[str]) -> str:
    near = get_close_matches(name, packaged, 1)
    hint = f": did you mean {near[0]}?" if near else "."
    return f"no shapes {name!r}{hint} It is no file; the profiles are {', '.join(packaged)}."
