"""Load the shapes that a user names: packaged profiles, shapes files and folders of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

import rdflib

from claimgraph import rdf, resources
from claimgraph.errors import ClaimgraphError
from claimgraph.gate import wellformed
from claimgraph.gate.graphs import graph


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
    paths = _paths(names, packaged)
    shapes = graph((quad for path in paths for quad in rdf.read(path)), blank="shape")
    if not set(names) <= set(packaged):
        wellformed.check_shapes(shapes)
    wellformed.check_targets(shapes)
    return shapes


def _paths(names: Sequence[str], packaged: Sequence[str]) -> Iterator[Path]:
    for name in dict.fromkeys(names):
        if name in packaged:
            yield resources.folder("shapes") / f"{name}.ttl"
        elif name and Path(name).exists():
            yield from rdf.files([Path(name)])
        else:
            raise ClaimgraphError(_unknown(name, packaged))


def _unknown(name: str, packaged: Sequence[str]) -> str:
    near = get_close_matches(name, packaged, 1)
    hint = f": did you mean {near[0]}?" if near else "."
    return f"no shapes {name!r}{hint} It is no file; the profiles are {', '.join(packaged)}."
