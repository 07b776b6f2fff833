"""Load the shapes that a user names: packaged profiles, shapes files and folders of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from claimgraph import rdf, resources
from claimgraph.errors import ClaimgraphError
from claimgraph.gate.described import Nodes, add, described

if TYPE_CHECKING:
    import rdflib

NAMESPACE = "https://w3id.org/claimgraph/shapes/"  # of core is …/core#


def profiles() -> tuple[str, ...]:
    """Names of the packaged profiles, sorted."""
    return tuple(sorted(path.stem for path in resources.folder("shapes").glob("*.ttl")))


def load(names: Sequence[str]) -> rdflib.Graph:
    """What `read` gives, for rdflib."""
    from claimgraph.gate.graphs import graph_of

    return graph_of(read(names))


def read(names: Sequence[str]) -> Nodes:
    """One shapes graph of all that `names` name: a profile, or a path in any RDF syntax.

    A profile comes before a file of the same name (write ./core for the file). owl:imports are
    not followed. Raises ClaimgraphError for an unknown name, and for shapes of the user that are
    not well-formed, or without a target.
    """
    packaged = profiles()
    named = list(dict.fromkeys(names))
    own = _read(rdf.files([_path(name, packaged) for name in named if name not in packaged]), "own")
    folder = resources.folder("shapes")
    shapes = _read([folder / f"{name}.ttl" for name in named if name in packaged], "shape")
    add(shapes, own)
    if own or not shapes:
        _check(own, shapes)
    return Nodes(shapes)


def _read(paths: Sequence[Path], blank: str) -> dict[str, dict[str, list[str]]]:
    return described((quad for path in paths for quad in rdf.read(path)), blank)


def _check(
    own: Mapping[str, Mapping[str, list[str]]], shapes: Mapping[str, Mapping[str, list[str]]]
) -> None:
    from claimgraph.gate import wellformed  # loads rdflib
    from claimgraph.gate.graphs import graph_of

    known = graph_of(Nodes(shapes))
    wellformed.check_shapes(graph_of(Nodes(own)), known)
    wellformed.check_targets(known)


def _path(name: str, packaged: Sequence[str]) -> Path:
    if not name or not Path(name).exists():
        raise ClaimgraphError(_unknown(name, packaged))
    return Path(name)


def _unknown(name: str, packaged: Sequence[str]) -> str:
    near = get_close_matches(name, packaged, 1)
    hint = f": did you mean {near[0]}?" if near else "."
    return f"no shapes {name!r}{hint} It is no file; the profiles are {', '.join(packaged)}."
