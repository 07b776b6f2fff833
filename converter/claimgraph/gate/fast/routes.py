"""Property paths (§2.3.1) as functions from a node to its distinct value nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from claimgraph.gate.described import Data
from claimgraph.gate.paths import Compound, Path

Route = Callable[[Data, str], Sequence[str]]

MANY = 1 << 62


def route(path: Path | None) -> Route:
    """The value nodes of a path; without a path, the node itself."""
    if path is None:
        return _itself
    if isinstance(path, str):
        return lambda data, node: data.out(node).get(path, ())
    parts = [route(part) for part in path.parts if path.operator != "^"]
    match path.operator:
        case "^":
            return _inverse(path.parts[0])
        case "/":
            return _sequence(parts)
        case "|":
            return _alternatives(parts)
        case "?":
            return _alternatives([_itself, *parts])
        case "+":
            return _closure(parts[0])
        case _:
            return _alternatives([_itself, _closure(parts[0])])


def bounds(path: Path, counts: Mapping[str, int]) -> tuple[int, int]:
    """At least and at most how many value nodes a node has, by the counts of its statements."""
    if isinstance(path, str):
        return counts.get(path, 0), counts.get(path, 0)
    known = [bounds(part, counts) for part in path.parts if path.operator in "/|"]
    if path.operator == "|":
        return max(least for least, _ in known), sum(most for _, most in known)
    if path.operator == "/":
        return 0, MANY if known[0][1] else 0
    return int(path.operator in "*?"), MANY


def backwards(path: Path, inverted: bool = False) -> set[str]:
    """The predicates that a path goes from object to subject."""
    if isinstance(path, str):
        return {path} if inverted else set()
    turned = inverted is not (path.operator == "^")
    return set().union(*(backwards(part, turned) for part in path.parts))


def _itself(data: Data, node: str) -> Sequence[str]:
    return (node,)


def _inverse(path: Path) -> Route:
    if isinstance(path, str):
        return lambda data, node: data.incoming(node, path)
    if path.operator == "^":
        return route(path.parts[0])
    backwards = path.parts[::-1] if path.operator == "/" else path.parts
    return route(Compound(path.operator, tuple(Compound("^", (part,)) for part in backwards)))


def _sequence(steps: Sequence[Route]) -> Route:
    def walk(data: Data, node: str) -> Sequence[str]:
        reached: Sequence[str] = (node,)
        for step in steps:
            reached = list(dict.fromkeys(value for one in reached for value in step(data, one)))
        return reached

    return walk


def _alternatives(ways: Sequence[Route]) -> Route:
    return lambda data, node: list(dict.fromkeys(v for way in ways for v in way(data, node)))


def _closure(step: Route) -> Route:
    """All that one or more steps reach."""

    def walk(data: Data, node: str) -> Sequence[str]:
        found = list(step(data, node))
        known = set(found)
        for one in found:  # grows meanwhile
            for value in step(data, one):
                if value not in known:
                    known.add(value)
                    found.append(value)
        return found

    return walk
