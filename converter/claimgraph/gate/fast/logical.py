"""Shapes in constraints: sh:node, sh:not, sh:and, sh:or and sh:xone (§4.6, §4.7.1).

Of a focus node a view may tell what it tells of the shapes: a logic of three values.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimgraph.gate.fast import values
from claimgraph.gate.fast.constraints import Constraint, View, each
from claimgraph.gate.fast.shape import Shape


def required(shape: Shape) -> Constraint:
    """sh:node"""
    return each("Node", test_of(shape), focus=shape.known)


def negated(shape: Shape) -> Constraint:
    def focus(view: View) -> bool | None:
        known = shape.known(view)
        return known if known is None else not known

    return each("Not", values.none(test_of(shape)), focus=focus)


def conjunction(shapes: Sequence[Shape]) -> Constraint:
    def focus(view: View) -> bool | None:
        told = {shape.known(view) for shape in shapes}
        return False if False in told else None if None in told else True

    return each("And", values.every([*map(test_of, shapes)]), focus=focus)


def disjunction(shapes: Sequence[Shape]) -> Constraint:
    def focus(view: View) -> bool | None:
        told = {shape.known(view) for shape in shapes}
        return True if True in told else None if None in told else False

    return each("Or", _some(shapes), focus=focus)


def _some(shapes: Sequence[Shape]) -> values.Test:
    """One test for several classes, or several datatypes."""
    asked = [only.component if (only := _only(shape)) else "" for shape in shapes]
    arguments = [only.argument for only in map(_only, shapes) if only]
    if set(asked) == {"Class"}:
        return values.instance(arguments)
    if set(asked) == {"Datatype"}:
        return values.datatype(arguments)
    return values.some([*map(test_of, shapes)])


def exactly_one(shapes: Sequence[Shape]) -> Constraint:
    def focus(view: View) -> bool | None:
        told = [shape.known(view) for shape in shapes]
        if told.count(True) > 1:
            return False
        return None if None in told else told.count(True) == 1

    return each("Xone", values.single([*map(test_of, shapes)]), focus=focus)


def _only(shape: Shape) -> Constraint | None:
    """The one constraint of a shape that says nothing else, and judges each value by itself."""
    plain = shape.active and shape.path is None and not shape.parts
    return shape.constraints[0] if plain and len(shape.constraints) == 1 else None


def test_of(shape: Shape) -> values.Test:
    """Which values do not conform to a shape."""
    only = _only(shape)
    if only and only.test:
        return only.test
    return lambda data, values: [one for one in values if not shape.conforms(data, one)]
