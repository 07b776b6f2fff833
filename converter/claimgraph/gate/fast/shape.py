"""A compiled shape, and its exact evaluation: whether a node conforms, and the results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimgraph.gate.described import Data
from claimgraph.gate.fast.constraints import Constraint, Found, View
from claimgraph.gate.fast.routes import Route
from claimgraph.gate.paths import Path
from claimgraph.gate.report import SH, Result


@dataclass(frozen=True, eq=False)
class Shape:
    """A node shape (no path) or property shape.

    parts: the shapes of sh:property, for each value node.
    messages: of a result, by the component in short.
    """

    node: str
    active: bool
    path: Path | None
    path_text: str
    route: Route
    severity: str
    constraints: tuple[Constraint, ...]
    parts: tuple[Shape, ...]
    messages: Mapping[str, str]

    def conforms(self, data: Data, focus: str) -> bool:
        """Whether the node conforms, whatever the severities (§3.4.1)."""
        if not self.active:
            return True
        values = self.route(data, focus)
        return not any(
            True for constraint in self.constraints for _ in constraint.find(data, focus, values)
        ) and all(part.conforms(data, value) for part in self.parts for value in values)

    def results(self, data: Data, focus: str) -> Iterator[Result]:
        """All results of a focus node; the same one may come again."""
        if not self.active:
            return
        values = self.route(data, focus)
        for constraint in self.constraints:
            yield from self.results_of(constraint, data, focus, values)
        yield from self.results_of_parts(data, values)

    def results_of(
        self, constraint: Constraint, data: Data, focus: str, values: Sequence[str]
    ) -> Iterator[Result]:
        """The results of one constraint."""
        for found in constraint.find(data, focus, values):
            yield self._result(constraint.component, focus, found)

    def results_of_parts(self, data: Data, values: Sequence[str]) -> Iterator[Result]:
        """The results of the shapes of sh:property."""
        for part in self.parts:
            for value in values:
                yield from part.results(data, value)

    def known(self, view: View) -> bool | None:
        """Whether all nodes of a view conform; None where the view does not tell."""
        if not self.active:
            return True
        told = [constraint.known(view, self.path) for constraint in self.constraints]
        if self.parts:
            told += [part.known(view) for part in self.parts] if self.path is None else [None]
        return False if False in told else None if None in told else True

    def _result(self, component: str, focus: str, found: Found) -> Result:
        return Result(
            focus=focus,
            path=found.path or self.path_text,
            value=found.value,
            component=f"<{SH}{component}ConstraintComponent>",
            severity=self.severity,
            message=self.messages[component],
            shape=self.node,
        )
